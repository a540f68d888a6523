import pytest

from puas.errors import BadInput, Conflict, NotFound, NotNow
from puas.models import AuditEvent, Membership, Role, User
from puas.operations.users import (
    change_details,
    create_user,
    deactivate_user,
    grant_role,
    reactivate_user,
    revoke_role,
)
from tests.factories import make_agency, make_unit, make_user
from tests.factories.refusals import refused
from tests.factories.users import PASSWORD

pytestmark = pytest.mark.django_db


def test_an_account_keeps_a_hash_and_the_trail_no_personal_data():
    user = create_user(
        username="siti", password=PASSWORD, full_name="Siti A", email="siti@contoh.go.id", by=None
    )
    assert user.check_password(PASSWORD)
    assert PASSWORD not in user.password
    event = AuditEvent.objects.get(operation="create_user")
    assert (event.object_id, event.data) == (user.pk, {})


def test_an_account_needs_a_free_name_and_a_good_password():
    make_user("budi")
    with refused(Conflict, "user_exists"):
        create_user(username="budi", password=PASSWORD, by=None)
    with refused(BadInput, "user_name"):
        create_user(username=" ", password=PASSWORD, by=None)
    with refused(BadInput, "password_length"):
        create_user(username="siti", password="pendek", by=None)
    assert [user.username for user in User.objects.all()] == ["budi"]


def test_a_role_is_granted_once_and_taken_away():
    unit = make_unit(make_agency())
    boss, user = make_user("kepala"), make_user("budi")
    first = grant_role(user=user, unit=unit, role=Role.OFFICER, by=boss)
    assert grant_role(user=user, unit=unit, role=Role.OFFICER, by=boss) == first
    assert (first.granted_by, first.role) == (boss, "officer")
    revoke_role(user=user, unit=unit, role=Role.OFFICER, by=boss)
    assert list(Membership.objects.all()) == []
    with refused(NotFound, "role_not_held"):
        revoke_role(user=user, unit=unit, role=Role.OFFICER, by=boss)
    trail = AuditEvent.objects.filter(operation__endswith="_role").values_list("operation", "by_name", "data")
    data = {"user": user.pk, "role": "officer"}
    assert list(trail) == [("grant_role", "kepala", data), ("revoke_role", "kepala", data)]


def test_an_account_is_switched_off_and_on_and_keeps_its_roles():
    unit = make_unit(make_agency())
    boss, user = make_user("kepala"), make_user("budi", Role.OFFICER, unit)
    assert deactivate_user(user=user, by=boss).is_active is False
    for again in (deactivate_user, lambda **who: grant_role(unit=unit, role=Role.LEADER, **who)):
        user.refresh_from_db()
        with pytest.raises(NotNow):
            again(user=user, by=boss)
    assert reactivate_user(user=user, by=boss).is_active is True
    with refused(NotNow, "user_active_already"):
        reactivate_user(user=user, by=boss)
    assert [one.role for one in user.memberships.all()] == ["officer"]
    trail = AuditEvent.objects.filter(operation__endswith="activate_user")
    assert list(trail.values_list("operation", "by_name", "unit_id")) == [
        ("deactivate_user", "kepala", unit.pk),
        ("reactivate_user", "kepala", unit.pk),
    ]


def test_somebody_always_administers_what_was_administered():
    unit = make_unit(make_agency())
    first = make_user("satu", Role.ADMINISTRATOR, unit.parent)
    second = make_user("dua", Role.ADMINISTRATOR, unit)
    for leave in (
        lambda: revoke_role(user=first, unit=unit.parent, role=Role.ADMINISTRATOR, by=None),
        lambda: deactivate_user(user=first, by=None),
    ):
        with refused(NotNow, "last_administrator"):
            leave()
    revoke_role(user=second, unit=unit, role=Role.ADMINISTRATOR, by=None)
    grant_role(user=second, unit=unit.parent, role=Role.ADMINISTRATOR, by=None)
    deactivate_user(user=first, by=None)
    with refused(NotNow, "last_administrator"):
        deactivate_user(user=second, by=None)


def test_a_person_is_called_and_written_to_differently():
    user = make_user("budi")
    changed = change_details(user=user, full_name=" Budi  Santoso ", email=" budi@contoh.go.id", by=user)
    assert (changed.full_name, changed.email) == ("Budi Santoso", "budi@contoh.go.id")
    assert AuditEvent.objects.latest("sequence").data == {}
    with refused(BadInput, "person_name"):
        change_details(user=user, full_name="x" * 151, email="", by=user)
