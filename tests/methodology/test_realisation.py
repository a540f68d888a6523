from decimal import Decimal
from fractions import Fraction

import pytest

from puas.methodology.realisation import Level, Realisation, find_done, level_of, summarise_realisations
from tests.methodology.samples import refusal


def test_a_percentage_is_exact_until_it_is_printed():
    assert (Realisation(2, 3).percent, Realisation(2, 3).rounded) == (Fraction(200, 3), Decimal("66.67"))
    assert (Realisation(0, 0).percent, Realisation(0, 0).rounded) == (None, None)
    assert (Realisation(0, 3).percent, Realisation(3, 3).percent) == (0, 100)


@pytest.mark.parametrize(("done", "planned"), [(-1, 3), (4, 3), (1, 0)])
def test_more_than_planned_is_impossible(done, planned):
    assert refusal(Realisation, done, planned) == (
        "realisation_impossible",
        f"Realisasi {done} dari {planned} tidak mungkin; isi 0 sampai jumlah rencana.",
    )


@pytest.mark.parametrize(
    ("percent", "planned", "done"),
    [
        ("17.4", 23, 4),
        ("17.39", 23, 4),
        ("17.3", 23, 4),
        ("45", 20, 9),
        ("80", 5, 4),
        ("66.6", 3, 2),
        ("66.5", 3, None),
        ("133.33", 3, None),
    ],
)
def test_a_printed_percentage_is_found_rounded_or_cut(percent, planned, done):
    assert find_done(Decimal(percent), planned) == done


def test_a_percentage_in_tens_is_read_as_whole():
    assert find_done(Decimal("1E+2"), 2) == 2


def test_a_percentage_that_is_no_number_is_nothing():
    assert find_done(Decimal("NaN"), 3) is None


@pytest.mark.parametrize(
    ("percent", "level"),
    [
        (None, Level.UNKNOWN),
        (Decimal("0"), Level.NONE),
        (Decimal("0.01"), Level.LITTLE),
        (Decimal("32.99"), Level.LITTLE),
        (Decimal("33"), Level.ONE_THIRD),
        (Fraction(100, 3), Level.ONE_THIRD),
        (Decimal("65.99"), Level.ONE_THIRD),
        (Decimal("66"), Level.TWO_THIRDS),
        (Decimal("99.99"), Level.TWO_THIRDS),
        (Decimal("100"), Level.FULL),
    ],
)
def test_every_percentage_has_a_level(percent, level):
    assert level_of(percent) is level


def test_a_summary_names_every_level():
    assert list(summarise_realisations([Fraction(100), Fraction(200, 3), None, Fraction(100)]).items()) == [
        (Level.FULL, 2),
        (Level.TWO_THIRDS, 1),
        (Level.ONE_THIRD, 0),
        (Level.LITTLE, 0),
        (Level.NONE, 0),
        (Level.UNKNOWN, 1),
    ]
