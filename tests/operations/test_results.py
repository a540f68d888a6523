import hashlib
from decimal import Decimal
from fractions import Fraction

import pytest

from puas.errors import BadInput, NotNow
from puas.exchange.instrument_files import load_instrument
from puas.methodology.tallies import tally_responses
from puas.models import AuditEvent, Basis, Response, Result, Survey
from puas.operations import results
from puas.operations.periods import ensure_period
from puas.operations.recaps import PrintedRow, import_rows
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey, open_survey
from tests.factories import (
    make_agency,
    make_answer,
    make_instrument,
    make_open_survey,
    make_responses,
    make_survey,
    make_unit,
    make_user,
)
from tests.factories.refusals import refused
from tests.factories.responses import record_responses

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9
MIXED = (4, 3, 4, 3, 4, 3, 4, 3, 4)


@pytest.fixture
def unit():
    return make_unit(make_agency())


def closed(unit, *scores, period="2023-Q2", instrument=None):
    survey = make_open_survey(unit, period, instrument=instrument)
    make_responses(survey, *scores)
    return close_survey(survey=survey, by=None)


def compute(unit, period="2023-Q2", by=None):
    return compute_result(unit=unit, period=ensure_period(period), by=by)


def test_a_result_names_everything_it_follows_from(unit):
    user = make_user()
    survey = closed(unit, MIXED)
    row = Response.objects.get()
    result = compute(unit, by=user)
    line = f"{row.uuid.hex} {row.word_a} {row.word_b}\n"
    assert (result.basis, result.rule, result.version, result.engine) == (Basis.OWN, "own", 1, "database")
    assert (result.index, result.printed, result.grade) == ("800/9", Decimal("88.89"), "A")
    assert (result.weighting, result.weights) == ("exact", ["1/9"] * 9)
    assert (result.instruments, result.methods, result.respondents) == (["classic-2017@1"], ["online"], 1)
    assert (result.input_count, result.input_hash) == (1, hashlib.sha256(line.encode()).hexdigest())
    assert result.parameters == {
        "surveys": [survey.pk],
        "minimum_answered": 5,
        **load_instrument("classic-2017").parameters,
    }
    assert result.computed_by == user
    assert result.pure_tally == tally_responses(load_instrument("classic-2017"), [MIXED])
    assert result.elements[0] == {
        "key": "U1",
        "name": "Persyaratan",
        "answered": 1,
        "mean": "4",
        "value": "100",
    }
    # Q8 and Q9 are swapped against U8 and U9.
    assert [element["value"] for element in result.elements[7:]] == ["100", "75"]
    event = AuditEvent.objects.get(operation="compute_result")
    assert (event.object_id, event.data["input_hash"]) == (result.pk, result.input_hash)


def test_computing_again_returns_the_same_result(unit):
    closed(unit, MIXED)
    first = compute(unit)
    assert compute(unit, by=make_user()) == first
    assert (Result.objects.count(), AuditEvent.objects.filter(operation="compute_result").count()) == (1, 1)


def test_another_answer_makes_another_version(unit):
    survey = closed(unit, MIXED)
    first = compute(unit)
    open_survey(survey=survey, by=None)
    record_responses(survey=survey, answers=[make_answer(77, FOURS)], by=None)
    close_survey(survey=survey, by=None)
    second = compute(unit)
    assert (first.version, second.version, second.respondents) == (1, 2, 2)
    assert first.input_hash != second.input_hash
    assert Result.objects.get(version=1) == first


def test_a_survey_without_answers_has_no_index_and_no_grade(unit):
    closed(unit)
    result = compute(unit)
    assert (result.index, result.printed, result.grade, result.respondents) == ("", None, "", 0)
    assert (result.exact_index, result.exact_values) == (None, (None,) * 9)


def test_an_element_that_nobody_answered_leaves_no_index(unit):
    closed(unit, (4, 4, 4, 4, 4, 4, 4, 4, 0))
    result = compute(unit)
    assert (result.index, result.respondents, result.exact_values[7]) == ("", 1, None)


