"""Portal pages that are asked again."""

import gzip
from datetime import date

import pytest

from puas.operations.unit_changes import rename_unit
from puas.web.public.kept_pages import KeptPage, Shelf
from tests.web.scenes import measure, publish, publish_units

pytestmark = pytest.mark.django_db
PAGES = ["/i/kota-contoh/2023-Q2/", "/i/kota-contoh/dinas-1/2023-Q2/", "/i/kota-contoh/terbitan.atom"]


@pytest.mark.parametrize("address", PAGES)
def test_asking_again_costs_one_query_until_something_is_published(
    client, django_assert_num_queries, address
):
    agency, units = publish_units(1)
    tag = client.get(address)["ETag"]
    with django_assert_num_queries(1):
        again = client.get(address, HTTP_IF_NONE_MATCH=tag.removeprefix("W/"))
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


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_drawn_once_and_kept_until_something_is_published(
    client, django_assert_num_queries, address
):
    agency, units = publish_units(1)
    first = client.get(address)
    with django_assert_num_queries(1):
        second = client.get(address)
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    measure(units[0], "2023-Q3", 3)
    publish(agency, "2023-Q3")
    assert client.get(address).content != first.content


def test_what_a_page_does_not_read_makes_no_other_page(client):
    publish_units(2)
    first = client.get(PAGES[0])
    assert client.get(f"{PAGES[0]}?utm_source=x")["ETag"] == first["ETag"]
    drawn = client.get("/i/kota-contoh/dinas-2/2023-Q2/?dari=%22%3E").content.decode()
    assert "dari=" not in drawn
    tags = {client.get(f"{PAGES[0]}?{query}")["ETag"] for query in ("", "urut=nama", "bahasa=en", "urut=ikm")}
    assert len(tags) == 4


def test_a_visitor_who_takes_packed_pages_gets_them(client):
    publish_units(1)
    plain, packed = (client.get(PAGES[0], HTTP_ACCEPT_ENCODING=way) for way in ("identity", "gzip, br"))
    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding")
    assert "Content-Encoding" not in plain


def test_a_full_shelf_lets_go_of_what_was_not_asked_for_longest():
    shelf = Shelf(room=25)
    for tag in ("a", "b"):
        shelf.keep(tag, KeptPage(b"x" * 10, None, ()))
    assert shelf.find("a") is not None
    shelf.keep("c", KeptPage(b"x" * 10, None, ()))
    assert [tag for tag in "abc" if shelf.find(tag)] == ["a", "c"]
    shelf.keep("d", KeptPage(b"x" * 26, None, ()))
    assert shelf.find("d") is None
