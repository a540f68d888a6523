"""Which column of a recap holds what, found from its header row and the row of U1..U9 under it.

Headers repeat on every page, sometimes shifted by a column and with noise in the words; so the columns are
looked up again at every header, and a column without a name between unit and period belongs to the unit (a
cell cut in two).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from puas.exchange.recaps.lines import Line, squeeze
from puas.methodology.elements import find_element

# The first pattern that fits decides; the order matters ("realisasi tindak lanjut periode sebelumnya" is
# no period).
_ROLES: tuple[tuple[str, str], ...] = (
    ("source", r"^source$"),
    ("place", r"^place$"),
    ("ignored", r"^(repairs|lines|note|printed|file|periodlabel)$"),
    ("printed_period", r"^periodprinted$"),
    ("realisation", r"realisa|^realisation$|^realization"),
    ("plans", r"rencana|tindaklanjut|^rtl|^plans?$"),
    ("priorities", r"prioritas|perluperbaikan|^priorities$"),
    ("methods", r"metode|^methods?$|teknikpengumpulan"),
    ("population", r"populasi|jumlahpenggunalayanan|^population$"),
    ("respondents", r"respon(den)?|^n$|sampel"),
    ("grade_word", r"kinerja|^gradeword$"),
    ("grade", r"kategori|mutu|predikat|^grade$"),
    (
        "index",
        r"^(nilai)?(ikm|skm|nik)(\d|konversi|unit|upp)*$|^(nilai)?indeks(kepuasan)?|^nilai(rata)?(akhir|ikm|skm)|^index$",
    ),
    ("bare_value", r"^nilai$"),
    ("year", r"^tahun(pelaksanaan|survei)?$|^year$"),
    ("period", r"periode|^period|waktupelaksan|^triwulan$|^semester$|^tw$|^bulan$"),
    ("parent", r"induk|^parent$|^kelompok|^group$|^opdpembina"),
    ("unit", r"unit|upp|opd|perangkatdaerah|namasatuan|instansi|^nama|pelayananpubl"),
    ("kind", r"^kind$|^jenis(baris)?$"),
    ("no", r"^(no|nomor|nourut|number)$"),
)
_DECIMAL = re.compile(r"\d\s*[.,]\s*\d")
_UNIT_HEADER = "opdunitpelayananpublikperangkatdaerah"
_LETTERS_OF_NO = frozenset({"n", "lo", "ne", "no", "nq"})
_ELEMENT = re.compile(r"^u\s*(\d{1,2})\b|^unsur\s*(\d{1,2})$|^(?:nilai)?unsur\s*u?(\d{1,2})$", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """Positions by role: `no`, `unit` ... and `U1`, `U2` ...; `more_unit` are nameless columns that belong
    to the unit."""

    positions: Mapping[str, int]
    more_unit: tuple[int, ...] = ()

    def at(self, role: str) -> int | None:
        return self.positions.get(role)

    @cached_property
    def elements(self) -> tuple[str, ...]:
        """The element columns in the order of the regulation, `U1` first."""
        return tuple(
            sorted((r for r in self.positions if re.fullmatch(r"U\d+", r)), key=lambda r: int(r[1:]))
        )

    @property
    def is_recap(self) -> bool:
        """Whether there is enough to read: at least seven elements, or an index, for a named unit."""
        return "unit" in self.positions and (len(self.elements) >= 7 or "index" in self.positions)


@lru_cache(maxsize=4096)
def find_role(text: str) -> str | None:
    """Return the role that a header cell names, or None."""
    if match := _ELEMENT.match(text.strip()):
        number = next(group for group in match.groups() if group)
        return f"U{int(number)}" if 1 <= int(number) <= 20 else None
    bare = squeeze(re.sub(r"\*|\(%\)", "", text))
    if not bare or len(bare) > 70:
        return None
    if bare in _LETTERS_OF_NO:
        return "no"
    for role, pattern in _ROLES:
        if re.search(pattern, bare):
            return role
    element = find_element(text) if len(bare) < 50 and not bare.isdigit() else None
    return element.key if element else None


def _first_positions(line: Line) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, cell in enumerate(line.cells):
        role = find_role(cell) if cell else None
        if role == "no" and role in found and squeeze(cell) == "n":
            role = "respondents"  # "No" stands before it, so this "N" is the number of people
        if role and role not in found:
            found[role] = position
    return found


def _holds_value(line: Line) -> bool:
    return any(_DECIMAL.search(cell) for cell in line.cells)


def is_header(line: Line) -> bool:
    """Whether a line names columns: a unit or an index column, four named columns, and no value in any
    cell."""
    if len(line.cells) < 4 or _holds_value(line):
        return False
    found = _first_positions(line)
    named = {"unit", "period", "index", "respondents", "grade", "priorities", "plans"} & found.keys()
    return len(found) >= 4 and len(named) >= 2 and ("unit" in found or "index" in found)


def is_subheader(line: Line) -> bool:
    """Whether a line only names elements (U1..U9) under a spanning "Nilai per unsur"."""
    if sum(bool(cell) for cell in line.cells) < 5 or _holds_value(line):
        return False
    found = _first_positions(line)
    return sum(bool(re.fullmatch(r"U\d+", role)) for role in found) >= 5 and "unit" not in found


def is_numbering(line: Line) -> bool:
    """Whether a line only numbers the columns: (1) (2) (3) ..."""
    digits = [re.sub(r"[()\s]", "", cell) for cell in line.cells if cell]
    return (
        len(digits) >= 4
        and digits == [str(n) for n in range(int(digits[0]) if digits[0].isdigit() else 1, 99)][: len(digits)]
    )


def complete_columns(found: Columns, before: Columns | None) -> Columns:
    """Return `found` with the columns whose names OCR lost, taken from the page before when all others
    stand alike."""
    if before is None:
        return found
    shared = found.positions.keys() & before.positions.keys()
    if len(shared) < 6 or any(found.positions[role] != before.positions[role] for role in shared):
        return found
    taken = set(found.positions.values())
    lost = {role: at for role, at in before.positions.items() if role not in shared and at not in taken}
    positions = {**found.positions, **lost}
    more = tuple(at for at in (*found.more_unit, *before.more_unit) if at not in positions.values())
    return Columns(positions, tuple(dict.fromkeys(more)))


def find_columns(header: Line, below: tuple[Line, ...] = ()) -> Columns:
    """Return the columns named by `header` and by the rows of names below it."""
    found = _first_positions(header)
    for line in below:
        for role, position in _first_positions(line).items():
            found.setdefault(role, position)
    bare = found.pop("bare_value", None)
    if bare is not None and bare not in found.values():  # else it spans the elements below it
        found.setdefault("index", bare)
    unit, period = found.get("unit"), found.get("period")
    nameless: tuple[int, ...] = ()
    if unit is not None and period is not None and period - unit > 1:
        between = (p for p in range(unit + 1, period) if p not in found.values())
        nameless = tuple(p for p in between if squeeze(header.cell(p)) in _UNIT_HEADER)
    return Columns(found, nameless)
