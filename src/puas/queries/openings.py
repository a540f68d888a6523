"""Opening a period: which surveys the calendar expects, what each starts with, and who stays out and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.db.models import F, Window as Ordered
from django.db.models.functions import RowNumber
from django.utils import timezone

from puas.errors import BadInput
from puas.language import gettext_noop
from puas.methodology.periods import Period, PeriodKind
from puas.methodology.sampling import required_sample
from puas.methodology.teams import Team, read_team
from puas.methodology.windows import Window, build_schedule
from puas.methodology.workdays import WorkWeek
from puas.models import Agency, InstrumentVersion, Survey, Unit
from puas.models.calendars import NEVER
from puas.queries.calendars import UnitRule, find_week, unit_rules
from puas.queries.schedules import Schedule, read_schedule
from puas.queries.units import in_tree_order


@dataclass(frozen=True)
class Reason:
    """A sentence with `{name}` places, said by whoever shows it."""

    message: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.data)


@dataclass(frozen=True)
class Expectation:
    """A survey that the calendar expects, and what it starts with.

    `survey` is there when it was made before. `carried_from` names the period that team, population and
    schedule come from; None when the unit has no earlier survey.
    """

    unit: Unit
    depth: int
    instrument: InstrumentVersion
    window: Window | None
    schedule: Schedule
    team: Team
    population: int | None
    population_source: str
    population_on: date | None
    carried_from: Period | None
    survey: Survey | None

    @property
    def required(self) -> int | None:
        """The sample that the population asks for (Krejcie and Morgan)."""
        return required_sample(self.population) if self.population else None


@dataclass(frozen=True)
class Absence:
    """A unit that does not survey in the period, and why."""

    unit: Unit
    depth: int
    reason: Reason


@dataclass(frozen=True)
class Opening:
    """A period as the calendar sees it."""

    period: Period
    expected: tuple[Expectation, ...]
    absent: tuple[Absence, ...]

    @property
    def missing(self) -> tuple[Expectation, ...]:
        """The expected surveys that are not there yet."""
        return tuple(row for row in self.expected if row.survey is None)

    @property
    def made(self) -> int:
        """How many of the expected surveys are there."""
        return len(self.expected) - len(self.missing)


_KINDS = {
    PeriodKind.QUARTER: gettext_noop("Survei per triwulan, jadi tidak pada periode ini."),
    PeriodKind.SEMESTER: gettext_noop("Survei per semester, jadi tidak pada periode ini."),
    PeriodKind.YEAR: gettext_noop("Survei per tahun, jadi tidak pada periode ini."),
}
_NEVER = gettext_noop("Tidak mengadakan survei sendiri, menurut kalender {unit}.")
_UNSAID = gettext_noop("Kalender belum menyebut seberapa sering unit ini survei.")
_NO_INSTRUMENT = gettext_noop("Kalender belum menyebut kuesionernya.")
_ENDED = gettext_noop("Unit ini berlaku sampai {day:%d-%m-%Y}, sebelum surveinya dibuka.")
_NOT_BEGUN = gettext_noop("Unit ini baru berlaku mulai {day:%d-%m-%Y}, sesudah surveinya ditutup.")


plan_stages = lru_cache(maxsize=256)(build_schedule)
"""Most units of an agency share a window and a work plan."""


def describe_opening(agency: Agency, period: Period) -> Opening:
    """Return what the calendar expects of the agency's units in `period`, in tree order. Seven queries."""
    rules = unit_rules(agency, period)
    week = find_week(agency)
    units = list(Unit.objects.filter(agency=agency).select_related("agency"))
    surveys = {
        survey.unit_id: survey
        for survey in Survey.objects.filter(unit__agency=agency, period__code=period.code)
        .select_related("instrument", "period")
        .defer("instrument__content")
    }
    before = last_surveys(agency, period)
    expected, absent = [], []
    for row in in_tree_order(units):
        if row.unit.is_root and row.unit.pk not in surveys:
            continue  # the agency's figure is made of its units'
        place = _Place(row.unit, row.depth, rules[row.unit.pk], before.get(row.unit.pk))
        found = _describe(place, period, week, surveys.get(row.unit.pk))
        if isinstance(found, Expectation):
            expected.append(found)
        else:
            absent.append(found)
    return Opening(period, tuple(expected), tuple(absent))


