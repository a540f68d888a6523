from decimal import Decimal
from fractions import Fraction

import pytest

from puas.errors import BadInput, NotFound, NotNow
from puas.models import Basis, Result
from puas.operations.averages import compute_agency, compute_average
from puas.operations.instruments import store_instrument
from puas.operations.periods import ensure_period
from puas.operations.recaps import PrintedRow, adopt_rows, import_rows
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.agency_values import MIXED
from tests.factories import classic, make_agency, make_open_survey, make_responses, make_unit
from tests.factories.refusals import refused
from tests.properties.test_database_engine import wide_instrument

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9


def printed(unit, period, index, respondents="10", realisation="", parent=""):
    """A printed row whose nine elements all equal its index."""
    return PrintedRow(
        period,
        "survey",
        f"{unit} {period}",
        unit=unit,
        parent=parent,
        values={f"U{n}": index for n in range(1, 10)},
        index=index,
        respondents=respondents,
        methods=("online",),
        realisation=realisation,
    )


def adopt(agency, *rows):
    import_rows(agency=agency, rows=rows, by=None)
    for code in sorted({row.period for row in rows}):
        adopt_rows(agency=agency, period=ensure_period(code), by=None)


def agency_result(agency, period, rule=None):
    return compute_agency(agency=agency, period=ensure_period(period), by=None, rule=rule)


@pytest.fixture
def agency():
    return make_agency()


def test_a_unit_surveyed_more_often_enters_with_its_average(agency):
    adopt(
        agency,
        printed("A", "2023-Q1", "80"),
        printed("A", "2023-Q2", "90", realisation="50"),
        printed("B", "2023-S1", "90", "20", "100"),
    )
    result = agency_result(agency, "2023-S1")
    assert (result.unit.is_root, result.basis, result.rule) == (True, Basis.AVERAGE, "agency-all")
    assert (result.printed, result.respondents, result.methods) == (Decimal("87.50"), 40, ["online"])
    assert (result.realisation, result.engine, result.instruments) == ("75", "rollups", [])
    assert result.exact_values == (Fraction(175, 2),) * 9
    assert result.elements[0]["answered"] is None
    parts = list(Result.objects.exclude(basis=Basis.AVERAGE).order_by("id").values_list("id", flat=True))
    assert (result.parameters["parts"], result.parameters["units"], result.input_count) == (parts, 2, 3)
    assert agency_result(agency, "2023-S1") == result


def test_a_year_is_the_mean_of_its_halves_not_of_its_surveys(agency):
    adopt(
        agency,
        printed("Perkim", "2023-Q1", "87.49"),
        printed("Perkim", "2023-Q2", "87.94"),
        printed("Perkim", "2023-S2", "87.80"),
    )
    unit = agency.units.get(name="Perkim")
    half = compute_average(unit=unit, period=ensure_period("2023-S1"), by=None)
    year = compute_average(unit=unit, period=ensure_period("2023"), by=None)
    assert (half.rule, half.exact_index) == ("half-year", Fraction("87.715"))
    assert (year.rule, year.exact_index) == ("annual", Fraction("87.7575"))
    assert (year.respondents, len(year.parameters["parts"])) == (30, 3)
    # Stored averages do not enter again as if they were surveys.
    assert agency_result(agency, "2023").exact_index == Fraction("87.7575")
    assert compute_average(unit=unit, period=ensure_period("2023"), by=None) == year


def test_there_must_be_something_shorter_to_average(agency):
    adopt(agency, printed("A", "2023-S1", "80"), printed("B", "2023-Q1", "80"))
    unit = agency.units.get(name="A")
    for code in ("2023-S1", "2023-Q1", "2023-S2"):
        with refused(NotNow, "average_no_parts"):
            compute_average(unit=unit, period=ensure_period(code), by=None)


def test_a_period_never_counts_twice(agency):
    adopt(agency, printed("A", "2023-S1", "80"), printed("A", "2023-Q1", "80"))
    with refused(BadInput, "rollup_overlap"):
        agency_result(agency, "2023-S1")


@pytest.mark.parametrize(
    ("rule", "index", "respondents"),
    [
        ("agency-all", "245/3", 60),
        ("agency-heads", "85", 60),
        ("agency-leaves", "165/2", 50),
        ("agency-pooled", "250/3", 60),
    ],
)
def test_every_rule_is_named_and_counts_people_once(agency, rule, index, respondents):
    adopt(
        agency,
        printed("Induk", "2023-Q2", "80", "40"),
        printed("Anak", "2023-Q2", "75", "30", parent="Induk"),
        printed("Lain", "2023-Q2", "90", "20"),
    )
    result = agency_result(agency, "2023-Q2", rule)
    assert (result.index, result.rule, result.respondents) == (index, rule, respondents)
    assert result.parameters["rule_name"].startswith("Nilai instansi")


def test_the_policy_chooses_the_rule_and_an_unknown_one_is_refused():
    agency = make_agency(policy={"rollup": "agency-leaves"})
    adopt(agency, printed("A", "2023-Q2", "80"))
    assert agency_result(agency, "2023-Q2").rule == "agency-leaves"
    with refused(NotFound, "rollup_unknown"):
        agency_result(agency, "2023-Q2", "kira-kira")


def test_without_results_there_is_no_figure(agency):
    with refused(NotNow, "agency_no_results"):
        agency_result(agency, "2023-Q2")


def test_an_empty_survey_does_not_enter(agency):
    unit = make_unit(agency)
    survey = close_survey(survey=make_open_survey(unit), by=None)
    compute_result(unit=unit, period=survey.period, by=None)
    with refused(NotNow, "agency_no_results"):
        agency_result(agency, "2023-Q2")


def test_parts_weighted_differently_are_said_to_be_mixed(agency):
    values = {f"U{n}": "90" for n in range(1, 10)}
    eleven = PrintedRow("2023-Q2", "survey", "h. 2", unit="B", values=values, index="89.10", respondents="5")
    adopt(agency, printed("A", "2023-Q2", "80"), eleven)
    result = agency_result(agency, "2023-Q2", "agency-pooled")
    assert (result.weighting, result.weights) == (MIXED, [])


def test_different_elements_are_not_averaged(agency):
    wide = store_instrument(content=wide_instrument(), by=None)
    for name, instrument, scores in (("A", classic(), FOURS), ("B", wide, (4,) * 42)):
        unit = make_unit(agency, name)
        survey = make_open_survey(unit, instrument=instrument)
        make_responses(survey, scores)
        close_survey(survey=survey, by=None)
        compute_result(unit=unit, period=survey.period, by=None)
    with refused(BadInput, "average_mixed"):
        agency_result(agency, "2023-Q2")


def test_pooling_uses_tallies_where_every_head_has_one(agency):
    """Weighted rows would give element U9 of the first unit the weight of a respondent who left it open."""
    first, second = make_unit(agency, "A"), make_unit(agency, "B")
    answers = {first: [FOURS, (4, 4, 4, 4, 4, 4, 4, 0, 4)], second: [THREES]}
    for unit, scores in answers.items():
        survey = make_open_survey(unit)
        make_responses(survey, *scores)
        close_survey(survey=survey, by=None)
        compute_result(unit=unit, period=survey.period, by=None)
    result = agency_result(agency, "2023-Q2", "agency-pooled")
    assert (result.pure_tally.respondents, result.elements[8]["answered"]) == (3, 2)
    assert result.exact_values == (Fraction(275, 3),) * 8 + (Fraction(175, 2),)
    assert result.instruments == ["classic-2017@1"]
