from datetime import UTC, datetime

import pytest

from puas.errors import BadInput, Conflict, NotNow
from puas.models import AuditEvent, Survey
from puas.operations.periods import ensure_period
from puas.operations.surveys import (
    close_survey,
    open_survey,
    plan_survey,
    return_survey,
    submit_survey,
    verify_survey,
)
from tests.factories import classic, make_agency, make_survey, make_unit, make_user
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

MAY = datetime(2023, 5, 1, tzinfo=UTC)
JUNE = datetime(2023, 6, 1, tzinfo=UTC)


@pytest.fixture
def unit():
    return make_unit(make_agency())


def test_a_planned_survey_has_an_unguessable_name(unit):
    survey = make_survey(unit, population=500, opens_at=MAY, closes_at=JUNE)
    assert (survey.state, survey.population, len(survey.token) >= 22) == ("planned", 500, True)
    assert str(survey) == "Dinas Satu 2023-Q2"


def test_a_unit_has_one_survey_a_period(unit):
    make_survey(unit)
    with refused(Conflict, "survey_exists"):
        make_survey(unit)
    assert make_survey(unit, "2023-Q3").period.code == "2023-Q3"


def test_a_survey_closes_after_it_opens(unit):
    period = ensure_period("2023-Q2")
    with refused(BadInput, "survey_dates"):
        plan_survey(unit=unit, period=period, instrument=classic(), opens_at=JUNE, closes_at=JUNE, by=None)


def test_the_whole_life_of_a_survey_is_in_the_trail(unit):
    user = make_user()
    survey = make_survey(unit)
    steps = [open_survey, close_survey, open_survey, close_survey, submit_survey]
    for step in steps:
        step(survey=survey, by=user)
    return_survey(survey=survey, reason=" kurang responden ", by=user)
    stored = Survey.objects.get()
    assert (stored.state, stored.returned_reason, survey.returned_reason) == (
        "returned",
        "kurang responden",
        "kurang responden",
    )
    submit_survey(survey=survey, by=user)
    with refused(NotNow, "survey_same_person"):
        verify_survey(survey=survey, by=user)
    verify_survey(survey=survey, by=make_user("orang-kedua"))
    stored = Survey.objects.get()
    assert (stored.state, stored.returned_reason, stored.submitted_by) == ("verified", "", user)
    moves = AuditEvent.objects.filter(object_type="Survey", by_id=user.pk).values_list("data", flat=True)
    assert [(move["from"], move["to"], move.get("reason")) for move in moves] == [
        ("planned", "open", None),
        ("open", "closed", None),
        ("closed", "open", None),
        ("open", "closed", None),
        ("closed", "submitted", None),
        ("submitted", "returned", "kurang responden"),
        ("returned", "submitted", None),
    ]
    assert AuditEvent.objects.get(operation="verify_survey").data == {"from": "submitted", "to": "verified"}


def test_the_stored_state_counts_not_the_one_in_hand(unit):
    survey = make_survey(unit)
    stale = Survey.objects.get()
    open_survey(survey=survey, by=None)
    with refused(NotNow, "survey_move"):
        open_survey(survey=stale, by=None)


def test_returning_needs_a_reason(unit):
    survey = make_survey(unit)
    with refused(BadInput, "return_reason"):
        return_survey(survey=survey, reason=" ", by=None)
