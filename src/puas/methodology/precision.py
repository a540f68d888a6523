"""How sure an index is: standard error, margin, real change, and how elements go together. All from
tallies.

The regulation asks for none of these but the sample; they follow the usual theory of simple random samples
without replacement. The index is a sum of ratios (sum of an element / who answered it), so its variance is
that of the linearised value of each respondent; tallies hold exactly the products it needs. Square roots
are Decimal, never float.
"""

import math
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from puas.errors import BadInput
from puas.methodology.indices import (
    POINTS_PER_SCORE,
    Weighting,
    compute_index,
    default_weighting,
    require_same,
)
from puas.methodology.instruments import Instrument
from puas.methodology.tallies import Tally

Z_95 = Decimal("1.959964")
"""Two-sided 95 % of the normal distribution."""

_EXACT = Context(prec=28)


@dataclass(frozen=True)
class Estimate:
    """An index (25..100) and its standard error in the same points."""

    value: Fraction
    error: Decimal


def square_root(value: Fraction) -> Decimal:
    """Return the root of `value` >= 0 to 28 digits."""
    return _EXACT.sqrt(_EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)))


def variance(
    tally: Tally, instrument: Instrument, weighting: Weighting | None = None, population: int | None = None
) -> Fraction | None:
    """Return the sampling variance of the index in squared points, exactly; None below 2 respondents or
    without index.

    `population` is the number of service users N: with it the variance shrinks by (1 - n/N). Raises
    BadInput `population_below_sample` when N is smaller than the number of respondents.
    """
    require_same(tally, instrument)
    n = tally.respondents
    if population is not None and population < n:
        raise BadInput(
            "population_below_sample",
            "Jumlah penerima layanan ({population}) lebih kecil daripada jumlah responden ({respondents}).",
            population=population,
            respondents=n,
        )
    if n < 2 or not all(tally.answered):
        return None
    squares = _sum_of_squares(tally, weighting or default_weighting(instrument))
    unseen = Fraction(1) if population is None else 1 - Fraction(n, population)
    return squares * Fraction(n, n - 1) * unseen


def _sum_of_squares(tally: Tally, weighting: Weighting) -> Fraction:
    """Return the sum over respondents of the squared linearised value z = sum of c_i * (x_i - mean_i) over
    answered i.

    Whole numbers over one denominator: fractions would be reduced at every step.
    """
    size = len(tally.scales)
    shares = [
        POINTS_PER_SCORE * weight / (scale * answered * answered)
        for weight, scale, answered in zip(weighting.weights, tally.scales, tally.answered, strict=True)
    ]
    under = math.lcm(*(share.denominator for share in shares))
    factors = [share.numerator * (under // share.denominator) for share in shares]
    pairs = ((i, j) for i in range(size) for j in range(i, size))
    total = 0
    for place, (i, j) in enumerate(pairs):
        times = 1 if i == j else 2
        total += times * factors[i] * factors[j] * _moment(tally, place, i, j)
    return Fraction(total, under * under)


def _moment(tally: Tally, place: int, i: int, j: int) -> int:
    """Return the sum of (x_i - mean_i) * (x_j - mean_j) over those who answered both, means over all who
    answered, times how many answered i and how many answered j.
    """
    size = len(tally.scales)
    (sum_i, sum_j), (n_i, n_j) = (
        (tally.sums[i], tally.sums[j]),
        (tally.answered[i], tally.answered[j]),
    )
    crossed = sum_j * n_i * tally.sums_given[i * size + j] + sum_i * n_j * tally.sums_given[j * size + i]
    return tally.cross[place] * n_i * n_j - crossed + sum_i * sum_j * tally.pairs[place]


def standard_error(
    tally: Tally, instrument: Instrument, weighting: Weighting | None = None, population: int | None = None
) -> Decimal | None:
    """Return the standard error of the index in points (28 digits, not rounded for print); None as in
    `variance`.
    """
    found = variance(tally, instrument, weighting, population)
    return None if found is None else square_root(found)


def margin(
    tally: Tally, instrument: Instrument, weighting: Weighting | None = None, population: int | None = None
) -> Decimal | None:
    """Return the margin of the index at 95 %: 1.96 standard errors, in points, to be added and subtracted."""
    error = standard_error(tally, instrument, weighting, population)
    return None if error is None else _EXACT.multiply(Z_95, error)


def estimate_index(
    tally: Tally, instrument: Instrument, weighting: Weighting | None = None, population: int | None = None
) -> Estimate | None:
    """Return the index with its standard error; None when either is unknown."""
    error = standard_error(tally, instrument, weighting, population)
    value = compute_index(tally, instrument, weighting).value
    return None if error is None or value is None else Estimate(value, error)


def is_real_change(before: Estimate, after: Estimate) -> bool:
    """Say whether two independent indices differ by more than chance at 95 %."""
    spread = Fraction(before.error) ** 2 + Fraction(after.error) ** 2
    return (after.value - before.value) ** 2 > Fraction(Z_95) ** 2 * spread


def correlation(tally: Tally, first: int, second: int) -> Decimal | None:
    """Return how elements at positions `first` and `second` go together, -1..1 (28 digits); None without
    spread.

    The covariance is over those who answered both, each spread over those who answered that element: with
    every element answered this is Pearson's coefficient. The bivariate analysis of PermenPANRB 14/2017.
    """
    i, j = sorted((first, second))
    spread_i, spread_j, together = (
        _covariance(tally, i, i),
        _covariance(tally, j, j),
        _covariance(tally, i, j),
    )
    if not spread_i or not spread_j or together is None:
        return None
    squared = min(together**2 / (spread_i * spread_j), Fraction(1))
    root = square_root(squared)
    return root if together >= 0 else root.copy_negate()


def _covariance(tally: Tally, i: int, j: int) -> Fraction | None:
    """Return the covariance of elements i <= j over those who answered both; None when nobody did."""
    size = len(tally.scales)
    place = i * size - i * (i - 1) // 2 + j - i
    both = tally.pairs[place]
    if not both:
        return None
    mean_i = Fraction(tally.sums_given[i * size + j], both)
    mean_j = Fraction(tally.sums_given[j * size + i], both)
    return Fraction(tally.cross[place], both) - mean_i * mean_j


def correlate_elements(tally: Tally) -> tuple[tuple[Decimal | None, ...], ...]:
    """Return the correlation of every element (row) with every element (column)."""
    size = range(len(tally.scales))
    return tuple(tuple(correlation(tally, i, j) for j in size) for i in size)
