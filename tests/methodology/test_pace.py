from datetime import date, timedelta
from fractions import Fraction

import pytest

from puas.methodology.pace import count_working_days, find_pace

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("first", "days", "expected"),
    [(FRIDAY, 1, 1), (FRIDAY, 2, 1), (FRIDAY, 4, 2), (FRIDAY, 7, 5), (FRIDAY, 17, 11), (FRIDAY, 0, 0)],
)
def test_working_days_are_monday_to_friday(first, days, expected):
    assert count_working_days(first, first + timedelta(days=days - 1)) == expected


def pace(required=100, first_day=None, last_day=FRIDAY + timedelta(days=7), **by_day):
    days = {FRIDAY - timedelta(days=int(name[1:])): count for name, count in by_day.items()}
    return find_pace(days, required, FRIDAY, first_day, last_day)


def test_what_is_needed_and_what_came_in_the_last_seven_days():
    found = pace(d0=4, d6=6, d7=50)
    assert (found.remaining, found.days_left, found.needed) == (40, 6, Fraction(40, 6))
    assert (found.recent, found.rate, found.expected) == (10, Fraction(2), 70)


def test_a_survey_that_began_this_week_is_measured_from_its_beginning():
    found = pace(first_day=FRIDAY - timedelta(days=1), d0=4, d1=6)
    assert (found.recent, found.rate) == (10, Fraction(5))


def test_reached_without_a_target_and_too_late():
    assert (pace(required=3, d0=4).remaining, pace(required=3, d0=4).needed) == (0, Fraction(0))
    without = pace(required=None, d0=4)
    assert (without.remaining, without.needed, without.recent) == (None, None, 4)
    late = pace(last_day=FRIDAY - timedelta(days=1), d0=4)
    assert (late.remaining, late.days_left, late.needed, late.expected) == (96, 0, None, 4)


def test_a_weekend_has_no_rate():
    sunday = FRIDAY + timedelta(days=2)
    found = find_pace({sunday: 3}, 10, sunday, sunday, sunday + timedelta(days=1))
    assert (found.rate, found.expected, found.needed) == (None, None, Fraction(7))
