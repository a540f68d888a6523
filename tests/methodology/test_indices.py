from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from puas.methodology.indices import (
    ElementMean,
    Weighting,
    compute_index,
    compute_ipak,
    exact_weights,
    given_weights,
    index_of_values,
    parse_weighting,
    printed_weights,
)
from puas.methodology.tallies import Tally
from tests.methodology.samples import CLASSIC, HYBRID, OWN_TEN, PLAIN_NINE, refusal, tally


def test_weightings_have_the_name_they_are_stored_under():
    assert exact_weights(9) == Weighting("exact", (Fraction(1, 9),) * 9)
    assert printed_weights(9, "0.111") == Weighting("0.111", (Fraction(111, 1000),) * 9)
    assert given_weights(["0.5", Fraction(1, 2)]) == Weighting("given", (Fraction(1, 2), Fraction(1, 2)))
    assert given_weights([1], name="own").name == "own"


def test_weightings_print_as_reports_write_them():
    weightings = (
        exact_weights(9),
        exact_weights(10),
        printed_weights(9, "0.111"),
        printed_weights(9, "0.11"),
    )

    assert [weighting.printed for weighting in weightings] == ["1/9", "1/10", "0,111", "0,11"]
    assert given_weights([Decimal("0.25"), Decimal("0.75")]).printed == "1/4; 3/4"


@pytest.mark.parametrize(
    ("weights", "total"), [([Fraction(1, 2)], "1/2"), ([2, -1], "1"), ([0, 1], "1"), ([], "0")]
)
def test_given_weights_must_be_positive_and_sum_to_one(weights, total):
    assert refusal(given_weights, weights) == (
        "weights_sum",
        f"Bobot harus lebih dari 0 dan berjumlah tepat 1, bukan {total}.",
    )


def test_a_weighting_is_found_by_its_name():
    assert parse_weighting("exact", OWN_TEN) == exact_weights(10)
    assert parse_weighting("0.111", CLASSIC) == printed_weights(9, "0.111")
    assert parse_weighting("0.11", CLASSIC) == printed_weights(9, "0.11")
    assert parse_weighting("given", OWN_TEN) == given_weights(OWN_TEN.weights)


@pytest.mark.parametrize("text", ["given", "1/9", "0.1", ""])
def test_an_unknown_weighting_is_refused(text):
    assert refusal(parse_weighting, text, CLASSIC) == (
        "weights_unknown",
        f"Bobot “{text}” tidak dikenal; pilih exact, 0.111, atau 0.11.",
    )


def test_an_index_carries_its_elements_and_weighting():
    index = compute_index(tally((4, 3, 2, 1, 4, 3, 2, 1, 4), (3, 0, 4, 4, 4, 4, 4, 2, 0)), CLASSIC)

    assert index.respondents == 2
    assert index.weighting == exact_weights(9)
    assert index.elements[1] == ElementMean(
        "U2", "Sistem, Mekanisme, dan Prosedur", 1, Fraction(3), Fraction(75)
    )
    assert index.elements[8].value == Fraction(75, 2)
    # means 3.5 3 3 2.5 4 3.5 3 4 1.5 = 28; 28 / 9 * 25 = 77.78
    assert (index.value, index.rounded) == (Fraction(700, 9), Decimal("77.78"))


def test_the_instruments_own_weights_are_the_default():
    index = compute_index(tally((1, *[4] * 10), instrument=OWN_TEN), OWN_TEN)

    assert index.weighting.name == "given"
    assert index.value == 100 - 75 * Fraction(1, 10)
    assert compute_index(
        tally((1, *[4] * 10), instrument=OWN_TEN), OWN_TEN, exact_weights(10)
    ).value == Fraction(185, 2)


def test_an_element_nobody_answered_leaves_no_index():
    index = compute_index(tally((0, 4, 4, 4, 4, 4, 4, 4, 4)), CLASSIC)

    assert index.elements[0] == ElementMean("U1", "Persyaratan", 0, None, None)
    assert (index.value, index.rounded, index.respondents) == (None, None, 1)


def test_a_tally_of_another_instrument_is_refused():
    assert refusal(compute_index, Tally.empty(CLASSIC), PLAIN_NINE) == (
        "tally_other_instrument",
        "Hitungan ini dari kuesioner classic-2017@1, bukan contoh@1.",
    )
    assert (
        refusal(compute_index, replace(Tally.empty(CLASSIC), scales=(2,) * 9), CLASSIC)[0]
        == "tally_other_instrument"
    )


def test_printed_values_give_an_index_too():
    assert index_of_values([Decimal("80"), Fraction(90)], exact_weights(2)) == 85
    with pytest.raises(ValueError, match="longer"):
        index_of_values([Fraction(80)], exact_weights(2))


def test_ipak_is_the_mean_of_its_items_and_needs_all_of_them():
    def response(*ipak):
        values = iter(ipak)
        return tuple(next(values) if item.group == "IPAK" else 4 for item in HYBRID.items)

    both = tally(response(1, 2, 3, 4, 4), response(0, 3, 3, 4, 4), instrument=HYBRID)
    # means 1, 2.5, 3, 4, 4 = 14.5; / 5 * 25 = 72.5
    assert compute_ipak(both, HYBRID) == Fraction(145, 2)
    assert compute_ipak(tally(response(0, 3, 3, 4, 4), instrument=HYBRID), HYBRID) is None
    assert compute_ipak(tally((4,) * 9), CLASSIC) is None
