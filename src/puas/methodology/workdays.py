"""Working days (hari kerja): the calendar arithmetic behind a survey's working plan and its deadlines."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from puas.errors import BadInput

SATURDAY_AND_SUNDAY = frozenset({5, 6})
"""The usual weekend, as `date.weekday()` counts: Monday is 0."""

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class WorkWeek:
    """Which days of an agency are working days: `weekend` by `date.weekday()`, `holidays` by date."""

    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    holidays: frozenset[datetime.date] = frozenset()

    def __post_init__(self) -> None:
        check_weekend(self.weekend)

    def is_working(self, day: datetime.date) -> bool:
        """Say whether people work on `day`."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def first_from(self, day: datetime.date) -> datetime.date:
        """Return `day`, or the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def shift(self, day: datetime.date, count: int) -> datetime.date:
        """Return the `count`-th working day after `day`; before it for a negative count, `day` for 0."""
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def count(self, first: datetime.date, last: datetime.date) -> int:
        """Return how many working days lie from `first` to `last`, both included; 0 when last is earlier."""
        if last < first:
            return 0
        weeks, rest = divmod((last - first).days + 1, 7)
        further = ((first.weekday() + number) % 7 for number in range(rest))
        days = weeks * (7 - len(self.weekend)) + sum(day not in self.weekend for day in further)
        off = sum(first <= day <= last and day.weekday() not in self.weekend for day in self.holidays)
        return days - off


def check_weekend(weekend: Iterable[int]) -> None:
    """Raise BadInput `weekend_days` unless these are days of the week and leave one to work on."""
    days = set(weekend)
    if not days <= set(range(7)) or len(days) == 7:
        raise BadInput("weekend_days", "Pilih hari libur mingguan; paling sedikit satu hari untuk bekerja.")
