"""Too many answers by one way: 429 that says when to send again, and nothing that was filled in is lost."""

import pytest

from puas.limits import WAIT
from puas.models import Response
from tests.factories import make_agency, make_open_survey, make_unit
from tests.factories.form_links import make_form_link

pytestmark = pytest.mark.django_db

FULL = {**{f"Q{n}": "4" for n in range(1, 10)}, "saran": "Antre lama"}
NUMBER = "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a1"


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.LINK_LIMIT, settings.SURVEY_LIMIT = 1, 2


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def test_a_link_and_the_survey_s_own_address_have_limits_of_their_own(client, survey):
    first, second = make_form_link(survey.unit), make_form_link(survey.unit, "Loket 2")
    paths = [f"/t/{first.code}/", f"/t/{first.code}/", f"/t/{second.code}/", *[f"/s/{survey.token}/"] * 3]
    answers = [client.post(path, FULL | {"uuid": f"{NUMBER}{n}"}) for n, path in enumerate(paths)]
    assert [answer.status_code for answer in answers] == [303, 429, 303, 303, 303, 429]
    assert Response.objects.count() == 4


def test_the_form_comes_back_filled_in_and_says_when(client, survey):
    path = f"/t/{make_form_link(survey.unit).code}/"
    client.post(path, FULL | {"uuid": f"{NUMBER}1"})
    refused = client.post(path, FULL | {"uuid": f"{NUMBER}2"})
    page = refused.content.decode()
    assert (refused.status_code, refused["Retry-After"]) == (429, str(WAIT))
    assert ("kirim lagi sesudah pukul" in page, page.count(" checked"), "Antre lama</textarea>" in page) == (
        True,
        9,
        True,
    )
    assert f'name="uuid" value="{NUMBER}2"' in page


def test_a_program_is_told_so_in_json(client, survey):
    path = f"/t/{make_form_link(survey.unit).code}/"
    headers = {"Accept": "application/json"}
    client.post(path, FULL | {"uuid": f"{NUMBER}1"}, headers=headers)
    refused = client.post(path, FULL | {"uuid": f"{NUMBER}2"}, headers=headers)
    assert (refused.status_code, refused["Retry-After"], refused.json()["code"]) == (
        429,
        str(WAIT),
        "answers_too_often",
    )


def test_a_busy_counter_is_not_slowed_down_by_the_default(client, survey, settings):
    settings.LINK_LIMIT = 120
    path = f"/t/{make_form_link(survey.unit).code}/"
    number = "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f"
    answers = [client.post(path, FULL | {"uuid": f"{number}{n:04x}"}).status_code for n in range(100)]
    assert answers == [303] * 100  # at once; an hour has sixty times as many