def test_a_parent_pools_its_own_respondents_and_its_childrens(unit):
    child = make_unit(unit.agency, "UPT Anak", parent=unit)
    grandchild = make_unit(unit.agency, "Pos Cucu", parent=child)
    surveys = [closed(unit, FOURS), closed(child, THREES), closed(grandchild, THREES, MIXED)]
    make_survey(make_unit(unit.agency, "UPT Rencana", parent=unit))  # planned: it has no answers
    result = compute(unit)
    expected = tally_responses(load_instrument("classic-2017"), [FOURS, THREES, THREES, MIXED])
    assert (result.basis, result.rule, result.pure_tally) == (Basis.POOLED, "parent-pooled", expected)
    assert result.parameters["surveys"] == [survey.pk for survey in surveys]
    assert (compute(child).respondents, compute(grandchild).basis) == (3, Basis.OWN)


def test_a_parent_without_a_survey_of_its_own_pools_its_children(unit):
    closed(make_unit(unit.agency, "UPT Anak", parent=unit), THREES)
    assert (compute(unit).basis, compute(unit).printed) == (Basis.POOLED, Decimal("75.00"))


def test_nothing_is_computed_before_every_survey_is_closed(unit):
    with refused(NotNow, "result_no_survey"):
        compute(unit)
    make_survey(unit)
    with refused(NotNow, "result_no_survey"):
        compute(unit)
    closed(make_unit(unit.agency, "UPT Anak", parent=unit), THREES)
    open_survey(survey=Survey.objects.get(unit=unit), by=None)
    with refused(NotNow, "result_survey_open"):
        compute(unit)


def test_different_questionnaires_are_not_pooled(unit):
    closed(unit, FOURS)
    national = make_instrument("national-2024-online")
    closed(make_unit(unit.agency, "UPT Anak", parent=unit), (4,) * 16, instrument=national)
    with refused(BadInput, "tally_mixed"):
        compute(unit)


def test_the_national_questionnaire_is_measured_too(unit):
    closed(unit, (3,) * 16, instrument=make_instrument("national-2024-online"))
    assert (compute(unit).printed, compute(unit).instruments) == (
        Decimal("75.00"),
        ["national-2024-online@1"],
    )


@pytest.mark.parametrize(
    ("weighting", "printed", "grade"),
    [("exact", "88.89", "A"), ("0.111", "88.80", "A"), ("0.11", "88.00", "B")],
)
def test_the_weights_of_the_agencys_policy_are_used_and_stored(weighting, printed, grade):
    unit = make_unit(make_agency(policy={"weighting": weighting}))
    closed(unit, MIXED)
    result = compute(unit)
    assert (result.weighting, result.printed, result.grade) == (weighting, Decimal(printed), grade)


@pytest.mark.parametrize(
    ("channels", "methods"),
    [
        (["online", "kiosk"], ["online"]),
        (["paper"], ["offline"]),
        (["interview", "online"], ["offline", "online"]),
    ],
)
def test_methods_follow_from_channels(unit, channels, methods):
    survey = make_open_survey(unit)
    answers = [make_answer(n, FOURS, channel=channel) for n, channel in enumerate(channels)]
    record_responses(survey=survey, answers=answers, by=None)
    close_survey(survey=survey, by=None)
    assert compute(unit).methods == methods


def test_the_realisation_comes_from_the_recap_row(unit):
    closed(unit, FOURS)
    row = PrintedRow("2023-Q2", "survey", "h. 1", unit="Dinas Satu", index="90", realisation="66,67")
    import_rows(agency=unit.agency, rows=[row], by=None)
    assert compute(unit).realisation == str(Fraction("66.67"))


def test_answers_that_arrive_while_counting_are_noticed(unit):
    """Between reading and storing the survey is opened again, answered and closed by someone else."""
    survey = closed(unit, FOURS)
    surveys = results._closed_surveys(unit, survey.period)
    measurement = results._measure(unit, surveys)
    open_survey(survey=survey, by=None)
    with refused(NotNow, "result_survey_open"):
        results._store_counted(unit, survey.period, None, measurement, surveys)
    record_responses(survey=survey, answers=[make_answer(77, THREES)], by=None)
    close_survey(survey=survey, by=None)
    with refused(NotNow, "result_input_moved"):
        results._store_counted(unit, survey.period, None, measurement, surveys)
    assert Result.objects.count() == 0
