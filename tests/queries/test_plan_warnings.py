"""The rules of the public check over our own plans."""

import pytest

from puas.lifecycles import ItemState
from puas.models import Plan, Role
from puas.operations.plans import add_item
from puas.queries.plan_warnings import plan_warnings
from tests.factories import make_agency, make_unit, make_user
from tests.factories.plans import LOWEST, SCORES, make_content, make_item, report
from tests.factories.results import make_result, release

pytestmark = pytest.mark.django_db
LONG = "Memasang papan tarif resmi di setiap loket pelayanan"


def rules(user, plan):
    return [(found.rule, found.data["element"]) for found in plan_warnings(user, plan)]


@pytest.fixture
def result():
    return make_result(make_unit(make_agency()), SCORES)


@pytest.fixture
def officer(result):
    return make_user("petugas", Role.OFFICER, result.unit)


def plan_of(result):
    return Plan.objects.select_related("unit", "period").get(unit=result.unit, period=result.period)


def test_a_priority_without_an_activity_and_an_activity_that_is_none(result, officer):
    make_item(result.unit, text="tidak ada")
    make_item(result.unit, element="U2")
    assert rules(officer, plan_of(result)) == [("plan-empty", "U3"), ("plan-not-a-plan", "U4")]


def test_a_text_of_any_earlier_plan_is_recycled_but_not_when_it_is_carried_on(result, officer):
    first = {key: make_item(result.unit, element=key) for key in LOWEST}
    second = make_result(result.unit, SCORES, period="2023-Q3")
    for key in LOWEST:
        make_item(result.unit, "2023-Q3", key, text=f"Hal lain untuk {key}", quarters=("2023-Q4",))
    third = make_result(result.unit, SCORES, period="2023-Q4")
    report(first["U4"], ItemState.UNDER_WAY)
    content = make_content("U4", first["U4"].text, quarters=("2024-Q1",))
    add_item(unit=result.unit, period=third.period, content=content, carried_from=first["U4"], by=None)
    for key in ("U3", "U2"):
        make_item(result.unit, "2023-Q4", key, text=first[key].text.upper(), quarters=("2024-Q1",))
    assert rules(officer, plan_of(second)) == []
    assert rules(officer, plan_of(third)) == [("plan-copied-period", "U3"), ("plan-copied-period", "U2")]


def test_a_text_of_another_unit_is_told_to_who_may_know(result, officer):
    other = make_result(make_unit(result.unit.agency, "Dinas Dua"), SCORES)
    for key in LOWEST:
        for unit in (result.unit, other.unit):
            make_item(unit, element=key, text=LONG if key == "U4" else f"{key} {unit.name}")
    coordinator = make_user("koordinator", Role.COORDINATOR, result.unit.parent)
    plan = plan_of(result)
    assert (rules(officer, plan), rules(coordinator, plan)) == ([], [("plan-copied-unit", "U4")])
    release(other)
    (found,) = plan_warnings(officer, plan)
    assert (found.unit, found.data["others"]) == ("Dinas Satu", "Dinas Dua")
