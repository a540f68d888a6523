from fractions import Fraction

import pytest

from puas.methodology.indices import compute_index
from puas.methodology.priorities import is_lowest_choice, lowest_elements, lowest_values, tied_elements
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


VALUES = [("U1", Fraction(3)), ("U2", Fraction(2)), ("U3", None), ("U4", Fraction(1)), ("U5", Fraction(3))]


def test_elements_as_low_as_the_last_one_are_named():
    assert tied_elements(VALUES) == ("U5",)
    assert tied_elements(VALUES, 2) == ()
    assert tied_elements([]) == ()


@pytest.mark.parametrize(
    ("chosen", "is_lowest"),
    [
        (("U4", "U2", "U1"), True),
        (("U5", "U2", "U4"), True),  # U5 is as low as U1
        (("U4", "U2"), False),
        (("U4", "U2", "U1", "U5"), False),
        (("U4", "U4", "U2"), False),
        (("U4", "U2", "U3"), False),
        (("U4", "U2", "U9"), False),
    ],
)
def test_equal_elements_may_stand_for_each_other(chosen, is_lowest):
    assert is_lowest_choice(VALUES, chosen) is is_lowest
