from datetime import date

import pytest

from puas.methodology.periods import parse_period
from puas.methodology.windows import Window, WindowRule
from puas.operations.calendars import set_rule, set_window
from puas.operations.openings import open_period
from puas.queries.calendars import unit_rules
from puas.queries.openings import describe_opening
from puas.queries.schedules import write_schedule
from puas.queries.units import root_of
from tests.factories import classic, make_agency, make_unit

pytestmark = pytest.mark.django_db

QUARTER, NEXT = parse_period("2026-Q1"), parse_period("2026-Q2")


@pytest.fixture
def agency():
    return make_agency()


def reasons(agency, period=QUARTER):
    return {row.unit.name: str(row.reason) for row in describe_opening(agency, period).absent}


def test_without_a_calendar_nobody_is_expected(agency):
    make_unit(agency)
    assert reasons(agency) == {"Dinas Satu": "Kalender belum menyebut seberapa sering unit ini survei."}
    set_rule(unit=root_of(agency), kind="quarter", by=None)
    assert reasons(agency) == {"Dinas Satu": "Kalender belum menyebut kuesionernya."}


def test_a_mixed_calendar_is_handed_down_until_a_unit_says_otherwise(agency):
    set_rule(unit=root_of(agency), kind="quarter", instrument=classic(), by=None)
    health = make_unit(agency, "Dinas Kesehatan", number=1)
    make_unit(agency, "Puskesmas Satu", parent=health)
    school = make_unit(agency, "Dinas Pendidikan", number=2)
    make_unit(agency, "SMP Satu", parent=school)
    set_rule(unit=health, kind="never", is_handed_down=False, by=None)  # only itself
    set_rule(unit=school, kind="year", by=None)
    opening = describe_opening(agency, QUARTER)
    assert [(row.unit.name, row.depth) for row in opening.expected] == [("Puskesmas Satu", 2)]
    assert reasons(agency) == {
        "Dinas Kesehatan": "Tidak mengadakan survei sendiri, menurut kalender Dinas Kesehatan.",
        "Dinas Pendidikan": "Survei per tahun, jadi tidak pada periode ini.",
        "SMP Satu": "Survei per tahun, jadi tidak pada periode ini.",
    }
    rules = {unit.name: unit_rules(agency)[unit.pk] for unit in agency.units.all()}
    assert (rules["SMP Satu"].kind_from, rules["SMP Satu"].instrument_from) == (school, root_of(agency))


def test_the_nearest_window_counts_and_dates_come_before_rules(agency):
    root = root_of(agency)
    set_rule(unit=root, kind="quarter", instrument=classic(), by=None)
    set_window(unit=root, period=QUARTER, opens_on=date(2026, 2, 2), closes_on=date(2026, 2, 27), by=None)
    make_unit(agency, "Ikut", number=1)
    own = make_unit(agency, "Sendiri", number=2)
    set_rule(unit=own, window=WindowRule(0, -1, 3), by=None)
    both = make_unit(agency, "Berubah", number=3)
    set_rule(unit=both, window=WindowRule(0, -1, 3), by=None)
    dates = {"opens_on": date(2026, 3, 2), "closes_on": date(2026, 3, 6), "due_on": date(2026, 3, 9)}
    set_window(unit=both, period=QUARTER, by=None, **dates)
    windows = {row.unit.name: row.window for row in describe_opening(agency, QUARTER).expected}
    assert windows == {
        "Ikut": Window(date(2026, 2, 2), date(2026, 2, 27), date(2026, 3, 17)),
        "Sendiri": Window(date(2026, 1, 1), date(2026, 3, 30), date(2026, 4, 3)),
        "Berubah": Window(*dates.values()),
    }


def test_units_outside_their_time_and_windows_turned_round_are_explained(agency):
    set_rule(unit=root_of(agency), kind="quarter", instrument=classic(), by=None)
    for name, fields in (
        ("Tutup", {"valid_until": date(2025, 12, 31)}),
        ("Tutup nanti", {"valid_until": date(2026, 1, 31)}),
        ("Baru", {"valid_from": date(2026, 4, 1)}),
    ):
        unit = make_unit(agency, name)
        for field, day in fields.items():
            setattr(unit, field, day)
        unit.save()
    wrong = make_unit(agency, "Terbalik")
    set_rule(unit=wrong, window=WindowRule(100, 0), by=None)
    assert [row.unit.name for row in describe_opening(agency, QUARTER).expected] == ["Tutup nanti"]
    found = reasons(agency)
    assert found["Tutup"] == "Unit ini berlaku sampai 31-12-2025, sebelum surveinya dibuka."
    assert found["Baru"] == "Unit ini baru berlaku mulai 01-04-2026, sesudah surveinya ditutup."
    assert found["Terbalik"].startswith("Urutan tanggalnya terbalik: buka 11-04-2026, tutup 31-03-2026")


def test_a_unit_keeps_its_own_working_plan(agency):
    set_rule(unit=root_of(agency), kind="quarter", instrument=classic(), by=None)
    make_unit(agency)
    (survey,) = open_period(agency=agency, period=QUARTER, by=None)
    (row,) = describe_opening(agency, NEXT).expected
    assert (row.schedule.days, row.schedule.is_own, row.carried_from) == ((6, 6, 6, 6), False, QUARTER)
    survey.schedule = write_schedule((), (2, 3, 4, 5), is_own=True)
    survey.save()
    (row,) = describe_opening(agency, NEXT).expected
    assert (row.schedule.days, row.schedule.is_own) == ((2, 3, 4, 5), True)
    assert row.window.due_on == date(2026, 7, 13)  # nine working days after 30 June
    (row,) = describe_opening(agency, QUARTER).expected
    assert (row.survey, row.carried_from, row.window.opens_on) == (survey, None, date(2026, 1, 1))


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_takes_seven_queries_however_many_units(agency, count, django_assert_num_queries):
    set_rule(unit=root_of(agency), kind="quarter", instrument=classic(), by=None)
    for number in range(count):
        make_unit(agency, f"Unit {number}")
    open_period(agency=agency, period=QUARTER, by=None)
    with django_assert_num_queries(7):
        assert len(describe_opening(agency, NEXT).expected) == count
