"""Answers counted by day, channel, link, service and profile: the stored counts plus the rows after them.

The same waist as a tally has: counts add, so what was counted once is never read again, and saving an answer
touches no counter.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from puas.methodology.instruments import Instrument
from puas.methodology.profile_groups import UNKNOWN, is_grouped
from puas.models import Exclusion, Response, StoredMonitor, Survey

DAY, CHANNEL, LINK, SERVICE, PROFILE = "day", "channel", "link", "service", "profile:"
"""What is counted: days as 2026-11-20 in the agency's own time, links and services by number, and each
profile field by its key.
"""
_COLUMNS = ("answered_at", "channel", "link_id", "service_id", "profile")


@dataclass
class Counts:
    """How many answers, and by each thing that is counted how many of every value; "" is unknown or none."""

    answers: int = 0
    by: dict[str, Counter[str]] = field(default_factory=dict)

    def __add__(self, other: Self) -> "Counts":
        return self._join(other, 1)

    def __sub__(self, other: Self) -> "Counts":
        return self._join(other, -1)

    def _join(self, other: Self, sign: int) -> "Counts":
        joined = Counts(self.answers + sign * other.answers, {k: Counter(v) for k, v in self.by.items()})
        for name, values in other.by.items():
            mine = joined.by.setdefault(name, Counter())
            for value, count in values.items():
                mine[value] += sign * count
        return joined

    def of(self, name: str) -> Mapping[str, int]:
        """Return how many of every value that occurs."""
        return {value: count for value, count in self.by.get(name, {}).items() if count}

    def to_dict(self) -> dict[str, Any]:
        """Return what `from_dict` reads, for JSON."""
        return {"answers": self.answers, "by": {name: dict(values) for name, values in self.by.items()}}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the counts that `to_dict` wrote."""
        return cls(stored["answers"], {name: Counter(values) for name, values in stored["by"].items()})


def live_counts(survey: Survey) -> tuple[Counts, int]:
    """Return the counts of every answer that counts so far, and how many answers are left out.

    Those left out are counted first, so that each of them is in the stored counts or in the rows after them.
    """
    instrument = survey.instrument.parsed
    left_out = count_answers(instrument, _left_out(survey))
    stored = StoredMonitor.objects.filter(survey=survey).first()
    later = count_answers(instrument, rows_after(survey, stored))
    every = later if stored is None else Counts.from_dict(stored.counts) + later
    return every - left_out, left_out.answers


def rows_after(survey: Survey, stored: StoredMonitor | None) -> QuerySet[Response]:
    """Return the answers that are not in the stored counts."""
    return Response.objects.filter(survey=survey, id__gt=stored.last_id if stored else 0)


def count_answers(instrument: Instrument, responses: QuerySet[Response]) -> Counts:
    """Return the counts of some answers, read a part at a time. One query."""
    rows = responses.order_by("id").values_list(*_COLUMNS)
    return _count(instrument, rows.iterator(chunk_size=5000))


def _left_out(survey: Survey) -> QuerySet[Response]:
    decided = Exclusion.objects.filter(response=OuterRef("pk"), lifted_at=None).order_by()
    return Response.objects.filter(Exists(decided), survey=survey)


def _count(instrument: Instrument, rows: Iterable[tuple[Any, ...]]) -> Counts:
    zone = timezone.get_current_timezone()
    asked = [one.key for one in instrument.profile if is_grouped(one)]
    ways: Counter[tuple[Any, ...]] = Counter()
    days: Counter[Any] = Counter()
    profiles = [Counter[Any]() for _ in asked]
    for answered_at, channel, link, service, profile in rows:
        days[answered_at.astimezone(zone).date()] += 1
        ways[channel, link, service] += 1
        for key, counter in zip(asked, profiles, strict=True):
            value = profile.get(key, UNKNOWN)
            for one in value or [UNKNOWN] if isinstance(value, list) else (value,):
                counter[one] += 1
    by = {PROFILE + key: _named(counter) for key, counter in zip(asked, profiles, strict=True)}
    by |= {DAY: _named(days)} | _part_ways(ways)
    return Counts(ways.total(), by)


def _named(counter: Mapping[Any, int]) -> Counter[str]:
    """Return the counter with its values as text, as JSON keeps them."""
    return Counter({str(value): count for value, count in counter.items()})


def _part_ways(ways: Mapping[tuple[Any, ...], int]) -> dict[str, Counter[str]]:
    by: dict[str, Counter[str]] = {CHANNEL: Counter(), LINK: Counter(), SERVICE: Counter()}
    for values, count in ways.items():
        for name, value in zip(by, values, strict=True):
            by[name][UNKNOWN if value is None else str(value)] += count
    return by
