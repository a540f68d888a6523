"""The rules by which an agency counts, in the office."""

import pytest

from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/kantor/instansi/kota-contoh/aturan-hitung/"


def test_a_coordinator_changes_the_rules():
    office = make_office()
    browser = signed_in(office.coordinator)
    sent = {"instansi": "agency-heads", "tahun": "annual-pooled", "bobot": "0.111", "batas": "10"}
    response = browser.post(ADDRESS, sent)
    assert (response.status_code, response.headers["Location"]) == (303, ADDRESS)
    page = browser.get(ADDRESS).content.decode()
    chosen = [line.split('value="')[1].split('"')[0] for line in page.split("<input") if " checked" in line]
    assert chosen == ["agency-heads", "annual-pooled", "0.111"]
    assert ("Aturan tersimpan." in page, 'value="10"' in page) == (True, True)


def test_a_smallest_group_that_does_not_do_is_refused_and_the_rest_stays_chosen():
    office = make_office()
    sent = {"instansi": "agency-heads", "tahun": "annual-pooled", "bobot": "0.111", "batas": "dua"}
    response = signed_in(office.coordinator).post(ADDRESS, sent)
    page = response.content.decode()
    assert (response.status_code, page.count("Batas kelompok kecil adalah 3 sampai 100 orang")) == (422, 1)
    assert 'value="dua"' in page
    chosen = [line.split('value="')[1].split('"')[0] for line in page.split("<input") if " checked" in line]
    assert chosen == ["agency-heads", "annual-pooled", "0.111"]
    office.agency.refresh_from_db()
    assert "minimum_cell" not in office.agency.policy


def test_an_officer_may_not():
    office = make_office()
    browser = signed_in(office.officer)
    assert browser.get(ADDRESS).status_code == 403
