from datetime import date

import pytest

from puas.errors import BadInput
from puas.methodology.periods import parse_period
from puas.methodology.windows import (
    DEFAULT_DAYS,
    Phase,
    Stage,
    Window,
    WindowRule,
    build_schedule,
    build_window,
    check_phase_days,
)
from puas.methodology.workdays import WorkWeek
from tests.factories.refusals import refused

WEEK = WorkWeek(holidays=frozenset({date(2026, 1, 1)}))
QUARTER = parse_period("2026-Q1")


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        # the whole quarter; twelve working days after Tuesday 31 March are Thursday 16 April
        (WindowRule(), (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 16))),
        (WindowRule(31, -5, 10), (date(2026, 2, 1), date(2026, 3, 26), date(2026, 4, 10))),
        # six working days from Friday 2 January
        (WindowRule(0, None, 0), (date(2026, 1, 1), date(2026, 1, 9), date(2026, 3, 31))),
        # a window after the quarter that it asks about
        (WindowRule(90, 31, None), (date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 19))),
    ],
)
def test_a_window_follows_its_period(rule, dates):
    assert build_window(QUARTER, rule, DEFAULT_DAYS, WEEK) == Window(*dates)


def test_the_plan_of_the_regulation_is_four_times_six_working_days():
    window = build_window(QUARTER, WindowRule(31, None), DEFAULT_DAYS, WEEK)
    assert build_schedule(window, DEFAULT_DAYS, WEEK) == (
        Stage(Phase.PREPARATION, date(2026, 1, 23), date(2026, 1, 30), 6),
        Stage(Phase.COLLECTION, date(2026, 2, 1), date(2026, 2, 9), 6),
        Stage(Phase.PROCESSING, date(2026, 2, 10), date(2026, 2, 17), 6),
        Stage(Phase.REPORTING, date(2026, 2, 18), date(2026, 2, 25), 6),
    )
    assert window.due_on == date(2026, 2, 25)


def test_phases_may_be_longer_and_collection_is_as_long_as_the_window():
    window = Window(date(2026, 2, 2), date(2026, 2, 27), date(2026, 4, 30))
    stages = build_schedule(window, (1, 6, 2, 3), WEEK)
    assert [(s.starts.isoformat(), s.ends.isoformat(), s.days) for s in stages] == [
        ("2026-01-30", "2026-01-30", 1),
        ("2026-02-02", "2026-02-27", 20),
        ("2026-03-02", "2026-03-03", 2),
        ("2026-03-04", "2026-03-06", 3),
    ]


@pytest.mark.parametrize(
    "dates",
    [
        (date(2026, 1, 2), date(2026, 1, 1), date(2026, 1, 3)),
        (date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 2)),
    ],
)
def test_a_window_is_not_turned_round(dates):
    with refused(BadInput, "window_order"):
        Window(*dates)


@pytest.mark.parametrize("given", [(401, 0, None), (0, -401, None), (0, None, 401)])
def test_a_window_stays_near_its_period(given):
    with refused(BadInput, "window_far"):
        WindowRule(*given)


@pytest.mark.parametrize("days", [(6, 6, 6), (6, 6, 6, 0), (121, 6, 6, 6)])
def test_every_phase_has_working_days(days):
    with refused(BadInput, "phase_days"):
        check_phase_days(days)
    check_phase_days(DEFAULT_DAYS)


def test_every_phase_has_a_name():
    assert [phase.label for phase in Phase] == [
        "Persiapan",
        "Pengumpulan data",
        "Pengolahan data dan analisis",
        "Penyusunan dan penyampaian laporan",
    ]
