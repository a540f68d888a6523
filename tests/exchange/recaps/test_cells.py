"""Numbers in either locale, grades, methods: what is understood, and when it says that it mended."""

from decimal import Decimal

import pytest

from puas.exchange.recaps.cells import (
    parse_count,
    parse_letter,
    parse_methods,
    parse_percent,
    parse_value,
    parse_word,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98,575", "98.575"),
        ("89.847", "89.847"),
        ("100", "100"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        (" 88,31 ", "88.31"),
        ("88,25*", "88.25"),
        ("3,41", "3.41"),
    ],
)
def test_values(text: str, value: str) -> None:
    reading = parse_value(text)
    assert (reading.value, reading.unreadable) == (Decimal(value), False)


@pytest.mark.parametrize("text", ["", " ", "-", "–", "…"])
def test_an_empty_cell_is_neither_zero_nor_unreadable(text: str) -> None:
    assert (parse_value(text).value, parse_value(text).unreadable) == (None, False)
    assert (parse_count(text).value, parse_count(text).unreadable) == (None, False)


@pytest.mark.parametrize("text", ["O,5", "8l", "baik", "88,3,1", "12 34 56"])
def test_what_is_no_value_is_unreadable(text: str) -> None:
    assert parse_value(text).unreadable


@pytest.mark.parametrize(
    ("text", "count"),
    [("4.087", 4087), ("10.400", 10400), ("120", 120), ("1 240", 1240), ("55 orang", 55), ("30,0", 30)],
)
def test_counts(text: str, count: int) -> None:
    assert parse_count(text).value == count


@pytest.mark.parametrize("text", ["4.08", "1.2345", "dua"])
def test_what_is_no_count_is_unreadable(text: str) -> None:
    assert parse_count(text).unreadable


@pytest.mark.parametrize(
    ("text", "value"), [("100%", 100), ("100 %", 100), ("10078", 100), ("66,67%", Decimal("66.67"))]
)
def test_percentages(text: str, value: Decimal) -> None:
    assert parse_percent(text).value == value


@pytest.mark.parametrize(
    ("text", "letter", "word"),
    [
        ("A (Sangat Baik)", "A", "Sangat baik"),
        ("B", "B", None),
        ("Baik", None, "Baik"),
        ("Kurang Baik (C)", "C", "Kurang baik"),
        ("D / Tidak baik", "D", "Tidak baik"),
        ("", None, None),
    ],
)
def test_grades(text: str, letter: str | None, word: str | None) -> None:
    assert (parse_letter(text), parse_word(text)) == (letter, word)


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("SKM Online", ("online",)),
        ("SKM Offline (Manual)", ("offline",)),
        ("SKM Online dan Offline (Manual)", ("online", "offline")),
        ("SKM Offline (Manual) dan SKM Online", ("offline", "online")),
        ("on-line", ("online",)),
        ("Tatap muka", ("offline",)),
        ("", ()),
    ],
)
def test_methods(text: str, methods: tuple[str, ...]) -> None:
    assert parse_methods(text) == methods
