"""Reading a written document again, cell by cell, with programs that are not ours."""

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
import openpyxl
import pdfplumber

from puas.methodology.numbers import round_half_up
from puas.reports.documents import Amount, Cell, Document, Table, cell_text
from puas.reports.formats import render_document

Rows = list[list[str]]


def expected_rows(table: Table) -> Rows:
    """Return the cells of a table as printed, without the white space that a layout may change."""
    return [[squeeze(cell_text(cell)) for cell in row.cells] for row in table.rows]


def squeeze(text: str | None) -> str:
    """Return `text` without white space and control characters: lines are broken where a cell ends."""
    return re.sub(r"_x0007_|[\s\x00-\x1f]+", "", text or "")


def read_pdf(document: Document) -> Rows:
    """Return every row of every table in the PDF, headers included."""
    with pdfplumber.open(io.BytesIO(render_document(document, "pdf"))) as pdf:
        return [
            [squeeze(cell) for cell in row]
            for page in pdf.pages
            for table in page.extract_tables()
            for row in table
        ]


def read_docx(document: Document) -> Iterator[Rows]:
    """Yield the rows of every table in the DOCX but the tiles, headers included."""
    word = docx.Document(io.BytesIO(render_document(document, "docx")))
    for table in word.tables:
        yield [[squeeze(cell.text) for cell in row.cells] for row in table.rows]


def read_xlsx(document: Document) -> dict[str, list[list[Any]]]:
    """Return the cells of each sheet as they are stored."""
    book = openpyxl.load_workbook(io.BytesIO(render_document(document, "xlsx")))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def stored(cell: Cell) -> Any:
    """Return what a workbook holds for a cell."""
    if isinstance(cell, Amount):
        return float(round_half_up(cell.value, cell.places))
    return squeeze(cell)


def check_everywhere(document: Document, workbook: Document | None = None) -> int:
    """Compare every row of every table in all three formats; return how many cells were compared.

    `workbook`: the document as it is built for XLSX, where that has more.
    """
    wanted = [expected_rows(table) for table in document.tables]
    pdf = read_pdf(document)
    words = list(read_docx(document))
    for table, rows in zip(document.tables, wanted, strict=True):
        for row in rows:
            assert row in pdf, (table.title, row)
        assert [one for one in words if one[-len(rows) :] == rows], table.title
    check_workbook(workbook or document)
    return sum(len(row) for rows in wanted for row in rows)


def check_workbook(document: Document) -> None:
    """Compare every row of every table with its sheet, numbers as numbers."""
    sheets = read_xlsx(document)
    for table in (one for one in document.tables if one.sheet):
        cells = [[stored(cell) for cell in row.cells] for row in table.rows]
        found = [
            [v if isinstance(v, int | float) else squeeze(v) for v in row[: len(table.columns)]]
            for row in sheets[table.sheet]
        ]
        assert [row for row in found if row in cells] == cells, table.title
