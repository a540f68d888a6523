"""Whether a survey will have enough answers in time: what is needed a working day, and what comes in now.

A working day is Monday to Friday. Public holidays are not known here, so the pace that is needed is a lower
limit; whoever prints it says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

RECENT_DAYS = 7
_SATURDAY = 5


@dataclass(frozen=True)
class Pace:
    """How a survey stands against its target on one day.

    `remaining`: answers that are still needed, None without a target. `days_left`: working days until the
    last day, today included. `needed`: answers a working day, None without a target or without a day left.
    `recent`: answers of the last seven days, or since the first one; `rate`: of them, a working day, None
    when there was no working day. `expected`: how many there will be at that rate, rounded down.
    """

    remaining: int | None
    days_left: int
    needed: Fraction | None
    recent: int
    rate: Fraction | None
    expected: int | None


def count_working_days(first: date, last: date) -> int:
    """Return how many days from `first` to `last`, both included, are Monday to Friday."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    days = (first + timedelta(days=7 * weeks + n) for n in range(rest))
    return 5 * weeks + sum(day.weekday() < _SATURDAY for day in days)


def find_pace(
    by_day: Mapping[date, int], required: int | None, today: date, first_day: date | None, last_day: date
) -> Pace:
    """Return the pace of a survey that has `by_day` answers; `first_day`: when it began, None if unknown."""
    counted = sum(by_day.values())
    remaining = None if required is None else max(0, required - counted)
    days_left = count_working_days(today, last_day)
    window = today - timedelta(days=RECENT_DAYS - 1)
    since = max(window, first_day or window)
    recent = sum(count for day, count in by_day.items() if since <= day <= today)
    worked = count_working_days(since, today)
    rate = Fraction(recent, worked) if worked else None
    return Pace(
        remaining=remaining,
        days_left=days_left,
        needed=Fraction(remaining, days_left) if remaining is not None and days_left else None,
        recent=recent,
        rate=rate,
        expected=None if rate is None else int(counted + rate * max(0, days_left - 1)),
    )
