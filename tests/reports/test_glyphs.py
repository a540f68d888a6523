"""What our fonts can show, and what becomes of the rest."""

import pytest

from puas.reports.agency_reports import build_agency_report
from puas.reports.documents import Cover, Document, Heading, Paragraph, Section
from puas.reports.glyphs import make_printable, read_coverage
from puas.reports.pdfs import render_pdf
from puas.reports.texts import render_text
from puas.reports.wording import load_wording
from tests.reports.samples import MADE_AT, make_input


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Pelayanan “baik” – 88,31 × 25 = ≥ 7 …", "Pelayanan “baik” – 88,31 × 25 = ≥ 7 …"),
        ("cafe\u0301", "café"),
        ("tanda \x07 bel\u200b", "tanda  bel"),
        ("aksara ꦗꦮ 😀", "aksara ?? ?"),
        ("baris\nbaru", "baris\nbaru"),
    ],
)
def test_what_cannot_be_shown_is_replaced(text: str, printed: str) -> None:
    assert make_printable(text) == printed


def test_typst_agrees_that_every_covered_character_can_be_shown() -> None:
    """A missing glyph is an error of PDF/UA, so this compiles only if coverage is right."""
    every = " ".join(sorted(read_coverage()))
    section = Section((Heading(every), Paragraph(every)))
    document = Document("Uji", "Uji", "Uji", "Uji", MADE_AT, Cover("Uji", "", "", "", ""), (section,))
    assert render_pdf(document).startswith(b"%PDF")


def test_the_shipped_sentences_need_no_replacement() -> None:
    text = render_text(build_agency_report(make_input(units=()), load_wording("agency")))
    assert make_printable(text) == text
