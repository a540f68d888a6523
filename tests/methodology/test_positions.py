"""Where one index stands among others."""

from fractions import Fraction

import pytest

from puas.methodology.positions import Position, find_position, find_quantile


def of(*values):
    return [Fraction(value) for value in values]


def test_the_place_counts_those_above_and_equals_share_it():
    assert find_position(Fraction(80), of(90, 80, 70)) == Position(2, 4, *of(80, "77.5", "82.5", 70, 90))


def test_two_figures_have_no_middle():
    assert find_position(Fraction(80), of(90)) is None
    assert find_position(Fraction(80), of(90, 70)).median == 80


@pytest.mark.parametrize(("share", "value"), [("0", 1), ("1/4", "1.75"), ("1/2", "2.5"), ("1", 4)])
def test_a_quantile_lies_between_its_neighbours(share, value):
    assert find_quantile(of(1, 2, 3, 4), Fraction(share)) == Fraction(value)
