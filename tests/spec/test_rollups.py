from fractions import Fraction

import pytest

from puas.methodology.indices import compute_index, round_half_up
from puas.methodology.periods import parse_period
from puas.methodology.rollups import (
    ANNUAL,
    PARENT_POOLED,
    Row,
    UnitRow,
    annual_row,
    find_agency_rule,
    find_half,
    find_year,
    find_year_rule,
)
from tests.spec.chapters import rollups as tables
from tests.spec.surveys import CLASSIC, tally_same


def build_row(index, respondents=None, methods=(), realisation=None):
    """Return a row whose nine elements all have the value of the index."""
    value = Fraction(index)
    return Row((value,) * 9, value, respondents, frozenset(methods), realisation)


@pytest.mark.parametrize(("unit", "surveys", "halves", "year", "respondents"), tables.YEARS)
def test_a_year_is_the_mean_of_its_halves(unit, surveys, halves, year, respondents):
    rows = {parse_period(code): build_row(value, count) for code, value, count in surveys}
    found = find_year(rows, parse_period("2023"))

    assert {
        code: str(round_half_up(find_half(rows, parse_period(code)).index, 4)) for code in halves
    } == halves
    assert (str(round_half_up(found.index, 4)), found.respondents) == (year, respondents)
    assert found.values == (found.index,) * 9


@pytest.mark.parametrize(("key", "value"), tables.BY_RULE.items())
def test_another_rule_of_a_year_gives_another_number(key, value):
    rows = {parse_period(code): build_row(index, count) for code, index, count in tables.YEARS[0][1]}

    assert str(round_half_up(find_year(rows, parse_period("2023"), find_year_rule(key)).index, 4)) == value


def test_a_unit_with_two_surveys_enters_the_agency_once():
    years = {
        unit: ANNUAL.apply([build_row(value) for value in halves])
        for unit, halves in tables.AGENCY_HALVES.items()
    }
    agency = find_agency_rule("agency-all").apply([UnitRow(unit, None, row) for unit, row in years.items()])

    assert {unit: str(round_half_up(row.index, 2)) for unit, row in years.items()} == tables.AGENCY_YEARS
    assert str(round_half_up(agency.index, 2)) == tables.AGENCY_VALUE


@pytest.mark.parametrize(("key", "value"), tables.TREE_VALUES)
def test_an_agency_rule_over_a_small_tree(key, value):
    units = [UnitRow(unit, parent, build_row(index, count)) for unit, parent, index, count in tables.TREE]

    assert str(round_half_up(find_agency_rule(key).apply(units).index, 4)) == value


def test_a_parent_that_serves_pools_its_own_and_its_childrens_respondents():
    tallies = [tally_same(tables.PARENT_OWN), *(tally_same(scores) for scores in tables.PARENT_CHILDREN)]
    pooled = PARENT_POOLED.apply(tallies)

    assert pooled.respondents == 6
    assert str(compute_index(pooled, CLASSIC).rounded) == tables.PARENT_VALUE


def test_respondents_methods_and_realisation_of_an_average():
    rows = [
        build_row(index, count, methods, None if percent is None else Fraction(percent))
        for index, count, methods, percent in tables.HALVES
    ]
    index, count, methods, percent = tables.HALVES_AVERAGE

    assert annual_row(rows) == build_row(index, count, methods, Fraction(percent))
