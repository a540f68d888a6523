"""Links in the office: made, listed with what came by each, printed, replaced and revoked."""

import io
from urllib.parse import parse_qs, urlsplit

import pdfplumber
import pytest

from puas.models import FormLink, Service
from puas.operations.services import create_service
from tests.factories import make_responses
from tests.factories.form_links import make_form_link
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def address(office) -> str:
    return f"/kantor/unit/{office.units[0].pk}/tautan/"


def make(office, **given):
    return signed_in(office.coordinator).post(address(office), {"nama": "Loket 3"} | given)


def test_a_link_is_made_and_leads_to_what_can_be_printed(office):
    service = create_service(unit=office.units[0], name="Akta kelahiran", by=None)
    response = make(office, survei=str(office.survey.pk), layanan=str(service.pk))
    link = FormLink.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/kantor/tautan/{link.pk}/")
    assert (link.name, link.survey, link.service, link.created_by) == (
        "Loket 3",
        office.survey,
        service,
        office.coordinator,
    )
    page = signed_in(office.coordinator).get(response["Location"]).content.decode()
    assert (f"http://testserver/t/{link.code}/" in page, "share__code" in page) == (True, True)


def test_a_link_that_names_no_survey_follows_the_open_one(office):
    make(office)
    assert FormLink.objects.get().survey is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"nama": " "}, "nama"),
        ({"survei": "999"}, "survei"),
        ({"layanan": "x"}, "layanan"),
        ({"jenis": "kiosk", "pin": "12"}, "pin"),
    ],
)
def test_a_mistake_is_said_at_its_field(office, given, field):
    create_service(unit=office.units[0], name="Akta kelahiran", by=None)
    response = make(office, **given)
    page = response.content.decode()
    assert (response.status_code, FormLink.objects.count()) == (422, 0)
    assert (f'href="#{field}"' in page, f'id="{field}-galat"' in page) == (True, True)


def test_a_service_of_another_unit_cannot_be_chosen(office):
    create_service(unit=office.units[0], name="Akta kelahiran", by=None)
    other = Service.objects.create(unit=office.units[1], name="KTP")
    assert make(office, layanan=str(other.pk)).status_code == 422


def test_the_list_counts_what_came_by_each(office):
    used, unused = make_form_link(office.units[0]), make_form_link(office.units[0], "Loket 2")
    make_responses(office.survey, (4,) * 9, (3,) * 9, link=used)
    page = signed_in(office.officer).get(address(office)).content.decode()
    rows = {link.pk: page.split(f"/kantor/tautan/{link.pk}/")[1].split("</tr>")[0] for link in (used, unused)}
    assert ('data-label="Jawaban">2</td>' in rows[used.pk], "belum ada" in rows[used.pk]) == (True, False)
    assert ('data-label="Jawaban">0</td>' in rows[unused.pk], "belum ada" in rows[unused.pk]) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(office, count, django_assert_num_queries):
    links = [make_form_link(office.units[0], f"Loket {number}") for number in range(count)]
    make_responses(office.survey, (4,) * 9, link=links[0])
    client = signed_in(office.coordinator)
    with django_assert_num_queries(9):
        client.get(address(office))


def test_a_replaced_link_shows_where_it_went(office):
    link = make_form_link(office.units[0])
    response = signed_in(office.coordinator).post(f"/kantor/tautan/{link.pk}/ganti/")
    new = FormLink.objects.exclude(pk=link.pk).get()
    assert (response.status_code, response["Location"]) == (303, f"/kantor/tautan/{new.pk}/")
    page = signed_in(office.officer).get(f"/kantor/tautan/{link.pk}/").content.decode()
    assert ("Kode ini sudah diganti" in page, f'href="/kantor/tautan/{new.pk}/"' in page) == (True, True)
    assert f"Diganti {new.code}" in signed_in(office.officer).get(address(office)).content.decode()


def test_a_revoked_link_is_neither_printed_nor_revoked_again(office):
    link = make_form_link(office.units[0])
    client = signed_in(office.coordinator)
    assert client.post(f"/kantor/tautan/{link.pk}/cabut/")["Location"] == address(office)
    link.refresh_from_db()
    assert link.revoked_by == office.coordinator
    assert client.post(f"/kantor/tautan/{link.pk}/cabut/").status_code == 409
    assert client.get(f"/kantor/tautan/{link.pk}/poster/a4.pdf").status_code == 409


@pytest.mark.parametrize("size", ["a3", "a4", "a6", "tent"])
def test_a_poster_names_its_place_and_leads_to_the_link(office, size):
    service = create_service(unit=office.units[0], name="Akta kelahiran", by=None)
    link = make_form_link(office.units[0], "Loket 3", service=service)
    response = signed_in(office.officer).get(f"/kantor/tautan/{link.pk}/poster/{size}.pdf")
    with pdfplumber.open(io.BytesIO(response.content)) as pdf:
        (page,) = pdf.pages
        assert [one["uri"] for one in page.hyperlinks] == [f"http://testserver/t/{link.code}/"]
        text = " ".join(page.extract_text().split())
    assert ("Loket 3 · Akta kelahiran" in text, "Triwulan" in text) == (True, False)


def test_a_poster_of_a_link_to_one_survey_says_the_period(office):
    link = make_form_link(office.units[0], survey=office.survey)
    response = signed_in(office.officer).get(f"/kantor/tautan/{link.pk}/poster/a4.pdf?poster=en")
    with pdfplumber.open(io.BytesIO(response.content)) as pdf:
        text = " ".join(pdf.pages[0].extract_text().split())
    assert ("answer 9 questions" in text, "Triwulan II 2023" in text) == (True, True)


def test_the_message_carries_the_address_of_the_link(office):
    link = make_form_link(office.units[0])
    page = signed_in(office.officer).get(f"/kantor/tautan/{link.pk}/").content.decode()
    share = page.split('class="button" href="')[1].split('"')[0]
    (text,) = parse_qs(urlsplit(share).query)["text"]
    assert (f"http://testserver/t/{link.code}/" in text, "Triwulan" in text) == (True, False)


def test_an_officer_sees_and_prints_but_makes_and_revokes_nothing(office):
    link = make_form_link(office.units[0])
    client = signed_in(office.officer)
    page = client.get(address(office)).content.decode()
    assert ("Loket 1" in page, 'name="nama"' in page) == (True, False)
    answers = [
        client.post(address(office), {"nama": "Loket 2"}),
        client.post(f"/kantor/tautan/{link.pk}/cabut/"),
        client.post(f"/kantor/tautan/{link.pk}/ganti/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    link.refresh_from_db()
    assert (FormLink.objects.count(), link.is_revoked) == (1, False)


def test_a_sibling_unit_s_links_are_not_there(office):
    link = make_form_link(office.units[1])
    client = signed_in(office.officer)
    paths = [f"/kantor/unit/{office.units[1].pk}/tautan/", f"/kantor/tautan/{link.pk}/"]
    paths += [f"/kantor/tautan/{link.pk}/poster/a4.pdf"]
    assert [client.get(path).status_code for path in paths] == [404] * 3


def test_the_unit_and_the_survey_lead_to_the_links(office):
    client = signed_in(office.officer)
    for path in (f"/kantor/unit/{office.units[0].pk}/", f"/kantor/survei/{office.survey.pk}/"):
        assert address(office) in client.get(path).content.decode()
