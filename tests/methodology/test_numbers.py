from decimal import Decimal
from fractions import Fraction

import pytest

from puas.methodology.numbers import format_number, parse_count, parse_number, round_half_up
from tests.methodology.samples import refusal


def test_a_half_goes_away_from_zero_on_both_sides():
    assert [round_half_up(Fraction(n, 8), 2) for n in (1, -1, 3, -3)] == [
        Decimal("0.13"),
        Decimal("-0.13"),
        Decimal("0.38"),
        Decimal("-0.38"),
    ]


def test_rounding_keeps_its_places_and_takes_integers_and_tens():
    assert [
        str(round_half_up(value, places)) for value, places in ((90, 2), (Decimal("5"), 0), (1250, -2))
    ] == [
        "90.00",
        "5",
        "1.3E+3",
    ]


def test_long_numbers_lose_no_digit():
    assert str(round_half_up(Fraction(10**40 + 1), 2)) == f"{10**40 + 1}.00"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (4087, 0, "4.087"),
        (Fraction(-1234567, 100), 2, "-12.345,67"),
        (Fraction(-1, 1000), 2, "0,00"),
        (Fraction(2, 3), 4, "0,6667"),
        (0, 2, "0,00"),
    ],
)
def test_numbers_are_printed_the_indonesian_way(value, places, text):
    assert format_number(value, places) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("88,31", "88.31"),
        ("88.31", "88.31"),
        ("89.847", "89.847"),
        ("98,57 5", "98.575"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("100\u00a0%", "100"),
        ("-3", "-3"),
        ("+,5", "0.5"),
        ("91,", "91"),
    ],
)
def test_a_measured_value_is_read(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "-", "abc", "1.2.3", "1,2,3", "1.2,3", "1e5", "8%8", "٣", "NaN", ","])
def test_what_is_no_measured_value_is_refused(text):
    assert refusal(parse_number, text) == ("number_unreadable", f"“{text}” bukan angka. Tulis seperti 88,31.")


@pytest.mark.parametrize(
    ("text", "count"), [("4.087", 4087), ("80", 80), (" 1.234.567 ", 1234567), ("-2", -2)]
)
def test_a_count_is_read(text, count):
    assert parse_count(text) == count


@pytest.mark.parametrize("text", ["", "4,087", "4.08", "1234.567", "12.5", "٣", "x"])
def test_what_is_no_count_is_refused(text):
    assert refusal(parse_count, text) == (
        "count_unreadable",
        f"“{text}” bukan bilangan bulat. Tulis seperti 4.087.",
    )
