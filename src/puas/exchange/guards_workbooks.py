"""The limited process that reads XLSX files: python -m ... MEMORY SECONDS MODE FILE FOLDER.

Looks through the zip first, because the reader allocates a rectangle up to the furthest cell and
aborts the process when that is too large. Prints one JSON object and nothing else.
"""

import csv
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from puas.exchange.guards import limit_process
from puas.exchange.guards_parts import Parts, align_text, align_typed

INFLATED_BYTES = 2**30
MEMBERS = 2_000
SHEETS = 60
CELLS = 60_000_000
CHUNK = 4 * 2**20
LARGE = 32 * 2**20
"""A sheet with more bytes of markup than this is read a part at a time: as a whole it fills a gigabyte."""
OVERLAP = (
    16 * 2**10
)  # a cell longer than this may hide from the look-through; the limits of the process still hold

# Each begins with a literal, which the regex engine finds many times faster than \b or a lookahead.
WIDE_COLUMN = re.compile(rb"""r=["']([A-Z]{2,})\d""")
DEEP_ROW = re.compile(rb"""r=["'][A-Z]*(\d{6,})["']""")
CELL = re.compile(rb"""<(?:\w+:)?c\b([^>]*)>""")
ERROR_TYPE = re.compile(rb"""\bt=["']e["']""")
FORMULA_CELL = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
REFERENCE = re.compile(rb"""\br=["']([A-Z]+\d+)["']""")
RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")


class Refused(Exception):
    """This file is not read; carries a code, an Indonesian sentence with `{name}` places and their values."""

    def __init__(self, code: str, message: str, **data: Any) -> None:
        super().__init__(code, message, data)
        self.code, self.message, self.data = code, message, data


BROKEN = Refused(
    "workbook_broken",
    "{name} rusak atau bukan berkas XLSX. Buka di Excel atau LibreOffice, simpan lagi sebagai .xlsx, "
    "lalu coba lagi.",
)
TOO_LARGE = Refused(
    "workbook_too_large",
    "{name} terlalu besar untuk dibaca dengan aman (isi lebih dari 1 GB atau sel yang letaknya sangat jauh). "
    "Salin hanya tabel jawabannya ke berkas baru, atau simpan sebagai CSV.",
)


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raise Refused for a zip that is no workbook, is too large inside, or has macros or outside links."""
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > MEMBERS or sum(member.file_size for member in members) > INFLATED_BYTES:
        raise TOO_LARGE
    if len(names) < len(members) or not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise BROKEN
    if any(member.flag_bits & 1 for member in members):
        raise Refused(
            "workbook_locked", "{name} dikunci kata sandi. Simpan tanpa kata sandi, lalu coba lagi."
        )
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
        raise Refused(
            "workbook_macros", "{name} berisi makro. Simpan sebagai .xlsx (bukan .xlsm) agar makronya hilang."
        )
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise Refused(
            "workbook_links",
            "{name} mengambil nilai dari berkas lain (tautan luar). "
            "Salin tabelnya, tempel sebagai nilai di berkas baru, lalu coba lagi.",
        )


def read_chunks(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """Yield the inflated part in pieces that overlap, so that a cell on the border is seen whole once."""
    tail = b""
    with archive.open(member) as file:
        while piece := file.read(CHUNK):
            yield tail + piece
            tail = (tail + piece)[-OVERLAP:]


def column_index(reference: str) -> int:
    """Return 0 for A, 26 for AA."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter) - 64
    return number - 1


def check_markup(chunk: bytes) -> None:
    """Raise Refused for a document type or an entity: no honest workbook has one."""
    if b"<!" in chunk and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
        raise BROKEN


def scan_sheet(archive: zipfile.ZipFile, member: str) -> dict[int, tuple[str, str]]:
    """Return the holes of one sheet (column -> first cell without its value, why); refuse one too large."""
    wide, deep = {b"Z"}, {b"99999"}  # what neither expression looks for
    holes: dict[int, tuple[str, str]] = {}
    for chunk in read_chunks(archive, member):
        check_markup(chunk)
        wide.update(WIDE_COLUMN.findall(chunk))
        deep.update(DEEP_ROW.findall(chunk))
        for cell, why in find_holes(chunk):
            holes.setdefault(column_index(cell), (cell, why))
    columns = 1 + max(column_index(letters.decode()) for letters in wide)
    if columns * max(map(int, deep)) > CELLS:
        raise TOO_LARGE
    return holes


def find_holes(chunk: bytes) -> Iterator[tuple[str, str]]:
    """Yield (cell, "formula" | "error") for cells the reader would take as empty although they are not."""
    if b't="e"' in chunk or (b"'" in chunk and b"t='e'" in chunk):
        for match in CELL.finditer(chunk):
            if ERROR_TYPE.search(match.group(1)) and (cell := REFERENCE.search(match.group(1))):
                yield cell.group(1).decode(), "error"
    if b"<f" not in chunk and b":f" not in chunk:
        return
    for match in FORMULA_CELL.finditer(chunk):
        attributes = match.group(1)
        # a formula that gave an empty text is calculated: t="str" with an empty value
        if (
            (cell := REFERENCE.search(attributes))
            and b'"str"' not in attributes
            and b"'str'" not in attributes
        ):
            yield cell.group(1).decode(), "formula"


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"""(?<![\w]){name}=["']([^"']*)["']""", tag)
    return match.group(1) if match else ""


