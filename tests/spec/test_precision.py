from decimal import Decimal
from fractions import Fraction

import pytest

from puas.methodology.indices import compute_index, round_half_up
from puas.methodology.precision import Estimate, correlation, is_real_change, margin, standard_error, variance
from tests.spec.chapters import precision as tables
from tests.spec.surveys import CLASSIC, tally_elements, tally_same


@pytest.mark.parametrize(("population", "squared", "error", "limit"), tables.ERRORS)
def test_the_error_of_a_small_survey(population, squared, error, limit):
    tally = tally_same(tables.SCORES)
    found = [function(tally, CLASSIC, None, population) for function in (variance, standard_error, margin)]

    assert [str(round_half_up(value, 4)) for value in found] == [squared, error, limit]
    assert str(compute_index(tally, CLASSIC).rounded) == tables.INDEX


@pytest.mark.parametrize(("before", "before_error", "after", "after_error", "is_real"), tables.CHANGES)
def test_a_change_is_larger_than_chance_or_not(before, before_error, after, after_error, is_real):
    first = Estimate(Fraction(before), Decimal(before_error))
    second = Estimate(Fraction(after), Decimal(after_error))

    assert is_real_change(first, second) is is_real


@pytest.mark.parametrize(("first", "second", "expected"), tables.CORRELATIONS)
def test_the_correlation_of_two_elements(first, second, expected):
    found = correlation(tally_elements([(a, b, *[3] * 7) for a, b in zip(first, second, strict=True)]), 0, 1)

    assert (None if found is None else str(round_half_up(found, 4))) == expected
