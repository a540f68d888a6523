"""Invitations: one link, one person, one role, seven days."""

import datetime

import pytest

from puas.errors import BadInput, Conflict, NotFound, NotNow
from puas.models import AuditEvent, Invitation, Membership, Role, User
from puas.operations.invitations import (
    accept_invitation,
    invite_person,
    renew_invitation,
    take_invited_role,
    withdraw_invitation,
)
from puas.operations.users import deactivate_user
from puas.queries.invitations import open_invitation
from tests.factories import make_agency, make_unit, make_user
from tests.factories.refusals import refused
from tests.factories.users import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit(make_agency())


@pytest.fixture
def boss(unit):
    return make_user("bos", Role.COORDINATOR, unit.parent)


def invite(unit, by=None, **fields):
    given = {"name": "Siti  Aminah", "email": "siti@contoh.go.id", "role": Role.OFFICER} | fields
    return invite_person(unit=unit, by=by, **given)


def accept(invitation, username="siti"):
    return accept_invitation(
        invitation=invitation, username=username, full_name="Siti Aminah", password=PASSWORD
    )


def test_the_holder_of_the_link_gets_an_account_with_the_role(unit, boss):
    made, token = invite(unit, boss)
    assert open_invitation(token) == made
    assert token not in str(Invitation.objects.values().get())
    user = accept(made)
    assert (user.first_name, user.email, user.check_password(PASSWORD)) == (
        "Siti Aminah",
        "siti@contoh.go.id",
        True,
    )
    held = Membership.objects.get(user=user)
    assert (held.role, held.unit, held.granted_by) == ("officer", unit, boss)
    events = AuditEvent.objects.order_by("-sequence").values_list("operation", "by_name", "unit_id", "data")[
        :2
    ]
    assert list(events) == [
        ("accept_invitation", "siti", unit.pk, {"user": user.pk, "role": "officer"}),
        ("invite_person", "bos", unit.pk, {"role": "officer"}),
    ]
    with refused(NotNow, "invitation_accepted"):
        accept(made, "lain")
    with refused(NotNow, "invitation_closed"):
        withdraw_invitation(invitation=made, by=boss)


def test_an_account_that_is_there_takes_the_role(unit):
    made, _ = invite(unit)
    user = make_user("lama")
    take_invited_role(invitation=made, by=user)
    assert [one.role for one in user.memberships.all()] == ["officer"]
    with refused(NotNow, "invitation_accepted"):
        take_invited_role(invitation=made, by=make_user("lain"))


def test_a_withdrawn_or_old_link_opens_nothing(unit, boss):
    made, token = invite(unit, boss)
    Invitation.objects.update(expires_at=made.created_at + datetime.timedelta(microseconds=1))
    with refused(NotNow, "invitation_expired"):
        open_invitation(token)
    renewed, second = renew_invitation(invitation=made, by=boss)
    assert open_invitation(second) == renewed
    with refused(NotFound, "invitation_link_unknown"):
        open_invitation(token)
    withdraw_invitation(invitation=made, by=boss)
    with refused(NotNow, "invitation_withdrawn"):
        open_invitation(second)
    with refused(NotNow, "invitation_closed"):
        renew_invitation(invitation=made, by=boss)
    assert made.expires_at - made.created_at == datetime.timedelta(days=7)


def test_an_invitation_falls_with_the_right_of_who_wrote_it(unit, boss):
    made, token = invite(unit, boss)
    deactivate_user(user=boss, by=None)
    with refused(NotNow, "invitation_void"):
        open_invitation(token)
    with refused(NotNow, "invitation_void"):
        accept(made)
    assert User.objects.filter(username="siti").count() == 0


def test_what_is_written_wrong_uses_nothing_up(unit):
    made, token = invite(unit)
    make_user("budi")
    with refused(Conflict, "user_exists"):
        accept(made, "Budi")
    with refused(BadInput, "user_name"):
        accept(made, "dua kata")
    with refused(BadInput, "person_name"):
        invite(unit, name=" ")
    with refused(BadInput, "person_email"):
        invite(unit, email="siti@")
    assert open_invitation(token) == made
    assert Membership.objects.count() == 0
