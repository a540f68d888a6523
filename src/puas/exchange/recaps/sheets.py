"""XLSX recaps: every sheet in turn, read in quarantine; merged header cells are names with blank
neighbours."""

import json
from decimal import Decimal
from pathlib import Path

from puas.exchange.guards import Sheet, open_quarantine, spool_workbook
from puas.exchange.recaps.lines import Line, build_line
from puas.methodology.findings.recaps import Note, Source

MAX_ROWS = 100_000
MAX_COLUMNS = 200
HOLE = "Sel {cell} pada lembar {sheet} berisi {why}; nilainya tidak dapat dibaca dan dianggap kosong."


def read_workbook_lines(path: Path, name: str) -> tuple[list[Line], list[Note]]:
    """Return the rows of every visible sheet, and a note for every formula without a calculated value."""
    lines: list[Line] = []
    notes: list[Note] = []
    with open_quarantine() as folder:
        for sheet in spool_workbook(path, folder, typed=True):
            lines += _sheet_lines(sheet, name)
            for cell, why in sheet.holes.values():
                reason = "rumus yang belum dihitung" if why == "formula" else "kesalahan rumus"
                data = {"cell": cell, "sheet": sheet.name, "why": reason}
                notes.append(Note("cell_without_value", HOLE, data, Source(file=name, sheet=sheet.name)))
    return lines, notes


def _sheet_lines(sheet: Sheet, name: str) -> list[Line]:
    lines = [build_line([""], Source(file=name, sheet=sheet.name))]
    with sheet.path.open(encoding="utf-8") as file:
        for number, raw in enumerate(file, 1):
            if number > MAX_ROWS:
                break
            cells = json.loads(raw)[:MAX_COLUMNS]
            lines.append(_line(cells, Source(file=name, sheet=sheet.name, lines=(number,))))
    return lines


def _line(cells: list[str | float | bool | None], source: Source) -> Line:
    texts = [_text(cell) for cell in cells]
    typed = frozenset(at for at, cell in enumerate(cells) if isinstance(cell, int | float))
    return build_line(texts, source, typed)


def _text(cell: str | float | bool | None) -> str:
    """Return a cell as printed digits; a float shows the digits it was typed with (88.31, not
    88.3099999)."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, str):
        return cell
    shown = Decimal(f"{cell:.10g}")
    return f"{shown.normalize():f}" if shown else "0"
