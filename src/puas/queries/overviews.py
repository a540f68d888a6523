"""The overview (pemantauan): where every unit stands in a period, counted, and down the tree.

Each query is about the whole agency and period; nothing is asked unit by unit.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from puas.errors import BadInput
from puas.lifecycles import SurveyState
from puas.methodology.windows import Window
from puas.methodology.workdays import WorkWeek
from puas.models import Agency, Period, Unit, User
from puas.queries.calendars import UnitRule, find_week, unit_rules
from puas.queries.openings import find_absence, find_outside
from puas.queries.surveys import UnitStatus, unit_statuses

EXPECTED, UNPLANNED, LATE, SILENT = "diharapkan", "tanpa", "terlambat", "kosong"
ABSENT = "absen"
"""What rows are counted and chosen by, besides the states of a survey."""

HANDED_IN = frozenset({SurveyState.SUBMITTED, SurveyState.VERIFIED, SurveyState.PUBLISHED})


@dataclass(frozen=True)
class OverviewRow:
    """A unit in a period.

    `is_expected`: the calendar expects a survey, or there is one. `window`: its survey's, or the calendar's
    where there is none; None where neither says. `late_days`: since the deadline of what is not submitted.
    `is_silent`: the window has begun and there is no data at all. `is_absent`: the calendar says that the
    unit does not survey in this period.
    """

    status: UnitStatus
    is_expected: bool
    opens_on: date | None
    closes_on: date | None
    due_on: date | None
    late_days: int
    is_silent: bool
    is_absent: bool

    @property
    def unit(self) -> Unit:
        return self.status.unit

    @property
    def state(self) -> SurveyState | None:
        """The state of the survey; PUBLISHED for a figure that was published without one (a recap)."""
        if self.status.state is None and self.status.publication is not None:
            return SurveyState.PUBLISHED
        return self.status.state

    @property
    def is_to_submit(self) -> bool:
        """Say whether it is still with the unit."""
        return self.status.publication is None and self.status.state not in HANDED_IN

    @property
    def is_late(self) -> bool:
        return self.late_days > 0

    @cached_property
    def groups(self) -> frozenset[str]:
        """Everything that the row is counted under."""
        found = {self.state.value if self.state else ABSENT if self.is_absent else UNPLANNED}
        found |= {EXPECTED} if self.is_expected else set()
        found |= {LATE} if self.is_late else set()
        return frozenset(found | ({SILENT} if self.is_silent else set()))


@dataclass(frozen=True)
class Branch:
    """A row with what stands below it: `counts` of the rows below, itself not among them."""

    row: OverviewRow
    below: int
    counts: Counter[str]


@dataclass(frozen=True)
class Overview:
    """The units of a period that a person sees, in tree order; `own` is the agency itself when it is seen."""

    own: OverviewRow | None
    rows: tuple[OverviewRow, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many rows are under each group."""
        return count_groups(self.rows)

    @cached_property
    def answers(self) -> int:
        """How many answers are counted so far."""
        return sum(row.status.answers for row in self.rows)

    def branches(self, parent_id: int | None) -> tuple[Branch, ...]:
        """Return the rows right under a unit with what is below each; None: the topmost ones."""
        shown = {row.unit.pk for row in self.rows}
        children: dict[int | None, list[OverviewRow]] = {}
        for row in self.rows:
            above = row.unit.parent_id if row.unit.parent_id in shown else None
            children.setdefault(above, []).append(row)
        return tuple(_branch(row, children) for row in children.get(parent_id, ()))

    def find(self, unit_id: int) -> OverviewRow | None:
        """Return the row of a unit; None when it is not among those seen."""
        return next((row for row in self.rows if row.unit.pk == unit_id), None)


def _branch(row: OverviewRow, children: dict[int | None, list[OverviewRow]]) -> Branch:
    below = list(_descend(row, children))
    return Branch(row, len(below), count_groups(below))


def _descend(row: OverviewRow, children: dict[int | None, list[OverviewRow]]) -> Iterable[OverviewRow]:
    for child in children.get(row.unit.pk, ()):
        yield child
        yield from _descend(child, children)


def count_groups(rows: Iterable[OverviewRow]) -> Counter[str]:
    """Return how many of `rows` are under each group."""
    return Counter(group for row in rows for group in row.groups)


def overview_period(user: User, agency: Agency, period: Period, today: date) -> Overview:
    """Return where every unit of `agency` that `user` sees stands in `period`. Nine queries."""
    statuses = unit_statuses(user, agency, period)
    rules = unit_rules(agency, period.pure)
    week = find_week(agency)
    rows = [_row(status, rules[status.unit.pk], period, week, today) for status in statuses]
    own = next((row for row in rows if row.unit.is_root), None)
    return Overview(own, tuple(row for row in rows if row is not own))


def _row(status: UnitStatus, rule: UnitRule, period: Period, week: WorkWeek, today: date) -> OverviewRow:
    window = _window(status, rule, period, week)
    is_expected = status.survey is not None or status.result is not None or window is not None
    opens_on, closes_on, due_on = _dates(status, window)
    is_with_unit = status.publication is None and status.state not in HANDED_IN
    late = (today - due_on).days if due_on and is_with_unit else 0
    has_begun = opens_on is not None and opens_on <= today and status.state is not SurveyState.PUBLISHED
    return OverviewRow(
        status=status,
        is_expected=is_expected,
        opens_on=opens_on,
        closes_on=closes_on,
        due_on=due_on,
        late_days=max(0, late),
        is_silent=is_expected and has_begun and not status.answers and status.result is None,
        is_absent=not is_expected and bool(rule.kind),
    )


def _window(status: UnitStatus, rule: UnitRule, period: Period, week: WorkWeek) -> Window | None:
    """Return the window that the calendar gives a unit without a survey; None when it expects none."""
    if status.survey is not None or status.result is not None or status.unit.is_root:
        return None
    if find_absence(rule, status.unit, period.pure) is not None:
        return None
    try:
        window = rule.find_window(period.pure, week)
    except BadInput:
        return None
    return None if find_outside(status.unit, window) else window


def _dates(status: UnitStatus, window: Window | None) -> tuple[date | None, date | None, date | None]:
    survey = status.survey
    if survey is not None:
        opens = timezone.localdate(survey.opens_at) if survey.opens_at else None
        closes = timezone.localdate(survey.closes_at) if survey.closes_at else None
        return opens, closes, survey.due_on
    return (window.opens_on, window.closes_on, window.due_on) if window else (None, None, None)


def choose_rows(rows: Sequence[OverviewRow], search: str, group: str) -> tuple[OverviewRow, ...]:
    """Return the rows whose unit's name holds `search` and that are under `group` ("" for any)."""
    wanted = search.casefold()
    return tuple(
        row for row in rows if wanted in row.unit.name.casefold() and (not group or group in row.groups)
    )
