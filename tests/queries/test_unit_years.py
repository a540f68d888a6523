"""The years of a unit."""

from fractions import Fraction

import pytest

from puas.operations.averages import compute_average
from puas.operations.periods import ensure_period
from puas.queries.unit_years import find_years
from tests.factories import make_agency, make_unit
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db

SCORES = (("2023-Q1", 4), ("2023-Q2", 2), ("2023-Q3", 2))


@pytest.fixture
def unit():
    return make_unit(make_agency())


def indices(unit):
    return [(one.year.code, one.row and one.row.index) for one in find_years(unit).years]


def test_a_year_is_made_by_the_rule_of_the_policy(unit):
    for code, score in SCORES:
        make_result(unit, (score,) * 9, period=code)
    make_result(unit, (3,) * 9, period="2024")
    assert indices(unit) == [("2024", 75), ("2023", Fraction("62.5"))]
    assert [one.is_averaged for one in find_years(unit).years] == [False, True]
    unit.agency.policy |= {"annual": "annual-surveys"}
    assert indices(unit) == [("2024", 75), ("2023", Fraction(200, 3))]
    unit.agency.policy |= {"annual": "annual-pooled"}
    assert indices(unit) == [("2024", 75), ("2023", Fraction(200, 3))]


def test_a_stored_average_is_the_same_figure_and_no_part_of_it(unit):
    for code, score in SCORES:
        make_result(unit, (score,) * 9, period=code)
    unit.agency.policy |= {"annual": "annual-surveys"}
    stored = compute_average(unit=unit, period=ensure_period("2023"), by=None)
    (year,) = find_years(unit).years
    assert (stored.rule, stored.exact_index) == ("annual-surveys", year.row.index)
    assert [period.code for period, _ in year.parts] == ["2023-Q1", "2023-Q2", "2023-Q3"]


def test_surveys_that_overlap_are_told_instead_of_counted_twice(unit):
    make_result(unit, (4,) * 9, period="2023-Q1")
    make_result(unit, (4,) * 9, period="2023-S1")
    (year,) = find_years(unit).years
    assert (year.row, year.refusal.code) == (None, "rollup_overlap")


def test_a_unit_without_figures_has_no_years(unit):
    assert find_years(unit).years == ()
