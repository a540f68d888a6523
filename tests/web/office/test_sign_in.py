"""Signing in and out."""

import pytest
from django.test import Client

from tests.factories import make_user
from tests.factories.users import PASSWORD

pytestmark = pytest.mark.django_db
DOOR = "/kantor/masuk/"


def test_the_right_password_leads_to_the_page_that_was_asked_for(client):
    make_user()
    response = client.post(DOOR, {"nama": "budi", "sandi": PASSWORD, "next": "/kantor/unit/1/"})
    assert (response.status_code, response["Location"]) == (302, "/kantor/unit/1/")
    assert client.get(DOOR)["Location"] == "/kantor/"


def test_a_wrong_password_is_said_without_saying_which_part_is_wrong(client):
    make_user()
    wrong = client.post(DOOR, {"nama": "budi", "sandi": "salah"})
    unknown = client.post(DOOR, {"nama": "siapa", "sandi": "salah"})
    assert wrong.status_code == unknown.status_code == 422
    sentence = "Nama pengguna atau kata sandi tidak cocok"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert 'value="budi"' in wrong.content.decode()


def test_guessing_locks_one_name_at_one_address_and_nobody_else(client):
    make_user()
    make_user("siti")
    for _ in range(5):
        last = client.post(DOOR, {"nama": "budi", "sandi": "salah"})
    assert last.status_code == 429
    assert "Terlalu banyak percobaan masuk" in last.content.decode()
    assert client.post(DOOR, {"nama": "budi", "sandi": PASSWORD}).status_code == 429
    assert Client().post(DOOR, {"nama": "siti", "sandi": PASSWORD}).status_code == 302


@pytest.mark.parametrize("target", ["https://contoh.example/", "//contoh.example/x", "kantor"])
def test_signing_in_never_leads_to_another_site(client, target):
    make_user()
    assert client.post(DOOR, {"nama": "budi", "sandi": PASSWORD, "next": target})["Location"] == "/kantor/"


def test_signing_out_ends_the_session(client):
    client.force_login(make_user())
    assert client.post("/kantor/keluar/")["Location"] == DOOR
    assert client.get("/kantor/")["Location"] == f"{DOOR}?next=/kantor/"


def test_signing_out_is_never_a_link(client):
    assert client.get("/kantor/keluar/").status_code == 405


def test_an_office_page_is_never_kept(client):
    response = client.get(DOOR)
    assert "no-store" in response["Cache-Control"]
