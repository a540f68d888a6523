from fractions import Fraction

from puas.methodology.indices import compute_index
from puas.methodology.priorities import lowest_elements, lowest_values
from tests.methodology.samples import CLASSIC, tally


def test_three_elements_are_named_lowest_first():
    index = compute_index(tally((4, 3, 2, 4, 4, 4, 4, 4, 1)), CLASSIC)  # Q9 feeds U8

    assert lowest_elements(index) == ("U8", "U3", "U2")
    assert lowest_elements(index, 1) == ("U8",)


def test_an_element_nobody_answered_is_no_priority():
    index = compute_index(tally((0, 3, 3, 4, 4, 4, 4, 4, 4)), CLASSIC)

    assert lowest_elements(index, 9) == ("U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9")


def test_unrounded_values_decide_and_ties_keep_the_order():
    third = Fraction(1, 3)

    assert lowest_values([("U10", third), ("U2", third), ("U3", third - Fraction(1, 10**9))]) == (
        "U3",
        "U10",
        "U2",
    )
