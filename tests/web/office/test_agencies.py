"""The agency's own figure, and everything of a period at once."""

import pytest

from puas.models import Publication, Result, Survey
from tests.factories import hand_in
from tests.web.scenes import make_office, measure, signed_in

pytestmark = pytest.mark.django_db
DOOR = "/kantor/instansi/kota-contoh/2023-Q1"


@pytest.fixture
def office():
    office = make_office()
    measure(office.units[0], "2023-Q1", 4)
    measure(office.units[1], "2023-Q1", 3)
    return office


def test_the_agency_is_computed_by_its_rule_and_shown(office):
    response = signed_in(office.coordinator).post(f"{DOOR}/hitung/")
    result = Result.objects.get(unit__parent=None)
    assert (response.status_code, response["Location"]) == (303, f"/kantor/hasil/{result.pk}/")
    page = signed_in(office.coordinator).get(response["Location"]).content.decode()
    assert "87,50" in page
    assert "rata-rata sederhana nilai semua unit" in page


def test_everything_that_waits_is_published_after_asking(office, client):
    browser = signed_in(office.coordinator)
    browser.post(f"{DOOR}/hitung/")
    assert "2 unit belum diverifikasi" in browser.get(f"{DOOR}/terbitkan/").content.decode()
    for survey in Survey.objects.filter(period__code="2023-Q1"):
        hand_in(survey)
    assert "Terbitkan 3 hasil?" in browser.get(f"{DOOR}/terbitkan/").content.decode()
    response = browser.post(f"{DOOR}/terbitkan/")
    assert (response.status_code, response["Location"]) == (
        303,
        "/kantor/?instansi=kota-contoh&periode=2023-Q1",
    )
    assert Publication.objects.count() == 3
    assert client.get("/i/kota-contoh/2023-Q1/").status_code == 200
    assert "Tidak ada yang menunggu terbit" in browser.get(f"{DOOR}/terbitkan/").content.decode()


def test_an_officer_may_do_neither(office):
    browser = signed_in(office.officer)
    assert browser.post(f"{DOOR}/hitung/").status_code == 403
    assert browser.post(f"{DOOR}/terbitkan/").status_code == 403
    assert Publication.objects.count() == 0


def test_an_agency_of_somebody_else_is_not_there(office):
    assert signed_in(office.stranger).post(f"{DOOR}/hitung/").status_code == 404


def test_a_period_without_anything_is_not_there(office):
    address = "/kantor/instansi/kota-contoh/2019-Q1/hitung/"
    assert signed_in(office.coordinator).post(address).status_code == 404
