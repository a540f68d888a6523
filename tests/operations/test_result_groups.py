"""A large result keeps its respondents by each question; what is kept is what a count gives."""

import pytest

from puas.engines.database import tally_surveys
from puas.errors import NotNow
from puas.models import ResultGroups
from puas.operations.period_measurements import compute_all_results
from puas.operations.responses import record_responses
from puas.operations.result_groups import MANY, count_groups
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.breakdowns import find_breakdown, find_instrument, questions_of
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def hold(count):
    survey = make_open_survey(make_unit(make_agency()))
    answers = (
        make_answer(n, (1 + n % 4,) * 9, profile={"sex": "LP"[n % 2]} if n % 7 else {}, channel="kiosk")
        for n in range(count)
    )
    record_responses(survey=survey, answers=answers, by=None)
    return close_survey(survey=survey, by=None)


def test_a_large_result_is_counted_by_every_question_once(django_assert_num_queries):
    survey = hold(MANY)
    result = compute_result(unit=survey.unit, period=survey.period, by=None)
    instrument = find_instrument(result)
    kept = {row.by: row.tallies for row in ResultGroups.objects.filter(result=result)}
    assert list(kept) == [by for by, _ in questions_of(instrument)]
    for by, tallies in kept.items():
        assert tallies == tally_surveys([survey.pk], instrument, by=by)
    with django_assert_num_queries(1):
        seen = find_breakdown(result, instrument, "profile:sex")
    assert [(group.key, group.respondents) for group in seen.groups] == [("L", 428), ("P", 429), ("", 143)]
    compute_result(unit=survey.unit, period=survey.period, by=None)
    compute_all_results(agency=survey.unit.agency, period=survey.period, by=None)
    assert ResultGroups.objects.count() == len(kept)


def test_a_period_at_once_keeps_them_too():
    survey = hold(MANY)
    (result,) = compute_all_results(agency=survey.unit.agency, period=survey.period, by=None)
    assert result.groups.count() == len(questions_of(find_instrument(result)))


def test_few_respondents_are_counted_when_somebody_looks():
    survey = hold(5)
    result = compute_result(unit=survey.unit, period=survey.period, by=None)
    assert not result.groups.exists()
    assert find_breakdown(result, find_instrument(result), "channel").counted == 5


def test_other_answers_than_those_of_the_result_are_refused():
    survey = hold(3)
    with refused(NotNow, "result_input_moved"):
        count_groups([survey.pk], survey.instrument.parsed, MANY)
