"""One survey in the office, and its steps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from puas.models import HeldReason, HeldResponse, Result, Role, Survey
from puas.operations.surveys import close_survey, submit_survey
from tests.factories import make_responses, make_user
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def page_of(office, user) -> str:
    return signed_in(user).get(f"/kantor/survei/{office.survey.pk}/").content.decode()


def step(office, user, to, **more):
    address = f"/kantor/survei/{office.survey.pk}/langkah/"
    return signed_in(user).post(address, {"ke": to, **more})


def test_it_counts_answers_live_and_offers_the_form(office):
    make_responses(office.survey, (4,) * 9, (3,) * 9)
    page = page_of(office, office.coordinator)
    assert '<span class="figure__value">2</span>' in page
    assert "2 dari 80" in page
    assert f"http://testserver/s/{office.survey.token}/" in page
    assert "<path" in page.split('class="share__code"')[1].split("</div>")[0]


def test_a_survey_of_another_unit_is_not_there(office):
    address = f"/kantor/survei/{office.survey.pk}/"
    assert signed_in(office.stranger).get(address).status_code == 404
    other = make_user("lain", Role.OFFICER, office.units[1])
    assert signed_in(other).get(address).status_code == 404


def test_the_state_table_decides_which_buttons_there_are(office):
    assert "Tutup survei" in page_of(office, office.coordinator)
    assert "Hitung hasil" not in page_of(office, office.coordinator)
    close_survey(survey=office.survey, by=None)
    page = page_of(office, office.coordinator)
    assert "Tutup survei" not in page
    for label in ("Hitung hasil", "Buka kembali", "Ajukan ke koordinator"):
        assert label in page


def test_an_officer_sees_the_steps_of_an_officer(office):
    assert "Koordinator instansi menutupnya bila cukup" in page_of(office, office.officer)
    close_survey(survey=office.survey, by=None)
    page = page_of(office, office.officer)
    assert "Ajukan ke koordinator" in page
    assert "Hitung hasil" in page


def test_a_coordinator_closes_and_opens_again(office):
    response = step(office, office.coordinator, "closed")
    assert (response.status_code, response["Location"]) == (303, f"/kantor/survei/{office.survey.pk}/")
    assert Survey.objects.get().state == "closed"
    assert step(office, office.coordinator, "open", sampai="besok").status_code == 400
    until = timezone.localdate() + timedelta(days=3)
    assert step(office, office.coordinator, "open", sampai=until.isoformat()).status_code == 303
    assert timezone.localtime(Survey.objects.get().closes_at).date() == until
    assert Survey.objects.get().state == "open"


def test_an_officer_may_not_close(office):
    response = step(office, office.officer, "closed")
    assert response.status_code == 403
    assert Survey.objects.get().state == "open"
    assert "tidak berwenang" in response.content.decode()


def test_a_step_that_the_state_does_not_have_is_refused(office):
    response = step(office, office.coordinator, "verified")
    assert response.status_code == 409
    assert "berstatus “Dibuka”" in response.content.decode()


@pytest.mark.parametrize("to", ["published", "", "sembarang"])
def test_a_step_that_is_no_step_is_refused(office, to):
    assert step(office, office.coordinator, to).status_code == 400


def test_a_survey_is_returned_with_its_reason(office):
    close_survey(survey=office.survey, by=None)
    submit_survey(survey=office.survey, by=None)
    assert step(office, office.coordinator, "returned", alasan=" ").status_code == 400
    assert step(office, office.coordinator, "returned", alasan="Jawaban terlalu sedikit").status_code == 303
    assert "Jawaban terlalu sedikit" in page_of(office, office.officer)


def test_a_closed_survey_is_computed_and_its_result_shown(office):
    make_responses(office.survey, (4,) * 9)
    close_survey(survey=office.survey, by=None)
    response = signed_in(office.coordinator).post(f"/kantor/survei/{office.survey.pk}/hitung/")
    result = Result.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/kantor/hasil/{result.pk}/")
    assert (str(result.printed), result.computed_by) == ("100.00", office.coordinator)


def test_an_open_survey_is_not_computed(office):
    response = signed_in(office.coordinator).post(f"/kantor/survei/{office.survey.pk}/hitung/")
    assert response.status_code == 409
    assert Result.objects.count() == 0


def test_a_survey_without_answers_has_no_index_and_says_so(office):
    close_survey(survey=office.survey, by=None)
    browser = signed_in(office.coordinator)
    response = browser.post(f"/kantor/survei/{office.survey.pk}/hitung/", follow=True)
    assert "Belum ada jawaban, jadi belum ada IKM" in response.content.decode()
    assert Result.objects.get().index == ""


def test_answers_in_the_tray_are_counted_apart(office, client):
    close_survey(survey=office.survey, by=None)
    full = {"uuid": "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11", **{f"Q{n}": "4" for n in range(1, 10)}}
    client.post(f"/s/{office.survey.token}/", full)
    assert HeldResponse.objects.get().reason == HeldReason.LATE
    assert "1 jawaban menunggu keputusan di baki" in page_of(office, office.coordinator)


def test_a_step_is_never_a_link(office):
    browser = signed_in(office.coordinator)
    for door in ("langkah", "hitung"):
        assert browser.get(f"/kantor/survei/{office.survey.pk}/{door}/").status_code == 405
