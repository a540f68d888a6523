"""The trail in the office: searched, in words, and taken out as CSV and XLSX."""

import csv
import io

import pytest
from openpyxl import load_workbook

from puas.models import AuditEvent, Role, Unit
from puas.operations.surveys import close_survey, return_survey, submit_survey
from tests.factories import make_user
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office(3)


@pytest.fixture
def auditor(office):
    return make_user("auditor", Role.AUDITOR, Unit.objects.get(agency=office.agency, parent=None))


def send_back(office):
    signed_in(office.coordinator).post(f"/kantor/survei/{office.survey.pk}/langkah/", {"ke": "closed"})
    submit_survey(survey=office.survey, by=office.officer)
    return_survey(survey=office.survey, reason="=Sampel kurang", by=office.coordinator)


def test_who_did_what_and_why_is_found(office, auditor):
    send_back(office)
    page = signed_in(auditor).get("/kantor/jejak/?tindakan=return_survey").content.decode()
    assert "Mengembalikan survei" in page
    assert "Alasan: =Sampel kurang" in page
    assert "<del>submitted</del> → <ins>returned</ins>" in page
    head = AuditEvent.objects.last()
    assert f"{head.sequence}:{head.hash}" in page
    closed = signed_in(auditor).get("/kantor/jejak/?pelaku=koordinator&kata=closed").content.decode()
    assert "halaman kantor" in closed


def test_nothing_found_says_what_to_do(auditor):
    page = signed_in(auditor).get("/kantor/jejak/?pelaku=tak-ada&nomor=x&sejak=kemarin").content.decode()
    assert "Tidak ada yang cocok" in page


def test_an_officer_is_told_whom_to_ask(office):
    for address in ("/kantor/jejak/", "/kantor/jejak/jejak.csv", "/kantor/jejak/jejak.xlsx"):
        response = signed_in(office.officer).get(address)
        assert (response.status_code, "koordinator" in response.content.decode()) == (403, True)


def test_the_survey_shows_its_own_history(office):
    close_survey(survey=office.survey, by=office.coordinator)
    page = signed_in(office.officer).get(f"/kantor/survei/{office.survey.pk}/").content.decode()
    history = page.split('<details class="history">')[1]
    assert [word in history for word in ("Menutup survei", "Membuka survei", "Menambah unit")] == [
        True,
        True,
        False,
    ]


def test_both_exports_hold_what_the_search_finds_and_no_formula(office, auditor):
    send_back(office)
    browser = signed_in(auditor)
    streamed = browser.get("/kantor/jejak/jejak.csv?jenis=Survey")
    rows = list(csv.reader(io.StringIO(b"".join(streamed.streaming_content).decode())))
    book = browser.get("/kantor/jejak/jejak.xlsx?jenis=Survey")
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert [row[4] for row in rows[1:]] == [
        "Mengembalikan survei",
        "Mengajukan survei",
        "Menutup survei",
        "Membuka survei",
        "Merencanakan survei",
    ]
    assert (rows[1][8], rows[1][9]) == ("'=Sampel kurang", "keadaan: submitted → returned")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_at_any_length(office, auditor, count, django_assert_num_queries):
    browser = signed_in(auditor)
    wanted = [one.object_id for one in AuditEvent.objects.filter(operation="create_unit")][:count]
    address = "/kantor/jejak/?tindakan=create_unit" + (f"&nomor={wanted[0]}" if count == 1 else "")
    with django_assert_num_queries(9):
        page = browser.get(address).content.decode()
    assert page.count("Peristiwa nomor") == count
