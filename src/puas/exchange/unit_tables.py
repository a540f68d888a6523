"""The table of units as XLSX: the template, an export, and the rows that came back with their reasons.

All three have the same columns, so an export can be imported again and changes nothing.
"""

import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from puas.errors import BadInput
from puas.exchange.answer_sheets import refuse_holes
from puas.exchange.guards import FileKind, Sheet, detect_kind, open_quarantine, spool_workbook
from puas.methodology.units import CHANNEL_LABELS, KIND_LABELS, KINDS_BELOW

SHEET, GUIDE = "Unit", "Petunjuk"
EXAMPLE = "Contoh Dinas (hapus baris ini)"
"""The name in the example row; an untouched example is never imported."""
ROWS = 5_000
_LOOK = 15  # rows at the top of a sheet among which the headings are looked for
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same file every time

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("number", "No", 7),
    ("name", "Nama unit", 42),
    ("kind", "Jenis", 26),
    ("parent", "Induk (nomor atau nama)", 34),
    ("area_code", "Kode wilayah", 16),
    ("address", "Alamat", 40),
    ("phone", "Telepon", 18),
    ("email", "Surel", 28),
    ("services", "Jenis layanan", 40),
    ("channels", "Saluran layanan", 20),
    ("users", "Pengguna per tahun", 14),
)
"""Field, heading, width."""
REASONS = "Alasan ditolak"
KEYS = tuple(key for key, _, _ in COLUMNS)
NUMBER, NAME, AREA_CODE, USERS = (KEYS.index(key) for key in ("number", "name", "area_code", "users"))
_LINED = {KEYS.index(key) for key in ("services", "channels", "users")}

_HEADINGS = {
    "no": "number",
    "nomor": "number",
    "namaunit": "name",
    "namaupp": "name",
    "unit": "name",
    "nama": "name",
    "jenis": "kind",
    "jenisunit": "kind",
    "induk": "parent",
    "unitinduk": "parent",
    "kodewilayah": "area_code",
    "alamat": "address",
    "telepon": "phone",
    "telp": "phone",
    "surel": "email",
    "email": "email",
    "jenislayanan": "services",
    "layanan": "services",
    "saluranlayanan": "channels",
    "saluran": "channels",
    "penggunapertahun": "users",
    "jumlahpengguna": "users",
}
_GUIDE = (
    "Satu baris untuk setiap unit. Jangan menggabungkan sel atau mengubah judul kolom.",
    "Unit yang sudah ada dikenali dari namanya (dan induknya bila namanya berulang), bukan dari nomornya.",
    "Sel kosong berarti: isinya tidak diubah. Unit yang tidak ada di berkas tetap seperti semula.",
    "Jenis: pilih dari daftar.",
    "Induk: nomor atau nama unit di atasnya, di baris mana pun; kosong berarti langsung di bawah instansi. "
    "Bila nama itu berulang, tulis seperti Kecamatan Satu > Seksi Pelayanan.",
    "Kode wilayah: menurut Kementerian Dalam Negeri, seperti 33.72.01.1001.",
    "Jenis layanan: satu baris dalam sel untuk setiap layanan (Alt+Enter), atau dipisah titik koma.",
    "Saluran layanan: loket, daring, keliling (dipisah koma); satu baris tiap layanan, - bila tidak tahu.",
    "Pengguna per tahun: satu angka untuk setiap layanan, urut seperti layanannya; - bila tidak tahu.",
    "Ganti nama resmi, penggabungan, pemecahan, dan penutupan dicatat di halaman unitnya.",
    "Baris contoh boleh dihapus; bila dibiarkan tidak ikut diimpor.",
)
_EXAMPLE_CELLS = {
    "number": "1",
    "name": EXAMPLE,
    "kind": KIND_LABELS[KINDS_BELOW[0]],
    "area_code": "33.72",
    "address": "Jalan Contoh 1",
    "phone": "(0271) 555 001",
    "email": "dinas@contoh.go.id",
    "services": "KTP elektronik\nKartu keluarga",
    "channels": "Loket, Daring\nLoket",
    "users": "12400\n8100",
}

Cells = tuple[str, ...]
"""The cells of a row as text, in the order of COLUMNS."""


def read_unit_table(path: Path, name: str) -> list[tuple[int, Cells]]:
    """Return the rows under the headings with their row numbers in the sheet; columns may stand in any order.

    Read by a limited process. BadInput: `unit_table_kind` for anything but XLSX, `unit_table_headings`,
    `unit_table_empty`, `unit_table_rows` for more than 5,000, and what the guards refuse.
    """
    if detect_kind(path) is not FileKind.WORKBOOK:
        raise BadInput(
            "unit_table_kind",
            "{name} bukan berkas XLSX. Simpan tabelnya sebagai .xlsx, atau mulai dari templatnya.",
            name=name,
        )
    with open_quarantine() as folder:
        for sheet in spool_workbook(path, folder, typed=True):
            found = _read_sheet(sheet)
            if found is not None:
                return _require_rows(found, name)
    raise BadInput(
        "unit_table_headings",
        "{name} tidak punya kolom “Nama unit”. Pakai templatnya, dan jangan mengubah judul kolom.",
        name=name,
    )


