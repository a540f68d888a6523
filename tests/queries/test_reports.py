"""Every kind of document from one small city: the same figures in every format, and what is refused."""

import io
from datetime import UTC, datetime
from fractions import Fraction

import pdfplumber
import pytest

from puas.errors import BadInput, NotFound, NotNow
from puas.models import Survey, Unit
from puas.operations.averages import compute_agency
from puas.operations.periods import ensure_period
from puas.operations.responses import record_responses
from puas.queries.plans import find_standing_result
from puas.queries.reports import build_report, name_report, render_report
from puas.queries.respondent_rows import respondent_scores
from puas.queries.units import root_of
from puas.reports.documents import Amount, cell_text
from puas.reports.kinds import KINDS, ReportKind
from puas.reports.texts import render_text
from tests.factories import make_agency, make_unit, make_user
from tests.factories.plans import SCORES, finish, make_item
from tests.factories.refusals import refused
from tests.factories.responses import make_answer
from tests.factories.results import make_result, release
from tests.reports.read_backs import check_everywhere

pytestmark = pytest.mark.django_db
MADE = datetime(2023, 7, 3, tzinfo=UTC)


@pytest.fixture
def unit() -> Unit:
    """Return a unit whose plan of 2023-Q1 was half carried out, and that has one for 2023-Q2; another unit
    has neither.
    """
    agency = make_agency()
    unit, other = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    make_result(unit, SCORES, period="2023-Q1")
    finish(make_item(unit, "2023-Q1", quarters=("2023-Q2",)), make_user())
    make_item(unit, "2023-Q1", "U3", quarters=("2023-Q2",))
    make_result(unit, *[SCORES] * 3, *[(3,) * 9] * 2, (4,) * 9)
    make_item(unit, "2023-Q2", "U4")
    make_result(other, (3,) * 9)
    compute_agency(agency=agency, period=ensure_period("2023-Q2"), by=None)
    return unit


def subject_of(kind: ReportKind, unit: Unit) -> Unit:
    return unit if KINDS[kind].is_of_units else root_of(unit.agency)


@pytest.mark.parametrize("kind", [kind for kind in ReportKind if "docx" in KINDS[kind].endings])
def test_the_same_figures_stand_in_every_format(kind: ReportKind, unit: Unit) -> None:
    target, period = subject_of(kind, unit), ensure_period("2023-Q2")
    paper, book = (build_report(kind, target, period, ending, made_at=MADE) for ending in ("pdf", "xlsx"))
    assert check_everywhere(paper, book) > 0


@pytest.mark.parametrize("kind", [ReportKind.PLANS, ReportKind.REALISATION])
def test_those_of_an_agency_too(kind: ReportKind, unit: Unit) -> None:
    document = build_report(kind, root_of(unit.agency), ensure_period("2023-Q2"), "pdf", made_at=MADE)
    assert check_everywhere(document) > 0


def test_the_plans_of_an_agency_name_units_without_one(unit: Unit) -> None:
    text = text_of(ReportKind.PLANS, root_of(unit.agency))
    assert "Sebanyak 1 dari 2 unit yang punya hasil Triwulan II 2023 telah menyusun rencana" in text
    assert "Unit yang belum menyusun rencana: Dinas Dua." in text
    assert "Sekretaris Daerah Kota Contoh" in text


def text_of(kind: ReportKind, target: Unit) -> str:
    return render_text(build_report(kind, target, ensure_period("2023-Q2"), "pdf", made_at=MADE))


def test_the_realisation_of_an_agency_counts_its_classes(unit: Unit) -> None:
    text = text_of(ReportKind.REALISATION, root_of(unit.agency))
    assert "diketahui dari 1 dari 2 unit" in text
    assert "33% sampai di bawah 66% | 1" in text
    assert "1 | Dinas Satu | Triwulan I 2023 | 2 | 1 | 50,00" in text
    assert "2 | Dinas Dua | – | – | – | –" in text


def test_the_realisation_of_a_unit_lists_activities(unit: Unit) -> None:
    text = text_of(ReportKind.REALISATION, unit)
    assert "Dari 2 kegiatan pada rencana tindak lanjut Triwulan I 2023, 1 telah selesai" in text


