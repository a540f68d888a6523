"""The PDF, read back: its words and figures, its structure, and that text from people stays text."""

import io
from collections.abc import Iterator
from decimal import Decimal

import pdfplumber
import pytest
from pdfplumber.pdf import PDF

from puas.reports.agency_inputs import RecapLine, UnitRecap
from puas.reports.agency_reports import build_agency_report
from puas.reports.documents import Amount, Document, Figure, Row
from puas.reports.pdfs import find_pages, render_pdf
from puas.reports.wording import load_wording
from puas.reports.workbooks import render_xlsx
from tests.reports.samples import HOSTILE, Q2, make_input


def _many_units(count: int) -> list[UnitRecap]:
    """Return units whose every figure is different, so that a wrong cell cannot hide."""
    units = []
    for unit in range(count):
        values = tuple(Decimal(2500 + 9 * unit + place) / 100 for place in range(9))
        line = RecapLine(Q2, values, Decimal(6500 + unit) / 100, respondents=2000 + unit)
        units.append(UnitRecap(f"Unit {unit:03d}", (line,), number=unit + 1))
    return units


@pytest.fixture(scope="module")
def document() -> Document:
    return build_agency_report(make_input(), load_wording("agency"))


@pytest.fixture(scope="module")
def pdf(document: Document) -> Iterator[PDF]:
    with pdfplumber.open(io.BytesIO(render_pdf(document))) as opened:
        yield opened


def test_every_figure_of_every_table_is_printed() -> None:
    document = build_agency_report(make_input(units=_many_units(40)), load_wording("agency"))
    with pdfplumber.open(io.BytesIO(render_pdf(document))) as pdf:
        words = {word["text"] for page in pdf.pages for word in page.extract_words()}
    printed = {
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        if isinstance(cell, Amount)
    }
    assert printed - words == set()


def test_a_recap_row_is_read_back_cell_by_cell() -> None:
    document = build_agency_report(make_input(units=_many_units(40)), load_wording("agency"))
    recap = next(table for table in document.tables if table.sheet == "Rekap")
    with pdfplumber.open(io.BytesIO(render_pdf(document))) as pdf:
        found = [row for page in pdf.pages for table in page.extract_tables() for row in table]
    units = {(row[1] or "").replace("\n", " "): row for row in found if len(row) == 19}
    for row in recap.rows[:40]:
        number, name, _, *values = row.cells
        figures = [cell.text for cell in values[:10] if isinstance(cell, Amount)]
        assert units[str(name)][3:13] == figures
        assert isinstance(number, Amount)
        assert units[str(name)][0] == number.text


def test_the_header_stands_on_every_page_of_the_recap() -> None:
    document = build_agency_report(make_input(units=_many_units(150)), load_wording("agency"))
    with pdfplumber.open(io.BytesIO(render_pdf(document))) as pdf:
        across = [page for page in pdf.pages if page.width > page.height]
        assert len(across) > 3
        assert [page.page_number for page in across if "Nilai per unsur" not in page.extract_text()] == []


def test_it_is_tagged_in_indonesian_and_says_it_is_pdf_ua(pdf: PDF, document: Document) -> None:
    catalog = pdf.doc.catalog
    assert catalog["MarkInfo"]["Marked"] is True
    assert catalog["Lang"].decode() == "id-ID"
    metadata = catalog["Metadata"].resolve().get_data()
    for mark in (b"<pdfuaid:part>1<", b"<pdfaid:part>3<", b"<pdfaid:conformance>A<"):
        assert mark in metadata
    assert pdf.metadata["Title"] == document.title
    assert pdf.metadata["CreationDate"].startswith("D:20230911")


def test_the_bookmarks_are_the_headings(pdf: PDF, document: Document) -> None:
    titles = [title for _, title, *_ in pdf.doc.get_outlines()]
    assert titles == [f"{number} {heading.text}".strip() for number, heading in document.headings]


def test_figures_have_their_descriptions(document: Document) -> None:
    content = render_pdf(document)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        alternatives = set()
        for xref in pdf.doc.xrefs:
            for number in xref.get_objids():
                found = pdf.doc.getobj(number)
                if isinstance(found, dict) and "Alt" in found:
                    alternatives.add(_decode(found["Alt"]))
    charts = {block.chart.description for block in document.blocks if isinstance(block, Figure)}
    assert charts - alternatives == set()


def _decode(text: bytes) -> str:
    return text.decode() if text.startswith(b"\xfe\xff") else text.decode("latin-1")


def test_only_our_own_fonts_are_used(pdf: PDF) -> None:
    fonts = {char["fontname"].partition("+")[2] for page in pdf.pages for char in page.chars}
    assert fonts == {"Carlito", "Carlito-Bold", "Caladea-Regular", "Caladea-Bold"}


def test_text_from_people_is_never_run(pdf: PDF) -> None:
    """The cell with the hostile plan, read without white space: its lines break where they like."""
    cells = [
        "".join((cell or "").split())
        for page in pdf.pages
        for table in page.extract_tables()
        for row in table
        for cell in row
    ]
    wanted = "".join(HOSTILE.replace("\x07", "").split())
    assert [cell for cell in cells if "read" in cell] == [
        f"1.Menambahsatuloketpadajamsibuk.2.{wanted}3.belumtercatat"
    ]


def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    assert render_pdf(document) == render_pdf(document)


def test_pages_are_numbered_in_two_ways(pdf: PDF, document: Document) -> None:
    pages = find_pages(document)
    assert pages[:5] == ["i", "ii", "iii", "1", "1"]
    assert len(pages) == len(document.headings)
    last = [
        line for line in (pdf.pages[-1].extract_text() or "").splitlines() if line.startswith("Laporan SKM")
    ]
    assert last == [f"Laporan SKM Pemerintah Kota Contoh Semester I 2023 {len(pdf.pages) - 4}"]


def test_a_row_that_is_longer_than_a_page_is_the_only_one_that_may_be_cut(document: Document) -> None:
    recap = next(table for table in document.tables if table.sheet == "Rekap")
    assert [row.is_tall for row in recap.rows] == [False] * len(recap.rows)
    assert Row(("kata " * 500,)).is_tall


def test_the_pdf_holds_its_own_workbook(pdf: PDF, document: Document) -> None:
    (file,) = [one.resolve() for one in pdf.doc.catalog["AF"]]
    assert file["UF"].decode() == document.workbook == "rekap.xlsx"
    content = file["EF"]["F"].resolve().get_data()
    assert content == render_xlsx(document)
