"""The office's way into the history: one happy path and one refusal a door."""

import re
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puas.models import RecapImport, RecapRow, Result, Unit
from puas.operations.recap_imports import start_import
from puas.web.public import checks_runs
from tests.factories import make_unit
from tests.factories.recaps import BAD, GOOD, make_line, make_recap
from tests.operations.test_recap_imports import make_packet
from tests.web.public.test_checks import text, wait
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def browser(office):
    return signed_in(office.coordinator)


def read(browser, content: bytes, name: str = "rekap-2022.csv") -> str:
    response = browser.post("/kantor/impor/", {"berkas": SimpleUploadedFile(name, content)})
    assert response.status_code == 303, text(response)
    wait(response["Location"].replace("/kantor/impor/baca", "/periksa"))
    return response["Location"]


def draft(browser, content: bytes) -> str:
    response = browser.post(read(browser, content), {"instansi": "kota-contoh"})
    assert response.status_code == 303, text(response)
    return response["Location"]


def stored(browser, content: bytes) -> str:
    address = draft(browser, content)
    assert browser.post(f"{address}simpan/")["Location"] == address
    return address


def test_from_a_file_to_the_trend_and_back(browser):
    address = stored(browser, GOOD)
    assert RecapRow.objects.count() == 2
    browser.post(f"{address}pakai/")
    assert Result.objects.count() == 2
    assert "Dipakai dalam tren dan laporan" in text(browser.get(address))
    assert "Batalkan impor ini?" in text(browser.get(f"{address}batal/"))
    assert browser.post(f"{address}batal/")["Location"] == "/kantor/impor/"
    assert RecapRow.objects.count() == 0
    assert "Dibatalkan" in text(browser.get("/kantor/impor/"))
    assert "Impor ini dibatalkan" in text(browser.get(address))


def test_what_was_read_is_shown_and_not_kept_until_it_is_confirmed(browser):
    page = text(browser.get(read(browser, GOOD)))
    assert "Berkas terbaca, belum disimpan" in page
    assert "Rekap ini akan masuk ke riwayat Kota Contoh." in page
    assert RecapImport.objects.count() == 0


def test_a_result_of_the_public_page_can_be_kept(browser, client):
    location = client.post("/periksa/", {"berkas": SimpleUploadedFile("rekap-2022.csv", GOOD)})["Location"]
    wait(location)
    link = re.search(r'href="(/kantor/impor/baca/[^"]+)"', client.get(location).content.decode())[1]
    assert client.get(link)["Location"].startswith("/kantor/masuk/")
    assert browser.post(link, {"instansi": "kota-contoh"}).status_code == 303


def test_the_same_file_again_leads_to_the_first_import(browser):
    address = draft(browser, GOOD)
    again = browser.post(read(browser, GOOD), {"instansi": "kota-contoh"}, follow=True)
    assert again.request["PATH_INFO"] == address
    assert "tidak ada yang berubah" in text(again)
    assert RecapImport.objects.count() == 1


def test_a_file_that_cannot_be_read_says_why(browser):
    response = browser.get(read(browser, b"nama,alamat\nA,B\n", "daftar.csv"))
    assert response.status_code == 422
    assert "tidak berisi tabel rekap" in text(response)
    assert browser.post("/kantor/impor/").status_code == 422


def test_too_many_at_once_are_asked_to_come_back(browser, monkeypatch):
    monkeypatch.setattr(checks_runs, "RUNNING", 0)
    response = browser.post("/kantor/impor/", {"berkas": SimpleUploadedFile("r.csv", GOOD)})
    assert (response.status_code, response["Retry-After"]) == (503, "30")


def test_an_agency_of_somebody_else_cannot_be_chosen(browser):
    assert browser.post(read(browser, GOOD), {"instansi": "kota-lain"}).status_code == 400
    assert RecapImport.objects.count() == 0


def test_look_alikes_are_chosen_by_a_person(office, browser):
    unit = make_unit(office.agency, "Kecamatan Laweyan")
    address = draft(browser, make_recap(make_line(1, "Kec. Laweyan")))
    page = browser.get(address).content.decode()
    assert "Kecamatan Laweyan (100 % mirip)" in page
    assert "/simpan/" not in page
    assert "checked" not in page
    refused = browser.post(f"{address}simpan/")
    assert refused.status_code == 422
    assert "Pilih dahulu mana yang dimaksud" in text(refused)
    assert browser.post(f"{address}unit/", {"unit-u0": str(unit.pk)}).status_code == 303
    assert browser.post(f"{address}simpan/").status_code == 303
    assert RecapRow.objects.get().unit == unit