def test_a_processing_sheet_has_a_row_a_respondent_and_no_order_of_time(unit: Unit) -> None:
    document = build_report(ReportKind.SHEET, unit, ensure_period("2023-Q2"), "pdf", made_at=MADE)
    table = document.tables[0]
    rows = [tuple(cell_text(cell) for cell in row.cells) for row in table.rows]
    scores = tuple(map(str, SCORES))
    assert [row[1:10] for row in rows[:6]] == [("4",) * 9, scores, scores, scores, ("3",) * 9, ("3",) * 9]
    assert rows[6] == ("Jumlah nilai per unsur", "22", "19", "16", "13", "22", "19", "22", "22", "22", "")
    assert table.rows[-1].cells[-1] == Amount(Fraction(177 * 25, 54))


def test_a_sheet_of_few_people_shows_no_rows(unit: Unit) -> None:
    other = Unit.objects.get(name="Dinas Dua")
    document = build_report(ReportKind.SHEET, other, ensure_period("2023-Q2"), "pdf", made_at=MADE)
    assert "respondennya kurang dari 5 orang" in render_text(document)
    assert len(document.tables[0].rows) == 4


def test_a_sheet_is_refused_when_its_answers_changed(unit: Unit) -> None:
    survey = Survey.objects.get(unit=unit, period__code="2023-Q2")
    Survey.objects.filter(pk=survey.pk).update(state="open")
    record_responses(survey=survey, answers=[make_answer(77, SCORES)], by=None)
    with refused(NotNow, "sheet_moved"):
        respondent_scores(unit, survey.period)


def test_an_average_has_no_sheet(unit: Unit) -> None:
    with refused(NotFound, "sheet_uncounted"):
        respondent_scores(root_of(unit.agency), ensure_period("2023-Q2"))


def test_the_tidy_recap_has_a_row_a_figure(unit: Unit) -> None:
    period, root = ensure_period("2023-Q2"), root_of(unit.agency)
    tidy = build_report(ReportKind.RECAP, root, period, "xlsx", made_at=MADE).tables[1]
    assert tidy.sheet == "Rapi"
    rows = [tuple(cell_text(cell) for cell in row.cells) for row in tidy.rows]
    first = ("Dinas Satu", "0", "2023-Q2", "survei", "dihitung dari jawaban")
    assert rows[0] == (*first, "U1", "91,67")
    assert rows[9:12] == [
        (*first, "IKM", "81,94"),
        (*first, "Responden", "6"),
        (*first, "Realisasi (%)", "50"),
    ]


@pytest.mark.parametrize(
    ("kind", "of_agency", "code"),
    [(ReportKind.UNIT, True, "report_target_kind"), (ReportKind.RECAP, False, "report_target_kind")],
)
def test_the_wrong_subject_is_refused(kind: ReportKind, of_agency: bool, code: str, unit: Unit) -> None:
    target = root_of(unit.agency) if of_agency else unit
    with refused(BadInput, code):
        render_report(kind, target, ensure_period("2023-Q2"), "pdf")


def test_the_name_of_a_file(unit: Unit) -> None:
    name = name_report(ReportKind.REALISATION, unit, ensure_period("2023-Q2"), "docx")
    assert name == "realisasi-tindak-lanjut-dinas-satu-2023-Q2.docx"


def test_a_poster_leads_to_the_published_page_only(unit: Unit) -> None:
    period = ensure_period("2023-Q2")
    before = render_report(ReportKind.POSTER, unit, period, "pdf", made_at=MADE)
    release(find_standing_result(unit, period))
    after = render_report(ReportKind.POSTER, unit, period, "pdf", made_at=MADE)
    addresses = [links_of(content) for content in (before, after)]
    assert [[link.rpartition("/i/")[2] for link in found] for found in addresses] == [
        [],
        ["kota-contoh/dinas-satu/2023-Q2/"],
    ]


def links_of(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [link["uri"] for page in pdf.pages for link in page.hyperlinks]


def test_a_poster_is_no_workbook(unit: Unit) -> None:
    with refused(BadInput, "report_format_kind"):
        render_report(ReportKind.POSTER, unit, ensure_period("2023-Q2"), "xlsx")
