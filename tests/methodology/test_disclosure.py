import pytest

from puas.methodology.disclosure import Suppression, choose_minimum, suppress_small
from tests.methodology.samples import refusal


@pytest.mark.parametrize(
    ("counts", "minimum", "hidden", "hides_total"),
    [
        ({}, 5, "", False),
        ({"a": 5, "b": 0}, 5, "", False),
        ({"a": 4, "b": 5, "c": 6}, 5, "ab", False),
        ({"a": 9, "b": 10, "c": 50}, 10, "ab", False),
        ({"a": 2, "b": 3, "c": 3}, 3, "abc", False),
        ({"a": 2, "b": 2, "c": 0}, 3, "abc", False),
        ({"a": 2, "b": 2, "c": 0}, 5, "abc", True),
        ({"a": 4}, 5, "a", True),
        ({"a": 1, "b": 9, "c": 40}, 5, "ab", False),
        ({"a": 2, "b": 3}, 5, "ab", False),
        ({"a": 2, "b": 2}, 5, "ab", True),
    ],
)
def test_what_is_hidden(counts, minimum, hidden, hides_total):
    assert suppress_small(counts, minimum) == Suppression(frozenset(hidden), hides_total)


@pytest.mark.parametrize("minimum", [2, 0, -1])
def test_a_minimum_below_three_protects_nobody(minimum):
    assert refusal(suppress_small, {"a": 1}, minimum) == (
        "minimum_cell",
        f"Batas kelompok kecil paling rendah 3, bukan {minimum}.",
    )


def test_hidden_counts_are_shown_as_none():
    assert Suppression(frozenset("a")).shown({"a": 1, "b": 9}) == {"a": None, "b": 9}


@pytest.mark.parametrize(
    ("floor", "chosen", "expected"), [(5, None, 5), (5, 3, 5), (5, 10, 10), (10, 5, 10), (3, 3, 3)]
)
def test_an_agency_may_hide_more_than_its_questionnaire_never_less(floor, chosen, expected):
    assert choose_minimum(floor, chosen) == expected
