"""The "Hasil Survey" export of SKM Online: label and value rows first, then a header from No on."""

from collections.abc import Mapping, Sequence

from puas.exchange.answer_imports_columns import is_personal
from puas.exchange.answer_sheets_headings import fold

_MARKS = ("nama survei", "nama survey", "jenis layanan")
_KEPT = ("nama survei", "nama survey", "jenis layanan", "nama layanan", "periode", "unit", "instansi", "opd")


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the place (from 0) of the header row of such an export, None for any other table."""
    for place, row in enumerate(rows):
        first = fold(row[0]) if row else ""
        if first.rstrip(".") == "no" and sum(bool(cell.strip()) for cell in row) > 3:
            above = [fold(other[0]) for other in rows[:place] if other]
            return place if any(label.startswith(_MARKS) for label in above) else None
    return None


def read_labels(rows: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """Return the leading labels with their values (the next filled cell), those about people left out."""
    found: dict[str, str] = {}
    for row in rows:
        label = fold(row[0]).rstrip(" :") if row else ""
        value = next((cell.strip() for cell in row[1:] if cell.strip(" :")), "")
        if label.startswith(_KEPT) and value and not is_personal(label):
            found[label] = value[:200]
    return found


def find_service(labels: Mapping[str, str]) -> str:
    """Return the service that the export is about, "" when it does not say."""
    return next((value for label, value in labels.items() if "layanan" in label), "")
