from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from puas.errors import BadInput
from puas.methodology.workdays import SATURDAY_AND_SUNDAY, WorkWeek
from tests.factories.refusals import refused

EASTER = frozenset({date(2026, 4, 3)})  # a Friday
WEEK = WorkWeek(holidays=EASTER)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 2), True),
        (date(2026, 4, 3), False),
        (date(2026, 4, 4), False),
        (date(2026, 4, 5), False),
        (date(2026, 4, 6), True),
    ],
)
def test_weekends_and_holidays_are_no_working_days(day, works):
    assert WEEK.is_working(day) is works


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 4, 2), date(2026, 4, 2)), (date(2026, 4, 3), date(2026, 4, 6))]
)
def test_the_first_working_day_from_a_day_on(day, first):
    assert WEEK.first_from(day) == first


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 4, 1), 0, date(2026, 4, 1)),
        (date(2026, 4, 1), 1, date(2026, 4, 2)),
        (date(2026, 4, 1), 2, date(2026, 4, 6)),
        (date(2026, 4, 4), 1, date(2026, 4, 6)),  # from a Saturday
        (date(2026, 4, 6), -1, date(2026, 4, 2)),
        (date(2026, 4, 6), -2, date(2026, 4, 1)),
    ],
)
def test_so_many_working_days_on_or_back(day, count, found):
    assert WEEK.shift(day, count) == found


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 4, 1), date(2026, 4, 7), 4),
        (date(2026, 4, 4), date(2026, 4, 5), 0),
        (date(2026, 4, 7), date(2026, 4, 7), 1),
        (date(2026, 4, 7), date(2026, 4, 6), 0),
    ],
)
def test_working_days_between(first, last, count):
    assert WEEK.count(first, last) == count


@given(
    first=st.dates(date(2025, 12, 1), date(2026, 2, 1)),
    length=st.integers(-3, 40),
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.frozensets(st.dates(date(2025, 12, 1), date(2026, 3, 31)), max_size=20),
)
def test_working_days_are_counted_as_one_by_one(first, length, weekend, holidays):
    week, last = WorkWeek(weekend, holidays), first + timedelta(days=length)
    days = [first + timedelta(days=n) for n in range(length + 1)]
    assert week.count(first, last) == sum(week.is_working(day) for day in days)


def test_an_agency_has_its_own_weekend():
    six_days = WorkWeek(weekend=frozenset({6}))
    assert six_days.is_working(date(2026, 4, 4))
    assert WorkWeek().weekend == SATURDAY_AND_SUNDAY


@pytest.mark.parametrize("weekend", [range(7), {7}, {-1}])
def test_a_week_has_a_day_to_work_on(weekend):
    with refused(BadInput, "weekend_days"):
        WorkWeek(weekend=frozenset(weekend))
