"""Where one index stands among others: its place, the middle and the spread. Exact."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

FEWEST = 3
"""Fewer figures than this, one's own included, have no middle worth naming."""


@dataclass(frozen=True)
class Position:
    """The place of one figure (1 is the highest; equals share one) among `among`, itself included.

    `low` and `high` bound the middle half (quartiles, linear between neighbours); `lowest`..`highest` is
    the whole spread. All in the unit of the figures.
    """

    place: int
    among: int
    median: Fraction
    low: Fraction
    high: Fraction
    lowest: Fraction
    highest: Fraction


def find_position(own: Fraction, others: Sequence[Fraction]) -> Position | None:
    """Return where `own` stands among `others`; None when there are fewer than FEWEST together."""
    values = sorted([own, *others])
    if len(values) < FEWEST:
        return None
    return Position(
        place=1 + sum(other > own for other in others),
        among=len(values),
        median=find_quantile(values, Fraction(1, 2)),
        low=find_quantile(values, Fraction(1, 4)),
        high=find_quantile(values, Fraction(3, 4)),
        lowest=values[0],
        highest=values[-1],
    )


def find_quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """Return the value below which `share` (0..1) of the ordered values lie, linear between two of them."""
    place = share * (len(ordered) - 1)
    below = int(place)
    if below + 1 == len(ordered):
        return ordered[below]
    return ordered[below] + (place - below) * (ordered[below + 1] - ordered[below])