def list_parts(archive: zipfile.ZipFile) -> list[str]:
    """Return the zip member of each sheet in workbook order ("" for a sheet that is not a worksheet)."""
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in RELATION.findall(relations)}
    sheets = SHEET.findall(archive.read("xl/workbook.xml").decode("utf-8", "replace"))
    parts = [targets.get(_attribute(tag, r"\w+:id"), "") for tag in sheets]
    return [part.lstrip("/") if part.startswith("/") else f"xl/{part}" for part in parts]


def scan_workbook(path: Path) -> list[dict[int, tuple[str, str]]]:
    """Return the holes of each sheet in workbook order; raise Refused for what must not be read."""
    with zipfile.ZipFile(path) as archive:
        check_archive(archive)
        # every part is looked through, named in the workbook or not: the reader may see others than we do
        members = [
            name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
        ]
        for extra in {"xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"} & set(archive.namelist()):
            for chunk in read_chunks(archive, extra):
                check_markup(chunk)
        holes = {member: scan_sheet(archive, member) for member in members}
        return [holes.get(part, {}) for part in list_parts(archive)]


def write_text(rows: Iterable[list[Any]], path: Path) -> int:
    """Write rows as CSV with LF between rows only, so that line N of the file is row N of the sheet."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in rows:
            count += 1
            writer.writerow(row if _is_plain(row) else _flatten(row))
    return count


def _is_plain(row: list[Any]) -> bool:
    """Say whether a row is text that stays on its line, as most are: asked at once, not cell by cell."""
    try:
        return "".join(row).isprintable()
    except TypeError:  # a number or a date among them
        return False


def _flatten(row: list[Any]) -> list[Any]:
    return [" ".join(cell.split()) if type(cell) is str and not cell.isprintable() else cell for cell in row]


def write_typed(rows: Iterable[list[Any]], path: Path) -> int:
    """Write rows as one JSON list a line: text, number, true/false, null; dates and times as ISO text."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            count += 1
            cells = [None if cell == "" else cell for cell in row]
            file.write(json.dumps(cells, default=_iso) + "\n")
    return count


def _iso(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def spool(path: Path, folder: Path, mode: str) -> list[dict[str, Any]]:
    """Write every visible worksheet into `folder`; return name, file, size and holes of each."""
    holes = scan_workbook(path)
    import python_calamine

    workbook = python_calamine.load_workbook(str(path))
    spooled: list[dict[str, Any]] = []
    with zipfile.ZipFile(path) as archive:
        members = list_parts(archive)
        for index, sheet in enumerate(workbook.sheets_metadata):
            visible = sheet.visible == python_calamine.SheetVisibleEnum.Visible
            if not visible or sheet.typ != python_calamine.SheetTypeEnum.WorkSheet or len(spooled) == SHEETS:
                continue
            target = folder / f"{index}.{mode}"
            if is_large(archive, members[index] if index < len(members) else ""):
                size = _write_parts(Parts(archive, members[index], index), mode, target)
            else:
                size = _write_whole(workbook.get_sheet_by_index(index), mode, target)
            first = size["first_column"]
            found = {
                column - first: hole for column, hole in (holes[index] if index < len(holes) else {}).items()
            }
            spooled.append({"name": sheet.name, "file": target.name, "holes": found, **size})
    return spooled


def is_large(archive: zipfile.ZipFile, member: str) -> bool:
    """Say whether a sheet is read a part at a time."""
    return member in archive.namelist() and archive.getinfo(member).file_size > LARGE


def _write_whole(table: Any, mode: str, target: Path) -> dict[str, int]:
    rows = WRITERS[mode](table.iter_rows(), target)
    return {"rows": rows, "columns": table.width, "first_column": table.start[1] if table.start else 0}


def _write_parts(parts: Parts, mode: str, target: Path) -> dict[str, int]:
    rows = WRITERS[mode](parts, target)
    ALIGNERS[mode](target, parts)
    return {"rows": rows, "columns": parts.columns, "first_column": parts.first_column}


WRITERS: Mapping[str, Callable[[Iterable[list[Any]], Path], int]] = {"text": write_text, "typed": write_typed}
ALIGNERS: Mapping[str, Callable[[Path, Parts], None]] = {"text": align_text, "typed": align_typed}


def answer(arguments: list[str]) -> dict[str, Any]:
    """Return what is printed: the sheets, or why the file was refused."""
    mode, path, folder = arguments
    try:
        return {"sheets": spool(Path(path), Path(folder), mode)}
    except Refused as refusal:
        return {"refused": refusal.code, "message": refusal.message, "data": refusal.data}
    except (MemoryError, ImportError, OSError):  # the limits at work, not the file: the parent says so
        raise
    except Exception:  # the reader has many ways to say that a file is broken; all mean the same to a person
        return {"refused": BROKEN.code, "message": BROKEN.message, "data": {}}


if __name__ == "__main__":
    limit_process(int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(answer(sys.argv[3:])))
