"""The DOCX, read back through python-docx and its XML."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from puas.reports.agency_reports import build_agency_report
from puas.reports.documents import Document, Figure, Heading, cell_text
from puas.reports.pdfs import find_pages
from puas.reports.word_documents import render_docx
from puas.reports.wording import load_wording
from tests.reports.samples import make_input


@pytest.fixture(scope="module")
def document() -> Document:
    return build_agency_report(make_input(), load_wording("agency"))


@pytest.fixture(scope="module")
def content(document: Document) -> bytes:
    return render_docx(document)


@pytest.fixture(scope="module")
def word(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def _data_tables(word: Any) -> list[Any]:
    """Return the tables of figures (those with a title; the tiles have none)."""
    return [table for table in word.tables if table._tbl.tblPr.find(qn("w:tblCaption")) is not None]


def test_headings_have_the_real_styles(word: Any, document: Document) -> None:
    found = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    wanted = [(f"Heading {b.level}", b.text) for b in document.blocks if isinstance(b, Heading)]
    assert found == wanted


def test_headings_are_numbered_by_word_itself(word: Any) -> None:
    numbering = word.part.numbering_part.element
    levels = [
        (level.find(qn("w:numFmt")).get(qn("w:val")), level.find(qn("w:lvlText")).get(qn("w:val")))
        for level in numbering.iter(qn("w:lvl"))
        if level.find(qn("w:pStyle")) is not None
        and level.find(qn("w:pStyle")).get(qn("w:val")).startswith("Heading")
    ]
    assert levels == [("upperRoman", "BAB %1"), ("decimal", "%1.%2")]
    numbers = [
        (p.text, p._p.pPr.numPr.numId.val) for p in word.paragraphs if p.style.name.startswith("Heading")
    ]
    assert numbers[:5] == [
        ("Kata Pengantar", 0),
        ("Ringkasan Eksekutif", 0),
        ("Daftar Isi", 0),
        ("Pendahuluan", 100),
        ("Latar Belakang", 101),
    ]


def test_every_cell_of_every_table_is_written(word: Any, document: Document) -> None:
    tables = _data_tables(word)
    assert len(tables) == len(document.tables)
    for written, table in zip(tables, document.tables, strict=True):
        depth = 2 if any(column.group for column in table.columns) else 1
        rows = [
            ["\n".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in written.rows[depth:]
        ]
        assert rows == [[cell_text(cell).replace("\x07", "") for cell in row.cells] for row in table.rows]


def test_header_rows_repeat_and_rows_are_not_cut(word: Any, document: Document) -> None:
    recap = _data_tables(word)[2]
    flags = [
        (row._tr.trPr.find(qn("w:tblHeader")) is not None, row._tr.trPr.find(qn("w:cantSplit")) is not None)
        for row in recap.rows
    ]
    assert flags == [(True, True)] * 2 + [(False, True)] * (len(recap.rows) - 2)


def test_charts_have_alternative_texts(word: Any, document: Document) -> None:
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert described == [block.chart.description for block in document.blocks if isinstance(block, Figure)]


def test_the_recap_lies_across_and_pages_are_numbered(word: Any) -> None:
    sections = [
        (
            section.page_width > section.page_height,
            *(
                (numbers.get(qn("w:fmt")), numbers.get(qn("w:start")))
                for numbers in section._sectPr.findall(qn("w:pgNumType"))
            ),
        )
        for section in word.sections
    ]
    assert sections == [
        (False,),
        (False, ("lowerRoman", "1")),
        (False, ("lowerRoman", None)),
        (False, ("lowerRoman", None)),
        (False, ("decimal", "1")),
        (False, ("decimal", None)),
        (True, ("decimal", None)),
        (False, ("decimal", None)),
        (False, ("decimal", None)),
        (False, ("decimal", None)),
    ]


def test_the_contents_are_filled_and_refreshed(word: Any, document: Document) -> None:
    entries = [paragraph for paragraph in word.paragraphs if paragraph.style.name.startswith("toc ")]
    titles = [f"{number}  {heading.text}".strip() for number, heading in document.headings]
    assert [entry.text.split("\t") for entry in entries] == [
        [title, page] for title, page in zip(titles, find_pages(document), strict=True)
    ]
    begin = entries[0]._p.find(".//" + qn("w:fldChar"))
    assert begin.get(qn("w:dirty")) == "true"
    marks = {mark.get(qn("w:name")) for mark in word.element.iter(qn("w:bookmarkStart"))}
    asked = [text.text.split()[1] for text in word.element.iter(qn("w:instrText")) if "PAGEREF" in text.text]
    assert len(asked) == len(titles)
    assert set(asked) <= marks


def test_it_is_in_indonesian(word: Any) -> None:
    languages = {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"id-ID"}


def test_each_list_starts_at_one(word: Any) -> None:
    lists = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Paragraph"]
    assert list(dict.fromkeys(lists)) == [201, 202, 203, 204, 205]


def test_the_same_document_gives_the_same_bytes(document: Document, content: bytes) -> None:
    assert render_docx(document) == content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_its_properties_are_the_documents(word: Any, document: Document) -> None:
    properties = word.core_properties
    assert (properties.title, properties.author) == (document.title, document.author)
    assert properties.created.isoformat() == "2023-09-11T08:30:00+00:00"
