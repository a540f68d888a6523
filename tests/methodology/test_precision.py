from decimal import Decimal
from fractions import Fraction

import pytest

from puas.methodology.indices import exact_weights, printed_weights
from puas.methodology.precision import (
    Estimate,
    correlate_elements,
    correlation,
    estimate_index,
    is_real_change,
    margin,
    square_root,
    standard_error,
    variance,
)
from puas.methodology.tallies import Tally
from tests.methodology.samples import CLASSIC, HYBRID, OWN_TEN, PLAIN_NINE, refusal, tally

TWO = tally((4,) * 9, (3,) * 9)


def test_roots_are_decimal_and_exact_to_28_digits():
    assert (square_root(Fraction(9, 4)), square_root(Fraction(0))) == (Decimal("1.5"), Decimal(0))
    assert square_root(Fraction(2)) == Decimal("1.414213562373095048801688724")


def test_two_respondents_have_an_error():
    # indices 100 and 75: spread 312.5, over two respondents 156.25, root 12.5
    assert (variance(TWO, CLASSIC), standard_error(TWO, CLASSIC)) == (Fraction("156.25"), Decimal("12.5"))
    assert margin(TWO, CLASSIC) == Decimal("24.49955")
    assert estimate_index(TWO, CLASSIC) == Estimate(Fraction("87.5"), Decimal("12.5"))


def test_printed_weights_shrink_the_error_too():
    assert variance(TWO, CLASSIC, printed_weights(9, "0.11")) == Fraction("156.25") * Fraction(99, 100) ** 2


def test_every_figure_takes_weights_and_population():
    weighting = printed_weights(9, "0.11")
    assert standard_error(TWO, CLASSIC, weighting) == Decimal("12.375")
    assert margin(TWO, CLASSIC, weighting) == Decimal("12.375") * Decimal("1.959964")
    assert estimate_index(TWO, CLASSIC, weighting) == Estimate(Fraction("86.625"), Decimal("12.375"))
    assert estimate_index(TWO, CLASSIC, weighting, 2) == Estimate(Fraction("86.625"), Decimal(0))


def test_weights_for_other_elements_are_no_weights():
    with pytest.raises(ValueError, match="longer"):
        variance(TWO, CLASSIC, exact_weights(8))


def test_open_answers_count_in_the_error_only_where_they_were_given():
    # U1: 4, 2, open; U2: 1, open, 4. In units of 25 / 9 the three residuals are
    # (4 - 3) / 2 + (1 - 2.5) / 2 = -1 / 4, (2 - 3) / 2 and (4 - 2.5) / 2; their squares sum to 7 / 8.
    counted = tally((4, 1, *[3] * 7), (2, 0, *[3] * 7), (0, 4, *[3] * 7))

    assert variance(counted, CLASSIC) == Fraction(7, 8) * Fraction(25, 9) ** 2 * Fraction(3, 2)


def test_everybody_asked_leaves_no_error():
    assert (variance(TWO, CLASSIC, None, 2), margin(TWO, CLASSIC, population=2)) == (0, 0)
    assert variance(TWO, CLASSIC, population=4) == Fraction("78.125")


@pytest.mark.parametrize(
    "counted",
    [Tally.empty(CLASSIC), tally((4,) * 9), tally((0, *[4] * 8), (0, *[3] * 8))],
    ids=["0", "1", "open"],
)
def test_too_little_has_no_error(counted):
    found = [f(counted, CLASSIC) for f in (variance, standard_error, margin, estimate_index)]

    assert found == [None, None, None, None]


def test_fewer_users_than_respondents_are_refused():
    assert refusal(variance, TWO, CLASSIC, None, 1) == (
        "population_below_sample",
        "Jumlah penerima layanan (1) lebih kecil daripada jumlah responden (2).",
    )


def test_a_tally_of_another_instrument_is_refused():
    assert refusal(variance, TWO, PLAIN_NINE)[0] == "tally_other_instrument"


def test_the_instruments_own_weights_are_the_default():
    responses = ((1, *[4] * 10), (4,) * 11)
    counted = tally(*responses, instrument=OWN_TEN)

    # only U1 (weight 1/10) differs: 7.5 points, half of its square over two, twice
    assert variance(counted, OWN_TEN) == Fraction("7.5") ** 2 / 4
    assert variance(counted, OWN_TEN, exact_weights(10)) == Fraction("7.5") ** 2 / 4


@pytest.mark.parametrize(("after", "is_real"), [("84.00", False), ("84.06", True), ("75.94", True)])
def test_both_errors_count_squared(after, is_real):
    # 1.96 * root of (2 * 2 + 0.5 * 0.5) = 4.0406
    first, second = Estimate(Fraction(80), Decimal(2)), Estimate(Fraction(after), Decimal("0.5"))

    assert is_real_change(first, second) is is_real


def test_elements_that_do_not_go_together_have_plain_zero():
    counted = tally(*[(a, b, *[3] * 7) for a, b in ((1, 1), (1, 2), (2, 1), (2, 2))])

    assert str(correlation(counted, 0, 1)) == "0"


def test_no_error_still_tells_a_change():
    sure = Estimate(Fraction(80), Decimal(0))

    assert is_real_change(sure, Estimate(Fraction("80.01"), Decimal(0)))
    assert not is_real_change(sure, sure)


def test_correlations_form_a_symmetric_table():
    counted = tally((4, 1, 3, 3, 3, 3, 3, 3, 3), (3, 2, 3, 3, 3, 3, 3, 3, 3), (1, 4, 3, 3, 3, 3, 3, 3, 3))
    found = correlate_elements(counted)

    assert (found[0][0], found[0][1], found[1][0]) == (1, Decimal(-1), Decimal(-1))
    assert (found[0][2], found[2][2], len(found), len(found[8])) == (None, None, 9, 9)


def test_scales_do_not_change_a_correlation():
    responses = [(a, a, *[3] * 5, b, *[3] * 11) for a, b in ((1, 2), (2, 4), (4, 3))]
    hybrid = correlation(tally(*responses, instrument=HYBRID), 0, 4)
    plain = correlation(tally(*[(a, 3, 3, 3, b, 3, 3, 3, 3) for a, b in ((1, 3), (2, 3), (4, 3))]), 0, 4)

    assert (hybrid, plain) == (None, None)
    pair = correlation(
        tally(*[(a, a, b, b, *[3] * 15) for a, b in ((1, 2), (2, 4), (4, 3))], instrument=HYBRID), 0, 1
    )
    assert pair == correlation(tally(*[(a, b, *[3] * 7) for a, b in ((1, 2), (2, 4), (4, 3))]), 0, 1)


def test_elements_nobody_answered_together_have_no_correlation():
    counted = tally((1, 0, *[3] * 7), (2, 0, *[3] * 7), (0, 3, *[3] * 7), (0, 4, *[3] * 7))

    assert correlation(counted, 0, 1) is None


def test_a_correlation_never_leaves_one():
    # both answered by two only; the spread of each over everybody is smaller than over those two
    counted = tally(
        *[
            (a, b, *[3] * 7)
            for a, b in ((1, 1), (4, 4), (2, 0), (2, 0), (3, 0), (0, 2), (0, 3), (0, 2), (0, 3))
        ]
    )

    assert correlation(counted, 0, 1) == 1
