"""What the agency's calendar says of each unit: its own rule, or the one handed down from above."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from puas.methodology.periods import Period, PeriodKind
from puas.methodology.windows import DEFAULT_DAYS, Window, WindowRule, build_window, find_due
from puas.methodology.workdays import SATURDAY_AND_SUNDAY, WorkWeek
from puas.models import Agency, CalendarRule, Holiday, InstrumentVersion, PeriodWindow, Unit

WEEKEND = "weekend"
"""Key in an agency's policy: its weekly days off, Monday is 0."""

_WHOLE_PERIOD = WindowRule()


@dataclass(frozen=True)
class UnitRule:
    """What holds for one unit. `kind` "" means that nobody has said how often it surveys.

    `dates` is the window by date of the period that was asked about; it comes before `window`. The three
    `*_from` name the unit whose rule it is, None for what no rule says.
    """

    kind: str = ""
    instrument: InstrumentVersion | None = None
    window: WindowRule = _WHOLE_PERIOD
    phase_days: tuple[int, ...] = DEFAULT_DAYS
    dates: PeriodWindow | None = None
    kind_from: Unit | None = None
    instrument_from: Unit | None = None
    window_from: Unit | None = None

    def surveys_in(self, kind: PeriodKind) -> bool:
        """Say whether the unit surveys in periods of this kind."""
        return self.kind == kind.value

    def find_window(self, period: Period, week: WorkWeek) -> Window:
        """Return the window of `period`. BadInput `window_order` when the rule turns it round."""
        if self.dates is None:
            return build_window(period, self.window, self.phase_days, week)
        due_on = self.dates.due_on or find_due(self.dates.closes_on, self.phase_days, week)
        return Window(self.dates.opens_on, self.dates.closes_on, due_on)


def find_week(agency: Agency) -> WorkWeek:
    """Return the agency's working week with its holidays. One query."""
    weekend = agency.policy.get(WEEKEND)
    return WorkWeek(
        weekend=SATURDAY_AND_SUNDAY if weekend is None else frozenset(weekend),
        holidays=frozenset(Holiday.objects.filter(agency=agency).values_list("day", flat=True)),
    )


def list_holidays(agency: Agency, year: int) -> tuple[Holiday, ...]:
    """Return the holidays of a year, in order. One query."""
    return tuple(Holiday.objects.filter(agency=agency, day__year=year))


def own_rules(agency: Agency) -> dict[int, CalendarRule]:
    """Return the rules that units of the agency have of their own, by unit id. One query."""
    rules = CalendarRule.objects.filter(unit__agency=agency).select_related("instrument")
    return {rule.unit_id: rule for rule in rules}


def unit_rules(agency: Agency, period: Period | None = None) -> dict[int, UnitRule]:
    """Return what holds for every unit of the agency, by unit id; with the dates of `period`.

    Three queries; two without a period.
    """
    units = list(Unit.objects.filter(agency=agency).defer("created_at"))
    windows: dict[int, PeriodWindow] = {}
    if period is not None:
        dated = PeriodWindow.objects.filter(unit__agency=agency, period__code=period.code)
        windows = {window.unit_id: window for window in dated}
    return hand_down(units, own_rules(agency), windows)


def hand_down(
    units: Iterable[Unit], rules: Mapping[int, CalendarRule], windows: Mapping[int, PeriodWindow]
) -> dict[int, UnitRule]:
    """Return what holds for each unit of a whole tree, given the rules of some."""
    by_id = {unit.pk: unit for unit in units}
    below: dict[int, UnitRule] = {}
    return {unit.pk: _own(unit, by_id, rules, windows, below) for unit in by_id.values()}


def _own(
    unit: Unit,
    by_id: Mapping[int, Unit],
    rules: Mapping[int, CalendarRule],
    windows: Mapping[int, PeriodWindow],
    below: dict[int, UnitRule],
) -> UnitRule:
    parent = by_id.get(unit.parent_id or 0)
    above = _below(parent, by_id, rules, windows, below) if parent else UnitRule()
    return _apply(above, unit, rules.get(unit.pk), windows.get(unit.pk))


def _below(
    unit: Unit,
    by_id: Mapping[int, Unit],
    rules: Mapping[int, CalendarRule],
    windows: Mapping[int, PeriodWindow],
    below: dict[int, UnitRule],
) -> UnitRule:
    """Return what `unit` hands down, found once for each."""
    if unit.pk not in below:
        parent = by_id.get(unit.parent_id or 0)
        above = _below(parent, by_id, rules, windows, below) if parent else UnitRule()
        rule = rules.get(unit.pk)
        handed = rule if rule and rule.is_handed_down else None
        below[unit.pk] = _apply(above, unit, handed, windows.get(unit.pk))
    return below[unit.pk]


def _apply(above: UnitRule, unit: Unit, rule: CalendarRule | None, dates: PeriodWindow | None) -> UnitRule:
    """Return `above` with what the unit's own rule and dates say; the nearer window comes first."""
    found = above
    if rule and rule.kind:
        found = replace(found, kind=rule.kind, kind_from=unit)
    if rule and rule.instrument:
        found = replace(found, instrument=rule.instrument, instrument_from=unit)
    if rule and rule.opens_after is not None:
        window = WindowRule(rule.opens_after, rule.closes_after, rule.due_after)
        found = replace(found, window=window, window_from=unit, dates=None)
    if rule and rule.phase_days:
        found = replace(found, phase_days=tuple(rule.phase_days))
    if dates:
        found = replace(found, dates=dates, window_from=unit)
    return found


def list_windows(unit: Unit) -> tuple[PeriodWindow, ...]:
    """Return the periods that have dates of their own at a unit, the newest first. One query."""
    windows = PeriodWindow.objects.filter(unit=unit).select_related("period")
    return tuple(windows.order_by("-period__ends", "period__starts"))
