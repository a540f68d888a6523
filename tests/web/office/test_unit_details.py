"""The office's pages of units: the tree, details, what is put right, what happens, and tables."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puas.exchange.unit_tables import KEYS, read_unit_table, write_unit_table
from puas.models import Role, Service, Unit, UnitChange, UnitImport
from puas.operations.services import create_service
from puas.operations.unit_changes import close_unit, rename_unit
from tests.factories import make_unit, make_user
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db
TREE = "/kantor/instansi/kota-contoh/unit/"
CHANGED = {"tanggal": "2026-01-01", "alasan": "Perda 5/2025"}


@pytest.fixture
def office():
    return make_office()


def names(page: str) -> list[str]:
    return re.findall(r'href="/kantor/unit/\d+/data/">([^<]+)</a>', page)


def details(unit: Unit) -> str:
    return f"/kantor/unit/{unit.pk}/data/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_tree_takes_the_same_queries_for_one_unit_and_for_three(django_assert_num_queries, count):
    office = make_office(count)
    for unit in office.units:
        create_service(unit=make_unit(office.agency, f"UPT {unit.number}", parent=unit), name="KTP", by=None)
    browser = signed_in(office.coordinator)
    with django_assert_num_queries(6):
        page = browser.get(TREE).content.decode()
    assert names(page)[1:] == [name for n in range(1, count + 1) for name in (f"Dinas {n}", f"UPT {n}")]
    assert page.count("<details") == page.count("</details>") == count + 1
    assert page.count("<ul") == page.count("</ul>")


def test_a_search_lists_what_fits_with_what_is_above(office):
    make_unit(office.agency, "UPT Timur", parent=office.units[1], kind="upt")
    ended = make_unit(office.agency, "Dinas Lama")
    close_unit(unit=ended, on=date(2026, 1, 1), reason="Perda", by=None)
    browser = signed_in(office.coordinator)
    page = browser.get(TREE + "?cari=timur").content.decode()
    assert names(page) == ["UPT Timur"]
    assert '<span class="under">Dinas 2</span>' in page
    assert names(browser.get(TREE + "?jenis=upt").content.decode()) == ["UPT Timur"]
    assert names(browser.get(TREE + "?cari=lama").content.decode()) == []
    assert "berakhir 31 Desember 2025" in browser.get(TREE + "?berakhir=ya").content.decode()


def test_an_officer_sees_the_own_part_and_changes_nothing(office):
    browser = signed_in(office.officer)
    page = browser.get(TREE).content.decode()
    assert names(page) == ["Dinas 1"]
    assert "Kelola unit" not in page
    mine, other = office.units
    assert "Kelola" not in browser.get(details(mine)).content.decode()
    assert browser.get(details(other)).status_code == 404
    service = create_service(unit=mine, name="KTP", by=None)
    for address in ("ubah/", "tambah/", "hapus/", "layanan/", "perubahan/tutup/"):
        assert browser.post(details(mine) + address, CHANGED).status_code == 403
    assert browser.post(f"/kantor/layanan/{service.pk}/", {}).status_code == 403
    for address in ("impor/", "templat.xlsx", "unit.xlsx"):
        assert browser.get(TREE + address).status_code == 403
    assert signed_in(office.stranger).get(TREE).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_details_take_the_same_queries_for_one_change_and_for_three(office, django_assert_num_queries, count):
    unit = office.units[1]
    for number in range(count):
        create_service(unit=unit, name=f"Layanan {number}", by=None)
        rename_unit(unit=unit, name=f"Nama {number}", on=date(2026, 1, 1 + number), reason="Perda", by=None)
    browser = signed_in(office.coordinator)
    with django_assert_num_queries(10):
        page = browser.get(details(unit)).content.decode()
    assert page.count("Perda. Dicatat") == count
    assert page.count("Batalkan bila keliru") == 1


def test_a_unit_is_added_put_right_and_removed(office):
    browser = signed_in(office.coordinator)
    given = {"nama": "UPT Timur", "jenis": "upt", "nomor": "4", "kode": "3372", "surel": "upt@contoh.go.id"}
    above = office.units[1]
    response = browser.post(details(above) + "tambah/", given)
    made = Unit.objects.get(name="UPT Timur")
    assert (response.status_code, response["Location"]) == (303, details(made))
    assert (made.parent, made.kind, made.number, made.area_code) == (above, "upt", 4, "33.72")
    browser.post(details(made) + "ubah/", given | {"nama": "UPT Barat", "alamat": "Jalan Satu"})
    made.refresh_from_db()
    assert (made.name, made.address) == ("UPT Barat", "Jalan Satu")
    wrong = browser.post(details(made) + "ubah/", given | {"surel": "entah", "jenis": "upt"})
    assert wrong.status_code == 422
    assert "Surel “entah” tidak terbaca." in wrong.content.decode()
    assert browser.post(details(made) + "hapus/").status_code == 303
    assert not Unit.objects.filter(pk=made.pk).exists()
    refused = browser.post(details(office.units[0]) + "hapus/")
    assert refused.status_code == 422
    assert "sudah dipakai" in refused.content.decode()


def test_a_service_is_added_and_ended(office):
    browser, unit = signed_in(office.coordinator), office.units[0]
    given = {"nama": "KTP", "saluran": ["counter", "mobile"], "pengguna": "1.200"}
    assert browser.post(details(unit) + "layanan/", given).status_code == 303
    service = Service.objects.get()
    assert (service.channels, service.users_per_year) == (["counter", "mobile"], 1200)
    assert browser.post(f"/kantor/layanan/{service.pk}/", given | {"aktif": ""}).status_code == 303
    page = browser.get(details(unit)).content.decode()
    assert "Tidak diberikan lagi" in page
    assert "Loket, Keliling" in page
    assert browser.post(details(unit) + "layanan/", given).status_code == 422


@pytest.mark.parametrize(
    ("kind", "given", "kinds"),
    [
        ("ganti-nama", {"nama": "Dinas Baru"}, ["rename"]),
        ("gabung", {"tujuan": "", "nama": "Dinas Gabungan"}, ["merge"]),
        ("pecah", {"nama": "Dinas A\nDinas B"}, ["split", "split"]),
        ("tutup", {}, ["close"]),
    ],
)
def test_what_happens_is_recorded_and_undone(office, kind, given, kinds):
    browser, unit = signed_in(office.coordinator), office.units[1]
    address = details(unit) + f"perubahan/{kind}/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, CHANGED | {"alasan": ""} | given).status_code == 422
    assert browser.post(address, CHANGED | given).status_code == 303
    assert [row.kind for row in UnitChange.objects.all()] == kinds
    undo = f"/kantor/perubahan-unit/{UnitChange.objects.first().group}/batal/"
    assert undo in browser.get(details(unit)).content.decode()
    assert signed_in(office.officer).post(undo, {"alasan": "x"}).status_code == 404
    assert browser.get(undo).status_code == 200
    assert browser.post(undo, {"alasan": "Salah unit"}).status_code == 303
    unit.refresh_from_db()
    assert (unit.name, unit.valid_until, Unit.objects.count()) == ("Dinas 2", None, 3)


def test_a_unit_moves_and_gets_another_code(office):
    browser, unit = signed_in(office.coordinator), office.units[1]
    Unit.objects.filter(pk=unit.pk).update(area_code="33.72")
    moved = CHANGED | {"induk": str(office.units[0].pk)}
    assert browser.post(details(unit) + "perubahan/pindah/", moved).status_code == 303
    recoded = CHANGED | {"kode": "33.73"}
    assert browser.post(details(unit) + "perubahan/kode-wilayah/", recoded).status_code == 303
    unit.refresh_from_db()
    assert (unit.parent, unit.area_code) == (office.units[0], "33.73")
    assert browser.get(details(unit) + "perubahan/entah/").status_code == 404


def test_who_manages_only_a_unit_does_not_close_it(office):
    user = make_user("opd", Role.COORDINATOR, office.units[1])
    browser, unit = signed_in(user), office.units[1]
    assert browser.get(details(unit) + "perubahan/ganti-nama/").status_code == 200
    for kind in ("pindah", "gabung", "pecah", "tutup"):
        assert browser.post(details(unit) + f"perubahan/{kind}/", CHANGED).status_code == 403


def upload(*rows: dict[str, str]) -> SimpleUploadedFile:
    content = write_unit_table([tuple(row.get(key, "") for key in KEYS) for row in rows])
    return SimpleUploadedFile("unit.xlsx", content)


def test_a_table_is_previewed_applied_and_its_refused_rows_handed_back(office, tmp_path):
    browser = signed_in(office.coordinator)
    table = ({"name": "Dinas 1", "phone": "123"}, {"name": "Dinas 3", "kind": "OPD"}, {"name": "Dinas 4"})
    response = browser.post(TREE + "impor/", {"berkas": upload(*table)})
    address = response["Location"]
    page = browser.get(address).content.decode()
    assert "Unit baru: isi jenisnya." in page
    assert "Terapkan 2 baris" in page
    assert Unit.objects.count() == 3
    assert browser.post(address).status_code == 303
    assert sorted(Unit.objects.values_list("name", "phone")) == [
        ("Dinas 1", "123"),
        ("Dinas 2", ""),
        ("Dinas 3", ""),
        ("Kota Contoh", ""),
    ]
    back = tmp_path / "back.xlsx"
    back.write_bytes(browser.get(address + "ditolak.xlsx").content)
    assert [cells[1] for _, cells in read_unit_table(back, "back.xlsx")] == ["Dinas 4"]
    again = browser.post(TREE + "impor/", {"berkas": upload(*table[:2])})["Location"]
    assert "Semua baris sudah sama" in browser.get(again).content.decode()
    assert signed_in(office.officer).get(address).status_code == 404
    assert "unit.xlsx" in browser.get(TREE + "impor/").content.decode()


def test_a_file_that_is_no_table_is_refused(office):
    browser = signed_in(office.coordinator)
    for content, sentence in ((b"%PDF-1.7", "berkas PDF"), (b"a,b\n1,2\n", "bukan berkas XLSX")):
        response = browser.post(TREE + "impor/", {"berkas": SimpleUploadedFile("a.xlsx", content)})
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert browser.post(TREE + "impor/").status_code == 422
    assert not UnitImport.objects.exists()


def test_the_template_and_the_export_are_workbooks(office):
    browser = signed_in(office.coordinator)
    for name in ("templat.xlsx", "unit.xlsx"):
        response = browser.get(TREE + name)
        assert response.content[:2] == b"PK"
        assert response["Content-Type"].endswith("spreadsheetml.sheet")
