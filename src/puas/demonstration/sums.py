"""Which sums of scores give the printed means: integers only, so a printed figure is met or it is not.

A printed mean has two decimals (a value on 0..100 divided by 25). For n respondents, the sums of scores whose
mean rounds to it are a run of integers, often several, sometimes none. A parent pools its children's answers
and those of its own survey, so its own sums are what remains of the pooled ones; they must be possible scores
(1..4 each), else the nearest possible is taken and the miss is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from puas.demonstration.cities import ELEMENT_KEYS, City, Figure
from puas.methodology.numbers import round_half_up

HALF_STEP = Fraction(1, 200)  # half of the second decimal
LOWEST, HIGHEST = 1, 4


class MissReason(StrEnum):
    """Why a printed mean cannot be met by whole answers."""

    BETWEEN = "between"  # no sum of whole scores rounds to it
    ABOVE = "above"  # the own survey would need more than a perfect score
    BELOW = "below"  # the own survey would need less than the lowest score


@dataclass(frozen=True)
class Miss:
    """One element that cannot be met; `needed` is the mean the unit's own survey would have to show."""

    element: str
    reason: MissReason
    needed: Decimal


@dataclass(frozen=True)
class Fit:
    """The sums of scores of a unit's own survey, U1..U9, and what could not be met.

    `pooled_respondents` and `pooled_sums` hold the own survey and the children's.
    """

    unit: str
    respondents: int
    sums: tuple[int, ...]
    pooled_respondents: int
    pooled_sums: tuple[int, ...]
    misses: tuple[Miss, ...]

    @property
    def pooled_index(self) -> Decimal:
        """Return the IKM of own and children's answers together, exact weights, 2 places."""
        return round_half_up(Fraction(25 * sum(self.pooled_sums), 9 * self.pooled_respondents), 2)


@dataclass(frozen=True)
class _Room:
    """The sums one element may take (pooled), and the nearest to the printed mean."""

    low: int
    high: int
    start: int


def fit_period(city: City, period: str) -> dict[str, Fit]:
    """Return the fit of every unit's own survey in `period`, children before the parent that pools them."""
    fits: dict[str, Fit] = {}
    for row in sorted(city.surveys(period), key=lambda row: not row.parent):
        fits[row.unit] = fit_sums(row, [fits[child] for child in city.children_of(row.unit)])
    return fits


def fit_sums(printed: Figure, children: Sequence[Fit] = ()) -> Fit:
    """Return sums of scores for the own survey of `printed` that give its row when pooled with `children`.

    Every element meets its printed two decimals where possible; of the sums that do, those are taken that
    bring the index nearest the printed one and keep the printed order of priorities among equal means.
    Raises ValueError when the printed number of respondents leaves none for the own survey.
    """
    if printed.respondents is None or None in printed.values:
        raise ValueError(f"{printed.unit} {printed.period}: a value or the number of respondents is missing")
    total = printed.respondents
    own = total - sum(child.pooled_respondents for child in children)
    if own < 1:
        raise ValueError(f"{printed.unit} {printed.period}: {own} respondents left for its own survey")
    means = [Fraction(value) / 25 for value in printed.values if value is not None]
    inherited = [sum(child.pooled_sums[place] for child in children) for place in range(len(means))]
    rooms = [_room(mean, total, base, own) for mean, base in zip(means, inherited, strict=True)]
    pooled = _spread(rooms, _ascending(rooms, printed), Fraction(printed.index) * 9 * total / 25)
    return Fit(
        unit=printed.unit,
        respondents=own,
        sums=tuple(value - base for value, base in zip(pooled, inherited, strict=True)),
        pooled_respondents=total,
        pooled_sums=tuple(pooled),
        misses=_misses(means, pooled, inherited, own, total),
    )


def qualifying_sums(mean: Fraction, respondents: int) -> range:
    """Return the sums of `respondents` scores whose mean rounds half up to `mean` (two decimals), or none."""
    return range(ceil(respondents * (mean - HALF_STEP)), ceil(respondents * (mean + HALF_STEP)))


def _room(mean: Fraction, total: int, inherited: int, own: int) -> _Room:
    """Return the pooled sums open to one element: qualifying and possible ones, else the nearest possible."""
    lowest, highest = inherited + LOWEST * own, inherited + HIGHEST * own
    nearest = min(max(floor(total * mean + Fraction(1, 2)), lowest), highest)
    wanted = qualifying_sums(mean, total)
    low, high = max(wanted.start, lowest), min(wanted.stop - 1, highest)
    return _Room(low, high, min(max(nearest, low), high)) if low <= high else _Room(nearest, nearest, nearest)


def _ascending(rooms: Sequence[_Room], printed: Figure) -> list[int]:
    """Return positions of the elements, lowest first; equal ones in the printed order of priorities."""
    named = [ELEMENT_KEYS.index(key) for key in printed.priorities]
    rank = {place: named.index(place) if place in named else len(named) for place in range(len(rooms))}
    return sorted(rank, key=lambda place: (rooms[place].start, rank[place], place))


def _spread(rooms: Sequence[_Room], ascending: Sequence[int], wanted_total: Fraction) -> list[int]:
    """Return sums within their rooms whose total is nearest `wanted_total`.

    They start nearest the printed means and move one step each, round by round: downwards the lowest moves
    first, upwards last, so that equal means keep the printed order of priorities.
    """
    sums = _separate(rooms, ascending)
    missing = floor(wanted_total - sum(sums) + Fraction(1, 2))
    step = 1 if missing > 0 else -1
    order = ascending[::-step]
    while missing:
        movable = [place for place in order if rooms[place].low <= sums[place] + step <= rooms[place].high]
        if not movable:
            break
        for place in movable[: abs(missing)]:
            sums[place] += step
            missing -= step
    return sums


def _separate(rooms: Sequence[_Room], ascending: Sequence[int]) -> list[int]:
    """Return the starting sums; a tie is broken by one step where print orders it unlike the elements."""
    sums = [room.start for room in rooms]
    for lower, upper in reversed(list(pairwise(ascending))):
        if rooms[lower].start == rooms[upper].start:
            sums[lower] = max(rooms[lower].low, min(sums[lower], sums[upper] - (lower > upper)))
    return sums


def _misses(
    means: Sequence[Fraction], pooled: Sequence[int], inherited: Sequence[int], own: int, total: int
) -> tuple[Miss, ...]:
    """Return the elements whose pooled mean does not round to the printed one, and why."""
    found = []
    for key, mean, value, base in zip(ELEMENT_KEYS, means, pooled, inherited, strict=True):
        if round_half_up(Fraction(value, total), 2) != mean:
            needed = (mean * total - base) / own
            found.append(Miss(key, _reason(mean, total, base, own), round_half_up(needed, 2)))
    return tuple(found)


def _reason(mean: Fraction, total: int, inherited: int, own: int) -> MissReason:
    wanted = qualifying_sums(mean, total)
    if wanted and wanted.start > inherited + HIGHEST * own:
        return MissReason.ABOVE
    if wanted and wanted.stop - 1 < inherited + LOWEST * own:
        return MissReason.BELOW
    return MissReason.BETWEEN
