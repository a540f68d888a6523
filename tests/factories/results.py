"""Measured and published surveys."""

from collections.abc import Sequence

from puas.models import Publication, Result, Unit
from puas.operations.publications import publish_result
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from tests.factories.responses import make_responses
from tests.factories.surveys import make_open_survey


def make_result(unit: Unit, *scores: Sequence[int], period: str = "2023-Q2") -> Result:
    """Hold a survey with these answers, close and measure it."""
    survey = make_open_survey(unit, period)
    make_responses(survey, *scores)
    close_survey(survey=survey, by=None)
    return compute_result(unit=unit, period=survey.period, by=None)


def make_publication(unit: Unit, *scores: Sequence[int], period: str = "2023-Q2") -> Publication:
    """Hold, measure and publish a survey."""
    return publish_result(result=make_result(unit, *scores, period=period), by=None)
