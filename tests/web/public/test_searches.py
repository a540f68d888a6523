"""Search over units and agencies."""

import re

import pytest

from puas.operations.results import compute_result
from tests.factories import make_agency, make_unit
from tests.factories.results import make_publication, make_result
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db
FOURS = (4,) * 9


def found(client, text: str) -> list[str]:
    page = client.get("/cari/", {"cari": text}).content.decode()
    return re.findall(r'role="rowheader"><a href="([^"]+)">', page)


@pytest.mark.parametrize("units", [1, 3])
def test_units_are_found_by_any_part_of_their_name(client, django_assert_num_queries, units):
    publish_units(units)
    with django_assert_num_queries(3):
        page = client.get("/cari/", {"cari": "dinas"}).content.decode()
    assert f"{units} hasil untuk “dinas”." in page
    assert found(client, "nas 1") == ["/i/kota-contoh/dinas-1/2023-Q2/"]


def test_the_best_name_comes_first_and_the_agency_finds_its_units(client):
    agency = make_agency("Kota Melati")
    for name in ("Kelurahan Melati Barat", "Puskesmas Melati", "Melati", "UPT Pasar"):
        make_publication(make_unit(agency, name), FOURS)
    assert found(client, "melati") == [
        "/i/kota-melati/melati/2023-Q2/",
        "/i/kota-melati/puskesmas-melati/2023-Q2/",
        "/i/kota-melati/kelurahan-melati-barat/2023-Q2/",
        "/i/kota-melati/upt-pasar/2023-Q2/",
    ]
    assert found(client, "PUSKESMAS, melati!") == ["/i/kota-melati/puskesmas-melati/2023-Q2/"]


def test_what_is_not_published_is_not_found_and_nothing_found_says_what_to_do(client):
    unit = make_unit(make_agency(), "Dinas Diam")
    make_result(unit, FOURS)
    page = client.get("/cari/", {"cari": "<diam>"}).content.decode()
    assert "Tidak ada yang cocok dengan “&lt;diam&gt;”" in page
    assert "coba satu kata saja" in page
    assert compute_result(unit=unit, period=unit.results.get().period, by=None).pk


def test_without_words_there_is_only_the_form(client):
    publish_units(1)
    page = client.get("/cari/?cari=+").content.decode()
    assert 'name="cari"' in page
    assert ("rowheader" in page, "Tidak ada yang cocok" in page) == (False, False)
