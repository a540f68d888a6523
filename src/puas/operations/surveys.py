"""Surveys through their life: planned, opened, closed, submitted, verified or returned.

Publishing is next door.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotNow
from puas.lifecycles import SurveyState, require_move
from puas.models import InstrumentVersion, Period, Survey, Unit, User
from puas.operations.audits import append_event
from puas.operations.comment_labels import SLICE, label_comments
from puas.operations.monitors import advance_monitor
from puas.operations.response_flags import flag_responses
from puas.operations.tallies import advance_tally
from puas.operations.webhook_messages import announce_survey
from puas.queries.survey_needs import require_needs


@transaction.atomic
def plan_survey(
    *,
    unit: Unit,
    period: Period,
    instrument: InstrumentVersion,
    by: User | None,
    population: int | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    asks_steering: bool = True,
) -> Survey:
    """Plan the one survey of a unit in a period. Conflict `survey_exists`, BadInput `survey_dates`, NotNow
    `unit_not_in_period` for a unit that does not exist in the period.

    `asks_steering`: whether the form asks if an officer steered the answer. Fixed from here on, so that
    everybody answers the same form.
    """
    if opens_at and closes_at and opens_at >= closes_at:
        raise BadInput("survey_dates", "Waktu tutup harus sesudah waktu buka.")
    require_unit_exists(unit, period)
    if Survey.objects.filter(unit=unit, period=period).exists():
        raise Conflict(
            "survey_exists",
            "Survei {unit} pada {period} sudah ada.",
            unit=unit.name,
            period=period.pure.label,
        )
    survey = Survey.objects.create(
        unit=unit,
        period=period,
        instrument=instrument,
        population=population,
        opens_at=opens_at,
        closes_at=closes_at,
        asks_steering=asks_steering,
        created_at=timezone.now(),
    )
    data = {"period": period.code, "instrument": str(instrument), "asks_steering": asks_steering}
    append_event(by=by, operation="plan_survey", subject=survey, unit=unit, data=data)
    return survey


def require_unit_exists(unit: Unit, period: Period) -> None:
    """Raise NotNow `unit_not_in_period` unless the unit exists on at least one day of the period."""
    if not unit.exists_during(period.starts, period.ends):
        raise NotNow(
            "unit_not_in_period",
            "{unit} tidak ada pada {period}: sudah berakhir, atau belum dibentuk. Rencanakan survei di "
            "unit yang meneruskan layanannya.",
            unit=unit.name,
            period=period.pure.label,
        )


def open_survey(*, survey: Survey, by: User | None) -> Survey:
    """Start (or start again) to take answers; NotNow unless it is planned, closed or returned, or
    `unit_not_in_period` when its unit has ended before the period.
    """
    require_unit_exists(Unit.objects.get(pk=survey.unit_id), survey.period)
    return _move(survey, SurveyState.OPEN, "open_survey", by)


def close_survey(*, survey: Survey, by: User | None) -> Survey:
    """Stop taking answers; once this returns, no answer is added. NotNow unless it is open.

    Then the last answers are looked at for flags, added to the stored tally and their comments labelled;
    should that fail, the survey is closed all the same.
    """
    moved = _move(survey, SurveyState.CLOSED, "close_survey", by)
    transaction.on_commit(lambda: _look_over(moved), robust=True)  # a partial has no name to log
    return moved


def _look_over(survey: Survey) -> None:
    flag_responses(survey=survey)
    advance_tally(survey=survey)
    advance_monitor(survey=survey, step=1)
    label_comments(survey=survey, most=SLICE)  # what is left, the schedule labels


def submit_survey(*, survey: Survey, by: User | None) -> Survey:
    """Hand the survey of a unit to the coordinator; NotNow unless it is closed or returned.

    NotNow `tray_waiting`, `survey_no_result`, `survey_no_plan`, or `survey_needs` when several of them are
    missing (`lifecycles.SURVEY_NEEDS`).
    """
    return _move(survey, SurveyState.SUBMITTED, "submit_survey", by)


def verify_survey(*, survey: Survey, by: User | None) -> Survey:
    """Say that a submitted survey is in order; NotNow unless it is submitted, `survey_same_person` to who
    submitted it.
    """
    return _move(survey, SurveyState.VERIFIED, "verify_survey", by)


def return_survey(*, survey: Survey, reason: str, by: User | None) -> Survey:
    """Give a submitted or verified survey back to its unit; BadInput `return_reason` without a reason."""
    if not reason.strip():
        raise BadInput(
            "return_reason", "Tulis alasan pengembalian, supaya unit tahu apa yang harus diperbaiki."
        )
    return _move(survey, SurveyState.RETURNED, "return_survey", by, returned_reason=reason.strip())


@transaction.atomic
def _move(
    survey: Survey,
    to: SurveyState,
    operation: str,
    by: User | None,
    returned_reason: str = "",
) -> Survey:
    """Move the stored row, and `survey` with it. The lock waits for answers that are being written."""
    stored = (
        Survey.objects.select_for_update(of=("self",))
        .select_related("unit__agency", "period")
        .get(pk=survey.pk)
    )
    require_move(stored.stage, to)
    require_needs(stored, to, by)
    data: dict[str, Any] = {"from": stored.state, "to": to.value}
    if returned_reason:
        data["reason"] = returned_reason
    stored.state, stored.returned_reason = to.value, returned_reason
    if to is SurveyState.SUBMITTED:
        stored.submitted_at, stored.submitted_by = timezone.now(), by
    stored.save(update_fields=["state", "returned_reason", "submitted_at", "submitted_by"])
    announce_survey(stored)
    append_event(by=by, operation=operation, subject=stored, unit=survey.unit, data=data)
    survey.state, survey.returned_reason = stored.state, stored.returned_reason
    survey.submitted_at, survey.submitted_by = stored.submitted_at, stored.submitted_by
    return survey
