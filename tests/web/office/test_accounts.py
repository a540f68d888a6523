"""One's own account."""

import pytest
from django.test import Client

from tests.factories.users import PASSWORD
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db
NEW = "tiga kata yang baru"


@pytest.fixture
def office():
    return make_office()


def test_the_account_shows_its_roles_and_changes_its_name(office):
    client = signed_in(office.officer)
    page = client.get("/kantor/akun/").content.decode()
    assert ("Petugas unit" in page, "Dinas 1" in page) == (True, True)
    done = client.post("/kantor/akun/", {"nama": "Budi Santoso", "surel": "budi@contoh.go.id"})
    assert (done.status_code, done["Location"]) == (303, "/kantor/akun/")
    office.officer.refresh_from_db()
    assert (office.officer.full_name, office.officer.email) == ("Budi Santoso", "budi@contoh.go.id")
    assert client.post("/kantor/akun/", {"nama": "", "surel": ""}).status_code == 422


def test_the_account_is_only_for_who_is_signed_in(client):
    assert client.get("/kantor/akun/")["Location"] == "/kantor/masuk/?next=/kantor/akun/"
    assert client.get("/kantor/akun/sandi/")["Location"] == "/kantor/masuk/?next=/kantor/akun/sandi/"


def test_a_new_password_asks_for_the_old_one_and_ends_the_other_sessions(office):
    here, elsewhere = signed_in(office.officer), signed_in(office.officer)
    address = "/kantor/akun/sandi/"
    wrong = here.post(address, {"sandi-lama": "salah", "sandi": NEW})
    assert (wrong.status_code, "tidak cocok" in wrong.content.decode()) == (422, True)
    assert here.post(address, {"sandi-lama": PASSWORD, "sandi": "pendek"}).status_code == 422
    assert here.post(address, {"sandi-lama": PASSWORD, "sandi": NEW})["Location"] == "/kantor/akun/"
    assert (here.get("/kantor/akun/").status_code, elsewhere.get("/kantor/akun/").status_code) == (200, 302)
    for _ in range(5):
        last = here.post(address, {"sandi-lama": "salah", "sandi": PASSWORD})
    assert last.status_code == 429


def test_a_new_password_opens_the_office(office):
    signed_in(office.officer).post("/kantor/akun/sandi/", {"sandi-lama": PASSWORD, "sandi": NEW})
    entered = Client().post("/kantor/masuk/", {"nama": "petugas", "sandi": NEW})
    assert entered.status_code == 302
