"""The same report as XLSX, DOCX and PDF, as an office would make them."""

import csv
import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

Lines = Sequence[Sequence[str]]

_PDF = """
#let lines = json(bytes(sys.inputs.lines))
#set page(paper: "a3", flipped: true, margin: 12mm)
#set page(footer: align(center)[Laporan SKM #context counter(page).display()])
#set text(size: 6pt)
#for part in lines {
  if part.kind == "prose" { for line in part.lines [ #line \\ ] }
  else {
    table(columns: part.widths.map(width => width * 1fr), ..part.lines.flatten())
  }
}
"""


def write_csv(path: Path, lines: Lines, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(lines)
    return path


def write_xlsx(path: Path, lines: Lines, *, numbers: bool = True, sheets: int = 1) -> Path:
    """Write the lines with merged header cells; with `numbers`, decimals are numbers as Excel would hold
    them."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        merged = book.add_format({"align": "center"})
        halves = [lines] if sheets == 1 else _by_table(lines)
        for number, part in enumerate(halves, 1):
            sheet = book.add_worksheet(f"Lembar {number}")
            for row, cells in enumerate(part):
                if "Nilai Per Unsur" in cells:
                    start = cells.index("Nilai Per Unsur")
                    sheet.merge_range(row, start, row, start + 8, "Nilai Per Unsur", merged)
                for column, cell in enumerate(cells):
                    value = _number(cell) if numbers else None
                    if value is not None:
                        sheet.write_number(row, column, value)
                    elif cell and cell != "Nilai Per Unsur":
                        sheet.write_string(row, column, cell)
    return path


def _by_table(lines: Lines) -> list[Lines]:
    """Return two sheets: the table's first half, and the rest under a header of its own."""
    header = next(at for at, cells in enumerate(lines) if "IKM" in cells and len(cells) > 9)
    middle = next(at for at in range(header + 8, len(lines)) if lines[at][0].isdigit())
    return [lines[:middle], [lines[header], *lines[middle:]]]


def _number(text: str) -> float | None:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return float(value) if value.is_finite() and len(text) < 12 else None


def write_docx(path: Path, lines: Lines) -> Path:
    import docx

    document = docx.Document()
    for prose, part in _parts(lines):
        if prose:
            for cells in part:
                document.add_paragraph(cells[0])
            continue
        table = document.add_table(rows=0, cols=max(len(cells) for cells in part))
        for cells in part:
            filled = table.add_row().cells
            for at, cell in enumerate(cells):
                filled[at].text = cell
            if "Nilai Per Unsur" in cells:
                start = list(cells).index("Nilai Per Unsur")
                filled[start].merge(filled[start + 8])
    document.save(str(path))
    return path


def write_pdf(path: Path, lines: Lines) -> Path:
    import typst

    parts = []
    for prose, part in _parts(lines):
        if prose:
            parts.append({"kind": "prose", "lines": [cells[0] for cells in part]})
        else:
            width = max(len(cells) for cells in part)
            rows = [[*cells, *[""] * (width - len(cells))] for cells in part]
            widths = [max(3, min(16, max(len(row[at]) for row in rows) ** 0.6)) for at in range(width)]
            parts.append({"kind": "table", "lines": rows, "widths": widths})
    source = path.with_suffix(".typ")
    source.write_text(_PDF, encoding="utf-8")
    path.write_bytes(typst.compile(str(source), sys_inputs={"lines": json.dumps(parts)}))
    return path


def _parts(lines: Lines) -> list[tuple[bool, list[Sequence[str]]]]:
    found: list[tuple[bool, list[Sequence[str]]]] = []
    for cells in lines:
        prose = len(cells) == 1
        if not found or found[-1][0] != prose or (not prose and len(found[-1][1][0]) != len(cells)):
            found.append((prose, []))
        found[-1][1].append(cells)
    return found