def last_surveys(agency: Agency, period: Period) -> dict[int, Survey]:
    """Return the latest survey of each unit for a period that ended before `period`. One query."""
    newest_first = [F("period__ends").desc(), F("period__starts").asc()]
    place = Ordered(RowNumber(), partition_by="unit", order_by=newest_first)
    earlier = Survey.objects.filter(unit__agency=agency, period__ends__lt=period.starts)
    last = earlier.annotate(place=place).filter(place=1).values("pk")  # numbered without what they hold
    found = Survey.objects.filter(pk__in=last).select_related("period")
    return {survey.unit_id: survey for survey in found}


def find_absence(rule: UnitRule, unit: Unit, period: Period) -> Reason | None:
    """Return why the calendar expects no survey of `unit` in `period`; None when it expects one."""
    if not rule.kind:
        return Reason(_UNSAID)
    if rule.kind == NEVER:
        return Reason(_NEVER, {"unit": rule.kind_from.name if rule.kind_from else ""})
    if not rule.surveys_in(period.kind):
        return Reason(_KINDS[PeriodKind(rule.kind)])
    return Reason(_NO_INSTRUMENT) if rule.instrument is None else None


@dataclass(frozen=True)
class _Place:
    """A unit with what holds for it and its survey before."""

    unit: Unit
    depth: int
    rule: UnitRule
    before: Survey | None

    @property
    def carried_from(self) -> Period | None:
        return self.before.period.pure if self.before else None


def _describe(place: _Place, period: Period, week: WorkWeek, survey: Survey | None) -> Expectation | Absence:
    if survey is not None:
        return _existing(place, survey)
    reason = find_absence(place.rule, place.unit, period)
    if reason is not None:
        return Absence(place.unit, place.depth, reason)
    last = read_schedule(place.before.schedule) if place.before else Schedule()
    rule = replace(place.rule, phase_days=last.days) if last.is_own else place.rule
    try:
        window = rule.find_window(period, week)
    except BadInput as error:
        return Absence(place.unit, place.depth, Reason(error.message, error.data))
    outside = find_outside(place.unit, window)
    if outside is not None:
        return Absence(place.unit, place.depth, outside)
    stages = plan_stages(window, rule.phase_days, week)
    return _expect(replace(place, rule=rule), period, window, Schedule(stages, rule.phase_days, last.is_own))


def find_outside(unit: Unit, window: Window) -> Reason | None:
    """Return why a unit is not there when its survey would be; None when it is."""
    if unit.valid_until and unit.valid_until < window.opens_on:
        return Reason(_ENDED, {"day": unit.valid_until})
    if unit.valid_from and unit.valid_from > window.closes_on:
        return Reason(_NOT_BEGUN, {"day": unit.valid_from})
    return None


def _existing(place: _Place, survey: Survey) -> Expectation:
    """Return a survey that is there, as it is."""
    return Expectation(
        unit=place.unit,
        depth=place.depth,
        instrument=survey.instrument,
        window=window_of(survey),
        schedule=read_schedule(survey.schedule),
        team=read_team(survey.team),
        population=survey.population,
        population_source=survey.population_source,
        population_on=survey.population_on,
        carried_from=place.carried_from,
        survey=survey,
    )


def window_of(survey: Survey) -> Window | None:
    """Return the window of a survey as days; None when it has no opening, closing or deadline."""
    if survey.opens_at is None or survey.closes_at is None or survey.due_on is None:
        return None
    return Window(timezone.localdate(survey.opens_at), timezone.localdate(survey.closes_at), survey.due_on)


def _expect(place: _Place, period: Period, window: Window, schedule: Schedule) -> Expectation:
    """Return a survey to make. The population is carried over between periods of the same length only."""
    before = place.before
    counted = before if before and before.period.kind == period.kind.value else None
    assert place.rule.instrument is not None
    return Expectation(
        unit=place.unit,
        depth=place.depth,
        instrument=place.rule.instrument,
        window=window,
        schedule=schedule,
        team=read_team(before.team) if before else Team(),
        population=counted.population if counted else None,
        population_source=counted.population_source if counted else "",
        population_on=counted.population_on if counted else None,
        carried_from=place.carried_from,
        survey=None,
    )


def opening_moment(day: date) -> datetime:
    """Return the first moment of a day in the installation's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def closing_moment(day: date) -> datetime:
    """Return the last moment of a day in the installation's time zone."""
    return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())
