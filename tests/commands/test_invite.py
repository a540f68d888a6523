"""`puas invite`: the way to the first administrator."""

import pytest
from click.testing import CliRunner

from puas.commands.invite import command
from puas.errors import NotFound
from puas.models import Invitation, Role
from puas.queries.invitations import open_invitation
from tests.factories import make_agency, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def invite(*arguments):
    return CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)


def test_the_link_of_the_first_administrator_is_printed_once():
    agency = make_agency()
    link = invite("kota-contoh", "Siti Aminah").output.splitlines()[-1]
    made = Invitation.objects.get()
    assert open_invitation(link.rstrip("/").rpartition("/")[2]) == made
    assert (made.role, made.unit.slug, made.created_by) == (Role.ADMINISTRATOR, agency.slug, None)


def test_an_officer_is_invited_to_one_unit():
    make_unit(make_agency())
    invite("kota-contoh", "Budi", "--role", "officer", "--unit", "dinas-satu")
    made = Invitation.objects.get()
    assert (made.role, made.unit.name) == (Role.OFFICER, "Dinas Satu")


def test_an_unknown_agency_is_said():
    with refused(NotFound, "invite_unit"):
        invite("kota-lain", "Budi")
