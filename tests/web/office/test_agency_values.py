"""The agency's figure by every rule, and parts and years of a unit, in the office."""

import pytest

from puas.operations.averages import compute_agency
from tests.factories import make_unit
from tests.factories.results import make_result
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/kantor/instansi/kota-contoh/2023-Q1/nilai/"


def read(user, address=ADDRESS):
    response = signed_in(user).get(address)
    return response.status_code, response.content.decode()


def test_every_rule_is_named_beside_its_figure():
    office = make_office()
    make_result(office.units[0], (4,) * 9, period="2023-Q1")
    make_result(office.units[1], (3,) * 9, period="2023-Q1")
    status, page = read(office.coordinator)
    assert status == 200
    assert (
        "Nilai instansi adalah rata-rata sederhana nilai semua unit. "
        "<strong>Dipakai kebijakan instansi.</strong>" in page
    )
    assert page.count(">87,50<") == 4
    assert "PermenPANRB 14/2017 tidak mengatur perataan antarunit" in page
    assert "Belum ada nilai instansi yang terbit untuk periode ini." in page


def test_the_agencys_result_leads_to_every_rule():
    office = make_office()
    result = make_result(office.units[0], (4,) * 9, period="2023-Q1")
    whole = compute_agency(agency=office.agency, period=result.period, by=None)
    assert f'<a href="{ADDRESS}">' in read(office.coordinator, f"/kantor/hasil/{whole.pk}/")[1]
    assert f'<a href="{ADDRESS}">' not in read(office.coordinator, f"/kantor/hasil/{result.pk}/")[1]


def test_who_sees_one_unit_does_not_see_the_agency():
    office = make_office()
    make_result(office.units[0], (4,) * 9, period="2023-Q1")
    assert read(office.officer)[0] == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries(django_assert_num_queries, count):
    office = make_office(count)
    for unit in office.units:
        make_result(unit, (4,) * 9, period="2023-Q1")
    browser = signed_in(office.coordinator)
    browser.get(ADDRESS)
    with django_assert_num_queries(17):
        browser.get(ADDRESS)


def test_a_period_without_results_says_what_to_do():
    office = make_office()
    page = read(office.coordinator, ADDRESS.replace("Q1", "Q2"))[1]
    assert "Belum ada hasil unit" in page


def test_a_units_page_tells_its_years_with_their_rule():
    office = make_office()
    for code, score in (("2022-Q1", 4), ("2022-S2", 3)):
        make_result(office.units[0], (score,) * 9, period=code)
    page = read(office.officer, f"/kantor/unit/{office.units[0].pk}/")[1]
    assert "Triwulan I 2022 100,00; Semester II 2022 75,00" in page
    assert ">87,50<" in page
    assert "Nilai tahunan adalah rata-rata sederhana nilai semester, bukan rata-rata semua survei." in page


def test_a_parents_result_shows_its_own_survey_and_its_children():
    office = make_office()
    child = make_unit(office.agency, "UPT Pasar", parent=office.units[1])
    make_result(child, (2,) * 9, period="2023-Q1")
    pooled = make_result(office.units[1], (4,) * 9, period="2023-Q1")
    page = read(office.coordinator, f"/kantor/hasil/{pooled.pk}/")[1]
    assert "Survei unit ini sendiri" in page
    assert f'<a href="/kantor/hasil/{child.results.get().pk}/">UPT Pasar</a>' in page
    assert "siapa pun unit yang melayaninya." in page
