"""Surveys in a state."""

from typing import Any

from puas.models import InstrumentVersion, Survey, Unit
from puas.operations.periods import ensure_period
from puas.operations.surveys import open_survey, plan_survey, submit_survey, verify_survey
from tests.factories.instruments import classic


def make_survey(
    unit: Unit, period: str = "2023-Q2", instrument: InstrumentVersion | None = None, **fields: Any
) -> Survey:
    """Plan a survey with the classic questionnaire."""
    return plan_survey(
        unit=unit, period=ensure_period(period), instrument=instrument or classic(), by=None, **fields
    )


def make_open_survey(unit: Unit, period: str = "2023-Q2", **fields: Any) -> Survey:
    """Plan a survey and open it."""
    return open_survey(survey=make_survey(unit, period, **fields), by=None)


def hand_in(survey: Survey) -> Survey:
    """Submit a closed survey and verify it, as two people would."""
    return verify_survey(survey=submit_survey(survey=survey, by=None), by=None)
