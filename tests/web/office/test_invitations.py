"""Inviting: the link is shown once, and opens one account or one role."""

import re

import pytest
from django.test import Client

from puas.models import Invitation, Membership, Role, User
from tests.factories.users import PASSWORD
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db
INVITE = "/kantor/pengguna/undang/"


@pytest.fixture
def office():
    return make_office()


def invite(office, user=None, **fields):
    given = {
        "nama": "Siti Aminah",
        "surel": "siti@contoh.go.id",
        "unit": office.units[0].pk,
        "peran": "officer",
    }
    return signed_in(user or office.coordinator).post(INVITE, given | fields)


def link_in(response):
    return re.search(r"http://testserver(/kantor/undangan/[\w-]{64}/)</code>", response.content.decode())[1]


def test_the_link_is_shown_once_and_opens_one_account(office):
    made = invite(office)
    link, client = link_in(made), Client()
    assert (made.status_code, made["Cache-Control"]) == (200, "private, no-store")
    people = signed_in(office.coordinator).get("/kantor/pengguna/").content.decode()
    assert ("Siti Aminah" in people, link in people) == (True, False)
    page = client.get(link).content.decode()
    assert ("Petugas unit" in page, "Dinas 1" in page, 'value="siti"' in page) == (True, True, True)
    wrong = client.post(link, {"nama": "Siti", "nama-pengguna": "petugas", "sandi": PASSWORD})
    assert (wrong.status_code, "sudah dipakai" in wrong.content.decode()) == (422, True)
    done = client.post(link, {"nama": "Siti", "nama-pengguna": "siti", "sandi": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, "/kantor/")
    assert client.get(f"/kantor/unit/{office.units[0].pk}/").status_code == 200
    assert client.get(link).status_code == 409
    held = Membership.objects.get(user=User.objects.get(username="siti"))
    assert (held.role, held.unit, held.granted_by) == ("officer", office.units[0], office.coordinator)


def test_an_account_that_is_signed_in_takes_the_role(office):
    link = link_in(invite(office, peran="enumerator"))
    client = signed_in(office.stranger)
    assert "Terima peran ini" in client.get(link).content.decode()
    assert client.post(link)["Location"] == "/kantor/"
    assert [one.role for one in office.stranger.memberships.all()] == ["enumerator"]


def test_the_link_is_mailed_where_mail_is_sent(
    office, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.SENDS_MAIL = True
    with django_capture_on_commit_callbacks(execute=True):
        made = invite(office)
        invite(office, surel="")
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["siti@contoh.go.id"], "Undangan ke SKM Kota Contoh")
    assert link_in(made) in mail.body
    assert "dikirim ke siti@contoh.go.id" in made.content.decode()


def test_an_invitation_is_renewed_and_withdrawn(office):
    first, client = link_in(invite(office)), signed_in(office.coordinator)
    made = Invitation.objects.get()
    second = link_in(client.post(f"/kantor/pengguna/undangan/{made.pk}/tautan/"))
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert client.post(f"/kantor/pengguna/undangan/{made.pk}/tarik/")["Location"] == "/kantor/pengguna/"
    assert Client().get(second).status_code == 409
    assert client.post(f"/kantor/pengguna/undangan/{made.pk}/tarik/").status_code == 404


def test_nobody_invites_to_a_role_that_is_not_below_the_own(office):
    assert invite(office, peran="administrator").status_code == 403
    assert invite(office, office.officer, peran="enumerator").status_code == 404
    assert signed_in(office.officer).get(INVITE).status_code == 403
    assert Invitation.objects.count() == 0


def test_what_is_missing_is_said_beside_its_field(office):
    page = invite(office, nama="", peran="").content.decode()
    assert page.count("Pilih perannya.") == 2
    page = invite(office, surel="siti@").content.decode()
    assert page.count("tidak lengkap") == 2
    assert Role.OFFICER.value in page
