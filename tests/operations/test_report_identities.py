"""Letterhead, logo, signatories and sentences are kept at the agency and stand on its next report."""

import io
import zipfile

import pytest

from puas.errors import BadInput, NotFound
from puas.models import Agency, AuditEvent
from puas.operations.report_identities import (
    set_identity,
    set_logo,
    set_sentence,
    set_template,
    set_unit_signatory,
)
from puas.queries.report_identities import own_sentences, read_identity, unit_signatory
from puas.queries.reports import build_report, render_own_template, render_report
from puas.reports.agency_inputs import Signatory
from puas.reports.kinds import ReportKind
from tests.exchange.test_word_templates import make_template, read
from tests.factories.evidence_files import PDF, make_jpeg
from tests.factories.refusals import refused
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db
SRI = Signatory("Kepala Dinas", "Dra. Sri Lestari", "Pembina", "19700101 199503 2 001")


@pytest.fixture
def unit(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return publish_units(1)[1][0]


def fresh(unit) -> Agency:
    return Agency.objects.get(pk=unit.agency_id)


def keep(unit, **given):
    usual = {"letterhead": [], "place": "", "signatory": Signatory(), "regulations": []}
    return set_identity(agency=unit.agency, by=None, **{**usual, **given})


def report(unit):
    unit.agency.refresh_from_db()
    return build_report(ReportKind.UNIT, unit, unit.surveys.get().period)


def test_letterhead_and_signatories_stand_on_the_report(unit):
    keep(unit, letterhead=["PEMERINTAH KOTA  CONTOH", "", "Jl. Merdeka 1"], place="Contoh")
    set_unit_signatory(unit=unit, signatory=SRI, by=None)
    made = report(unit)
    assert made.cover.letterhead == ("PEMERINTAH KOTA CONTOH", "Jl. Merdeka 1")
    (signature,) = [block for block in made.blocks if type(block).__name__ == "Signature"]
    assert (signature.office.rstrip(","), signature.name) == ("Kepala Dinas", "Dra. Sri Lestari")
    assert signature.date.startswith("Contoh, ")


def test_what_one_change_keeps_the_next_leaves(unit):
    keep(unit, signatory=SRI)
    set_unit_signatory(unit=unit, signatory=SRI, by=None)
    set_sentence(agency=unit.agency, report="unit", key="headings.summary", text="Ringkasan", by=None)
    kept = fresh(unit)
    unit.agency = kept
    assert (read_identity(kept).signatory, unit_signatory(unit)) == (SRI, SRI)
    assert own_sentences(kept, "unit") == {"headings.summary": "Ringkasan"}
    assert report(unit).headings[0][1].text == "Ringkasan"


def test_an_empty_sentence_goes_back_to_the_shipped_one(unit):
    for text in ("Ringkasan", " "):
        set_sentence(agency=unit.agency, report="unit", key="headings.summary", text=text, by=None)
    assert own_sentences(fresh(unit), "unit") == {}


def test_a_logo_is_rebuilt_and_stands_on_the_cover_in_pdf_and_word(unit):
    plain = render_report(ReportKind.UNIT, unit, unit.surveys.get().period, "pdf")
    set_logo(agency=unit.agency, content=make_jpeg(), by=None)
    made = report(unit)
    assert made.cover.logo.startswith("<svg ")
    period = unit.surveys.get().period
    assert render_report(ReportKind.UNIT, unit, period, "pdf").count(b"/Image") > plain.count(b"/Image")
    with zipfile.ZipFile(io.BytesIO(render_report(ReportKind.UNIT, unit, period, "docx"))) as parts:
        assert b'descr="Logo ' in parts.read("word/document.xml")
    set_logo(agency=unit.agency, content=b"", by=None)
    assert report(unit).cover.logo == ""


@pytest.mark.parametrize(
    ("content", "code"), [(PDF, "logo_kind"), (b"x" * 500_001, "logo_size"), (b"MZ", "evidence_kind")]
)
def test_what_is_no_logo_is_refused(unit, content, code):
    with refused(BadInput, code):
        set_logo(agency=unit.agency, content=content, by=None)


def test_lines_that_are_too_long_or_too_many_are_refused(unit):
    with refused(BadInput, "identity_line"):
        keep(unit, place="x" * 201)
    with refused(BadInput, "identity_lines"):
        keep(unit, letterhead=["x"] * 9)


def test_every_change_leaves_an_event(unit):
    keep(unit, place="Contoh")
    set_sentence(agency=unit.agency, report="unit", key="headings.summary", text="Ringkasan", by=None)
    found = AuditEvent.objects.filter(operation__startswith="set_report").order_by("sequence")
    assert [(event.operation, event.data.get("text")) for event in found] == [
        ("set_report_identity", None),
        ("set_report_sentence", "Ringkasan"),
    ]


def test_a_template_of_its_own_is_filled_with_the_figures(unit):
    set_template(
        agency=unit.agency, content=make_template("{{ unit }}: {{ ikm }} {{ tulisan.problems }}"), by=None
    )
    unit.agency.refresh_from_db()
    assert read(render_own_template(unit, unit.surveys.get().period)) == ["Dinas 1: 100,00 "]


@pytest.mark.parametrize(
    ("content", "code"),
    [(make_template("{{ sandi }}"), "template_place"), (PDF, "template_kind"), (b"MZ", "evidence_kind")],
    ids=["place", "kind", "file"],
)
def test_a_template_with_unknown_places_is_refused(unit, content, code):
    with refused(BadInput, code):
        set_template(agency=unit.agency, content=content, by=None)
    with refused(NotFound, "report_template_none"):
        render_own_template(unit, unit.surveys.get().period)
