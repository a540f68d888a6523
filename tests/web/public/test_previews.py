"""The preview of a form that has not opened: everything works but storing."""

import pytest

from puas.models import HeldResponse, Response
from puas.operations.surveys import open_survey
from tests.factories import make_agency, make_survey, make_unit
from tests.web.public.test_forms import FULL

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey(make_unit(make_agency(), "Puskesmas Melati"))


def test_the_whole_form_is_shown_with_a_banner(client, survey):
    door = client.get(f"/s/{survey.token}/").content.decode()
    assert f'href="/s/{survey.token}/pratinjau/"' in door
    page = client.get(f"/s/{survey.token}/pratinjau/").content.decode()
    assert page.count('<fieldset class="scale"') == 9
    assert "Pratinjau, jawaban tidak disimpan" in page
    assert f'action="/s/{survey.token}/pratinjau/"' in page
    assert '<div class="errors"' not in page


def test_trying_to_send_stores_nothing_and_says_so(client, survey):
    response = client.post(f"/s/{survey.token}/pratinjau/", FULL)
    assert response.status_code == 200
    assert "Pratinjau selesai. Tidak ada yang disimpan." in response.content.decode()
    assert (Response.objects.count(), HeldResponse.objects.count()) == (0, 0)


def test_mistakes_are_said_as_the_open_form_says_them(client, survey):
    response = client.post(f"/s/{survey.token}/pratinjau/", FULL | {"age": "tua"})
    assert response.status_code == 422
    assert response.content.decode().count("“Usia (tahun)” harus berupa angka 10 sampai 110.") == 2


def test_an_open_survey_has_no_preview_and_an_old_one_still_stores_nothing(client, survey):
    open_survey(survey=survey, by=None)
    response = client.get(f"/s/{survey.token}/pratinjau/")
    assert (response.status_code, response["Location"]) == (302, f"/s/{survey.token}/")
    assert client.post(f"/s/{survey.token}/pratinjau/", FULL).status_code == 200
    assert Response.objects.count() == 0


def test_an_unknown_survey_is_404(client):
    assert client.get("/s/tidak-ada/pratinjau/").status_code == 404
