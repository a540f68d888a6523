"""Units side by side."""

import re

import pytest

from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db
ADDRESS = "/i/kota-contoh/2023-Q2/bandingkan/"


@pytest.mark.parametrize("units", [1, 3])
def test_the_units_of_the_address_are_shown(client, django_assert_num_queries, units):
    publish_units(units)
    with django_assert_num_queries(5):
        response = client.get(ADDRESS, {"unit": [f"dinas-{n}" for n in range(1, units + 1)]})
    page = response.content.decode()
    row = re.search(r'<th scope="row">IKM</th>(.*?)</tr>', page, re.DOTALL)[1]
    assert re.findall(r"<td[^>]*>([^<]+)", row) == ["100,00", "75,00", "50,00"][:units]
    assert page.count(" selected>") == units


def test_at_most_four_and_unknown_ones_are_said(client):
    publish_units(5)
    page = client.get(ADDRESS, {"unit": [f"dinas-{n}" for n in (5, 4, 3, 2, 1, 9)]}).content.decode()
    assert "Paling banyak 4 unit" in page
    assert "Unit “dinas-9” belum menerbitkan hasil" in page
    assert page.count(' class="number table__main"') == 4


def test_without_a_choice_it_says_what_to_do(client):
    publish_units(1)
    assert "Pilih dua sampai empat unit" in client.get(ADDRESS).content.decode()
    assert client.get("/i/kota-contoh/2023-Q1/bandingkan/").status_code == 404
