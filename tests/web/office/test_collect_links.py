"""Collect links in the office: the code is shown once, to those who open surveys."""

import re

import pytest

from puas.models import CollectLink
from puas.queries.collect_links import open_link
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def address(office) -> str:
    return f"/kantor/unit/{office.units[0].pk}/pencacah/"


def make(office, name="Budi"):
    return signed_in(office.coordinator).post(address(office), {"nama": name})


def test_a_link_is_made_and_its_code_shown_once(office):
    response = make(office)
    page = response.content.decode()
    token = re.search(r"http://testserver/odk/([\w-]{64})</code>", page)[1]
    assert open_link(token) == CollectLink.objects.get()
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert "share__code" in page
    again = signed_in(office.coordinator).get(address(office)).content.decode()
    assert ("Budi" in again, token in again, "share__code" in again) == (True, False, False)


def test_a_link_without_a_holder_is_not_made(office):
    response = make(office, " ")
    assert (response.status_code, CollectLink.objects.count()) == (422, 0)
    assert response.content.decode().count("Tulis siapa yang memegang tautan ini") == 2


def test_a_link_is_revoked(office):
    make(office)
    link = CollectLink.objects.get()
    response = signed_in(office.coordinator).post(f"/kantor/pencacah/{link.pk}/cabut/")
    assert (response.status_code, response["Location"]) == (303, address(office))
    link.refresh_from_db()
    assert link.revoked_by == office.coordinator
    page = signed_in(office.coordinator).get(address(office)).content.decode()
    assert ("Dicabut" in page, "Cabut sekarang" in page) == (True, False)


@pytest.mark.parametrize("user", ["officer", "stranger"])
def test_others_make_and_revoke_nothing(office, user):
    make(office)
    link = CollectLink.objects.get()
    client = signed_in(getattr(office, user))
    answers = [
        client.get(address(office)),
        client.post(address(office), {"nama": "Citra"}),
        client.post(f"/kantor/pencacah/{link.pk}/cabut/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    link.refresh_from_db()
    assert (CollectLink.objects.count(), link.is_revoked) == (1, False)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_links_costs_the_same_at_any_length(office, count, django_assert_num_queries):
    for number in range(count):
        make(office, f"Pencacah {number}")
    client = signed_in(office.coordinator)
    with django_assert_num_queries(5):
        client.get(address(office))
