"""The checks before publishing, in the office."""

import time

import pytest

from puas.models import AuditEvent, FindingAnswer
from puas.operations.averages import compute_agency
from tests.factories import hand_in
from tests.factories.results import make_result
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/kantor/instansi/kota-contoh/2023-Q1/pemeriksaan/"
FOURS, THREES = (4,) * 9, (3,) * 9


def make_contradiction(count=2):
    """An office whose own figure was computed before its other units': a check calls it wrong."""
    office = make_office(count)
    office.agency.policy = {"needs": ["findings"]}
    office.agency.save()
    results = [make_result(office.units[0], FOURS, period="2023-Q1")]
    compute_agency(agency=results[0].unit.agency, period=results[0].period, by=None)
    results += [make_result(unit, THREES, period="2023-Q1") for unit in office.units[1:]]
    for result in results:
        hand_in(result.unit.surveys.get(period=result.period))
    return office


def read(browser):
    return browser.get(ADDRESS).content.decode()


def find_digest(page):
    return page.partition('name="temuan" value="')[2][:64]


def test_an_error_is_answered_with_a_reason():
    office = make_contradiction()
    browser = signed_in(office.coordinator)
    page = read(browser)
    assert "kesalahan belum dijawab" in page
    digest = find_digest(page)
    response = browser.post(ADDRESS, {"temuan": digest, "alasan": "Ikut surat edaran"})
    assert (response.status_code, response["Location"]) == (303, ADDRESS)
    assert "Ikut surat edaran" in read(browser)
    answer = FindingAnswer.objects.get()
    assert (answer.digest, answer.answered_by) == (digest, office.coordinator)
    assert AuditEvent.objects.filter(operation="answer_finding").count() == 1


def test_an_answer_without_a_reason_is_told_at_its_field():
    office = make_contradiction()
    browser = signed_in(office.coordinator)
    digest = find_digest(read(browser))
    response = browser.post(ADDRESS, {"temuan": digest, "alasan": " "})
    assert response.status_code == 422
    assert "Tulis alasan mengapa angka itu tetap benar" in response.content.decode()
    assert FindingAnswer.objects.count() == 0


def test_who_does_not_publish_neither_reads_nor_answers():
    office = make_contradiction()
    browser = signed_in(office.officer)
    assert browser.get(ADDRESS).status_code == 403
    assert browser.post(ADDRESS, {"temuan": "0" * 64, "alasan": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("address", "given"),
    [
        (ADDRESS, {"temuan": "0" * 64, "alasan": "x"}),
        ("/kantor/instansi/kota-contoh/2023-Q1/terbitkan/", {}),
        ("/kantor/hasil/{result}/terbitkan/", {}),
    ],
)
def test_answering_and_publishing_ask_again_who_it_is(address, given):
    office = make_contradiction()
    browser = signed_in(office.coordinator)
    session = browser.session
    session["account_authentication_methods"][0]["at"] = time.time() - 16 * 60
    session.save()
    result = office.units[0].results.latest("id")
    response = browser.post(address.format(result=result.pk), given)
    assert response.status_code == 302
    assert response["Location"].startswith("/kantor/akun/lagi/")
    assert FindingAnswer.objects.count() == 0


def test_without_errors_the_way_to_publishing_is_open():
    office = make_office()
    make_result(office.units[0], FOURS, period="2023-Q1")
    page = read(signed_in(office.coordinator))
    assert "Tidak ada kesalahan yang menahan penerbitan" in page


@pytest.mark.parametrize("count", [2, 4])
def test_the_page_takes_the_same_queries(django_assert_num_queries, count):
    office = make_contradiction(count)
    browser = signed_in(office.coordinator)
    read(browser)
    with django_assert_num_queries(15):
        read(browser)
