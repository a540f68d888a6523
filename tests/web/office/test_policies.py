"""The rules by which an agency counts, in the office."""

import pytest

from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/kantor/instansi/kota-contoh/aturan-hitung/"


def test_a_coordinator_changes_the_rules():
    office = make_office()
    browser = signed_in(office.coordinator)
    sent = {"instansi": "agency-heads", "tahun": "annual-pooled", "bobot": "0.111"}
    response = browser.post(ADDRESS, sent)
    assert (response.status_code, response.headers["Location"]) == (303, ADDRESS)
    page = browser.get(ADDRESS).content.decode()
    chosen = [line.split('value="')[1].split('"')[0] for line in page.split("<input") if " checked" in line]
    assert chosen == ["agency-heads", "annual-pooled", "0.111"]
    assert "Aturan tersimpan." in page


def test_an_officer_may_not():
    office = make_office()
    browser = signed_in(office.officer)
    assert browser.get(ADDRESS).status_code == 403
