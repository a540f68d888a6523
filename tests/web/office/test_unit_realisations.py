"""The agency's summary of realisations, and the same as a workbook."""

import io

import openpyxl
import pytest

from puas.lifecycles import ItemState
from puas.models import Role, Unit
from tests.factories import make_user
from tests.factories.plans import SCORES, finish, make_item, report
from tests.factories.results import make_result
from tests.web.scenes import make_units, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/kantor/instansi/kota-contoh/realisasi/"


def make_agency_with_plans(count):
    agency, units = make_units(count)
    root = Unit.objects.get(agency=agency, parent=None)
    coordinator = make_user("koordinator", Role.COORDINATOR, root)
    for unit in units:
        make_result(unit, SCORES)
        make_item(unit)
    return units, coordinator


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_any_number_of_units(count, django_assert_num_queries):
    _, coordinator = make_agency_with_plans(count)
    browser = signed_in(coordinator)
    with django_assert_num_queries(10):
        page = browser.get(ADDRESS).content.decode()
    assert page.count('role="rowheader"') == count


def test_units_stand_in_their_class_and_who_did_nothing_twice_is_named():
    units, coordinator = make_agency_with_plans(3)
    confirmer = make_user("kedua")
    for unit in units[:2]:
        make_result(unit, SCORES, period="2023-Q3")
        item = make_item(unit, period="2023-Q3", element="U4", quarters=("2023-Q4",))
        if unit == units[0]:
            finish(item, confirmer)
    browser = signed_in(coordinator)
    page = browser.get(ADDRESS).content.decode()
    assert "100,00%" in page
    notice = page.split("Tidak ada yang selesai dalam dua rencana")[1].split("</ul>")[0]
    assert ("Dinas 2" in notice, "Triwulan II 2023 dan Triwulan III 2023" in notice, "Dinas 1" in notice) == (
        True,
        True,
        False,
    )
    full = browser.get(ADDRESS + "?periode=2023-Q3&kelas=100").content.decode()
    assert full.split("<tbody")[1].count("rowheader") == 1


def test_before_any_plan_the_page_says_what_to_do():
    _, units = make_units(1)
    officer = make_user("petugas", Role.OFFICER, units[0])
    assert "Belum ada rencana" in signed_in(officer).get(ADDRESS).content.decode()
    assert signed_in(officer).get(ADDRESS + "2023-Q2.xlsx").status_code == 404
    assert signed_in(make_user("luar")).get(ADDRESS).status_code == 404


def test_an_officer_sees_the_own_unit_only():
    units, _ = make_agency_with_plans(2)
    page = signed_in(make_user("petugas", Role.OFFICER, units[0])).get(ADDRESS).content.decode()
    assert ("Dinas 1" in page, "Dinas 2" in page) == (True, False)


def test_the_workbook_says_the_same():
    units, coordinator = make_agency_with_plans(2)
    finish(make_item(units[0], element="U3"), make_user("kedua"))
    report(make_item(units[0], element="U2"), ItemState.UNDER_WAY)
    response = signed_in(coordinator).get(ADDRESS + "2023-Q2.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Realisasi", "Ringkasan", "Rencana tindak lanjut"]
    rows = list(book["Realisasi"].iter_rows(min_row=4, max_row=5, max_col=5, values_only=True))
    assert rows == [(1, "Dinas 1", 3, 1, 33.33), (2, "Dinas 2", 1, 0, 0)]
    levels = dict(book["Ringkasan"].iter_rows(min_row=4, max_row=9, max_col=2, values_only=True))
    assert (levels["33 % – < 66 %"], levels["0 %"], levels["100 %"]) == (1, 1, 0)
    plans = list(book["Rencana tindak lanjut"].iter_rows(min_row=5, max_col=4, values_only=True))
    assert [row[:3] for row in plans[:6]] == [
        (1, "Dinas 1", "Biaya/Tarif"),
        (2, "", "Waktu Penyelesaian"),
        (3, "", "Sistem, Mekanisme, dan Prosedur"),
        (1, "Dinas 2", "Biaya/Tarif"),
        (2, "", "Waktu Penyelesaian"),
        (3, "", "Sistem, Mekanisme, dan Prosedur"),
    ]
