"""Letterhead, logo, signatories and sentences in the office."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puas.models import Agency, Role
from puas.queries.report_identities import own_sentences, read_identity
from puas.queries.units import root_of
from tests.factories import make_agency, make_unit, make_user
from tests.factories.evidence_files import PDF, make_jpeg
from tests.web.scenes import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/kantor/instansi/kota-contoh/laporan/"
FORM = {"kop": "PEMERINTAH KOTA\nJl. Merdeka 1", "tempat": "Contoh", "nama": "Sri", "jabatan": "Sekda"}


@pytest.fixture
def unit(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_unit(make_agency())


@pytest.fixture
def browser(unit):
    return signed_in(make_user("admin", Role.ADMINISTRATOR, root_of(unit.agency)))


def test_the_letterhead_and_signatory_are_kept(browser):
    assert browser.post(ADDRESS, FORM).status_code == 303
    kept = read_identity(Agency.objects.get())
    assert (kept.letterhead, kept.signatory.name) == (("PEMERINTAH KOTA", "Jl. Merdeka 1"), "Sri")
    assert "Jl. Merdeka 1</textarea>" in browser.get(ADDRESS).content.decode()


def test_what_is_refused_stays_in_the_form(browser):
    response = browser.post(ADDRESS, FORM | {"tempat": "x" * 201})
    page = response.content.decode()
    assert (response.status_code, "x" * 201 in page, 'href="#tempat"' in page) == (422, True, True)


def test_a_logo_is_shown_and_a_file_of_another_kind_refused(browser):
    send = lambda content: browser.post(ADDRESS + "logo/", {"logo": SimpleUploadedFile("logo", content)})  # noqa: E731
    assert send(make_jpeg()).status_code == 303
    assert 'src="data:image/jpeg;base64,' in browser.get(ADDRESS).content.decode()
    assert send(PDF).status_code == 422


def test_a_sentence_is_found_changed_and_taken_back(browser):
    address = ADDRESS + "kalimat/unit/"
    assert "Ringkasan Eksekutif" in browser.get(address, {"cari": "eksekutif"}).content.decode()
    fields = {"kunci": "headings.summary", "kalimat": "Ringkasan"}
    assert browser.post(address, fields).status_code == 303
    assert own_sentences(Agency.objects.get(), "unit") == {"headings.summary": "Ringkasan"}
    browser.post(address, fields | {"bawaan": "1"})
    assert own_sentences(Agency.objects.get(), "unit") == {}


def test_a_sentence_with_an_unknown_place_stays_in_the_box(browser):
    response = browser.post(
        ADDRESS + "kalimat/unit/", {"kunci": "headings.summary", "kalimat": "Ringkasan {x}"}
    )
    page = response.content.decode()
    assert (response.status_code, "Ringkasan {x}</textarea>" in page) == (422, True)


def test_the_unit_writes_who_signs_its_own_report(unit):
    address = f"/kantor/unit/{unit.pk}/penanda-tangan/"
    officer = signed_in(make_user("petugas", Role.OFFICER, unit))
    assert officer.post(address, {"nama": "Sri", "jabatan": "Kepala", "nip": "19700101"}).status_code == 303
    assert 'value="19700101"' in officer.get(address).content.decode()
    assert signed_in(make_user("auditor", Role.AUDITOR, unit)).post(address, {}).status_code == 403


def test_an_officer_does_not_change_the_agency(unit):
    officer = signed_in(make_user("petugas", Role.OFFICER, unit))
    assert officer.get(ADDRESS).status_code == 403
    assert officer.post(ADDRESS, FORM).status_code == 403
