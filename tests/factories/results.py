"""Measured and published surveys."""

from collections.abc import Sequence

from puas.lifecycles import SurveyState
from puas.models import Publication, Result, Survey, Unit
from puas.operations.publications import publish_result
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from tests.factories.responses import make_responses
from tests.factories.surveys import hand_in, make_open_survey


def make_result(unit: Unit, *scores: Sequence[int], period: str = "2023-Q2") -> Result:
    """Hold a survey with these answers, close and measure it."""
    survey = make_open_survey(unit, period)
    make_responses(survey, *scores)
    close_survey(survey=survey, by=None)
    return compute_result(unit=unit, period=survey.period, by=None)


def make_publication(unit: Unit, *scores: Sequence[int], period: str = "2023-Q2") -> Publication:
    """Hold, measure and publish a survey."""
    return release(make_result(unit, *scores, period=period))


def release(result: Result, reason: str = "") -> Publication:
    """Publish a result; a survey of its unit that is closed is submitted and verified before."""
    same = {"unit": result.unit_id, "period": result.period_id}
    for survey in Survey.objects.filter(**same, state=SurveyState.CLOSED.value):
        hand_in(survey)
    return publish_result(result=result, by=None, reason=reason)
