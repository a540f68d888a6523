"""Opening a period: every survey that the calendar expects, made at once; and the calendar's own steps."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.lifecycles import SurveyState
from puas.methodology.periods import Period
from puas.models import Agency, Survey, User
from puas.operations.audits import append_event
from puas.operations.periods import ensure_period
from puas.operations.surveys import close_survey, open_survey
from puas.operations.webhook_messages import announce_period
from puas.queries.openings import Expectation, closing_moment, describe_opening, opening_moment
from puas.queries.schedules import write_schedule
from puas.queries.units import root_of

EXTRA_DAYS = 7
"""How long a survey is open that somebody opens after its window was over."""
LONGEST_REOPENING = 31
"""Days ahead that may be named at most; a longer time is a new period."""


@transaction.atomic
def open_period(*, agency: Agency, period: Period, by: User | None) -> tuple[Survey, ...]:
    """Plan every survey that the calendar expects in `period` and that is not there yet; return those.

    All or nothing, and again makes only what is missing: () when nothing is. They are planned; the calendar
    opens them (`open_due_surveys`). BadInput `period_expects_nothing` when no unit surveys in the period.
    """
    Agency.objects.select_for_update().get(pk=agency.pk)  # two at once make each survey once
    opening = describe_opening(agency, period)
    if not opening.expected:
        raise BadInput(
            "period_expects_nothing",
            "Menurut kalender, tidak ada unit {agency} yang survei pada {period}. Atur kalendernya dahulu.",
            agency=agency.name,
            period=period.label,
        )
    if not opening.missing:
        return ()
    row, now = ensure_period(period), timezone.now()
    made = Survey.objects.bulk_create(_build(expected, row.pk, now) for expected in opening.missing)
    announce_period(agency, row, made)
    data = {"period": period.code, "surveys": [survey.pk for survey in made]}
    append_event(by=by, operation="open_period", subject=row, unit=root_of(agency), data=data)
    return tuple(made)


def _build(expected: Expectation, period_id: int, now: datetime) -> Survey:
    assert expected.window is not None
    return Survey(
        unit=expected.unit,
        period_id=period_id,
        instrument=expected.instrument,
        opens_at=opening_moment(expected.window.opens_on),
        closes_at=closing_moment(expected.window.closes_on),
        due_on=expected.window.due_on,
        population=expected.population,
        population_source=expected.population_source,
        population_on=expected.population_on,
        team=expected.team.as_dict(),
        schedule=write_schedule(expected.schedule.stages, expected.schedule.days, expected.schedule.is_own),
        created_at=now,
    )


def follow_calendar(*, now: datetime) -> dict[str, int]:
    """Open and close every survey whose time it is at `now` (aware); return how many of each."""
    opened, closed = open_due_surveys(now=now), close_due_surveys(now=now)
    return {"opened": len(opened), "closed": len(closed)}


def open_due_surveys(
    *, now: datetime, by: User | None = None, agency: Agency | None = None
) -> tuple[Survey, ...]:
    """Open every planned survey whose time has come at `now` (aware); return those.

    One whose window is over already stays planned: somebody must first give it another one. Each is opened in
    a transaction of its own, so that a job that is stopped goes on where it was.
    """
    due = _of(agency).filter(state=SurveyState.PLANNED.value, opens_at__lte=now, closes_at__gt=now)
    return tuple(survey for survey in due if _is_opened(survey, by))


def close_due_surveys(
    *, now: datetime, by: User | None = None, agency: Agency | None = None
) -> tuple[Survey, ...]:
    """Close every open survey whose time is over at `now` (aware); return those. As `open_due_surveys`."""
    due = _of(agency).filter(state=SurveyState.OPEN.value, closes_at__lte=now)
    return tuple(survey for survey in due if _is_closed(survey, by))


@transaction.atomic
def open_by_hand(*, survey: Survey, by: User | None, until: date | None = None) -> Survey:
    """Open a survey because somebody decides so, as `operations.surveys.open_survey`, until a last day.

    When its window is over and no day is named it is open for seven more days, this one included, and then
    closes by itself: an exception ends. A deadline before that moves to its last day. BadInput `reopen_until`
    for a day that is over or more than LONGEST_REOPENING days ahead.
    """
    stored = Survey.objects.select_for_update().get(pk=survey.pk)
    if until is not None:
        require_reopening(until)
    if until is not None or (stored.closes_at is not None and stored.closes_at <= timezone.now()):
        last = until or timezone.localdate() + timedelta(days=EXTRA_DAYS - 1)
        extend_window(survey=survey, until=last, by=by)
    return open_survey(survey=survey, by=by)


def require_reopening(day: date) -> None:
    """Raise BadInput `reopen_until` for a day that is over or more than LONGEST_REOPENING days ahead."""
    today = timezone.localdate()
    if not today <= day <= today + timedelta(days=LONGEST_REOPENING):
        raise BadInput(
            "reopen_until",
            "Survei dapat dibuka kembali sampai hari ini atau paling lama {days} hari lagi.",
            field="sampai",
            days=LONGEST_REOPENING,
        )


@transaction.atomic
def extend_window(*, survey: Survey, until: date, by: User | None) -> Survey:
    """Let the window of a survey last until a day; a deadline before that moves to it. The state stays."""
    stored = Survey.objects.select_for_update().get(pk=survey.pk)
    stored.closes_at = closing_moment(until)
    stored.due_on = max(stored.due_on, until) if stored.due_on else None
    stored.save(update_fields=["closes_at", "due_on"])
    data = {"closes_on": str(until), "due_on": str(stored.due_on or "")}
    append_event(by=by, operation="extend_window", subject=stored, unit=survey.unit, data=data)
    survey.closes_at, survey.due_on = stored.closes_at, stored.due_on
    return survey


def _of(agency: Agency | None) -> QuerySet[Survey]:
    surveys = Survey.objects.select_related("unit__agency", "period", "instrument").order_by("id")
    return surveys if agency is None else surveys.filter(unit__agency=agency)


def _is_opened(survey: Survey, by: User | None) -> bool:
    try:
        open_survey(survey=survey, by=by)
    except NotNow:  # somebody moved it meanwhile
        return False
    return True


def _is_closed(survey: Survey, by: User | None) -> bool:
    try:
        close_survey(survey=survey, by=by)
    except NotNow:
        return False
    return True
