"""Posters to download and the message to share, for whoever sees the survey."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.mark.parametrize("size", ["a3", "a4", "a6", "tent"])
def test_each_size_is_a_pdf(office, size):
    response = signed_in(office.officer).get(f"/kantor/survei/{office.survey.pk}/poster/{size}.pdf?poster=en")
    assert (response.status_code, response.content[:5]) == (200, b"%PDF-")
    name = f'attachment; filename="poster-dinas-1-2023-Q2-{size}-en.pdf"'
    assert response["Content-Disposition"] == name


def test_a_size_that_is_not_there(office):
    client = signed_in(office.officer)
    assert client.get(f"/kantor/survei/{office.survey.pk}/poster/a0.pdf").status_code == 404


def test_a_survey_of_another_unit_has_no_posters(office):
    client = signed_in(office.stranger)
    assert client.get(f"/kantor/survei/{office.survey.pk}/poster/").status_code == 404
    assert client.get(f"/kantor/survei/{office.survey.pk}/poster/a4.pdf").status_code == 404


def test_the_message_carries_the_address_of_the_form(office):
    page = signed_in(office.officer).get(f"/kantor/survei/{office.survey.pk}/poster/").content.decode()
    share = page.split('class="button" href="')[1].split('"')[0]
    (text,) = parse_qs(urlsplit(share).query)["text"]
    assert f"http://testserver/s/{office.survey.token}/" in text
    assert text.startswith("Bapak/Ibu yang pernah dilayani Dinas 1,")
