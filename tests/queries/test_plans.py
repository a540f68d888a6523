"""What is proposed, planned and missing; what a publication can freeze; and what the recap prints of it."""

import pytest

from puas.errors import NotFound
from puas.lifecycles import SurveyState
from puas.models import Role
from puas.operations.periods import ensure_period
from puas.operations.plans import add_item, write_priorities
from puas.permissions import Action
from puas.queries.plans import (
    find_item,
    find_plan,
    find_plan_before,
    missing_plan_elements,
    plan_snapshot,
    plan_state,
    propose_priorities,
)
from puas.queries.realisations import open_statuses
from puas.queries.recaps import agency_report_input
from tests.factories import make_agency, make_open_survey, make_unit, make_user
from tests.factories.plans import LOWEST, SCORES, make_content, make_item
from tests.factories.refusals import refused
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def result():
    return make_result(make_unit(make_agency()), SCORES)


def test_the_three_lowest_are_proposed(result):
    assert propose_priorities(result) == LOWEST
    assert propose_priorities(None) == ()


def test_what_has_no_item_yet_is_missing(result):
    survey = result.unit.surveys.get()
    assert missing_plan_elements(survey) == LOWEST
    make_item(result.unit, element="U3")
    assert missing_plan_elements(survey) == ("U4", "U2")
    make_item(result.unit, element="U3")
    make_item(result.unit, element="U4")
    make_item(result.unit, element="U2", text="– -")  # a dash is no plan
    assert missing_plan_elements(survey) == ("U2",)
    make_item(result.unit, element="U2")
    assert missing_plan_elements(survey) == ()


def test_without_a_result_nothing_is_said_to_be_missing():
    assert missing_plan_elements(make_open_survey(make_unit(make_agency()))) == ()


def test_the_state_of_a_plan_is_that_of_its_survey(result):
    assert plan_state(result.unit, result.period) is SurveyState.CLOSED
    assert plan_state(result.unit, ensure_period("2023-S1")) is SurveyState.CLOSED
    make_open_survey(result.unit, "2023-Q3")
    assert plan_state(result.unit, ensure_period("2023-Q3")) is SurveyState.OPEN


def test_a_snapshot_says_everything_and_nothing_of_who_wrote_it(result):
    item = make_item(result.unit, by=make_user(), indicator="Papan", budget="Rp5 juta")
    assert plan_snapshot(item.plan) == {
        "unit": "Dinas Satu",
        "period": "2023-Q2",
        "priorities": list(LOWEST),
        "reason": "",
        "items": [
            {
                "element": "U4",
                "text": "Memperbaiki U4 di Dinas Satu",
                "quarters": ["2023-Q3"],
                "horizon": "short",
                "person": "Kepala Seksi Pelayanan",
                "indicator": "Papan",
                "budget": "Rp5 juta",
                "carried_from": "",
            }
        ],
    }
    later = make_result(result.unit, SCORES, period="2023-Q3")
    content = make_content(quarters=("2023-Q4",))
    carried = add_item(unit=result.unit, period=later.period, content=content, carried_from=item, by=None)
    assert plan_snapshot(carried.plan)["items"][0]["carried_from"] == "2023-Q2"


def test_the_plan_before_is_found_across_calendars(result):
    plan = make_item(result.unit).plan
    for code in ("2023-Q3", "2023-S2", "2024"):
        assert find_plan_before(result.unit, ensure_period(code)) == plan
    for code in ("2023-Q2", "2023-S1", "2023"):
        assert find_plan_before(result.unit, ensure_period(code)) is None
    assert open_statuses(result.unit, ensure_period("2023-Q2")) == ()
    assert find_plan(result.unit, ensure_period("2023-Q3")) is None


@pytest.mark.parametrize(
    ("role", "sees", "plans", "confirms"),
    [
        (Role.COORDINATOR, True, True, True),
        (Role.OPD_COORDINATOR, True, True, True),
        (Role.OFFICER, True, True, False),
        (Role.ENUMERATOR, True, False, False),
        (Role.LEADER, True, False, False),
        (Role.AUDITOR, True, False, False),
        (Role.ADMINISTRATOR, True, False, False),
    ],
)
def test_who_finds_an_item(result, role, sees, plans, confirms):
    item = make_item(result.unit)
    user = make_user("satu", role, result.unit)
    may = {Action.VIEW: sees, Action.PLAN: plans, Action.CONFIRM: confirms}
    for action, allowed in may.items():
        if allowed:
            assert find_item(user, item.pk, action) == item
        else:
            with refused(NotFound, "plan_item_unknown"):
                find_item(user, item.pk, action)
    stranger = make_user("dua", role, make_unit(result.unit.agency, "Dinas Dua"))
    with refused(NotFound, "plan_item_unknown"):
        find_item(stranger, item.pk)


def test_the_recap_prints_our_own_plans(result, django_assert_num_queries):
    unit = result.unit
    priorities = ["U4", "U1"]
    write_priorities(unit=unit, period=result.period, priorities=priorities, reason="Keluhan", by=None)
    make_item(unit, text="Papan tarif")
    make_item(unit, text="Loket tanpa biaya")
    with django_assert_num_queries(28):
        found = agency_report_input(unit.agency, result.period)
    assert [(plan.element, plan.text) for plan in found.units[0].lines[0].plans] == [
        ("Biaya/Tarif", "Papan tarif; Loket tanpa biaya"),
        ("Persyaratan", ""),
    ]
