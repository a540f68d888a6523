"""Writing a section: with and without the script, and nothing lost when it is refused."""

import pytest

from puas.models import Narrative, Role
from tests.factories import make_user
from tests.web.scenes import publish_units, signed_in

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def unit():
    return publish_units(1)[1][0]


@pytest.fixture
def browser(unit):
    return signed_in(make_user("petugas", Role.OFFICER, unit))


def address(unit, rest=""):
    return f"/kantor/unit/{unit.pk}/2023-Q2/laporan/tulis/problems/{rest}"


def test_the_button_saves_and_the_page_shows_the_figures_filled_in(unit, browser):
    response = browser.post(address(unit), {"teks": "Nilai **{ikm}**", "versi": "0"})
    assert (response.status_code, response["Location"]) == (303, address(unit))
    page = browser.get(address(unit)).content.decode()
    assert "<p>Nilai <strong>100,00</strong></p>" in page
    assert "Nilai **{ikm}**</textarea>" in page


def test_the_script_is_told_the_version_and_how_it_reads(unit, browser):
    told = browser.post(address(unit), {"teks": "<b>{ikm}</b>", "versi": "0"}, headers=JSON).json()
    assert (told["number"], told["preview"].strip()) == (1, "<p>&lt;b&gt;100,00&lt;/b&gt;</p>")


def test_what_is_refused_stays_in_the_box(unit, browser):
    browser.post(address(unit), {"teks": "Satu", "versi": "0"})
    other = signed_in(make_user("koordinator", Role.OPD_COORDINATOR, unit))
    response = other.post(address(unit), {"teks": "Lain", "versi": "0"})
    assert (response.status_code, "Lain</textarea>" in response.content.decode()) == (409, True)
    assert other.post(address(unit), {"teks": "Lain", "versi": "0"}, headers=JSON).status_code == 409


def test_an_unknown_place_is_told_beside_the_text(unit, browser):
    told = browser.post(address(unit), {"teks": "{ikn}", "versi": "0"}, headers=JSON).json()
    assert "Tempat isian yang tidak dikenal: ikn." in told["preview"]


def test_an_older_version_is_restored(unit, browser):
    browser.post(address(unit), {"teks": "Satu", "versi": "0"})
    other = signed_in(make_user("koordinator", Role.OPD_COORDINATOR, unit))
    other.post(address(unit), {"teks": "Dua", "versi": "1"})
    assert browser.post(address(unit, "versi/"), {"versi": "1"}).status_code == 303
    assert Narrative.objects.latest("id").text == "Satu"


def test_an_enumerator_reads_and_does_not_write(unit):
    enumerator = signed_in(make_user("pencacah", Role.ENUMERATOR, unit))
    page = enumerator.get(address(unit)).content.decode()
    assert 'name="teks"' not in page
    assert enumerator.post(address(unit), {"teks": "x"}).status_code == 403
