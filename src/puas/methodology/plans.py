"""When the items of a follow-up plan are to be done: quarters, horizon, due and overdue.

PermenPANRB 14/2017, appendix: the plan names the quarter (TW I to IV) of each activity, and is short
(under 12 months), medium (12 to 24 months) or long (over 24 months).
"""

import datetime
from collections.abc import Iterable, Sequence
from enum import StrEnum

from puas.errors import BadInput
from puas.language import gettext_noop
from puas.methodology.periods import Period, PeriodKind, parse_period

OFFERED = 13
"""The quarter in which the period of the plan ends, and three years after it."""


class Horizon(StrEnum):
    """How far ahead an activity ends, counted from the end of the period that it follows up."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return HORIZON_LABELS[self]


HORIZON_LABELS = {
    Horizon.SHORT: gettext_noop("Jangka pendek (kurang dari 12 bulan)"),
    Horizon.MEDIUM: gettext_noop("Jangka menengah (12 sampai 24 bulan)"),
    Horizon.LONG: gettext_noop("Jangka panjang (lebih dari 24 bulan)"),
}


class Timing(StrEnum):
    """Where a day stands against the quarters of an activity that is not settled yet."""

    LATER = "later"  # none of its quarters has begun
    NOW = "now"  # between its first and its last quarter
    DUE = "due"  # in its last quarter
    OVERDUE = "overdue"  # its last quarter is over


def quarter_of(day: datetime.date) -> Period:
    """Return the quarter that `day` lies in."""
    return Period(PeriodKind.QUARTER, day.year, (day.month + 2) // 3)


def next_quarter(quarter: Period) -> Period:
    """Return the quarter after `quarter`."""
    return quarter_of(quarter.ends + datetime.timedelta(days=1))


def offered_quarters(period: Period) -> tuple[Period, ...]:
    """Return the quarters in which an activity that follows up `period` can be done, earliest first."""
    quarters = [quarter_of(period.ends)]
    while len(quarters) < OFFERED:
        quarters.append(next_quarter(quarters[-1]))
    return tuple(quarters)


def parse_quarters(codes: Iterable[str], period: Period) -> tuple[Period, ...]:
    """Return the chosen quarters, earliest first and each once.

    BadInput `plan_quarters` when there is none, or one that is not offered after `period`.
    """
    offered = {quarter.code: quarter for quarter in offered_quarters(period)}
    chosen = set(codes)
    if not chosen or not chosen <= offered.keys():
        raise BadInput(
            "plan_quarters",
            "Pilih paling sedikit satu triwulan pelaksanaan, dari {first} sampai {last}.",
            field="triwulan",
            first=offered_quarters(period)[0].label,
            last=offered_quarters(period)[-1].label,
        )
    return tuple(quarter for code, quarter in offered.items() if code in chosen)


def read_quarters(codes: Iterable[str]) -> tuple[Period, ...]:
    """Return kept codes as periods."""
    return tuple(parse_period(code) for code in codes)


def horizon_of(period: Period, quarters: Sequence[Period]) -> Horizon:
    """Return the horizon of an activity whose last quarter is the last of `quarters`."""
    last = quarters[-1].ends
    months = 12 * (last.year - period.ends.year) + last.month - period.ends.month
    if months < 12:
        return Horizon.SHORT
    return Horizon.MEDIUM if months <= 24 else Horizon.LONG


def timing_of(quarters: Sequence[Period], today: datetime.date) -> Timing:
    """Return where `today` stands against `quarters` (earliest first)."""
    if today > quarters[-1].ends:
        return Timing.OVERDUE
    if today >= quarters[-1].starts:
        return Timing.DUE
    return Timing.NOW if today >= quarters[0].starts else Timing.LATER


def print_quarters(quarters: Sequence[Period]) -> str:
    """Return "TW III, IV 2026, TW I 2027" as the follow-up table prints it."""
    years: dict[int, list[str]] = {}
    for quarter in quarters:
        years.setdefault(quarter.year, []).append(quarter.label.split()[1])
    return ", ".join(f"TW {', '.join(numbers)} {year}" for year, numbers in years.items())
