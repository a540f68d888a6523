"""The door of a link: the same form, and what the link adds to the answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from puas.models import Channel, FormLink, HeldReason, HeldResponse, LinkKind, Response
from puas.operations.form_links import replace_form_link, revoke_form_link
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from puas.queries.entries import find_link
from puas.web.public import form_pages
from tests.factories import make_agency, make_open_survey, make_survey, make_unit
from tests.factories.form_links import make_form_link

pytestmark = pytest.mark.django_db

NUMBER = "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11"
FULL = {"uuid": NUMBER, **{f"Q{n}": "4" for n in range(1, 10)}}


@pytest.fixture(autouse=True)
def _nothing_kept():
    form_pages._kept.clear()
    form_pages._kept_surveys.clear()


@pytest.fixture
def unit():
    return make_unit(make_agency(), "Puskesmas Melati")


@pytest.fixture
def survey(unit):
    return make_open_survey(unit)


def test_a_link_shows_the_form_of_the_survey_that_is_open(client, survey):
    link = make_form_link(survey.unit)
    response = client.get(f"/t/{link.code}/")
    page = response.content.decode()
    assert (response.status_code, response["Cache-Control"], response.cookies) == (200, "no-store", {})
    assert page.count('<fieldset class="scale"') == 9
    assert f'action="/t/{link.code}/"' in page
    assert f'name="survei" value="{survey.token}"' in page


def test_an_answer_by_a_link_says_by_which(client, survey):
    link = make_form_link(survey.unit)
    response = client.post(f"/t/{link.code}/", FULL | {"survei": survey.token})
    assert (response.status_code, response["Location"]) == (303, f"/s/{survey.token}/terima-kasih/")
    row = Response.objects.get()
    assert (row.survey, row.link, row.channel, row.service) == (survey, link, Channel.ONLINE, None)


def test_a_link_costs_the_queries_of_the_survey_s_own_address(client, survey, django_assert_num_queries):
    link = make_form_link(survey.unit)
    with django_assert_num_queries(3):  # the link with its surveys; the survey and its services, to draw
        client.get(f"/t/{link.code}/")
    with django_assert_num_queries(1):
        client.get(f"/t/{link.code}/")
    client.post(f"/t/{link.code}/", FULL)
    with django_assert_num_queries(5):  # the link, then the transaction: begin, state, insert, end
        client.post(f"/t/{link.code}/", FULL | {"uuid": NUMBER[:-1] + "2"})


def test_a_link_that_names_a_service_does_not_ask_for_it(client, survey):
    service = create_service(unit=survey.unit, name="Akta kelahiran", by=None)
    other = create_service(unit=survey.unit, name="Akta kematian", by=None)
    link = make_form_link(survey.unit, service=service)
    page = client.get(f"/t/{link.code}/").content.decode()
    assert ("Akta kelahiran" in page, "Akta kematian" in page, 'name="layanan"' in page) == (
        True,
        False,
        False,
    )
    again = client.post(f"/t/{link.code}/", {"uuid": NUMBER, "Q1": "2"}).content.decode()
    assert ("Akta kelahiran" in again, "Akta kematian" in again) == (True, False)
    client.post(f"/t/{link.code}/", FULL | {"layanan": str(other.pk)})
    assert Response.objects.get().service == service


def test_no_visitor_is_shown_the_form_of_another_link(client, survey):
    service = create_service(unit=survey.unit, name="Akta kelahiran", by=None)
    first, second = make_form_link(survey.unit), make_form_link(survey.unit, "Loket 2", service=service)
    for _ in range(2):
        for link, other in ((first, second), (second, first)):
            page = client.get(f"/t/{link.code}/").content.decode()
            assert (page.count(f"/t/{link.code}/") > 0, page.count(f"/t/{other.code}/")) == (True, 0)
        assert 'name="survei"' not in client.get(f"/s/{survey.token}/").content.decode()


def test_a_code_is_read_as_people_type_it(client, survey):
    code = make_form_link(survey.unit).code
    typed = f"{code[:4]}-{code[4:]}".upper()
    assert client.get(f"/t/{typed}/?bahasa=en")["Location"] == f"/t/{code}/?bahasa=en"
    assert client.post(f"/t/{typed}/", FULL).status_code == 303


def test_a_standing_link_follows_its_unit_from_survey_to_survey(client, survey):
    link = make_form_link(survey.unit)
    close_survey(survey=survey, by=None)
    shut = client.get(f"/t/{link.code}/")
    assert shut.status_code == 410
    assert "kode QR yang sama tetap berlaku" in shut.content.decode()
    later = make_survey(
        survey.unit, "2023-Q3", survey.instrument, opens_at=timezone.now() + timedelta(days=9)
    )
    waiting = client.get(f"/t/{link.code}/")
    assert (waiting.status_code, "Survei ini dibuka pada" in waiting.content.decode()) == (409, True)
    running = make_open_survey(survey.unit, "2023-Q4", instrument=survey.instrument)
    assert f'value="{running.token}"' in client.get(f"/t/{link.code}/").content.decode()
    assert list(find_link(link.code).surveys) == [survey.token, later.token, running.token]


def test_a_link_for_one_survey_stays_with_it(client, survey):
    link = make_form_link(survey.unit, survey=survey)
    running = make_open_survey(survey.unit, "2023-Q4", instrument=survey.instrument)
    assert f'value="{survey.token}"' in client.get(f"/t/{link.code}/").content.decode()
    refused = client.post(f"/t/{link.code}/", FULL | {"survei": running.token})
    assert (refused.status_code, Response.objects.count()) == (400, 0)


def test_an_answer_goes_to_the_survey_whose_form_was_filled_in(client, survey):
    link = make_form_link(survey.unit)
    close_survey(survey=survey, by=None)
    make_open_survey(survey.unit, "2023-Q3", instrument=survey.instrument)
    response = client.post(f"/t/{link.code}/", FULL | {"survei": survey.token})
    assert response["Location"] == f"/s/{survey.token}/terima-kasih/?susulan=1"
    held = HeldResponse.objects.get()
    assert (held.survey, held.link, held.reason) == (survey, link, HeldReason.LATE)


def test_a_link_of_a_unit_that_never_planned_a_survey_says_so(client, unit):
    response = client.get(f"/t/{make_form_link(unit).code}/")
    assert (response.status_code, "belum mengadakan survei" in response.content.decode()) == (409, True)


def test_a_revoked_link_says_so(client, survey):
    link = make_form_link(survey.unit)
    revoke_form_link(link=link, by=None)
    response = client.get(f"/t/{link.code}/")
    assert response.status_code == 410
    assert "Pindai kode QR yang terpasang sekarang" in response.content.decode()


def test_a_replaced_link_leads_to_the_new_one(client, survey):
    link = make_form_link(survey.unit)
    new = replace_form_link(link=link, by=None)
    response = client.get(f"/t/{link.code}/")
    assert response.status_code == 410
    assert f'href="/t/{new.code}/"' in response.content.decode()
    assert client.get(f"/t/{new.code}/").status_code == 200


def test_an_answer_by_a_revoked_link_waits_in_the_tray(client, survey):
    link = make_form_link(survey.unit)
    client.post(f"/t/{link.code}/", FULL)
    revoke_form_link(link=link, by=None)
    again = client.post(f"/t/{link.code}/", FULL)  # stored before, so it is the same success
    assert again["Location"] == f"/s/{survey.token}/terima-kasih/"
    late = client.post(f"/t/{link.code}/", FULL | {"uuid": NUMBER[:-1] + "2"})
    assert late["Location"] == f"/s/{survey.token}/terima-kasih/?susulan=tautan"
    assert "Kode ini ditarik sebelum jawaban Anda tiba" in client.get(late["Location"]).content.decode()
    assert HeldResponse.objects.get().reason == HeldReason.REVOKED
    assert Response.objects.count() == 1


@pytest.mark.parametrize("kind", [LinkKind.KIOSK, LinkKind.VISIT])
def test_other_kinds_are_not_opened_here(client, survey, kind):
    pin = "1234" if kind is LinkKind.KIOSK else ""
    link = make_form_link(survey.unit, kind=kind, pin=pin)
    assert client.get(f"/t/{link.code}/").status_code == 404
    assert client.post(f"/t/{link.code}/", FULL).status_code == 404


def test_a_kiosk_s_entry_carries_its_channel(survey):
    link = make_form_link(survey.unit, kind=LinkKind.KIOSK, pin="1234")
    found = find_link(link.code)
    entry = found.enter(found.leads_to(timezone.now()))
    assert (entry.token, entry.channel, entry.link, entry.service) == (
        survey.token,
        Channel.KIOSK,
        link,
        None,
    )


def test_an_unknown_code_is_404_for_both_methods(client):
    for response in (client.get("/t/abcdefgh/"), client.post("/t/abcdefgh/", FULL)):
        assert (response.status_code, "Kode ini tidak dikenal" in response.content.decode()) == (404, True)
    program = client.get("/t/abcdefgh/", headers={"Accept": "application/json"})
    assert (program.status_code, program.json()["code"]) == (404, "link_unknown")
    assert FormLink.objects.count() == 0
