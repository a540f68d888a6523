"""Handing over: everything at a unit at once, and nothing elsewhere."""

import pytest

from puas.errors import BadInput, NotFound
from puas.models import AuditEvent, Membership, Role, User
from puas.operations.handovers import hand_over
from puas.operations.users import grant_role
from tests.factories import make_agency, make_unit, make_user
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit(make_agency())


def roles(user):
    return sorted(Membership.objects.filter(user=user).values_list("unit__name", "role"))


def test_everything_at_a_unit_goes_over_in_one_event(unit):
    leaver, heir, boss = (
        make_user("lama", Role.OFFICER, unit),
        make_user("baru", Role.OFFICER, unit),
        make_user("x"),
    )
    grant_role(user=leaver, unit=unit, role=Role.LEADER, by=None)
    grant_role(user=leaver, unit=unit.parent, role=Role.AUDITOR, by=None)
    made = hand_over(user=leaver, unit=unit, to=heir, by=boss)
    assert made == (Role.OFFICER, Role.LEADER)
    assert roles(leaver) == [("Kota Contoh", "auditor")]
    assert roles(heir) == [("Dinas Satu", "leader"), ("Dinas Satu", "officer")]
    event = AuditEvent.objects.latest("sequence")
    assert (event.operation, event.by_name, event.object_id, event.unit_id) == (
        "hand_over",
        "x",
        leaver.pk,
        unit.pk,
    )
    assert event.data == {
        "from": leaver.pk,
        "to": heir.pk,
        "roles": ["officer", "leader"],
        "deactivated": False,
    }


def test_the_account_is_switched_off_in_the_same_step(unit):
    leaver, heir = make_user("lama", Role.ADMINISTRATOR, unit), make_user("baru")
    hand_over(user=leaver, unit=unit, to=heir, by=None, deactivate=True)
    assert User.objects.get(pk=leaver.pk).is_active is False
    assert (roles(leaver), roles(heir)) == ([], [("Dinas Satu", "administrator")])


def test_only_to_another_active_person_and_only_what_is_held(unit):
    leaver, away = make_user("lama", Role.OFFICER, unit), make_user("pergi")
    away.is_active = False
    away.save()
    for to in (leaver, away):
        with refused(BadInput, "hand_over_to"):
            hand_over(user=leaver, unit=unit, to=to, by=None)
    with refused(NotFound, "role_not_held"):
        hand_over(user=leaver, unit=unit.parent, to=make_user("baru"), by=None)
    assert roles(leaver) == [("Dinas Satu", "officer")]
