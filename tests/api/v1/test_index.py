"""The root of the API leads to everything in it."""

import pytest

from puas.queries.published_tables import TABLES
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db


def test_the_root_lists_every_table_and_its_addresses_answer(client):
    publish_units(1)
    response = client.get("/api/v1/")
    told = response.json()
    assert (response.status_code, told["version"], told["licence"]) == (200, "1.0.0", "CC-BY-4.0")
    assert [one["key"] for one in told["collections"]] == list(TABLES)
    links = dict(told["links"])
    assert client.get(links.pop("surveys")).status_code == 401  # needs a key
    addresses = [*links.values(), *(one["json"] for one in told["collections"])]
    assert {client.get(address).status_code for address in addresses} == {200}
    files = [(one["json"], one["csv"], one["parquet"]) for one in told["collections"]]
    assert files == [(one, f"{one}.csv", f"{one}.parquet") for one, *_ in files]


def test_nothing_can_be_sent_to_it(client):
    assert client.post("/api/v1/").status_code == 405
