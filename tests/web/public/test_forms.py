"""The door through which citizens answer."""

import gzip
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from puas.models import HeldReason, HeldResponse, Response
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from puas.web.public import form_pages
from tests.factories import make_agency, make_instrument, make_open_survey, make_survey, make_unit

pytestmark = pytest.mark.django_db

NUMBER = "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11"
FULL = {"uuid": NUMBER, **{f"Q{n}": "4" for n in range(1, 10)}, "sex": "P", "saran": "Terima kasih"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    form_pages._kept.clear()
    form_pages._kept_surveys.clear()


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency(), "Puskesmas Melati"))


def test_the_form_asks_every_question_in_a_group_of_its_own(client, survey):
    page = client.get(f"/s/{survey.token}/").content.decode()
    assert page.count('<fieldset class="scale"') == 9
    assert page.count('type="radio" name="Q1"') == 4
    assert page.count("<table") == 0
    scripts = re.findall(
        r"<script[^>]*>[^<]*", page
    )  # comfort only: tests/e2e/test_offline.py sends without it
    assert [re.sub(r"\?v=\w+", "", one) for one in scripts] == [
        '<script type="module" src="/static/form.js">'
    ]
    assert page.count(" style=") == 0
    assert 'maxlength="2000"' in page


def test_a_visit_costs_one_query_and_sets_no_cookie(client, survey, django_assert_num_queries):
    client.get(f"/s/{survey.token}/")
    with django_assert_num_queries(1):
        response = client.get(f"/s/{survey.token}/")
    assert response.status_code == 200
    assert response.cookies == {}
    assert response["Cache-Control"] == "no-store"


def test_every_visit_has_its_own_number(client, survey):
    numbers = {
        re.search(r'name="uuid" value="([^"]+)"', client.get(f"/s/{survey.token}/").content.decode())[1]
        for _ in range(3)
    }
    assert len(numbers) == 3
    assert {UUID(number).version for number in numbers} == {4}


