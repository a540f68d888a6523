"""What the checks say of figures that were counted here."""

import pytest

from puas.operations.averages import compute_agency
from puas.operations.finding_answers import answer_finding
from puas.operations.periods import ensure_period
from puas.queries.own_findings import count_open, own_findings
from tests.factories import make_agency, make_unit
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db

MIXED, THREES = (4, 3, 4, 3, 4, 3, 4, 3, 4), (3,) * 9


@pytest.fixture
def agency():
    """An agency whose own figure was computed before its second unit had one."""
    agency = make_agency(policy={})
    period = make_result(make_unit(agency), MIXED, THREES).period
    compute_agency(agency=agency, period=period, by=None)
    make_result(make_unit(agency, "Dinas Dua"), THREES)
    return agency


def said(agency):
    found = own_findings(agency, ensure_period("2023-Q2"))
    return [(one.finding.rule, one.unit, one.finding.printed, one.is_open) for one in found if one.is_error]


def test_an_agency_figure_that_its_units_contradict_is_an_error(agency, django_assert_num_queries):
    period = ensure_period("2023-Q2")
    with django_assert_num_queries(8):
        found = own_findings(agency, period)
    assert {one.finding.rule for one in found if one.is_error} == {"agency-elements"}
    assert {one.unit for one in found if one.is_error} == {None}
    assert sum(count_open(agency, period).values()) == len(said(agency))


def test_a_new_figure_ends_the_finding(agency):
    compute_agency(agency=agency, period=ensure_period("2023-Q2"), by=None)
    assert said(agency) == []


def test_a_figure_that_was_answered_no_longer_holds_up(agency):
    period = ensure_period("2023-Q2")
    for one in own_findings(agency, period):
        if one.is_error:
            answer_finding(agency=agency, period=period, digest=one.digest, reason="Menunggu", by=None)
    assert count_open(agency, period).total() == 0
    assert all(one.answer.reason == "Menunggu" for one in own_findings(agency, period) if one.is_error)


def test_an_agency_may_not_ask_for_it(agency):
    agency.policy = {"needs": []}
    assert count_open(agency, ensure_period("2023-Q2")).total() == 0


@pytest.mark.parametrize("weighting", ["0.11", "0.111"])
def test_our_own_weights_are_no_error(weighting):
    agency = make_agency(policy={"weighting": weighting})
    make_result(make_unit(agency), MIXED, THREES)
    assert said(agency) == []


def test_a_mean_over_shorter_periods_is_not_held_against_the_rows_of_this_one():
    agency = make_agency(policy={})
    make_result(make_unit(agency), MIXED, THREES, period="2023-S1")
    quarterly = make_unit(agency, "Dinas Dua")
    for period in ("2023-Q1", "2023-Q2"):
        make_result(quarterly, THREES, period=period)
    half = ensure_period("2023-S1")
    assert compute_agency(agency=agency, period=half, by=None).respondents == 4
    assert [one for one in own_findings(agency, half) if one.is_error] == []
