"""For integrations: keys, the surveys that take answers, and answers that are stored once."""

import datetime
import json

import pytest
from django.utils import timezone

from puas.models import KeyScope, Response
from puas.operations.api_keys import create_api_key, revoke_api_key
from puas.operations.surveys import close_survey
from tests.factories import make_agency, make_open_survey, make_unit
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


class Integration:
    """An application with a key, and the survey of its unit."""

    def __init__(self, client, scope=KeyScope.ANSWERS):
        self.client = client
        self.unit = make_unit(make_agency())
        self.survey = make_open_survey(self.unit)
        day = timezone.localdate() + datetime.timedelta(days=30)
        self.key, self.secret = create_api_key(
            unit=self.unit, name="Antrean", scope=scope, expires_on=day, by=None
        )

    def headers(self, number="kirim-0001"):
        return {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": number}

    def send(self, number="kirim-0001", score=4, **fields):
        body = {"survey": self.survey.token, "answers": {f"Q{n}": score for n in range(1, 10)}} | fields
        return self.client.post(
            "/api/v1/answers", json.dumps(body), "application/json", headers=self.headers(number)
        )

    def surveys(self):
        return self.client.get("/api/v1/surveys", headers=self.headers())


def test_the_open_surveys_of_the_keys_units_are_listed_with_what_to_fill_in(client):
    one = Integration(client)
    make_open_survey(make_unit(one.unit.agency, "Dinas Lain"))
    response = one.surveys()
    told = response.json()
    (record,) = told["records"]
    assert (told["total"], told["next"], record["survey"]) == (1, None, one.survey.token)
    assert record["items"] == [f"Q{n}" for n in range(1, 10)]
    assert (response["RateLimit-Limit"], response["RateLimit-Remaining"]) == ("600", "599")


def test_an_answer_is_stored_and_sent_again_it_is_the_same_row(client):
    one = Integration(client)
    first, again = one.send(comment="Cepat"), one.send(comment="Cepat")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    (row,) = Response.objects.all()
    assert (str(row.uuid), row.scores, row.comment) == (first.json()["id"], (4,) * 9, "Cepat")


def test_another_body_under_the_same_number_is_a_conflict_and_the_first_stays(client):
    one = Integration(client)
    one.send(score=4)
    response = one.send(score=1)
    assert (response.status_code, response.json()["code"]) == (409, "response_conflict")
    assert [row.scores for row in Response.objects.all()] == [(4,) * 9]


def test_the_number_of_one_key_is_not_that_of_another(client):
    one = Integration(client)
    one.send()
    day = one.key.expires_on
    _, one.secret = create_api_key(
        unit=one.unit, name="Lain", scope=KeyScope.ANSWERS, expires_on=day, by=None
    )
    assert one.send().status_code == 201


def test_an_answer_after_the_end_is_held(client):
    one = Integration(client)
    close_survey(survey=one.survey, by=None)
    response = one.send()
    assert (response.status_code, response.json()["state"]) == (202, "held")


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"answers": {"Q1": 5}}, 400, "answer_invalid"),
        ({"answers": {"X": 1}}, 400, "answer_unknown"),
        ({"profile": {"hobby": "x"}}, 400, "profile_unknown"),
        ({"survey": "tidak-ada"}, 404, "api_survey_unknown"),
        ({"service": 999}, 400, "response_service"),
        ({"surprise": 1}, 422, "api_parameters"),
        ({"answered_at": "2023-05-02T10:00:00"}, 400, "response_time"),
    ],
)
def test_what_is_wrong_is_named(client, fields, status, code):
    response = Integration(client).send(**fields)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not Response.objects.exists()


def test_without_a_key_nothing_opens(client):
    for headers in ({}, {"Authorization": "Bearer puas_x"}, {"Authorization": "Basic x"}):
        response = client.get("/api/v1/surveys", headers=headers)
        assert (response.status_code, response.json()["code"]) == (401, "api_key_unknown")
        assert response["WWW-Authenticate"] == 'Bearer realm="puas"'


def test_a_revoked_key_and_one_that_is_over_are_refused(client):
    one = Integration(client)
    type(one.key).objects.filter(pk=one.key.pk).update(expires_on=datetime.date(2020, 1, 1))
    assert one.surveys().json()["code"] == "api_key_over"
    revoke_api_key(key=one.key, by=None)
    assert one.surveys().json()["code"] == "api_key_closed"


def test_a_key_for_reading_cannot_send(client):
    response = Integration(client, KeyScope.SURVEYS).send()
    assert (response.status_code, response.json()["code"]) == (403, "api_key_scope")


def test_a_key_that_is_used_too_often_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr("puas.limits.KEY_LIMIT", 1)
    one = Integration(client)
    assert one.send().status_code == 201
    response = one.send("kirim-0002")
    assert (response.status_code, response["Retry-After"]) == (429, "60")


def test_the_day_of_use_is_kept_and_nothing_else(client):
    one = Integration(client)
    one.send()
    one.key.refresh_from_db()
    assert one.key.last_used_on is not None


def test_a_key_is_shown_once_in_the_office_and_then_opens(client):
    office = make_office()
    browser = signed_in(office.coordinator)
    address = f"/kantor/unit/{office.units[0].pk}/kunci-api/"
    day = timezone.localdate() + datetime.timedelta(days=9)
    page = browser.post(address, {"nama": "Antrean", "lingkup": "answers", "sampai": day.isoformat()})
    secret = page.content.decode().partition('share__link">')[2].partition("<")[0]
    assert client.get("/api/v1/surveys", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert secret not in browser.get(address).content.decode()
    wrong = browser.post(address, {"nama": "", "lingkup": "answers", "sampai": day.isoformat()})
    assert wrong.status_code == 422