def test_the_packed_form_is_the_plain_form(client, survey):
    plain = client.get(f"/s/{survey.token}/").content
    packed = client.get(f"/s/{survey.token}/", headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    number = re.compile(rb"[0-9a-f-]{36}")
    assert number.sub(b"", gzip.decompress(packed.content)) == number.sub(b"", plain)


def test_a_first_visit_is_under_60_kb_and_the_next_under_15(client, survey):
    response = client.get(f"/s/{survey.token}/", headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(response.content).decode()
    files = re.findall(r'(?:href|src)="/static/([^"?]+)', page)
    assert files == ["form.webmanifest", "queue.js", "form.js", "puas.css", "icon.svg"]
    kept = sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in (*files, "worker.js"))
    assert 2 * len(response.content) + kept < 60_000  # the worker fetches the page a second time, to keep it
    assert len(response.content) < 15_000


def test_an_answer_is_stored_and_thanked(client, survey, django_assert_num_queries):
    with django_assert_num_queries(5):  # the form, then the transaction: begin, state, insert, end
        response = client.post(f"/s/{survey.token}/", FULL)
    assert (response.status_code, response["Location"]) == (303, f"/s/{survey.token}/terima-kasih/")
    row = Response.objects.get()
    assert (row.uuid, row.scores, row.profile, row.comment) == (
        UUID(NUMBER),
        (4,) * 9,
        {"sex": "P"},
        "Terima kasih",
    )
    assert (row.survey, row.channel) == (survey, "online")
    thanks = client.get(response["Location"])
    assert "Jawaban Anda sudah tersimpan" in thanks.content.decode()
    assert response.cookies == thanks.cookies == {}


def test_the_next_answer_costs_only_its_transaction(client, survey, django_assert_num_queries):
    client.post(f"/s/{survey.token}/", FULL)
    with django_assert_num_queries(4):
        client.post(f"/s/{survey.token}/", FULL | {"uuid": NUMBER[:-1] + "2"})
    assert Response.objects.count() == 2


def test_the_same_answer_twice_is_one_row_and_the_same_page(client, survey):
    first, second = (client.post(f"/s/{survey.token}/", FULL) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Response.objects.count() == 1
    assert HeldResponse.objects.count() == 0


def test_another_answer_under_the_same_number_is_explained_and_kept(client, survey):
    client.post(f"/s/{survey.token}/", FULL)
    response = client.post(f"/s/{survey.token}/", FULL | {"Q1": "1"})
    assert response.status_code == 409
    assert Response.objects.get().scores == (4,) * 9
    assert HeldResponse.objects.get().reason == HeldReason.CONFLICT


def test_an_answer_needs_no_token_because_there_is_no_session(survey):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/s/{survey.token}/", FULL).status_code == 303


def test_too_few_answers_come_back_with_everything_still_there(client, survey):
    given = {"uuid": NUMBER, "Q1": "2", "Q9": "3", "age": "41", "saran": "Antre <lama>"}
    response = client.post(f"/s/{survey.token}/", given)
    page = response.content.decode()
    assert response.status_code == 422
    assert Response.objects.count() == 0
    assert "Hanya 2 unsur yang dijawab; paling sedikit 5 harus dijawab." in page
    assert '<a href="#isian-Q2-1">' in page
    assert 'id="isian-Q2-1"' in page
    assert page.count(" checked") == 2
    assert "Antre &lt;lama&gt;</textarea>" in page
    assert 'value="41"' in page
    assert f'name="uuid" value="{NUMBER}"' in page
    assert "<title>Perbaiki:" in page


def test_a_mistake_is_said_at_its_field_and_in_the_summary(client, survey):
    page = client.post(f"/s/{survey.token}/", FULL | {"age": "tua"}).content.decode()
    assert page.count("“Usia (tahun)” harus berupa angka 10 sampai 110.") == 2
    assert 'aria-invalid="true" aria-describedby="isian-age-galat isian-age-petunjuk"' in page


def test_a_field_that_was_never_asked_is_refused(client, survey):
    response = client.post(f"/s/{survey.token}/", FULL | {"nik": "3372"})
    assert response.status_code == 400
    assert Response.objects.count() == 0


def test_the_service_that_was_received_is_kept(client, survey):
    service = create_service(unit=survey.unit, name="Akta kelahiran", by=None)
    assert "Akta kelahiran" in client.get(f"/s/{survey.token}/").content.decode()
    client.post(f"/s/{survey.token}/", FULL | {"layanan": str(service.pk)})
    assert Response.objects.get().service == service


def test_an_unknown_survey_is_404_for_both_methods(client):
    for response in (client.get("/s/tidak-ada/"), client.post("/s/tidak-ada/", FULL)):
        assert response.status_code == 404
        assert "Pindai kembali kode QR" in response.content.decode()
    assert client.get("/s/tidak-ada/terima-kasih/").status_code == 404


def test_a_survey_that_has_not_opened_says_when(client):
    opens = timezone.now() + timedelta(days=3)
    planned = make_survey(make_unit(make_agency()), opens_at=opens)
    response = client.get(f"/s/{planned.token}/")
    assert response.status_code == 409
    assert "Survei ini dibuka pada" in response.content.decode()
    assert client.post(f"/s/{planned.token}/", FULL).status_code == 409
    assert Response.objects.count() == 0


def test_a_closed_survey_says_where_its_result_will_be(client, survey):
    close_survey(survey=survey, by=None)
    response = client.get(f"/s/{survey.token}/")
    assert response.status_code == 410
    assert "/i/kota-contoh/puskesmas-melati/2023-Q2/" in response.content.decode()


def test_an_answer_that_arrives_after_closing_is_kept_and_told_so(client, survey):
    close_survey(survey=survey, by=None)
    response = client.post(f"/s/{survey.token}/", FULL)
    assert (response.status_code, response["Location"]) == (
        303,
        f"/s/{survey.token}/terima-kasih/?susulan=1",
    )
    assert HeldResponse.objects.get().reason == HeldReason.LATE
    assert "tidak hilang" in client.get(response["Location"]).content.decode()


def test_the_languages_of_the_questionnaire_are_offered_and_kept(client, survey):
    page = client.get(f"/s/{survey.token}/?bahasa=jv").content.decode()
    assert '<div class="questions" lang="jv">' in page
    assert f'action="/s/{survey.token}/?bahasa=jv"' in page
    response = client.post(f"/s/{survey.token}/?bahasa=en", FULL)
    assert response["Location"] == f"/s/{survey.token}/terima-kasih/?bahasa=en"
    assert "Thank you" in client.get(response["Location"]).content.decode()


def test_the_national_questionnaire_is_drawn_from_its_own_items(client):
    survey = make_open_survey(make_unit(make_agency()), instrument=make_instrument("national-2024-online"))
    page = client.get(f"/s/{survey.token}/").content.decode()
    assert page.count('<fieldset class="scale"') == 18
    assert 'name="trust_local" value="10"' in page


def test_the_control_item_is_kept_and_is_left_open_when_it_is(client, survey):
    assert "Apakah petugas mengarahkan jawaban Anda?" in client.get(f"/s/{survey.token}/").content.decode()
    for given in ("ya", "tidak", ""):
        client.post(f"/s/{survey.token}/", FULL | {"uuid": str(uuid4()), "diarahkan": given})
    assert list(Response.objects.order_by("pk").values_list("was_steered", flat=True)) == [True, False, None]
    wrong = client.post(f"/s/{survey.token}/", FULL | {"diarahkan": "mungkin"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("Jawab pertanyaan ini dengan ya atau tidak.") == 2


def test_a_survey_that_does_not_ask_for_steering_has_one_question_less(client):
    survey = make_open_survey(make_unit(make_agency()), asks_steering=False)
    assert "mengarahkan" not in client.get(f"/s/{survey.token}/").content.decode()


def test_a_closed_survey_leads_to_the_one_that_is_open_or_opens_next(client, survey):
    close_survey(survey=survey, by=None)
    opens = timezone.now() + timedelta(days=9)
    planned = make_survey(survey.unit, "2023-Q4", instrument=survey.instrument, opens_at=opens)
    page = client.get(f"/s/{survey.token}/").content.decode()
    assert "Unit ini menerima jawaban lagi mulai" in page
    assert f"/s/{planned.token}/" in page
    running = make_open_survey(survey.unit, "2023-Q3", instrument=survey.instrument)
    page = client.get(f"/s/{survey.token}/").content.decode()
    assert "Isi survei yang sedang dibuka" in page
    assert f"/s/{running.token}/" in page


def test_only_reading_and_sending_are_possible(client, survey):
    assert client.put(f"/s/{survey.token}/").status_code == 405
