"""What a unit's report is told by the database: figures, groups, plans, years; and what it is not told."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from puas.errors import NotFound
from puas.methodology.periods import parse_period
from puas.models import Role, Survey, Unit
from puas.operations.periods import ensure_period
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.reports import render_report
from puas.queries.unit_reports import unit_report_input
from puas.reports.agency_inputs import LineSource
from puas.reports.kinds import ReportKind
from tests.factories import make_agency, make_unit, make_user
from tests.factories.plans import SCORES, finish, make_item
from tests.factories.refusals import refused
from tests.factories.responses import make_responses
from tests.factories.results import make_result
from tests.factories.surveys import make_open_survey

pytestmark = pytest.mark.django_db
MADE = datetime(2023, 7, 3, tzinfo=UTC)


@pytest.fixture
def unit() -> Unit:
    return make_unit(make_agency(), address="Jalan Contoh 1")


def test_the_figures_of_a_survey(unit: Unit) -> None:
    make_result(unit, SCORES, SCORES, (3,) * 9)
    given = unit_report_input(unit, ensure_period("2023-Q2"), MADE)
    first = given.elements[0]
    assert (given.index, given.respondents, given.source) == (Fraction(2125, 27), 3, LineSource.COMPUTED)
    assert (first.total, first.answered, first.mean, first.weighted) == (
        11,
        3,
        Fraction(11, 3),
        Fraction(11, 27),
    )
    assert given.questionnaire is not None
    assert [question.element for question in given.questionnaire.questions][-2:] == ["U9", "U8"]
    assert given.plan is None


def test_groups_below_the_threshold_are_hidden_with_the_next(unit: Unit) -> None:
    survey = make_open_survey(unit)
    for sex, count in (("L", 2), ("P", 9)):
        people = [(3,) * 9] * count
        make_responses(survey, *people, profile={"sex": sex}) if sex == "L" else _more(survey, people, sex)
    close_survey(survey=survey, by=None)
    compute_result(unit=unit, period=survey.period, by=None)
    (sexes,) = [t for t in unit_report_input(unit, survey.period).profiles if t.key == "profile:sex"]
    assert [(line.label, line.count, line.is_hidden) for line in sexes.lines] == [
        ("Laki-laki", None, True),
        ("Perempuan", None, True),
    ]


def _more(survey: Survey, people: list[tuple[int, ...]], sex: str) -> None:
    from puas.operations.responses import record_responses
    from tests.factories.responses import make_answer

    answers = [make_answer(9_000_000 + place, one, profile={"sex": sex}) for place, one in enumerate(people)]
    record_responses(survey=survey, answers=answers, by=None)


def test_plan_and_what_became_of_the_last_one(unit: Unit) -> None:
    make_result(unit, SCORES, period="2023-Q1")
    done = make_item(unit, "2023-Q1", quarters=("2023-Q2",))
    make_item(unit, "2023-Q1", "U3", quarters=("2023-Q2",))
    finish(done, make_user("siti", Role.COORDINATOR, unit.parent))
    make_result(unit, (3,) * 9, period="2023-Q2")
    make_item(unit, "2023-Q2", "U1")
    given = unit_report_input(unit, ensure_period("2023-Q2"), MADE)
    last = given.last_plan
    assert (last.period, last.done, last.planned, last.percent) == (parse_period("2023-Q1"), 1, 2, 50)
    assert [(item.state, item.note) for item in last.items] == [
        ("Selesai", "Sudah dipasang"),
        ("Belum dimulai", ""),
    ]
    assert [(step.period.code, step.index) for step in given.trend] == [
        ("2023-Q1", Fraction(2900, 36)),
        ("2023-Q2", 75),
    ]
    assert given.elements[3].previous == 25
    assert given.plan is not None
    assert given.plan[0].text == f"Memperbaiki U1 di {unit.name}"


def test_a_year_of_shorter_surveys_is_their_average(unit: Unit) -> None:
    make_result(unit, (4,) * 9, period="2023-Q1")
    make_result(unit, (3,) * 9, period="2023-Q3")
    given = unit_report_input(unit, ensure_period("2023"), MADE)
    assert (given.index, given.parts_kind, given.questionnaire) == (Fraction(175, 2), "periods", None)
    assert [(part.name, part.index) for part in given.parts] == [
        ("Triwulan I 2023", 100),
        ("Triwulan III 2023", 75),
    ]


def test_a_parent_lists_the_surveys_below_it(unit: Unit) -> None:
    child = make_unit(unit.agency, "UPT Anak", parent=unit)
    make_result(child, (4,) * 9)
    make_result(unit, (3,) * 9)
    given = unit_report_input(unit, ensure_period("2023-Q2"), MADE)
    assert [(part.name, part.index) for part in given.parts] == [("", 75), ("UPT Anak", 100)]
    assert given.respondents == 2


def test_a_period_without_a_result_names_those_that_have_one(unit: Unit) -> None:
    make_result(unit, SCORES)
    with refused(NotFound, "report_unit_empty"):
        unit_report_input(unit, ensure_period("2022"))


def test_one_moment_gives_one_file(unit: Unit) -> None:
    make_result(unit, SCORES)
    period = ensure_period("2023-Q2")
    files = [render_report(ReportKind.UNIT, unit, period, "docx", made_at=MADE) for _ in range(2)]
    assert files[0] == files[1]
