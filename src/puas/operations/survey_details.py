"""What a survey stands on besides its answers: population with its source, team, dates, working plan."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from puas.errors import BadInput, NotNow
from puas.lifecycles import SurveyState, require_details_open
from puas.methodology.teams import Team
from puas.methodology.windows import Window, build_schedule, check_phase_days
from puas.models import Survey, User
from puas.operations.audits import append_event
from puas.queries.calendars import find_week
from puas.queries.openings import closing_moment, opening_moment, window_of
from puas.queries.schedules import read_schedule, write_schedule

MOST_POPULATION = 100_000_000


@transaction.atomic
def change_population(
    *, survey: Survey, population: int | None, source: str, taken_on: date | None, by: User | None
) -> Survey:
    """Say how many people were served, where that number comes from and when it was taken.

    BadInput `population_range`, or `population_source` for a number without source or day; NotNow
    `details_locked`.
    """
    source = " ".join(source.split())[:300]
    if population is not None and not 1 <= population <= MOST_POPULATION:
        raise BadInput("population_range", "Banyaknya penerima layanan harus 1 atau lebih.")
    if population is not None and not (source and taken_on):
        raise BadInput(
            "population_source",
            "Tulis dari mana angka itu, misalnya buku tamu atau rekap layanan, dan tanggalnya.",
        )
    stored = _lock(survey)
    data = {"from": stored.population, "to": population, "source": source, "on": str(taken_on or "")}
    stored.population, stored.population_source, stored.population_on = population, source, taken_on
    stored.save(update_fields=["population", "population_source", "population_on"])
    append_event(by=by, operation="change_population", subject=stored, unit=survey.unit, data=data)
    return stored


@transaction.atomic
def change_team(*, survey: Survey, team: Team, by: User | None) -> Survey:
    """Name who runs a survey. NotNow `details_locked`. The trail says that, not whom."""
    stored = _lock(survey)
    stored.team = team.as_dict()
    stored.save(update_fields=["team"])
    data = {"members": len(team.members), "secretariat": len(team.secretariat)}
    append_event(by=by, operation="change_team", subject=stored, unit=survey.unit, data=data)
    return stored


@transaction.atomic
def change_dates(*, survey: Survey, window: Window, by: User | None) -> Survey:
    """Give a survey another window and deadline; its working plan follows.

    NotNow `details_locked`, or `survey_opened` for another opening day once it has opened.
    """
    stored = _lock(survey)
    before = window_of(stored)
    opens_at = opening_moment(window.opens_on)
    if stored.stage is not SurveyState.PLANNED and stored.opens_at != opens_at:
        if before is not None:
            raise NotNow(
                "survey_opened", "Survei ini sudah dibuka, jadi tanggal bukanya tidak dapat diubah lagi."
            )
        opens_at = stored.opens_at or opens_at
    stored.opens_at, stored.closes_at, stored.due_on = (
        opens_at,
        closing_moment(window.closes_on),
        window.due_on,
    )
    _plan(stored, window, read_schedule(stored.schedule).days, read_schedule(stored.schedule).is_own)
    stored.save(update_fields=["opens_at", "closes_at", "due_on", "schedule"])
    data = {name: str(day) for name, day in vars(window).items()}
    append_event(by=by, operation="change_dates", subject=stored, unit=survey.unit, data=data)
    return stored


@transaction.atomic
def change_phases(*, survey: Survey, days: Sequence[int], by: User | None) -> Survey:
    """Give a survey's phases other lengths; they are carried over to the unit's next survey.

    BadInput `phase_days`; NotNow `details_locked`, or `survey_undated` while it has no dates.
    """
    check_phase_days(days)
    stored = _lock(survey)
    window = window_of(stored)
    if window is None:
        raise NotNow("survey_undated", "Tentukan tanggal buka, tutup, dan tenggatnya dahulu.")
    _plan(stored, window, days, is_own=True)
    stored.save(update_fields=["schedule"])
    append_event(
        by=by, operation="change_phases", subject=stored, unit=survey.unit, data={"days": list(days)}
    )
    return stored


def _lock(survey: Survey) -> Survey:
    stored = Survey.objects.select_for_update().select_related(None).get(pk=survey.pk)
    require_details_open(stored.stage)
    return stored


def _plan(survey: Survey, window: Window, days: Sequence[int], is_own: bool) -> None:
    week = find_week(survey.unit.agency)
    survey.schedule = write_schedule(build_schedule(window, days, week), days, is_own)
