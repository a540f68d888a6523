"""When a survey takes place: its window, its deadline, and the working plan around them.

PermenPANRB 14/2017 plans about a month: preparation, collection, processing and reporting, six working days
each. The window is when answers are taken; the plan's other phases lie around it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from puas.errors import BadInput
from puas.language import gettext_noop
from puas.methodology.periods import Period
from puas.methodology.workdays import WorkWeek


class Phase(StrEnum):
    """A phase of the working plan, in order."""

    PREPARATION = "preparation"
    COLLECTION = "collection"
    PROCESSING = "processing"
    REPORTING = "reporting"

    @property
    def label(self) -> str:
        """The Indonesian name that reports print."""
        return PHASE_LABELS[self]


PHASE_LABELS = {
    Phase.PREPARATION: gettext_noop("Persiapan"),
    Phase.COLLECTION: gettext_noop("Pengumpulan data"),
    Phase.PROCESSING: gettext_noop("Pengolahan data dan analisis"),
    Phase.REPORTING: gettext_noop("Penyusunan dan penyampaian laporan"),
}

DEFAULT_DAYS = (6, 6, 6, 6)
"""Working days of each phase, in the order of Phase."""

LONGEST_PHASE = 120
FARTHEST = 400
"""Days that a window may lie away from its period."""

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class WindowRule:
    """A window relative to its period, in calendar days (negative: before).

    opens_after   days after the period's first day
    closes_after  days after the period's last day; None: when the plan's working days of collection are over
    due_after     days after the period's last day; None: on the last day of reporting
    """

    opens_after: int = 0
    closes_after: int | None = 0
    due_after: int | None = None

    def __post_init__(self) -> None:
        given = [self.opens_after, self.closes_after or 0, self.due_after or 0]
        if any(abs(days) > FARTHEST for days in given):
            raise BadInput(
                "window_far", "Jarak dari periode paling jauh {most} hari; periksa angkanya.", most=FARTHEST
            )


@dataclass(frozen=True)
class Window:
    """Answers are taken from `opens_on` to `closes_on`, both days included; the result is due on `due_on`."""

    opens_on: datetime.date
    closes_on: datetime.date
    due_on: datetime.date

    def __post_init__(self) -> None:
        if not self.opens_on <= self.closes_on <= self.due_on:
            raise BadInput(
                "window_order",
                "Urutan tanggalnya terbalik: buka {opens:%d-%m-%Y}, tutup {closes:%d-%m-%Y}, tenggat "
                "{due:%d-%m-%Y}. Tutup tidak boleh sebelum buka, dan tenggat tidak boleh sebelum tutup.",
                opens=self.opens_on,
                closes=self.closes_on,
                due=self.due_on,
            )


@dataclass(frozen=True)
class Stage:
    """One row of the working plan: a phase from `starts` to `ends`, and its number of working days."""

    phase: Phase
    starts: datetime.date
    ends: datetime.date
    days: int


def check_phase_days(days: Sequence[int]) -> None:
    """Raise BadInput `phase_days` unless every phase has 1 to 120 working days."""
    if len(days) != len(Phase) or not all(1 <= count <= LONGEST_PHASE for count in days):
        raise BadInput("phase_days", "Tiap tahap perlu 1 sampai {most} hari kerja.", most=LONGEST_PHASE)


def build_window(period: Period, rule: WindowRule, days: Sequence[int], week: WorkWeek) -> Window:
    """Return the window of `period`. BadInput `window_order` when the rule turns it round."""
    opens_on = period.starts + _DAY * rule.opens_after
    if rule.closes_after is None:
        closes_on = week.shift(week.first_from(opens_on), days[1] - 1)
    else:
        closes_on = period.ends + _DAY * rule.closes_after
    if rule.due_after is None:
        return Window(opens_on, closes_on, find_due(closes_on, days, week))
    return Window(opens_on, closes_on, period.ends + _DAY * rule.due_after)


def find_due(closes_on: datetime.date, days: Sequence[int], week: WorkWeek) -> datetime.date:
    """Return the last day of reporting, when processing starts right after `closes_on`."""
    return week.shift(closes_on, days[2] + days[3])


def build_schedule(window: Window, days: Sequence[int], week: WorkWeek) -> tuple[Stage, ...]:
    """Return the working plan: preparation ends before the window, processing follows it, then reporting.

    Collection lasts as long as the window does, whatever `days` says of it.
    """
    ready = week.shift(window.opens_on, -1)
    processed = week.shift(window.closes_on, days[2])
    reported = week.shift(processed, days[3])
    return (
        Stage(Phase.PREPARATION, week.shift(window.opens_on, -days[0]), ready, days[0]),
        Stage(
            Phase.COLLECTION,
            window.opens_on,
            window.closes_on,
            week.count(window.opens_on, window.closes_on),
        ),
        Stage(Phase.PROCESSING, week.shift(window.closes_on, 1), processed, days[2]),
        Stage(Phase.REPORTING, week.shift(processed, 1), reported, days[3]),
    )
