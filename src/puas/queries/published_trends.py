"""The part of the shop window about time: the index of every period with its margin, the period before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from puas.methodology.grades import Grade, grade_of
from puas.methodology.instruments import Instrument
from puas.methodology.periods import Period
from puas.methodology.precision import margin
from puas.methodology.tallies import Tally
from puas.models import Publication, Result
from puas.queries.result_changes import find_instruments, weighting_of


@dataclass(frozen=True)
class TrendPoint:
    """The published index of one period. `margin` in points at 95 %; None for averages and printed figures,
    and in lists, which do not work it out.
    """

    period: Period
    index: Fraction
    grade: Grade
    respondents: int | None
    margin: Decimal | None = None


@dataclass(frozen=True)
class Before:
    """The published period of the same kind before one: its index and the value of each element, by key."""

    period: Period
    index: Fraction
    values: Mapping[str, Fraction | None]


def build_trend(
    publications: Iterable[Publication], margins: Mapping[int, Decimal | None] | None = None
) -> tuple[TrendPoint, ...]:
    """Return the points of `publications`, oldest first; `margins` by result id."""
    ordered = sorted(publications, key=lambda p: (p.period.ends, -p.period.starts.toordinal()))
    return tuple(_build_point(one, (margins or {}).get(one.result_id)) for one in ordered)


def _build_point(publication: Publication, wide: Decimal | None) -> TrendPoint:
    index = publication.result.exact_index
    grade = grade_of(index)
    assert index is not None  # a result without an index is never published
    assert grade is not None
    return TrendPoint(publication.period.pure, index, grade, publication.result.respondents, wide)


def margins_of(
    results: Iterable[Result], instruments: Mapping[str, Instrument] | None = None
) -> dict[int, Decimal | None]:
    """Return the margin of each counted result, by id. One query, none with `instruments`."""
    counted = [result for result in results if result.tally]
    known = (find_instruments(counted) if counted else {}) if instruments is None else instruments
    return {result.pk: _margin_of(result, known) for result in counted}


_KNOWN: dict[tuple[Any, ...], Decimal | None] = {}
_MOST_KNOWN = 20_000


def _margin_of(result: Result, instruments: Mapping[str, Instrument]) -> Decimal | None:
    """Return the margin; a process works it out once for the same answers, questionnaire and weights."""
    assert result.tally is not None
    key = (result.input_hash, result.tally["instrument"], result.weighting, *result.weights)
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        tally = Tally.from_dict(result.tally)
        _KNOWN[key] = margin(tally, instruments[tally.instrument], weighting_of(result))
    return _KNOWN[key]


def find_before(publications: Sequence[Publication], newest: Publication) -> Before | None:
    """Return the last of `publications` (in force) before `newest` whose period is of the same kind."""
    kind, starts = newest.period.pure.kind, newest.period.starts
    earlier = [one for one in publications if one.period.pure.kind is kind and one.period.ends < starts]
    if not earlier:
        return None
    last = max(earlier, key=lambda one: one.period.ends)
    index = last.result.exact_index
    assert index is not None
    keys = [element["key"] for element in last.result.elements]
    values = dict(zip(keys, last.result.exact_values, strict=True))
    return Before(last.period.pure, index, values)
