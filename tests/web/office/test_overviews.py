"""The overview: chasing, going down the tree, the workbook."""

import io
from datetime import date

import openpyxl
import pytest

from puas.models import Survey
from tests.factories import make_unit
from tests.web.scenes import PERIOD, make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """The first unit's survey is late; it has a unit below it."""
    found = make_office()
    Survey.objects.update(due_on=date(2023, 7, 14))
    make_unit(found.agency, "Puskesmas Satu", parent=found.units[0])
    return found


def test_whom_to_chase_with_a_message_to_send(office):
    page = signed_in(office.coordinator).get("/kantor/").content.decode()
    assert "Perlu ditindaklanjuti hari ini" in page
    assert "Tenggat 14-07-2023 terlewat" in page
    assert "https://wa.me/?text=Yth." in page
    shown = signed_in(office.coordinator).get("/kantor/?tampil=kejar").content.decode()
    assert "Ringkas" in shown


def test_one_level_of_the_tree_at_a_time_or_everything(office):
    browser = signed_in(office.coordinator)
    top = browser.get("/kantor/").content.decode()
    assert ("1 unit di bawahnya" in top, "Puskesmas Satu" in top) == (True, False)
    below = browser.get(f"/kantor/?opd={office.units[0].pk}").content.decode()
    assert ("Di bawah Dinas 1" in below, "Puskesmas Satu" in below) == (True, True)
    assert "Puskesmas Satu" in browser.get("/kantor/?tampil=semua&halaman=9").content.decode()
    assert "Dinas 2" not in browser.get("/kantor/?status=terlambat").content.decode()
    assert "Dinas 2" in browser.get("/kantor/?opd=x").content.decode()


def test_the_workbook_says_the_same(office):
    response = signed_in(office.coordinator).get(f"/kantor/instansi/kota-contoh/{PERIOD}/pemantauan.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows = [[cell.value for cell in row] for row in book["Pemantauan"].iter_rows(min_row=4)]
    late_days = rows[0][8]
    assert [row[:8] for row in rows] == [
        ["Dinas 1", "ya", "Dibuka", 0, 80, "", "", "14-07-2023"],
        ["Puskesmas Satu", "tidak", "Belum direncanakan", "", "", "", "", ""],
        ["Dinas 2", "tidak", "Belum direncanakan", "", "", "", "", ""],
    ]
    chased = [[cell.value for cell in row] for row in book["Perlu ditindaklanjuti"].iter_rows(min_row=4)]
    assert chased == [["Dinas 1", f"Tenggat 14-07-2023 terlewat {late_days} hari; statusnya Dibuka."]]
    assert 'filename="pemantauan-kota-contoh-2023-Q2.xlsx"' in response["Content-Disposition"]


def test_the_workbook_is_not_for_everybody(office):
    address = f"/kantor/instansi/kota-contoh/{PERIOD}/pemantauan.xlsx"
    assert signed_in(office.stranger).get(address).status_code == 404
    assert signed_in(office.coordinator).get(address.replace(PERIOD, "2023-Q4")).status_code == 404
