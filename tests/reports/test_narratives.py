"""What officials write: a small part of Markdown, places for figures, and nothing that could be markup."""

import io
import zipfile
from fractions import Fraction

import pdfplumber
import pytest

from puas.reports.documents import Points, Prose, Span
from puas.reports.formats import render_document
from puas.reports.narratives import fill_narratives, parse_narrative, place_values, unknown_places
from puas.reports.unit_reports import build_unit_report
from puas.reports.wording import load_wording
from tests.reports.unit_samples import make_unit_input

TEXT = "Nilai **{ikm}** ({mutu}) turun.\n\n- Loket *tutup*\n- Antrean\n\n1. Buka loket"


def test_paragraphs_lists_and_marks_are_read():
    assert parse_narrative(TEXT, {"ikm": "76,60", "mutu": "C"}) == (
        Prose((Span("Nilai "), Span("76,60", True), Span(" (C) turun."))),
        Points(((Span("Loket "), Span("tutup", False, True)), (Span("Antrean"),))),
        Points(((Span("Buka loket"),),), is_numbered=True),
    )


@pytest.mark.parametrize(
    "text",
    ["# Judul", "<b>x</b>", "[x](http://jahat)", "![x](y)", "`kode`", "| a | b |", "> kutipan", "#read(1)"],
)
def test_everything_else_is_text(text):
    assert parse_narrative(text, {}) == (Prose((Span(text),)),)


def test_a_figure_or_name_can_never_be_markup():
    assert parse_narrative("{unit}", {"unit": "*Dinas* **X** {ikm}"}) == (
        Prose((Span("*Dinas* **X** {ikm}"),)),
    )


def test_a_place_that_nothing_fills_stays_and_is_told():
    assert parse_narrative("{ikn} {IKM} { ikm }", {"ikm": "1"}) == (Prose((Span("{ikn} {IKM} { ikm }"),)),)
    assert unknown_places("{ikn} {ikm} {ikn}") == ("ikn",)


def test_the_places_hold_the_figures_of_the_report():
    given = make_unit_input(index=Fraction(8331, 100))
    values = place_values(given)
    assert (values["ikm"], values["mutu"], values["unit"]) == ("83,31", "B", given.unit)
    assert place_values(make_unit_input(index=None, elements=()))["ikm"] == "–"


def test_it_stands_in_the_report_in_every_format():
    given = fill_narratives(
        make_unit_input(), {"problems": "Sebab **loket {unit}** tutup.\n\n1. Satu\n2. Dua"}
    )
    document = build_unit_report(given, load_wording("unit"))
    with pdfplumber.open(io.BytesIO(render_document(document, "pdf"))) as pdf:
        text = " ".join(page.extract_text() for page in pdf.pages)
    assert f"Sebab loket {given.unit} tutup." in " ".join(text.split())
    with zipfile.ZipFile(io.BytesIO(render_document(document, "docx"))) as parts:
        body = parts.read("word/document.xml").decode()
    assert f"<w:b/></w:rPr><w:t>loket {given.unit}</w:t>" in body


def test_without_texts_the_report_is_the_same():
    given = make_unit_input()
    assert fill_narratives(given, {}) is given
    assert fill_narratives(given, {"problems": "  "}) == given
