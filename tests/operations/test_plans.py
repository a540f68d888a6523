"""Plans: the three lowest unless there is a reason, items that say enough, locked with their survey."""

from datetime import date

import pytest

from puas.errors import BadInput, Conflict, NotNow
from puas.lifecycles import ItemState
from puas.models import AuditEvent, Plan, PlanItem
from puas.operations.periods import ensure_period
from puas.operations.plans import add_item, change_item, move_item, remove_item, write_priorities
from puas.operations.results import compute_average
from puas.operations.surveys import return_survey, submit_survey
from puas.queries.realisations import open_statuses
from tests.factories import make_agency, make_open_survey, make_unit, make_user
from tests.factories.plans import LOWEST, SCORES, finish, make_content, make_item, report
from tests.factories.refusals import refused
from tests.factories.results import make_result, release

pytestmark = pytest.mark.django_db


@pytest.fixture
def result():
    return make_result(make_unit(make_agency()), SCORES)


def choose(result, *keys, reason=""):
    return write_priorities(unit=result.unit, period=result.period, priorities=keys, reason=reason, by=None)


def test_the_first_item_makes_the_plan_with_the_three_lowest(result):
    item = make_item(result.unit, indicator="Papan terpasang", budget="Rp5 juta")
    plan = Plan.objects.get()
    assert (tuple(plan.priorities), plan.reason, item.plan, item.position) == (LOWEST, "", plan, 1)
    assert (item.text, item.when, item.horizon) == ("Memperbaiki U4 di Dinas Satu", "TW III 2023", "short")
    assert make_item(result.unit, element="U2").position == 2
    event = AuditEvent.objects.get(operation="add_item", object_id=item.pk)
    assert event.data == {
        "period": "2023-Q2",
        "element": "U4",
        "text": "Memperbaiki U4 di Dinas Satu",
        "quarters": ["2023-Q3"],
        "person": "Kepala Seksi Pelayanan",
        "indicator": "Papan terpasang",
        "budget": "Rp5 juta",
        "carried_from_id": None,
    }


def test_the_lowest_need_no_reason_and_equal_ones_stand_for_each_other(result):
    assert choose(result, "U2", "U3", "U4", reason="tak perlu").priorities == ["U4", "U3", "U2"]
    plan = choose(result, "U6", "U4", "U3")  # U6 is as low as U2
    assert (plan.priorities, plan.reason, Plan.objects.count()) == (["U4", "U3", "U6"], "", 1)


def test_other_priorities_need_a_reason(result):
    with refused(BadInput, "plan_reason"):
        choose(result, "U4", "U3", "U1")
    with refused(BadInput, "plan_reason"):
        choose(result, "U4", "U3")
    with refused(BadInput, "plan_reason"):
        choose(result, "U4", "U1", reason="x" * 1001)
    assert Plan.objects.count() == 0
    plan = choose(result, "U4", "U1", reason=" Keluhan  warga ")
    assert (plan.priorities, plan.reason) == (["U4", "U1"], "Keluhan warga")
    assert AuditEvent.objects.get(operation="write_priorities").data["reason"] == "Keluhan warga"


@pytest.mark.parametrize("keys", [(), ("U10",), ("U1", "harga")])
def test_only_measured_elements_can_be_chosen(result, keys):
    with refused(BadInput, "plan_priorities"):
        choose(result, *keys)


def test_a_priority_with_items_stays(result):
    item = make_item(result.unit, element="U2")
    with refused(NotNow, "plan_priority_used"):
        choose(result, "U4", "U3", "U6")
    remove_item(item=item, by=None)
    assert choose(result, "U4", "U3", "U6").priorities == ["U4", "U3", "U6"]


def test_without_a_result_nothing_can_be_planned():
    unit = make_unit(make_agency())
    survey = make_open_survey(unit)
    with refused(NotNow, "plan_no_result"):
        add_item(unit=unit, period=survey.period, content=make_content(), by=None)


def test_an_item_says_what_when_and_who(result):
    with refused(BadInput, "plan_missing"):
        make_item(result.unit, text="   ")
    with refused(BadInput, "plan_missing"):
        make_item(result.unit, person="")
    with refused(BadInput, "plan_element"):
        make_item(result.unit, element="U9")
    with refused(BadInput, "plan_quarters"):
        make_item(result.unit, quarters=("2023-Q1",))
    assert (Plan.objects.count(), AuditEvent.objects.filter(operation="add_item").count()) == (0, 0)


def test_an_item_is_written_anew_and_the_trail_keeps_both(result):
    item = make_item(result.unit)
    same = change_item(item=item, content=make_content(text=f" {item.text} "), by=None)
    assert (same.changed_at, AuditEvent.objects.filter(operation="change_item").count()) == (
        item.changed_at,
        0,
    )
    changed = change_item(item=item, content=make_content("U3", "Nomor antrean"), by=None)
    assert (changed.element, changed.text, changed.position) == ("U3", "Nomor antrean", 1)
    data = AuditEvent.objects.get(operation="change_item").data
    assert (data["before"]["text"], data["after"]["text"]) == (item.text, "Nomor antrean")
    with refused(BadInput, "plan_missing"):
        change_item(item=item, content=make_content(text=""), by=None)


