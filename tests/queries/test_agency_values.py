"""The agency's figure by every rule side by side."""

from fractions import Fraction

import pytest

from puas.errors import BadInput
from puas.methodology.periods import PeriodKind
from puas.operations.averages import compute_agency
from puas.operations.periods import ensure_period
from puas.operations.results import compute_result
from puas.queries.agency_values import find_agency_values
from tests.factories import make_agency, make_unit
from tests.factories.results import make_result, release

pytestmark = pytest.mark.django_db


def values(agency, period="2023-Q2"):
    found = find_agency_values(agency, ensure_period(period))
    return {one.rule.key: (one.row and one.row.index, one.units) for one in found.values}


@pytest.fixture
def agency():
    return make_agency()


def test_a_tree_has_another_figure_by_each_rule(agency):
    head, alone = make_unit(agency, "Dinas Induk"), make_unit(agency, "Dinas Lain")
    child = make_unit(agency, "UPT", parent=head)
    make_result(child, (2,) * 9)
    make_result(head, (4,) * 9)
    make_result(alone, (3,) * 9, (3,) * 9)
    found = find_agency_values(agency, ensure_period("2023-Q2"))
    assert values(agency) == {
        "agency-all": (Fraction(75 + 50 + 75, 3), 3),
        "agency-heads": (75, 2),
        "agency-leaves": (Fraction(50 + 75, 2), 2),
        "agency-pooled": (75, 2),
    }
    assert [one.rule.key for one in found.values if one.is_used] == ["agency-all"]


def test_pooling_is_exact_where_some_left_elements_open(agency):
    first, second = make_unit(agency, "A"), make_unit(agency, "B")
    make_result(first, (4,) * 9, (4, 4, 4, 4, 4, 4, 4, 4, 0))
    make_result(second, (1,) * 9)
    stored = compute_agency(agency=agency, period=ensure_period("2023-Q2"), by=None, rule="agency-pooled")
    assert values(agency)["agency-pooled"][0] == stored.exact_index


def test_the_policy_says_which_rule_is_used_and_what_is_published_is_named(agency):
    agency.policy |= {"rollup": "agency-leaves"}
    agency.save()
    unit = make_unit(agency)
    release(make_result(unit, (4,) * 9))
    whole = compute_agency(agency=agency, period=ensure_period("2023-Q2"), by=None)
    assert find_agency_values(agency, whole.period).published is None
    release(whole)
    found = find_agency_values(agency, whole.period)
    assert ([one.rule.key for one in found.values if one.is_used], found.published.result) == (
        ["agency-leaves"],
        whole,
    )


def test_a_year_of_mixed_calendars_takes_each_unit_once(agency):
    quarterly, halves, yearly = (make_unit(agency, name) for name in ("Triwulan", "Semester", "Tahunan"))
    make_result(quarterly, (4,) * 9, period="2023-Q1")
    make_result(quarterly, (2,) * 9, period="2023-Q2")
    make_result(quarterly, (2,) * 9, period="2023-Q3")
    make_result(halves, (3,) * 9, period="2023-S1")
    make_result(yearly, (1,) * 9, period="2023")
    found = find_agency_values(agency, ensure_period("2023"))
    assert values(agency, "2023")["agency-all"] == (Fraction(Fraction("62.5") + 75 + 25, 3), 3)
    assert found.rhythms == {PeriodKind.QUARTER: 1, PeriodKind.SEMESTER: 1, PeriodKind.YEAR: 1}
    agency.policy |= {"annual": "annual-surveys"}
    assert values(agency, "2023")["agency-all"][0] == Fraction(Fraction(200, 3) + 75 + 25, 3)


def test_a_unit_that_would_count_twice_is_a_refusal_of_every_rule(agency):
    unit = make_unit(agency)
    make_result(unit, (4,) * 9, period="2023-Q1")
    make_result(unit, (4,) * 9, period="2023-S1")
    found = find_agency_values(agency, ensure_period("2023-S1"))
    assert all(isinstance(one.refusal, BadInput) and one.row is None for one in found.values)


def test_without_results_there_is_nothing_to_show(agency):
    make_unit(agency)
    found = find_agency_values(agency, ensure_period("2023-Q2"))
    assert (found.is_empty, [one.units for one in found.values]) == (True, [0] * 4)


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries(django_assert_num_queries, agency, count):
    for n in range(count):
        make_result(make_unit(agency, f"Dinas {n}"), (4,) * 9)
    period = ensure_period("2023-Q2")
    with django_assert_num_queries(7):
        find_agency_values(agency, period)


def test_the_stored_average_of_a_unit_follows_the_same_rule(agency):
    unit = make_unit(agency)
    for code, score in (("2023-Q1", 4), ("2023-Q2", 2), ("2023-Q3", 2)):
        make_result(unit, (score,) * 9, period=code)
    agency.policy |= {"annual": "annual-surveys"}
    agency.save()
    compute_agency(agency=agency, period=ensure_period("2023"), by=None)
    assert values(agency, "2023")["agency-all"][0] == Fraction(200, 3)
    assert compute_result(unit=unit, period=ensure_period("2023-Q1"), by=None).exact_index == 100
