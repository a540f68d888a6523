"""Quarters, horizon and due dates of a plan's activities, and what an activity must say."""

import datetime

import pytest

from puas.errors import BadInput
from puas.methodology.periods import parse_period
from puas.methodology.plan_items import ItemContent, find_faults
from puas.methodology.plans import (
    Horizon,
    Timing,
    horizon_of,
    offered_quarters,
    parse_quarters,
    print_quarters,
    read_quarters,
    timing_of,
)
from tests.factories.refusals import refused


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [("2026-Q2", "2026-Q2", "2029-Q2"), ("2026-S1", "2026-Q2", "2029-Q2"), ("2026", "2026-Q4", "2029-Q4")],
)
def test_three_years_of_quarters_are_offered(period, first, last):
    offered = offered_quarters(parse_period(period))
    assert (offered[0].code, offered[-1].code, len(offered)) == (first, last, 13)


def test_chosen_quarters_are_put_in_order_once():
    chosen = parse_quarters(["2027-Q1", "2026-Q4", "2027-Q1"], parse_period("2026-Q2"))
    assert [quarter.code for quarter in chosen] == ["2026-Q4", "2027-Q1"]


@pytest.mark.parametrize("codes", [[], ["2026-Q1"], ["2029-Q3"], ["2026-S2"], ["besok"]])
def test_other_times_are_refused(codes):
    with refused(BadInput, "plan_quarters"):
        parse_quarters(codes, parse_period("2026-Q2"))


@pytest.mark.parametrize(
    ("last", "horizon"),
    [
        ("2026-Q3", Horizon.SHORT),
        ("2027-Q1", Horizon.SHORT),  # 9 months
        ("2027-Q2", Horizon.MEDIUM),  # 12 months
        ("2028-Q2", Horizon.MEDIUM),  # 24 months
        ("2028-Q3", Horizon.LONG),
    ],
)
def test_the_horizon_is_counted_from_the_end_of_the_period(last, horizon):
    assert horizon_of(parse_period("2026-Q2"), read_quarters(["2026-Q3", last])) is horizon
    assert horizon.label


@pytest.mark.parametrize(
    ("day", "timing"),
    [
        ("2026-06-30", Timing.LATER),
        ("2026-07-01", Timing.NOW),
        ("2026-12-31", Timing.NOW),
        ("2027-01-01", Timing.DUE),
        ("2027-03-31", Timing.DUE),
        ("2027-04-01", Timing.OVERDUE),
    ],
)
def test_where_a_day_stands(day, timing):
    quarters = read_quarters(["2026-Q3", "2027-Q1"])
    assert timing_of(quarters, datetime.date.fromisoformat(day)) is timing


def test_quarters_are_printed_by_year():
    assert print_quarters(read_quarters(["2026-Q3", "2026-Q4", "2027-Q1"])) == "TW III, IV 2026, TW I 2027"


def content(**changes):
    given = {"element": "U1", "text": "Papan syarat", "quarters": ("2026-Q3",), "person": "Kepala Seksi"}
    return ItemContent(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"element": "U9"}, [("plan_element", "unsur")]),
        ({"text": "", "person": ""}, [("plan_missing", "kegiatan"), ("plan_missing", "penanggung")]),
        ({"text": "x" * 1001}, [("plan_long", "kegiatan")]),
        (
            {"indicator": "x" * 301, "quarters": ()},
            [("plan_long", "indikator"), ("plan_quarters", "triwulan")],
        ),
    ],
)
def test_everything_that_is_wrong_is_said_at_its_field(changes, found):
    faults = find_faults(content(**changes), parse_period("2026-Q2"), ["U1", "U2"])
    assert [(fault.code, fault.data["field"]) for fault in faults] == found
    assert all(str(fault) for fault in faults)


def test_what_was_written_is_made_neat():
    neat = content(text="  Satu   dua \n tiga  ", person=" Kepala   Seksi ").neat
    assert (neat.text, neat.person) == ("Satu dua\ntiga", "Kepala Seksi")