def test_a_renamed_unit_is_any_unit_that_a_person_types(office, browser):
    """Nothing in the new name is like the old one, so nothing is suggested."""
    unit = make_unit(office.agency, "Dinas Pendapatan")
    address = draft(browser, make_recap(make_line(1, "Badan Keuangan Daerah")))
    assert '<option value="Dinas Pendapatan">' in browser.get(address).content.decode()
    sent = {"unit-u0": "new", "nama-u0": " dinas  pendapatan "}
    assert browser.post(f"{address}unit/", sent).status_code == 303
    assert "Dinas Pendapatan" in text(browser.get(address)).partition("Jangan diimpor")[0]
    browser.post(f"{address}simpan/")
    assert RecapRow.objects.get().unit == unit


def test_a_typed_name_that_no_unit_has_is_refused(office, browser):
    make_unit(office.agency, "Dinas Pendapatan")
    address = draft(browser, make_recap(make_line(1, "Badan Keuangan Daerah")))
    refused = browser.post(f"{address}unit/", {"nama-u0": "Dinas Sirkus"})
    assert refused.status_code == 422
    assert "Tidak ada unit bernama “Dinas Sirkus”" in text(refused)


def test_a_choice_that_does_not_exist_is_refused(browser):
    assert browser.post(f"{draft(browser, GOOD)}unit/", {"unit-u0": "999999"}).status_code == 400


def test_conflicts_with_what_is_stored_are_shown_beside_it(browser):
    stored(browser, GOOD)
    address = draft(browser, make_recap(make_line(1, "Dinas Satu", index="89,60")))
    page = text(browser.get(address))
    assert "Sudah ada dengan angka lain" in page
    assert "IKM tersimpan 89,5556, berkas 89,60" in page


def test_printed_and_computed_stand_side_by_side_and_a_person_decides(office, browser):
    address = stored(browser, BAD)
    row = RecapRow.objects.get(unit__name="Dinas Satu")
    page = text(browser.get(address))
    assert re.search(r"78,10 A .*? 89,5556 A .*? belum diputuskan", page)
    response = browser.post(f"{address}keputusan/", {"baris": [row.pk], "pakai": "computed"}, follow=True)
    assert "yang dihitung koordinator," in text(response)
    row.refresh_from_db()
    assert (row.decision, row.decided_by) == ("computed", office.coordinator)
    assert "Semua sudah diputuskan" in text(browser.get(f"{address}?tampil=belum"))


@pytest.mark.parametrize("sent", [{"pakai": "computed"}, {"baris": ["1"], "pakai": "tebakan"}, {}])
def test_a_decision_needs_rows_and_a_figure(browser, sent):
    assert browser.post(f"{stored(browser, BAD)}keputusan/", sent).status_code == 400


def test_steps_out_of_order_are_refused(browser):
    address = draft(browser, GOOD)
    assert browser.post(f"{address}pakai/").status_code == 409
    browser.post(f"{address}simpan/")
    assert browser.post(f"{address}simpan/").status_code == 409
    assert browser.post(f"{address}unit/", {"unit-u0": "skip"}).status_code == 409


def test_only_a_coordinator_may_import(office, browser, client):
    address = draft(browser, GOOD)
    officer = signed_in(office.officer)
    for path in ("/kantor/impor/", address, f"{address}batal/"):
        assert officer.get(path).status_code == 403
        assert client.get(path)["Location"] == f"/kantor/masuk/?next={path}"
    for step in ("unit", "simpan", "keputusan", "pakai", "batal"):
        assert officer.post(f"{address}{step}/").status_code == 403
    assert signed_in(make_office_elsewhere()).get(address).status_code == 404


def make_office_elsewhere():
    from puas.models import Role
    from tests.factories import make_agency, make_user

    agency = make_agency("Kota Lain")
    return make_user("lain", Role.COORDINATOR, Unit.objects.get(agency=agency))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(office, browser, django_assert_num_queries, count):
    for n in range(count):
        packet = make_packet(make_line(1, f"Dinas {n}"), digest=str(n) * 64)
        start_import(agency=office.agency, packet=packet, by=office.coordinator)
    with django_assert_num_queries(4):
        page = browser.get("/kantor/impor/").content.decode()
    assert len(re.findall(r'href="/kantor/impor/\d+/"', page)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_takes_the_same_queries(office, browser, django_assert_num_queries, count):
    packet = make_packet(
        *(make_line(n, f"Puskesmas {name}") for n, name in enumerate(("A", "B", "C")[:count], 1))
    )
    made, _ = start_import(agency=office.agency, packet=packet, by=office.coordinator)
    with django_assert_num_queries(6):
        page = browser.get(f"/kantor/impor/{made.pk}/").content.decode()
    assert page.count('<fieldset class="pick') == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_stored_import_takes_the_same_queries(browser, django_assert_num_queries, count):
    lines = [
        make_line(n, f"Puskesmas {name}", index="78,10") for n, name in enumerate(("A", "B", "C")[:count], 1)
    ]
    address = stored(browser, make_recap(*lines))
    browser.get(address)  # the message of the last step is shown once
    with django_assert_num_queries(7):
        page = browser.get(address).content.decode()
    assert page.count('type="checkbox"') == count
