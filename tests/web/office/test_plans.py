"""The page of a plan: the three lowest, their activities, warnings, the lock, and the official table."""

import io

import openpyxl
import pytest

from puas.lifecycles import ItemState
from puas.models import Plan, Role
from puas.operations.surveys import submit_survey
from tests.factories import make_user
from tests.factories.plans import make_item, report
from tests.web.plan_scenes import make_scene, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene()


def read(scene, user=None, address=""):
    return signed_in(user or scene.officer).get(scene.plan + address)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_any_number_of_items(scene, count, django_assert_num_queries):
    for number in range(count):
        report(make_item(scene.unit, text=f"Memasang papan nomor {number}"), ItemState.UNDER_WAY)
    browser = signed_in(scene.officer)
    with django_assert_num_queries(20):
        page = browser.get(scene.plan).content.decode()
    assert page.count('id="kegiatan-') == count


def test_the_three_lowest_wait_for_activities(scene):
    page = read(scene).content.decode()
    assert page.count("Belum ada kegiatan untuk unsur ini.") == 3
    assert page.index("Biaya/Tarif") < page.index("Waktu Penyelesaian") < page.index("Sistem, Mekanisme")
    assert f'href="{scene.plan}kegiatan/?unsur=U4"' in page


def test_a_copied_activity_is_warned_of(scene):
    words = "Memasang papan tarif di setiap loket pelayanan"
    make_item(scene.unit, element="U4", text=words)
    make_item(scene.unit, element="U3", text=words)
    page = read(scene).content.decode()
    assert ("Periksa lagi sebelum diajukan" in page, "teks rencana yang sama untuk U4, U3" in page) == (
        True,
        True,
    )


def test_other_priorities_need_a_reason(scene):
    browser = signed_in(scene.officer)
    sent = {"prioritas": ["U4", "U1"], "alasan": ""}
    refused = browser.post(scene.plan + "prioritas/", sent)
    assert (refused.status_code, Plan.objects.count()) == (422, 0)
    assert 'id="alasan-galat"' in refused.content.decode()
    kept = browser.post(scene.plan + "prioritas/", sent | {"alasan": "Banyak keluhan"})
    assert (kept.status_code, kept["Location"]) == (303, scene.plan)
    assert Plan.objects.get().priorities == ["U4", "U1"]
    assert "Banyak keluhan" in read(scene).content.decode()


def test_a_priority_with_an_activity_cannot_go(scene):
    make_item(scene.unit, element="U2")
    response = signed_in(scene.officer).post(scene.plan + "prioritas/", {"prioritas": ["U4", "U3", "U6"]})
    assert (response.status_code, "Hapus kegiatannya dahulu" in response.content.decode()) == (422, True)


def test_a_submitted_plan_is_read_only_and_says_why(scene):
    item = make_item(scene.unit)
    submit_survey(survey=scene.survey, by=None)
    page = read(scene).content.decode()
    assert ("Rencana ini terkunci" in page, "Koordinator instansi dapat memverifikasi" in page) == (
        True,
        True,
    )
    assert "Tambah kegiatan" not in page
    browser = signed_in(scene.officer)
    for address in (scene.plan + "prioritas/", scene.plan + "kegiatan/", f"/kantor/kegiatan/{item.pk}/ubah/"):
        assert browser.get(address).status_code == 409


def test_who_may_not_plan_reads_only(scene):
    leader = make_user("kepala", Role.LEADER, scene.unit)
    page = read(scene, leader).content.decode()
    assert ("Tambah kegiatan" in page, "Ubah prioritas" in page) == (False, False)
    assert read(scene, leader, "prioritas/").status_code == 404


def test_another_unit_s_plan_is_not_found(scene):
    other = make_user("lain", Role.OFFICER, scene.other)
    assert read(scene, other).status_code == 404
    assert read(scene, address="../2031-Q1/").status_code == 404


def test_the_table_has_the_official_columns(scene):
    make_item(scene.unit, text="=Memasang papan tarif", quarters=("2023-Q3", "2024-Q1"))
    make_item(scene.unit, text="Melatih petugas loket")
    response = signed_in(scene.officer).get(scene.plan.removesuffix("/") + ".xlsx")
    assert response["Content-Disposition"] == (
        'attachment; filename="rencana-tindak-lanjut-dinas-1-2023-Q2.xlsx"'
    )
    (sheet,) = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets
    rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "Rencana tindak lanjut Dinas 1, Triwulan II 2023"
    assert rows[2] == ["No", "Prioritas unsur", "Program/kegiatan", "Waktu", "", "", "", "Penanggung jawab"]
    assert rows[3][3:7] == ["TW I", "TW II", "TW III", "TW IV"]
    who = "Kepala Seksi Pelayanan"
    assert rows[4:8] == [
        [1, "Biaya/Tarif", "=Memasang papan tarif", "2024", "", "2023", "", who],
        ["", "", "Melatih petugas loket", "", "", "2023", "", who],
        [2, "Waktu Penyelesaian", "belum ada kegiatan", "", "", "", "", ""],
        [3, "Sistem, Mekanisme, dan Prosedur", "belum ada kegiatan", "", "", "", "", ""],
    ]
