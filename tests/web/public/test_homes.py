"""The portal's first page."""

import pytest

from tests.web.scenes import make_units, measure, publish_units

pytestmark = pytest.mark.django_db


def test_before_anything_is_published_it_says_what_happens_next(client):
    page = client.get("/").content.decode()
    assert "Belum ada hasil yang diterbitkan" in page
    assert 'class="empty"' in page


@pytest.mark.parametrize("units", [1, 3])
def test_published_agencies_are_listed_with_two_queries(client, django_assert_num_queries, units):
    publish_units(units)
    with django_assert_num_queries(2):
        page = client.get("/").content.decode()
    assert "/i/kota-contoh/" in page
    assert f"{units} unit terbit" in page


def test_what_is_only_computed_is_not_there(client):
    _, units = make_units(1)
    measure(units[0])
    assert "Kota Contoh" not in client.get("/").content.decode()


def test_it_may_be_kept_and_says_when_nothing_changed(client):
    first = client.get("/")
    assert first["Cache-Control"] == "public, max-age=60, stale-while-revalidate=86400"
    again = client.get("/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, first.cookies) == (304, b"", {})
