from datetime import date

import pytest

from puas.errors import BadInput, NotFound
from puas.methodology.periods import parse_period
from puas.methodology.windows import WindowRule
from puas.methodology.workdays import WorkWeek
from puas.models import AuditEvent, CalendarRule, PeriodWindow
from puas.operations.calendars import (
    add_holiday,
    clear_rule,
    clear_window,
    remove_holiday,
    set_rule,
    set_weekend,
    set_window,
)
from puas.queries.calendars import find_week, list_holidays
from puas.queries.units import root_of
from tests.factories import classic, make_agency, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

QUARTER = parse_period("2026-Q1")


@pytest.fixture
def agency():
    return make_agency()


def trail():
    return list(AuditEvent.objects.order_by("sequence").values_list("operation", flat=True))


def test_a_rule_is_said_once_and_replaced(agency):
    unit = make_unit(agency)
    set_rule(unit=unit, kind="quarter", window=WindowRule(0, None, 5), phase_days=(1, 2, 3, 4), by=None)
    rule = set_rule(unit=unit, kind="never", instrument=classic(), is_handed_down=False, by=None)
    assert list(CalendarRule.objects.values_list("pk", "kind", "opens_after", "phase_days")) == [
        (rule.pk, "never", None, None)
    ]
    clear_rule(unit=unit, by=None)
    assert [name for name in trail() if "rule" in name] == ["set_rule", "set_rule", "clear_rule"]
    with refused(NotFound, "calendar_rule_missing"):
        clear_rule(unit=unit, by=None)


@pytest.mark.parametrize(
    ("given", "code"), [({"kind": "month"}, "calendar_kind"), ({"phase_days": (6, 6)}, "phase_days")]
)
def test_a_rule_must_make_sense(agency, given, code):
    with refused(BadInput, code):
        set_rule(unit=root_of(agency), by=None, **given)


def test_the_dates_of_a_period_are_set_and_taken_away(agency):
    root = root_of(agency)
    days = {"opens_on": date(2026, 2, 1), "closes_on": date(2026, 3, 1)}
    set_window(unit=root, period=QUARTER, by=None, **days)
    set_window(unit=root, period=QUARTER, due_on=date(2026, 3, 5), by=None, **days)
    assert list(PeriodWindow.objects.values_list("period__code", "due_on")) == [("2026-Q1", date(2026, 3, 5))]
    clear_window(unit=root, period=QUARTER, by=None)
    assert trail()[-3:] == ["set_window", "set_window", "clear_window"]
    with refused(NotFound, "period_window_missing"):
        clear_window(unit=root, period=QUARTER, by=None)
    with refused(BadInput, "window_order"):
        set_window(unit=root, period=QUARTER, by=None, opens_on=date(2026, 2, 2), closes_on=date(2026, 2, 1))


def test_holidays_and_weekends_make_the_week(agency):
    day = date(2026, 3, 20)
    add_holiday(agency=agency, day=day, name="Nyepi", by=None)
    add_holiday(agency=agency, day=day, name=" Hari  Raya Nyepi ", by=None)
    assert [(one.day, one.name) for one in list_holidays(agency, 2026)] == [(day, "Hari Raya Nyepi")]
    assert find_week(agency) == WorkWeek(holidays=frozenset({day}))
    set_weekend(agency=agency, days=[6, 6], by=None)
    remove_holiday(agency=agency, day=day, by=None)
    assert find_week(agency) == WorkWeek(weekend=frozenset({6}))
    assert trail()[-4:] == ["add_holiday", "add_holiday", "set_weekend", "remove_holiday"]
    with refused(NotFound, "holiday_missing"):
        remove_holiday(agency=agency, day=day, by=None)
    with refused(BadInput, "holiday_name"):
        add_holiday(agency=agency, day=day, name=" ", by=None)
    with refused(BadInput, "weekend_days"):
        set_weekend(agency=agency, days=range(7), by=None)
