"""More time for a survey: asked for, granted until a day, or declined."""

from datetime import timedelta

import pytest
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotNow
from puas.lifecycles import ExtensionState, SurveyState
from puas.models import AuditEvent, Survey
from puas.operations.extensions import ask_extension, decline_extension, grant_extension
from puas.operations.openings import close_due_surveys
from puas.operations.surveys import close_survey, submit_survey
from puas.queries.openings import closing_moment
from tests.factories import make_agency, make_open_survey, make_responses, make_unit, make_user
from tests.factories.refusals import refused
from tests.factories.results import compute_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = make_open_survey(make_unit(make_agency()))
    make_responses(survey, (4,) * 9)
    return close_survey(survey=survey, by=None)


def day(ahead=3):
    return timezone.localdate() + timedelta(days=ahead)


def ask(survey, ahead=3, by=None):
    return ask_extension(survey=survey, reason=" Kantor kebanjiran ", wanted_on=day(ahead), by=by)


def test_granting_opens_the_survey_until_a_day_and_it_closes_by_itself(survey):
    officer, coordinator = make_user("petugas"), make_user("koordinator")
    request = ask(survey, by=officer)
    granted = grant_extension(request=request, until=day(5), by=coordinator)
    stored = Survey.objects.get(pk=survey.pk)
    assert (granted.stage, granted.granted_on, granted.decided_by) == (
        ExtensionState.GRANTED,
        day(5),
        coordinator,
    )
    assert (stored.stage, stored.closes_at) == (SurveyState.OPEN, closing_moment(day(5)))
    assert close_due_surveys(now=closing_moment(day(5)) + timedelta(minutes=1)) == (stored,)
    names = list(AuditEvent.objects.order_by("-sequence").values_list("operation", flat=True)[:5])
    assert names == ["close_survey", "decide_extension", "open_survey", "extend_window", "ask_extension"]


def test_an_open_survey_only_lasts_longer():
    survey = make_open_survey(make_unit(make_agency()))
    grant_extension(request=ask(survey), until=day(3), by=None)
    stored = Survey.objects.get(pk=survey.pk)
    assert (stored.stage, stored.closes_at) == (SurveyState.OPEN, closing_moment(day(3)))


def test_declining_says_why_and_changes_nothing_else(survey):
    request = ask(survey)
    with refused(BadInput, "extension_reason"):
        decline_extension(request=request, answer=" ", by=None)
    declined = decline_extension(request=request, answer="Tenggat laporan besok", by=None)
    assert (declined.stage, declined.answer) == (ExtensionState.DECLINED, "Tenggat laporan besok")
    assert Survey.objects.get(pk=survey.pk).stage is SurveyState.CLOSED
    event = AuditEvent.objects.get(operation="decide_extension")
    assert event.data == {"request": request.pk, "decision": "declined", "reason": "Tenggat laporan besok"}


def test_one_request_waits_at_a_time_and_is_decided_once(survey):
    request = ask(survey)
    with refused(Conflict, "extension_waiting"):
        ask(survey)
    decline_extension(request=request, answer="Tidak", by=None)
    with refused(Conflict, "extension_decided"):
        grant_extension(request=request, until=day(), by=None)
    assert ask(survey).pk != request.pk


@pytest.mark.parametrize("ahead", [-1, 32])
def test_the_day_is_near(survey, ahead):
    with refused(BadInput, "reopen_until"):
        ask(survey, ahead)


def test_what_is_handed_in_gets_no_more_time(survey):
    request = ask(survey)
    compute_result(unit=survey.unit, period=survey.period, by=None)
    submit_survey(survey=survey, by=None)
    with refused(NotNow, "extension_locked"):
        grant_extension(request=request, until=day(), by=None)
    decline_extension(request=request, answer="Sudah diajukan", by=None)
    with refused(NotNow, "extension_locked"):
        ask(survey)
