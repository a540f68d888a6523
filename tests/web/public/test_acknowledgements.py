"""The same door in JSON: what the form's script is told about an answer that it sent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from puas.models import HeldReason, HeldResponse, Response
from puas.operations.responses import CLOCK_AHEAD
from puas.operations.surveys import close_survey
from tests.factories import make_agency, make_open_survey, make_survey, make_unit
from tests.web.public.test_forms import FULL, NUMBER

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency(), "Puskesmas Melati"))


def send(client, survey, **changed):
    return client.post(f"/s/{survey.token}/", FULL | changed, headers=JSON)


def test_a_stored_answer_is_acknowledged_by_its_number_every_time(client, survey):
    for _ in range(2):
        response = send(client, survey)
        thanks = f"/s/{survey.token}/terima-kasih/"
        assert response.status_code == 200
        assert response.json() == {"stored": NUMBER, "held": False, "next": thanks}
        assert response["Cache-Control"] == "no-store"
    assert Response.objects.count() == 1


def test_an_answer_keeps_the_time_it_was_given_and_how_long_it_took(client, survey):
    given = timezone.now() - timedelta(days=3)
    send(client, survey, waktu_isi=given.isoformat(), detik="95")
    row = Response.objects.get()
    assert (row.answered_at, row.seconds, row.flags) == (given, 95, [])


def test_a_clock_that_is_ahead_is_flagged(client, survey):
    send(client, survey, waktu_isi=(timezone.now() + timedelta(days=3)).isoformat())
    row = Response.objects.get()
    assert (row.answered_at, row.flags) == (row.received_at, [CLOCK_AHEAD])


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        ("", ""),
        ("kemarin", "-4"),
        ("2026-11-25T08:00:00", "1.5"),
        ("1970-01-01T00:00:00Z", "999999"),
        ("+012345-01-01T00:00:00Z", "99999999999"),
    ],
)
def test_a_clock_that_cannot_be_true_costs_no_answer(client, survey, moment, seconds):
    before = datetime.now(UTC)
    assert send(client, survey, waktu_isi=moment, detik=seconds).status_code == 200
    row = Response.objects.get()
    assert before <= row.answered_at <= datetime.now(UTC)
    assert row.seconds is None


def test_every_mistake_is_named_with_its_control(client, survey):
    response = send(client, survey, age="tua", sex="X")
    assert response.status_code == 422
    assert response.json() == {
        "code": "answer_mistakes",
        "error": "Belum dapat dikirim. Perbaiki ini dahulu:",
        "problems": [
            {"text": "“Jenis kelamin” harus salah satu dari pilihannya.", "target": "isian-sex-1"},
            {"text": "“Usia (tahun)” harus berupa angka 10 sampai 110.", "target": "isian-age-1"},
        ],
    }
    assert Response.objects.count() == 0


def test_a_late_answer_is_acknowledged_as_put_aside(client, survey):
    close_survey(survey=survey, by=None)
    told = send(client, survey).json()
    assert told == {
        "stored": NUMBER,
        "held": True,
        "next": f"/s/{survey.token}/terima-kasih/?susulan=1",
    }
    assert HeldResponse.objects.get().reason == HeldReason.LATE


def test_another_answer_under_the_same_number_is_refused_by_its_code(client, survey):
    send(client, survey)
    response = send(client, survey, Q1="1")
    assert (response.status_code, response.json()["code"]) == (409, "response_conflict")
    assert NUMBER in response.json()["error"]
    assert HeldResponse.objects.get().reason == HeldReason.CONFLICT


def test_a_survey_that_has_not_opened_is_refused_by_its_code(client):
    planned = make_survey(make_unit(make_agency()))
    response = send(client, planned)
    assert (response.status_code, response.json()["code"]) == (409, "survey_not_open_yet")
    assert Response.objects.count() == 0


def test_an_unknown_survey_and_an_unknown_field_are_refused_by_their_codes(client, survey):
    unknown = client.post("/s/tidak-ada/", FULL, headers=JSON)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "survey_unknown")
    extra = send(client, survey, nik="3372")
    assert (extra.status_code, extra.json()["code"]) == (400, "form_field_unknown")


def test_the_language_of_the_form_is_kept(client, survey):
    response = client.post(f"/s/{survey.token}/?bahasa=en", FULL | {"age": "old"}, headers=JSON)
    assert response.json()["problems"][0]["target"] == "isian-age-1"
    assert response.json()["error"] == "It cannot be sent yet. Please mend this first:"
