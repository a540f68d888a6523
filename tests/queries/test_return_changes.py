"""What changed in a survey since it was given back."""

import pytest

from puas.models import Response, Survey
from puas.operations.exclusions import exclude_responses, lift_exclusions
from puas.operations.plans import remove_item
from puas.operations.responses import record_responses
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey, open_survey, return_survey, submit_survey, verify_survey
from puas.queries.return_changes import find_return_changes
from tests.factories import make_agency, make_answer, make_open_survey, make_responses, make_unit
from tests.factories.plans import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    """A survey that was handed in with three answers and given back; its plan has one activity."""
    survey = make_open_survey(make_unit(make_agency()), "2023-Q1")
    make_responses(survey, (4,) * 9, (3,) * 9, (2,) * 9)
    exclude(survey, (2,) * 9)
    close_survey(survey=survey, by=None)
    compute_result(unit=survey.unit, period=survey.period, by=None)
    make_item(survey.unit, "2023-Q1", element="U1")
    submit_survey(survey=survey, by=None)
    return return_survey(survey=survey, reason="Lampiran kurang", by=None)


def exclude(survey, scores):
    chosen = [one.pk for one in Response.objects.filter(survey=survey) if one.scores == scores]
    exclude_responses(survey=survey, responses=chosen, reason="Petugas mengisi sendiri", by=None)


def read(survey):
    return find_return_changes(Survey.objects.select_related("period").get(pk=survey.pk))


def test_at_first_nothing_has_changed(survey):
    changes = read(survey)
    assert (changes.is_nothing, changes.reason) == (True, "Lampiran kurang")
    assert changes.before == changes.now


def test_results_plan_and_answers_are_compared(survey):
    exclude(survey, (3,) * 9)
    first = Response.objects.filter(survey=survey).order_by("id")[2]
    lift_exclusions(survey=survey, responses=[first.pk], reason="Ternyata benar", by=None)
    open_survey(survey=survey, by=None)
    record_responses(survey=survey, answers=[make_answer(7, (4,) * 9), make_answer(8, (4,) * 9)], by=None)
    close_survey(survey=survey, by=None)
    compute_result(unit=survey.unit, period=survey.period, by=None)
    item = make_item(survey.unit, "2023-Q1", element="U2")
    make_item(survey.unit, "2023-Q1", element="U3")
    remove_item(item=item, by=None)
    submit_survey(survey=survey, by=None)
    changes = read(survey)
    assert not changes.is_nothing
    assert (changes.before.exact_index, changes.now.exact_index, changes.moved) == (87.5, 87.5, 0)
    assert (changes.answers, changes.left_out, changes.counted_again) == (2, 1, 1)
    assert (changes.items, changes.changed_items, changes.removed_items) == (1, 0, 1)


def test_once_verified_or_never_returned_there_is_nothing_to_compare(survey):
    submit_survey(survey=survey, by=None)
    verify_survey(survey=survey, by=None)
    assert read(survey) is None
    assert read(make_open_survey(survey.unit, "2023-Q2")) is None
