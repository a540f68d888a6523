import pytest

from puas.errors import BadInput, Conflict, NotFound
from puas.models import AuditEvent, Membership, Role, User
from puas.operations.users import create_user, grant_role, revoke_role
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
    with refused(BadInput, "user_password"):
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
