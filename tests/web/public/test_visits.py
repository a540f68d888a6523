"""The door of a one-time code: the form once, and a kind word ever after."""

import datetime

import pytest

from puas import limits
from puas.models import Channel, HeldReason, HeldResponse, Response, VisitCode
from puas.models.visit_codes import print_code
from puas.operations.form_links import revoke_form_link
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from puas.web.public import form_pages
from tests.factories import make_agency, make_open_survey, make_unit
from tests.factories.form_links import make_form_link, make_slips

pytestmark = pytest.mark.django_db

NUMBER = "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11"
OTHER = NUMBER[:-1] + "2"
FULL = {"uuid": NUMBER, **{f"Q{n}": "4" for n in range(1, 10)}}
NOWHERE = f"/kunjungan/{'a' * 28}/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    form_pages._kept.clear()
    form_pages._kept_surveys.clear()
    limits.buckets.clear()


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency(), "Puskesmas Melati"))


def test_a_slip_shows_the_form_with_its_service_and_day(client, survey):
    service = create_service(unit=survey.unit, name="Akta kelahiran", by=None)
    create_service(unit=survey.unit, name="Akta kematian", by=None)
    _, codes = make_slips(survey.unit, service=service, visited_on=datetime.date(2023, 5, 2))
    response = client.get(f"/kunjungan/{codes[0]}/")
    page = response.content.decode()
    assert (response.status_code, response["Cache-Control"], response.cookies) == (200, "no-store", {})
    assert page.count('<fieldset class="scale"') == 9
    said = ("Akta kelahiran", "2 Mei 2023", f'name="survei" value="{survey.token}"', 'action="."')
    assert [one for one in said if one not in page] == []
    assert "Akta kematian" not in page


def test_the_form_of_a_batch_is_kept_once_and_names_no_code(client, survey, django_assert_num_queries):
    _, codes = make_slips(survey.unit)
    with django_assert_num_queries(3):  # the code with its surveys; the survey and its services, to draw
        pages = [client.get(f"/kunjungan/{codes[0]}/").content.decode()]
    with django_assert_num_queries(1):
        pages.append(client.get(f"/kunjungan/{codes[1]}/").content.decode())
    assert [code for code in codes for page in pages if code in page] == []
    english = client.get(f"/kunjungan/{codes[2]}/?bahasa=en").content.decode()
    assert ('action=".?bahasa=en"' in english, codes[2] in english) == (True, False)


def test_one_answer_by_a_slip_and_where_to_go_afterwards(client, survey, django_assert_num_queries):
    link, codes = make_slips(survey.unit)
    address = f"/kunjungan/{codes[0]}/"
    client.get(address)
    response = client.post(address, FULL | {"survei": survey.token})
    assert (response.status_code, response["Location"]) == (303, f"/s/{survey.token}/terima-kasih/")
    row = Response.objects.get()
    assert (row.survey, row.link, row.channel) == (survey, link, Channel.ONLINE)
    with django_assert_num_queries(1):
        used = client.get(address)
    page = used.content.decode()
    assert (used.status_code, used["Cache-Control"]) == (410, "no-store")
    said = ("Slip ini sudah dipakai", "minta slip baru", f'href="/i/{survey.unit.agency.slug}/"')
    assert [one for one in said if one not in page] == []


def test_the_same_answer_again_is_thanked_and_another_is_told_where_it_went(client, survey):
    _, codes = make_slips(survey.unit)
    address = f"/kunjungan/{codes[0]}/"
    first, again = client.post(address, FULL), client.post(address, FULL)
    assert first["Location"] == again["Location"] == f"/s/{survey.token}/terima-kasih/"
    other = client.post(address, FULL | {"uuid": OTHER})
    assert other["Location"] == f"/s/{survey.token}/terima-kasih/?susulan=kunjungan"
    assert "sudah dipakai untuk jawaban lain" in client.get(other["Location"]).content.decode()
    assert (Response.objects.count(), HeldResponse.objects.get().reason) == (1, HeldReason.USED)
    told = client.post(address, FULL | {"uuid": OTHER}, headers={"Accept": "application/json"}).json()
    assert (told["stored"], told["held"]) == (OTHER, True)


def test_a_form_with_mistakes_uses_nothing_up(client, survey):
    _, codes = make_slips(survey.unit)
    response = client.post(f"/kunjungan/{codes[0]}/", {"uuid": NUMBER, "Q1": "4"})
    assert (response.status_code, 'action="."' in response.content.decode()) == (422, True)
    assert VisitCode.objects.exclude(used_on=None).count() == 0
    assert client.get(f"/kunjungan/{codes[0]}/").status_code == 200


def test_a_code_is_read_as_people_type_it(client, survey):
    _, codes = make_slips(survey.unit)
    typed = print_code(codes[0]).upper()
    assert client.get(f"/kunjungan/{typed}/?bahasa=en")["Location"] == f"/kunjungan/{codes[0]}/?bahasa=en"
    assert client.post(f"/kunjungan/{typed}/", FULL).status_code == 303
    assert VisitCode.objects.exclude(used_on=None).count() == 1


def test_a_revoked_batch_says_so_and_keeps_what_still_comes(client, survey):
    link, codes = make_slips(survey.unit)
    client.post(f"/kunjungan/{codes[0]}/", FULL)
    revoke_form_link(link=link, by=None)
    pages = [client.get(f"/kunjungan/{code}/") for code in codes[:2]]
    assert [page.status_code for page in pages] == [410, 410]
    assert "Slip ini sudah dipakai" in pages[0].content.decode()
    assert "Kode ini tidak berlaku lagi" in pages[1].content.decode()
    late = client.post(f"/kunjungan/{codes[1]}/", FULL | {"uuid": OTHER})
    assert late["Location"].endswith("?susulan=tautan")
    assert HeldResponse.objects.get().reason == HeldReason.REVOKED


def test_an_unused_slip_of_a_closed_survey_says_that_it_is_closed(client, survey):
    _, codes = make_slips(survey.unit)
    close_survey(survey=survey, by=None)
    response = client.get(f"/kunjungan/{codes[0]}/")
    assert (response.status_code, "sudah ditutup" in response.content.decode()) == (410, True)


def test_an_unknown_code_is_404_until_too_many_are_tried(client, survey):
    _, codes = make_slips(survey.unit)
    first = client.get(NOWHERE)
    assert (first.status_code, "Kode slip ini tidak dikenal" in first.content.decode()) == (404, True)
    program = client.get(NOWHERE, headers={"Accept": "application/json"})
    assert (program.status_code, program.json()["code"]) == (404, "visit_unknown")
    tries = 2
    while (refused := client.post(NOWHERE, FULL)).status_code == 404:
        tries += 1
        assert tries < 10 * limits.GUESSES
    assert tries >= limits.GUESSES  # a slow machine gets some back meanwhile
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert client.get(f"/kunjungan/{codes[0]}/").status_code == 200  # a good slip is never refused


def test_the_code_of_a_batch_or_of_a_link_opens_nothing_here(client, survey):
    link, codes = make_slips(survey.unit)
    addresses = [f"/kunjungan/{one}/" for one in (link.code, make_form_link(survey.unit).code)]
    addresses += [f"/t/{link.code}/", f"/t/{codes[0]}/"]
    assert [client.get(address).status_code for address in addresses] == [404] * 4