def test_what_was_reported_about_stays_as_it_was_written(result):
    item = make_item(result.unit)
    report(item, ItemState.UNDER_WAY)
    with refused(NotNow, "plan_item_started"):
        change_item(item=item, content=make_content(text="Lain"), by=None)
    with refused(NotNow, "plan_item_started"):
        remove_item(item=item, by=None)


def test_a_removed_item_is_gone_and_told_in_the_trail(result):
    item = make_item(result.unit)
    remove_item(item=item, by=None)
    assert PlanItem.objects.count() == 0
    assert AuditEvent.objects.get(operation="remove_item").data["text"] == "Memperbaiki U4 di Dinas Satu"
    with refused(NotNow, "plan_item_gone"):
        remove_item(item=item, by=None)


def test_the_plan_is_locked_while_the_survey_is_submitted_and_opens_when_it_is_returned(result):
    item = make_item(result.unit)
    survey = result.unit.surveys.get()
    submit_survey(survey=survey, by=None)
    attempts = [
        lambda: make_item(result.unit, element="U3"),
        lambda: choose(result, *LOWEST),
        lambda: change_item(item=item, content=make_content(), by=None),
        lambda: remove_item(item=item, by=None),
    ]
    for attempt in attempts:
        with refused(NotNow, "plan_locked"):
            attempt()
    assert report(item).state == "done"  # carrying out goes on
    return_survey(survey=survey, reason="Kurang satu kegiatan", by=None)
    assert make_item(result.unit, element="U3").position == 2


def test_without_a_survey_the_publication_locks(result):
    make_result(result.unit, SCORES, period="2023-Q1")
    half = ensure_period("2023-S1")
    average = compute_average(unit=result.unit, period=half, by=None)
    assert make_item(result.unit, "2023-S1", quarters=("2023-Q4",)).plan.period == half
    release(average)
    with refused(NotNow, "plan_locked"):
        make_item(result.unit, "2023-S1", quarters=("2023-Q4",))


class TestCarryingOver:
    @pytest.fixture
    def items(self, result):
        items = [make_item(result.unit, element=key) for key in LOWEST]
        finish(items[0], make_user("pemeriksa"))
        report(items[1], ItemState.UNDER_WAY)
        make_result(result.unit, (4, 4, 4, 4, 1, 1, 1, 4, 4), period="2023-Q3")
        return items

    def carry(self, item, unit=None):
        content = make_content(item.element, item.text, quarters=("2023-Q4",))
        period = ensure_period("2023-Q3")
        return add_item(
            unit=unit or item.plan.unit, period=period, content=content, carried_from=item, by=None
        )

    def test_what_is_not_done_goes_on_though_it_is_no_priority_now(self, result, items):
        new = self.carry(items[1])
        assert (new.carried_from, new.element, new.plan.priorities) == (items[1], "U3", ["U5", "U6", "U7"])
        assert [status.item for status in open_statuses(result.unit, new.plan.period)] == [items[2]]

    def test_only_once_and_only_what_is_open(self, items):
        self.carry(items[1])
        with refused(Conflict, "plan_carried"):
            self.carry(items[1])
        with refused(NotNow, "plan_carry"):
            self.carry(items[0])
        with refused(NotNow, "item_carried"):
            report(items[1])

    def test_not_from_another_unit(self, result, items):
        other = make_unit(result.unit.agency, "Dinas Dua")
        make_result(other, SCORES, period="2023-Q3")
        with refused(NotNow, "plan_carry"):
            self.carry(items[2], other)


def test_an_item_moves_among_those_of_its_element(result):
    first, other, last = make_item(result.unit), make_item(result.unit, element="U2"), make_item(result.unit)
    assert move_item(item=first, is_up=True, by=None) is False
    assert move_item(item=last, is_up=True, by=None) is True
    assert list(PlanItem.objects.order_by("position")) == [last, other, first]
    assert move_item(item=last, is_up=False, by=None) is True
    assert list(PlanItem.objects.order_by("position")) == [first, other, last]
    assert AuditEvent.objects.filter(operation="move_item").count() == 2
    remove_item(item=first, by=None)
    with refused(NotNow, "plan_item_gone"):
        move_item(item=first, is_up=True, by=None)


def test_an_item_is_due_at_the_end_of_its_last_quarter(result):
    item = make_item(result.unit, quarters=("2024-Q1", "2023-Q3"))
    assert item.due_on == date(2024, 3, 31)
    assert change_item(item=item, content=make_content(quarters=("2023-Q4",)), by=None).due_on == date(
        2023, 12, 31
    )
