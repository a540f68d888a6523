"""Asking for more time, and what changed since a return, in the office."""

from datetime import timedelta

import pytest
from django.utils import timezone

from puas.models import ExtensionRequest, Survey
from puas.operations.extensions import ask_extension
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey, return_survey, submit_survey
from tests.factories import make_open_survey, make_responses
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    office = make_office()
    make_responses(office.survey, (4,) * 9)
    close_survey(survey=office.survey, by=None)
    return office


def day(ahead=3):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def address(office, more=""):
    return f"/kantor/survei/{office.survey.pk}/{more}"


def ask(office):
    return ask_extension(
        survey=office.survey,
        reason="Kantor kebanjiran",
        wanted_on=timezone.localdate() + timedelta(days=3),
        by=office.officer,
    )


def read(user, at):
    return signed_in(user).get(at).content.decode()


def test_an_officer_asks_and_the_coordinator_sees_it_first_and_grants(office):
    officer, coordinator = signed_in(office.officer), signed_in(office.coordinator)
    assert "Minta perpanjangan" in officer.get(address(office)).content.decode()
    given = {"sampai": day(), "alasan": "Kantor kebanjiran"}
    assert officer.post(address(office, "perpanjangan/"), given).status_code == 303
    assert "Menunggu keputusan koordinator" in officer.get(address(office)).content.decode()
    assert "Kantor kebanjiran" in coordinator.get("/kantor/").content.decode()
    request = ExtensionRequest.objects.get()
    decision = address(office, f"perpanjangan/{request.pk}/putusan/")
    assert coordinator.post(decision, {"putusan": "beri", "sampai": day(2)}).status_code == 303
    assert Survey.objects.get(pk=office.survey.pk).state == "open"
    assert "Kantor kebanjiran" not in coordinator.get("/kantor/").content.decode()
    assert "Diberikan sampai" in officer.get(address(office)).content.decode()


def test_declining_needs_a_reason_and_the_unit_reads_it(office):
    request = ask(office)
    decision = address(office, f"perpanjangan/{request.pk}/putusan/")
    browser = signed_in(office.coordinator)
    assert browser.post(decision, {"putusan": "tolak", "alasan": ""}).status_code == 422
    assert browser.post(decision, {"putusan": "tolak", "alasan": "Tenggat besok"}).status_code == 303
    assert "Alasan penolakan: Tenggat besok" in read(office.officer, address(office))


def test_an_officer_does_not_decide_and_a_stranger_does_not_ask(office):
    request = ask(office)
    decision = address(office, f"perpanjangan/{request.pk}/putusan/")
    assert signed_in(office.officer).post(decision, {"putusan": "beri", "sampai": day()}).status_code == 403
    given = {"sampai": day(), "alasan": "x"}
    assert signed_in(office.stranger).post(address(office, "perpanjangan/"), given).status_code == 404
    other = make_open_survey(office.units[1], "2023-Q3")
    wrong = f"/kantor/survei/{other.pk}/perpanjangan/{request.pk}/putusan/"
    assert signed_in(office.coordinator).post(wrong, {"putusan": "tolak", "alasan": "x"}).status_code == 404


def test_once_handed_in_a_request_can_only_be_declined(office):
    request = ask(office)
    compute_result(unit=office.units[0], period=office.survey.period, by=None)
    submit_survey(survey=office.survey, by=None)
    page = read(office.coordinator, address(office))
    assert ("Beri perpanjangan" in page, "Tolak permintaan" in page) == (False, True)
    decision = address(office, f"perpanjangan/{request.pk}/putusan/")
    browser = signed_in(office.coordinator)
    assert browser.post(decision, {"putusan": "beri", "sampai": day()}).status_code == 409
    assert browser.post(decision, {"putusan": "tolak", "alasan": "Sudah diajukan"}).status_code == 303


def test_a_request_without_a_day_says_so(office):
    reason = {"alasan": "Loket tutup <sepekan>"}
    response = signed_in(office.officer).post(address(office, "perpanjangan/"), reason)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Pilih tanggal sampai kapan survei dibuka." in page
    assert page.count("Loket tutup &lt;sepekan&gt;</textarea>") == 1  # what was typed is still there


def test_the_reviewer_sees_what_changed_since_the_return(office):
    compute_result(unit=office.units[0], period=office.survey.period, by=None)
    submit_survey(survey=office.survey, by=None)
    return_survey(survey=office.survey, reason="Lampiran kurang", by=None)
    page = read(office.officer, address(office))
    assert "Yang berubah sejak dikembalikan" in page
    assert "Belum ada yang berubah" in page
    submit_survey(survey=office.survey, by=None)
    assert "Lampiran kurang" in read(office.coordinator, address(office))
