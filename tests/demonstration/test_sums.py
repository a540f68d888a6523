"""Sums of scores that give the printed means, or say why none can."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from puas.demonstration.cities import Figure, load_city
from puas.demonstration.sums import Miss, MissReason, fit_sums, qualifying_sums
from puas.methodology.numbers import round_half_up

SAMPLE = load_city("surakarta").surveys("2023-Q2")[1]


def printed(
    means: list[str], respondents: int, index: str | None = None, priorities: tuple[str, ...] = ()
) -> Figure:
    values = tuple(Decimal(mean) * 25 for mean in means)
    given_index = Decimal(index) if index else round_half_up(sum(map(Fraction, values)) / 9, 2)
    return replace(SAMPLE, values=values, respondents=respondents, index=given_index, priorities=priorities)


def test_the_only_sum_is_taken():
    fit = fit_sums(printed(["3.25"] * 9, 80))
    assert (fit.respondents, fit.sums, fit.pooled_sums, fit.misses) == (80, (260,) * 9, (260,) * 9, ())


def test_of_several_sums_those_nearest_the_printed_index_are_taken():
    assert list(qualifying_sums(Fraction("3.25"), 400)) == [1298, 1299, 1300, 1301]
    assert fit_sums(printed(["3.25"] * 9, 400, index="81.28")).pooled_index == Decimal("81.28")
    assert fit_sums(printed(["3.25"] * 9, 400, index="81.20")).pooled_index == Decimal("81.20")
    assert fit_sums(printed(["3.25"] * 9, 400, index="99.00")).sums == (1301,) * 9


def test_equal_means_keep_the_printed_order_of_priorities():
    fit = fit_sums(printed(["3.25"] * 9, 400, priorities=("U5", "U3", "U8")))
    order = sorted(range(9), key=lambda place: (fit.sums[place], place))
    assert order[:3] == [4, 2, 7]


def test_a_mean_no_whole_sum_rounds_to_is_missed_by_the_nearest():
    fit = fit_sums(printed(["3.33", *["3.00"] * 8], 10))
    assert fit.sums == (33, *[30] * 8)
    assert fit.misses == (Miss("U1", MissReason.BETWEEN, Decimal("3.33")),)


def test_a_parents_own_survey_is_what_remains():
    child = fit_sums(printed(["3.00"] * 9, 60))
    parent = fit_sums(printed(["3.10"] * 9, 100), [child])
    assert (parent.respondents, parent.sums, parent.pooled_sums) == (40, (130,) * 9, (310,) * 9)
    assert parent.pooled_index == Decimal("77.50")


def test_a_parent_that_would_need_more_than_perfect_gets_perfect_and_says_so():
    child = fit_sums(printed(["2.00"] * 9, 90))
    parent = fit_sums(printed(["3.00"] * 9, 100), [child])
    assert parent.sums == (40,) * 9
    assert parent.misses[0] == Miss("U1", MissReason.ABOVE, Decimal("12.00"))


def test_a_parent_that_would_need_less_than_the_lowest_gets_the_lowest_and_says_so():
    child = fit_sums(printed(["4.00"] * 9, 90))
    parent = fit_sums(printed(["3.00"] * 9, 100), [child])
    assert parent.sums == (10,) * 9
    assert parent.misses[0] == Miss("U1", MissReason.BELOW, Decimal("-6.00"))


def test_a_parent_with_fewer_respondents_than_its_children_is_refused():
    child = fit_sums(printed(["3.00"] * 9, 100))
    with pytest.raises(ValueError, match="0 respondents left"):
        fit_sums(printed(["3.00"] * 9, 100), [child])


def test_a_row_without_respondents_is_refused():
    with pytest.raises(ValueError, match="is missing"):
        fit_sums(replace(SAMPLE, respondents=None))


@given(
    st.integers(1, 9000), st.lists(st.integers(100, 400), min_size=9, max_size=9), st.integers(2500, 10000)
)
def test_sums_are_possible_and_meet_every_mean_that_can_be_met(respondents, hundredths, index):
    figure = printed(
        [str(Decimal(value) / 100) for value in hundredths], respondents, str(Decimal(index) / 100)
    )
    fit = fit_sums(figure)
    missed = {miss.element for miss in fit.misses}
    for place, (value, total) in enumerate(zip(hundredths, fit.sums, strict=True)):
        assert respondents <= total <= 4 * respondents
        mean = Fraction(value, 100)
        can_be_met = any(respondents <= s <= 4 * respondents for s in qualifying_sums(mean, respondents))
        assert (f"U{place + 1}" in missed) is (not can_be_met)
        assert (round_half_up(Fraction(total, respondents), 2) == mean) is can_be_met
        assert abs(Fraction(total, respondents) - mean) <= max(Fraction(1, 200), Fraction(1, 2 * respondents))