def _read_sheet(sheet: Sheet) -> list[tuple[int, Cells]] | None:
    """Return the rows of a sheet that has the headings; None for another."""
    columns: dict[str, int] | None = None
    rows: list[tuple[int, Cells]] = []
    with sheet.path.open(encoding="utf-8") as lines:
        for line, text in enumerate(lines, 1):
            given = json.loads(text)
            if columns is None:
                columns = _find_columns(given)
                if columns is None and line >= _LOOK:
                    return None
                continue
            cells = tuple(_text_of(given, columns.get(key), place) for place, key in enumerate(KEYS))
            if any(cells) and cells[NAME] != EXAMPLE:
                rows.append((line, cells))
            if len(rows) > ROWS:
                break
    if columns is None:
        return None
    refuse_holes(sheet.holes, set(columns.values()))
    return rows


def _find_columns(cells: Sequence[object]) -> dict[str, int] | None:
    """Return {field: place} when the row holds the headings."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        heading = re.sub(r"\(.*?\)|[^a-z]", "", str(cell or "").casefold())
        if key := _HEADINGS.get(heading):
            found.setdefault(key, place)
    return found if "name" in found and len(found) > 1 else None


def _text_of(cells: Sequence[object], at: int | None, place: int) -> str:
    cell = cells[at] if at is not None and at < len(cells) else None
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float | int):
        if place == AREA_CODE and cell != int(cell):
            return f"{cell:.2f}"  # Excel takes 33.70 for a number
        return str(int(cell)) if cell == int(cell) else str(cell)
    text = "".join(sign for sign in str(cell) if sign in "\n\t" or sign.isprintable())
    if place in _LINED:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).rstrip(" ").strip("\n") + (
            "\n" if text.endswith("\n") and text.strip() else ""
        )
    return " ".join(text.split())


def _require_rows(rows: list[tuple[int, Cells]], name: str) -> list[tuple[int, Cells]]:
    if not rows:
        raise BadInput(
            "unit_table_empty", "{name} tidak berisi satu unit pun di bawah judul kolomnya.", name=name
        )
    if len(rows) > ROWS:
        raise BadInput(
            "unit_table_rows", "{name} berisi lebih dari {most} unit. Pecah berkasnya.", name=name, most=ROWS
        )
    return rows


def write_unit_template() -> bytes:
    """Return the template: the headings, an example row, checks on what is typed, a guide."""
    return _write([tuple(_EXAMPLE_CELLS.get(key, "") for key in KEYS)], is_example=True)


def write_unit_table(rows: Iterable[Cells]) -> bytes:
    """Return units under the columns of the template."""
    return _write(list(rows))


def write_refused_rows(rows: Iterable[tuple[Cells, str]]) -> bytes:
    """Return refused rows under the columns of the template, with the reasons in one more column."""
    given = list(rows)
    return _write([cells for cells, _ in given], reasons=[reason for _, reason in given])


def _write(rows: Sequence[Cells], *, reasons: Sequence[str] = (), is_example: bool = False) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": "Tabel unit", "created": _MADE})
    sheet, guide = book.add_worksheet(SHEET), book.add_worksheet(GUIDE)
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E7EEF9"}
    )
    plain: dict[str, Any] = {"text_wrap": True, "valign": "top", "num_format": "@"}
    text = book.add_format({**plain, "italic": True, "font_color": "#49546A"} if is_example else plain)
    count = book.add_format({**plain, "num_format": "0", "align": "left"})
    titles = [(heading, width) for _, heading, width in COLUMNS] + ([(REASONS, 60)] if reasons else [])
    for at, (heading, width) in enumerate(titles):
        sheet.set_column(at, at, width, None if at in (NUMBER, USERS) else text if not is_example else None)
        sheet.write_string(0, at, heading, head)
    for place, cells in enumerate(rows, 1):
        for at, cell in enumerate(cells):
            if at in (NUMBER, USERS) and cell.isascii() and cell.isdigit() and len(cell) < 10:
                sheet.write_number(place, at, int(cell), text if is_example else count)
            elif cell:
                sheet.write_string(place, at, cell, text)
    for place, reason in enumerate(reasons, 1):
        sheet.write_string(place, len(COLUMNS), reason, text)
    _set_up(book, sheet, guide, len(rows))
    book.close()
    return file.getvalue()


def _set_up(book: Any, sheet: Any, guide: Any, rows: int) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    kinds = [KIND_LABELS[kind] for kind in KINDS_BELOW]
    check = {
        "validate": "list",
        "source": kinds,
        "error_message": "Pilih jenis dari daftar.",
        "ignore_blank": True,
    }
    at = KEYS.index("kind")
    sheet.data_validation(1, at, max(rows, 1) + 1000, at, check)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    guide.set_column(0, 0, 110)
    guide.write_string(0, 0, "Cara mengisi", book.add_format({"bold": True, "font_size": 14}))
    lists = (f"Jenis: {', '.join(kinds)}.", f"Saluran: {', '.join(CHANNEL_LABELS.values())}.")
    for place, line in enumerate((*_GUIDE, *lists), 2):
        guide.write_string(place, 0, line, wrapped)
