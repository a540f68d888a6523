"""A second factor: set up, asked for at sign-in, demanded by the agency, lost and taken off."""

import base64
import hashlib
import hmac
import re
import struct
import time
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from puas.models import AuditEvent, Role
from tests.factories import make_user
from tests.factories.users import PASSWORD
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db
SET_UP = "/kantor/akun/dua-langkah/"
APP = f"{SET_UP}aplikasi/"
SECURITY = "/kantor/instansi/kota-contoh/keamanan/"


@pytest.fixture(autouse=True)
def _no_counts():
    """Let every test start with room: allauth counts tries in the cache of the process."""
    cache.clear()


@pytest.fixture
def office():
    return make_office()


def code_of(secret):
    """Return the six digits of RFC 6238 that an app shows now."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def set_up(client):
    """Set up an app and return its secret."""
    secret = re.search(r'share__link">([A-Z2-7]+)</code>', client.get(APP).content.decode())[1]
    done = client.post(APP, {"code": code_of(secret)})
    assert (done.status_code, done["Location"]) == (302, f"{SET_UP}cadangan/")
    return secret


def enter(user):
    client = Client()
    return client, client.post(
        "/kantor/masuk/", {"nama": user.username, "sandi": PASSWORD, "next": "/kantor/akun/"}
    )


def test_the_password_alone_no_longer_opens_the_office(office):
    secret = set_up(signed_in(office.coordinator))
    client, asked = enter(office.coordinator)
    assert asked["Location"] == "/kantor/masuk/kode/"
    assert client.get("/kantor/akun/").status_code == 302
    page = client.post("/kantor/masuk/kode/", {"code": "000000"}).content.decode()
    assert page.count("Kode tidak cocok.") == 2
    opened = client.post("/kantor/masuk/kode/", {"code": code_of(secret)})
    assert opened["Location"] == "/kantor/akun/"
    assert client.get("/kantor/akun/").status_code == 200
    event = AuditEvent.objects.get(operation="change_second_factor")
    assert (event.by_name, event.data) == (
        "koordinator",
        {"added": ["recovery_codes", "totp"], "removed": []},
    )


def test_a_recovery_code_opens_once(office):
    browser = signed_in(office.coordinator)
    set_up(browser)
    codes = re.findall(r"<code>(\d+)</code>", browser.get(f"{SET_UP}cadangan/").content.decode())
    assert len(codes) == 10
    for expected in (302, 200):
        client, _ = enter(office.coordinator)
        assert client.post("/kantor/masuk/kode/", {"code": codes[0]}).status_code == expected


def test_the_secret_is_not_readable_in_the_database(office):
    secret = set_up(signed_in(office.coordinator))
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert not kept.startswith(secret[:4])


def test_the_agency_demands_it_of_coordinators_and_administrators(office):
    administrator = make_user("admin", Role.ADMINISTRATOR, office.units[0].parent)
    client = signed_in(administrator)
    assert "koordinator" in client.get(SECURITY).content.decode()
    assert client.post(SECURITY, {"wajib": "ya"})["Location"] == SECURITY
    for user in (administrator, office.coordinator):
        browser = signed_in(user)
        assert [browser.get(path)["Location"] for path in ("/kantor/", "/kantor/akun/", SECURITY)] == [
            SET_UP
        ] * 3
        assert browser.post(f"/kantor/survei/{office.survey.pk}/langkah/")["Location"] == SET_UP
    assert signed_in(office.officer).get("/kantor/").status_code == 200
    assert "mewajibkannya" in client.get(SET_UP).content.decode()
    set_up(client)
    page = client.get(SECURITY).content.decode()
    assert ("(admin)" in page, "(koordinator)" in page) == (False, True)
    client.post(SECURITY, {"wajib": "tidak"})
    assert signed_in(office.coordinator).get("/kantor/").status_code == 200
    assert list(AuditEvent.objects.filter(operation="ask_second_factor").values_list("data", flat=True)) == [
        {"is_asked": True},
        {"is_asked": False},
    ]


def test_an_officer_does_not_decide_it(office):
    assert signed_in(office.officer).post(SECURITY, {"wajib": "ya"}).status_code == 403
    assert signed_in(office.stranger).post(SECURITY, {"wajib": "ya"}).status_code == 404


def test_a_lost_phone_is_taken_off_by_who_looks_after_the_account(office):
    set_up(signed_in(office.officer))
    address = f"/kantor/pengguna/{office.officer.pk}/"
    client = signed_in(office.coordinator)
    assert "Hapus verifikasi dua langkah" in client.get(address).content.decode()
    assert client.post(f"{address}dua-langkah/").status_code == 303
    assert enter(office.officer)[1]["Location"] == "/kantor/akun/"
    assert client.post(f"{address}dua-langkah/").status_code == 409
    assert AuditEvent.objects.get(operation="remove_second_factors").data == {"removed": 2}


def make_older(client, seconds=16 * 60):
    """Let the sign-in of a browser be some minutes ago."""
    session = client.session
    session["account_authentication_methods"] = [
        one | {"at": one["at"] - seconds} for one in session["account_authentication_methods"]
    ]
    session.save()


def test_what_matters_asks_again_after_a_quarter_of_an_hour_and_then_goes_on(office):
    client = signed_in(office.coordinator)
    make_older(client)
    address = f"/kantor/pengguna/{office.officer.pk}/"
    role = {"unit": office.units[1].pk, "peran": "leader"}
    asked = client.post(f"{address}peran/", role)
    assert unquote(asked["Location"]) == f"/kantor/akun/lagi/?next={address}peran/"
    assert office.officer.memberships.count() == 1
    wrong = client.post(asked["Location"], {"password": "salah"})
    assert (wrong.status_code, "Kata sandi tidak cocok." in wrong.content.decode()) == (200, True)
    done = client.post(asked["Location"], {"password": PASSWORD})
    assert done["Location"] == address
    assert office.officer.memberships.count() == 2
    assert client.get(address).status_code == 200


def test_other_sessions_are_seen_and_ended(office):
    here, elsewhere = enter(office.officer)[0], enter(office.officer)[0]
    page = here.get("/kantor/akun/sesi/")
    assert (page.content.decode().count("127.0.0.1"), page["Cache-Control"]) == (2, "private, no-store")
    assert here.post("/kantor/akun/sesi/").status_code == 302
    assert (here.get("/kantor/akun/").status_code, elsewhere.get("/kantor/akun/").status_code) == (200, 302)


@pytest.mark.parametrize("path", ["kunci/", "kunci/tambah/", "cadangan/baru/", "aplikasi/hapus/"])
def test_every_page_of_it_can_be_drawn(office, path):
    client = signed_in(office.officer)
    set_up(client)
    page = client.get(SET_UP + path)
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
    assert "<script>" not in page.content.decode()
