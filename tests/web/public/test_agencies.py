"""The page of an agency."""

import re

import pytest

from puas.operations.periods import ensure_period
from puas.operations.results import compute_agency
from tests.factories.results import release
from tests.web.scenes import make_units, measure, publish, publish_units

pytestmark = pytest.mark.django_db
ADDRESS = "/i/kota-contoh/2023-Q2/"


def names(page: str) -> list[str]:
    return re.findall(r'role="rowheader"><a href="[^"]+">([^<]+)</a>', page)


def test_the_agency_s_address_leads_to_its_newest_period(client):
    agency, units = publish_units(1)
    measure(units[0], "2023-Q3", 3)
    publish(agency, "2023-Q3")
    response = client.get("/i/kota-contoh/")
    assert (response.status_code, response["Location"]) == (302, "/i/kota-contoh/2023-Q3/")


@pytest.mark.parametrize("units", [1, 3])
def test_all_units_are_listed_with_nine_queries(client, django_assert_num_queries, units):
    publish_units(units)
    with django_assert_num_queries(9):
        response = client.get(ADDRESS)
    page = response.content.decode()
    assert response.status_code == 200
    assert names(page) == [f"Dinas {n}" for n in range(1, units + 1)]
    assert "Sebaran mutu unit, Triwulan II 2023" in page


def test_it_shows_the_agency_s_own_figure(client):
    publish_units(3)
    page = client.get(ADDRESS).content.decode()
    assert '<span class="figure__value">75,00</span>' in page
    assert "/i/kota-contoh/kota-contoh/2023-Q2/" in page


@pytest.mark.parametrize(
    ("order", "expected", "sort"),
    [
        ("ikm", ["Dinas 3", "Dinas 2", "Dinas 1"], 'aria-sort="ascending"'),
        ("-ikm", ["Dinas 1", "Dinas 2", "Dinas 3"], 'aria-sort="descending"'),
        ("-nama", ["Dinas 3", "Dinas 2", "Dinas 1"], 'aria-sort="descending"'),
        ("sembarang", ["Dinas 1", "Dinas 2", "Dinas 3"], 'aria-sort="ascending"'),
    ],
)
def test_links_sort_the_units(client, order, expected, sort):
    publish_units(3)
    page = client.get(ADDRESS, {"urut": order}).content.decode()
    assert names(page) == expected
    assert page.count(sort) == 1


def test_asking_for_the_present_order_turns_it_round(client):
    publish_units(1)
    assert "?urut=-ikm#unit" in client.get(ADDRESS).content.decode()
    assert "?urut=ikm#unit" in client.get(ADDRESS, {"urut": "-ikm"}).content.decode()


def test_the_trend_appears_with_the_second_period(client):
    agency, units = publish_units(1)
    assert "Tren IKM Kota Contoh" not in client.get(ADDRESS).content.decode()
    measure(units[0], "2023-Q3", 3)
    publish(agency, "2023-Q3")
    assert "Tren IKM Kota Contoh" in client.get(ADDRESS).content.decode()


def test_a_trend_never_mixes_quarters_with_their_half_year(client):
    agency, units = publish_units(1, "2023-Q1")
    measure(units[0], "2023-Q2", 3)
    publish(agency, "2023-Q2")
    half = compute_agency(agency=agency, period=ensure_period("2023-S1"), by=None)
    release(half)
    assert "Tren IKM Kota Contoh" not in client.get("/i/kota-contoh/2023-S1/").content.decode()
    page = client.get(ADDRESS).content.decode()
    assert "Tren IKM Kota Contoh" in page
    assert "SMT I" not in page


def test_an_agency_that_published_nothing_is_not_there(client):
    _, units = make_units(1)
    measure(units[0])
    for address in ("/i/kota-contoh/", ADDRESS, "/i/tidak-ada/"):
        response = client.get(address)
        assert response.status_code == 404
        assert "belum menerbitkan hasil" in response.content.decode()


def test_another_period_of_a_published_agency_is_not_there(client):
    publish_units(1)
    response = client.get("/i/kota-contoh/2023-Q1/")
    assert response.status_code == 404
    assert "Pilih periode lain" in response.content.decode()
    assert client.get("/i/kota-contoh/2023-Q9/").status_code == 400
