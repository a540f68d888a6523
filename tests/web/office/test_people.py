"""The people of an agency: seen by those who look after them, and changed only below one's own role."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from puas.models import Membership, Role, User
from puas.operations.users import grant_role
from tests.factories import make_agency, make_unit, make_user
from tests.factories.users import PASSWORD
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db
PEOPLE = "/kantor/pengguna/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def administrator(office):
    return make_user("admin", Role.ADMINISTRATOR, office.units[0].parent)


def roles(user):
    return sorted(Membership.objects.filter(user=user).values_list("unit__name", "role"))


def names(client, query=""):
    return re.findall(r'pengguna/\d+/">([^<]+)</a>', client.get(PEOPLE + query).content.decode())


def test_each_sees_the_people_of_the_own_units_and_finds_them(office, administrator):
    elsewhere = make_user("jauh", Role.OFFICER, make_unit(make_agency("Kota Lain")))
    opd = make_user("opd", Role.OPD_COORDINATOR, office.units[0])
    assert names(signed_in(office.coordinator)) == ["admin", "koordinator", "opd", "petugas"]
    assert names(signed_in(opd)) == ["opd", "petugas"]
    assert names(signed_in(administrator)) == ["admin", "koordinator", "opd", "orang-lain", "petugas"]
    assert names(signed_in(administrator), "?cari=PETU") == ["petugas"]
    assert names(signed_in(elsewhere)) == []


def test_who_manages_nobody_has_no_list_and_no_door_to_it(office):
    client = signed_in(office.officer)
    assert client.get(PEOPLE).status_code == 403
    assert PEOPLE not in client.get("/kantor/").content.decode()
    assert PEOPLE in signed_in(office.coordinator).get("/kantor/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(office, count):
    for number in range(count):
        make_user(f"orang-{number}", Role.OFFICER, office.units[0])
    client = signed_in(office.coordinator)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(PEOPLE)
    assert len(queries) == 8


def test_a_role_is_given_and_taken_away(office):
    client, officer = signed_in(office.coordinator), office.officer
    made = client.post(f"{PEOPLE}{officer.pk}/peran/", {"unit": office.units[1].pk, "peran": "leader"})
    assert (made.status_code, made["Location"]) == (303, f"{PEOPLE}{officer.pk}/")
    assert roles(officer) == [("Dinas 1", "officer"), ("Dinas 2", "leader")]
    held = Membership.objects.get(user=officer, role="leader")
    assert client.post(f"{PEOPLE}{officer.pk}/peran/{held.pk}/cabut/").status_code == 303
    assert roles(officer) == [("Dinas 1", "officer")]
    wrong = client.post(f"{PEOPLE}{officer.pk}/peran/", {"unit": "", "peran": "leader"})
    assert wrong.status_code == 422
    assert "Pilih unit tempat perannya berlaku." in wrong.content.decode()


def test_nobody_gives_or_takes_a_role_that_is_not_below_the_own(office, administrator):
    opd = make_user("opd", Role.OPD_COORDINATOR, office.units[0])
    grant_role(user=office.officer, unit=office.units[0], role=Role.LEADER, by=None)
    leader = Membership.objects.get(user=office.officer, role="leader")
    before = roles(office.officer)
    root = office.units[0].parent.pk
    for user, unit, role in (
        (opd, office.units[0].pk, "opd_coordinator"),
        (office.coordinator, root, "coordinator"),
        (office.coordinator, root, "auditor"),
        (office.coordinator, root, "administrator"),
    ):
        address = f"{PEOPLE}{office.officer.pk}/peran/"
        assert signed_in(user).post(address, {"unit": unit, "peran": role}).status_code == 403
    away = {"unit": office.units[1].pk, "peran": "officer"}
    assert signed_in(opd).post(f"{PEOPLE}{office.officer.pk}/peran/", away).status_code == 404
    assert signed_in(opd).post(f"{PEOPLE}{office.officer.pk}/peran/{leader.pk}/cabut/").status_code == 403
    assert signed_in(opd).post(f"{PEOPLE}{office.officer.pk}/nonaktifkan/").status_code == 403
    assert signed_in(office.coordinator).post(f"{PEOPLE}{administrator.pk}/tautan-sandi/").status_code == 403
    assert roles(office.officer) == before


def test_an_account_is_switched_off_at_once_and_on_again(office):
    officer, client = signed_in(office.officer), signed_in(office.coordinator)
    assert officer.get("/kantor/").status_code == 200
    client.post(f"{PEOPLE}{office.officer.pk}/nonaktifkan/")
    assert officer.get("/kantor/").status_code == 302
    assert "Akun ini nonaktif" in client.get(f"{PEOPLE}{office.officer.pk}/").content.decode()
    assert client.post(f"{PEOPLE}{office.officer.pk}/nonaktifkan/").status_code == 409
    client.post(f"{PEOPLE}{office.officer.pk}/aktifkan/")
    assert officer.get("/kantor/").status_code == 200


def test_the_last_administrator_stays(office, administrator):
    second = make_user("dua", Role.ADMINISTRATOR, office.units[0].parent)
    client = signed_in(administrator)
    held = second.memberships.get()
    assert client.post(f"{PEOPLE}{second.pk}/peran/{held.pk}/cabut/").status_code == 303
    own = administrator.memberships.get()
    assert client.post(f"{PEOPLE}{administrator.pk}/peran/{own.pk}/cabut/").status_code == 403
    assert roles(administrator) == [("Kota Contoh", "administrator")]


def test_all_roles_at_a_unit_are_handed_over(office):
    heir, client = make_user("pengganti", Role.ENUMERATOR, office.units[1]), signed_in(office.coordinator)
    address = f"{PEOPLE}{office.officer.pk}/serah/{office.units[0].pk}/"
    page = client.get(address).content.decode()
    assert ("Petugas unit" in page, "pengganti" in page, "Nonaktifkan akun petugas" in page) == (True,) * 3
    assert client.post(address, {"penerima": ""}).status_code == 422
    done = client.post(address, {"penerima": heir.pk, "nonaktif": "ya"})
    assert done["Location"] == f"{PEOPLE}{heir.pk}/"
    assert (roles(office.officer), roles(heir)) == ([], [("Dinas 1", "officer"), ("Dinas 2", "enumerator")])
    assert User.objects.get(pk=office.officer.pk).is_active is False
    assert client.get(address).status_code == 404


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(office):
    page = signed_in(office.coordinator).post(f"{PEOPLE}{office.officer.pk}/tautan-sandi/").content.decode()
    link = re.search(r"http://testserver(/kantor/sandi-baru/[^<]+)</code>", page)[1]
    client = Client()
    assert client.get(link).status_code == 200
    assert client.post(link, {"sandi": "pendek"}).status_code == 422
    assert client.post(link, {"sandi": "tiga kata yang baru"})["Location"] == "/kantor/masuk/"
    assert client.get(link).status_code == 404
    entered = client.post("/kantor/masuk/", {"nama": "petugas", "sandi": "tiga kata yang baru"})
    assert entered.status_code == 302
    assert Client().post("/kantor/masuk/", {"nama": "petugas", "sandi": PASSWORD}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(office, administrator, count, django_assert_num_queries):
    for number in range(count):
        make_user(f"petugas-{number}", Role.OFFICER, office.units[0])
    browser = signed_in(administrator)
    with django_assert_num_queries(8):
        assert len(names(browser, "?cari=petugas-")) == count
