"""What the short documents are told: of an agency, the plans after every period inside the one asked for."""

import pytest

from puas.operations.periods import ensure_period
from puas.queries.report_facts import plan_report_input
from puas.queries.units import root_of
from tests.factories import make_agency, make_unit
from tests.factories.plans import SCORES, make_item
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    """Two units that survey by quarters, each with a plan after one of them, and one without any plan."""
    agency = make_agency()
    found = [make_unit(agency, name, number=place) for place, name in enumerate(("Satu", "Dua", "Tiga"), 1)]
    for unit in found:
        for period in ("2023-Q1", "2023-Q2"):
            make_result(unit, SCORES, period=period)
    make_item(found[0], "2023-Q1", quarters=("2023-Q2",))
    make_item(found[1], "2023-Q2")
    return found


def told(unit, code):
    given = plan_report_input(unit, ensure_period(code))
    return [row.unit for row in given.rows if row.text], given.units, given.without


def test_an_agency_by_halves_lists_the_plans_of_its_quarters(units):
    root = root_of(units[0].agency)
    assert told(root, "2023-S1") == (["Satu, Triwulan I 2023", "Dua, Triwulan II 2023"], 3, ("Tiga",))
    assert told(root, "2023-Q2") == (["Dua"], 3, ("Satu", "Tiga"))


def test_a_unit_has_the_plan_of_its_own_period_only(units):
    assert told(units[0], "2023-Q1") == (["Satu"], None, ())
    assert told(units[0], "2023-Q2") == ([], None, ())


def test_the_queries_do_not_grow_with_the_units(units, django_assert_num_queries):
    root, period = root_of(units[0].agency), ensure_period("2023-S1")
    with django_assert_num_queries(6):
        plan_report_input(root, period)
