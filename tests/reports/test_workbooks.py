"""The workbook, read back through openpyxl."""

import io
from typing import Any

import openpyxl
import pytest

from puas.reports.agency_reports import build_agency_report
from puas.reports.documents import Amount, Column, Cover, Document, Row, Section, Table
from puas.reports.wording import load_wording
from puas.reports.workbooks import render_xlsx
from tests.reports.samples import MADE_AT, make_input


@pytest.fixture(scope="module")
def document() -> Document:
    return build_agency_report(make_input(), load_wording("agency"))


@pytest.fixture(scope="module")
def book(document: Document) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))


def test_every_table_has_a_sheet_and_the_recap_is_first(book: Any) -> None:
    assert book.sheetnames == [
        "Rekap",
        "Pelaporan",
        "Metode",
        "Rata-rata",
        "Aturan",
        "Jenis unit",
        "Temuan",
        "Tren",
        "Realisasi",
        "Lampiran",
    ]


def test_numbers_are_numbers_and_text_is_text(book: Any, document: Document) -> None:
    for table in document.tables:
        sheet = book[table.sheet]
        first = 5 if any(column.group for column in table.columns) else 4
        for place, row in enumerate(table.rows):
            found = [sheet.cell(first + place, column + 1) for column in range(len(row.cells))]
            for cell, wanted in zip(found, row.cells, strict=True):
                if isinstance(wanted, Amount):
                    assert cell.data_type == "n"
                    assert f"{cell.value:.{wanted.places}f}".replace(".", ",") == wanted.text.replace(".", "")
                else:
                    assert (cell.data_type, cell.value or "") in (
                        ("s", wanted.replace("\x07", "_x0007_")),
                        ("s", wanted),
                        ("n", ""),
                    )


def test_a_text_that_looks_like_a_formula_is_none() -> None:
    table = Table(1, "Tabel 1", (Column("Nama", 10),), (Row(("=1+1",)), Row(("@SUM(A1)",))), sheet="Satu")
    document = Document("", "", "", "", MADE_AT, Cover("", "", "", "", ""), (Section((table,)),))
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))["Satu"]
    assert [(sheet.cell(row, 1).data_type, sheet.cell(row, 1).value) for row in (4, 5)] == [
        ("s", "=1+1"),
        ("s", "@SUM(A1)"),
    ]


def test_the_header_is_frozen_and_repeated_in_print(book: Any) -> None:
    sheet = book["Rekap"]
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.print_area == "'Rekap'!$A$1:$S$18"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.cell(3, 4).value, sheet.cell(4, 4).value) == ("Nilai per unsur**", "U1")


def test_averages_and_trend_have_native_charts(book: Any) -> None:
    assert {sheet.title: len(sheet._charts) for sheet in book} == {
        "Rekap": 0,
        "Pelaporan": 0,
        "Metode": 0,
        "Rata-rata": 1,
        "Aturan": 0,
        "Jenis unit": 0,
        "Temuan": 0,
        "Tren": 1,
        "Realisasi": 0,
        "Lampiran": 0,
    }


def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    assert render_xlsx(document) == render_xlsx(document)
