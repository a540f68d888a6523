"""Portal pages that are asked again."""

from datetime import date

import pytest

from puas.operations.unit_changes import rename_unit
from tests.web.scenes import measure, publish, publish_units

pytestmark = pytest.mark.django_db
PAGES = ["/i/kota-contoh/2023-Q2/", "/i/kota-contoh/dinas-1/2023-Q2/", "/i/kota-contoh/terbitan.atom"]


@pytest.mark.parametrize("address", PAGES)
def test_asking_again_costs_two_queries_until_something_is_published(
    client, django_assert_num_queries, address
):
    agency, units = publish_units(1)
    tag = client.get(address)["ETag"]
    with django_assert_num_queries(2):
        again = client.get(address, HTTP_IF_NONE_MATCH=f"W/{tag}")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    measure(units[0], "2023-Q3", 3)
    publish(agency, "2023-Q3")
    assert client.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_another_address_or_name_is_another_page(client):
    _, units = publish_units(1)
    tag = client.get(PAGES[0])["ETag"]
    assert client.get(f"{PAGES[0]}?urut=nama", HTTP_IF_NONE_MATCH=tag).status_code == 200
    rename_unit(unit=units[0], name="Dinas Baru", on=date(2024, 1, 1), reason="Perda", by=None)
    assert client.get(PAGES[0], HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_a_refusal_is_not_kept(client):
    assert client.get(PAGES[0])["Cache-Control"] == "no-store"
