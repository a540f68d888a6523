"""Results in the office: looked at, then published."""

import pytest

from puas.models import Publication, Response, Unit
from puas.operations.exclusions import exclude_responses
from puas.operations.periods import ensure_period
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from tests.factories import hand_in, make_open_survey, make_responses
from tests.web.scenes import make_office, measure, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def result(office):
    found = measure(office.units[1], "2023-Q1", 4)
    hand_in(office.units[1].surveys.get(period=found.period))
    return found


def test_a_result_is_shown_as_it_will_be_before_it_is_published(office, result, client):
    response = signed_in(office.coordinator).get(f"/kantor/hasil/{result.pk}/")
    page = response.content.decode()
    assert "Belum terbit" in page
    assert '<span class="figure__value">100,00</span>' in page
    assert response["Cache-Control"] == "private, no-store"
    assert client.get("/i/kota-contoh/dinas-2/2023-Q1/").status_code == 404


def test_a_result_of_another_unit_is_not_there(office, result):
    assert signed_in(office.officer).get(f"/kantor/hasil/{result.pk}/").status_code == 404


def test_an_empty_result_cannot_be_looked_at(office):
    close_survey(survey=office.survey, by=None)
    empty = compute_result(unit=office.units[0], period=office.survey.period, by=None)
    assert signed_in(office.coordinator).get(f"/kantor/hasil/{empty.pk}/").status_code == 409


def test_publishing_asks_first(office, result):
    page = signed_in(office.coordinator).get(f"/kantor/hasil/{result.pk}/terbitkan/").content.decode()
    assert "Tidak dapat ditarik kembali" in page
    assert Publication.objects.count() == 0


def test_publishing_shows_the_result_to_everyone(office, result, client):
    response = signed_in(office.coordinator).post(f"/kantor/hasil/{result.pk}/terbitkan/")
    assert (response.status_code, response["Location"]) == (303, f"/kantor/hasil/{result.pk}/")
    assert Publication.objects.get().published_by == office.coordinator
    assert client.get("/i/kota-contoh/dinas-2/2023-Q1/").status_code == 200


def test_an_officer_may_look_but_not_publish(office):
    close_survey(survey=office.survey, by=None)
    own = measure(office.units[0], "2023-Q1", 3)
    browser = signed_in(office.officer)
    assert "Terbitkan hasil" not in browser.get(f"/kantor/hasil/{own.pk}/").content.decode()
    for response in (
        browser.get(f"/kantor/hasil/{own.pk}/terbitkan/"),
        browser.post(f"/kantor/hasil/{own.pk}/terbitkan/"),
    ):
        assert response.status_code == 403
    assert Publication.objects.count() == 0


def test_a_correction_needs_its_reason(office, result):
    browser = signed_in(office.coordinator)
    browser.post(f"/kantor/hasil/{result.pk}/terbitkan/")
    office.agency.policy |= {"weighting": "0.11"}
    office.agency.save()
    unit = Unit.objects.get(pk=office.units[1].pk)
    corrected = compute_result(unit=unit, period=ensure_period("2023-Q1"), by=None)
    address = f"/kantor/hasil/{corrected.pk}/terbitkan/"
    refused = browser.post(address, {"alasan": " "})
    assert refused.status_code == 422
    assert "Tulis alasan koreksi" in refused.content.decode()
    assert browser.post(address, {"alasan": "Bobot menurut surat edaran"}).status_code == 303
    assert [p.version for p in Publication.objects.order_by("id")] == [1, 2]


def test_every_page_of_a_result_says_what_it_leaves_out(office, client):
    survey = make_open_survey(office.units[0], "2023-Q1")
    make_responses(survey, (4,) * 9, (3,) * 9)
    fours = Response.objects.filter(survey=survey).earliest("id")
    exclude_responses(survey=survey, responses=[fours.pk], reason="Petugas mengisi sendiri", by=None)
    close_survey(survey=survey, by=None)
    result = compute_result(unit=office.units[0], period=survey.period, by=None)
    hand_in(survey)
    browser = signed_in(office.coordinator)
    address = f"/kantor/hasil/{result.pk}/"
    pages = [browser.get(address), browser.get(f"{address}terbitkan/")]
    browser.post(f"{address}terbitkan/")
    pages.append(client.get("/i/kota-contoh/dinas-1/2023-Q1/"))
    for response in pages:
        page = response.content.decode()
        assert "1 jawaban dikecualikan oleh koordinator sesudah diperiksa" in page
        assert "IKM tanpa jawaban itu 75,00; bila ikut dihitung 87,50." in page
    assert (
        "1 jawaban lain tersimpan tetapi tidak dihitung"
        in browser.get(f"/kantor/survei/{survey.pk}/").content.decode()
    )
