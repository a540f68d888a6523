"""The door before all others: the same answer as those behind it give, for one query and nothing else."""

import pytest
from django.db import OperationalError, connection

from puas.web.public.kept_door import AddressBook
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db
PAGE = "/i/kota-contoh/dinas-1/2023-Q2/"
CARD = "/i/kota-contoh/dinas-1/kartu/"


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?bahasa=en", CARD])
def test_who_asks_again_gets_the_same_headers_and_no_cookie(client, address):
    publish_units(1)
    first, second = (client.get(address, HTTP_ACCEPT_ENCODING="gzip") for _ in range(2))
    assert dict(second.headers) == dict(first.headers)
    assert second.headers["Content-Security-Policy"]
    assert (second.content, dict(second.cookies)) == (first.content, {})


def test_another_host_or_query_is_asked_behind_the_door(client):
    publish_units(1)
    first = client.get(PAGE)
    again = client.get(f"{PAGE}?utm_source=x")
    other = client.get(PAGE, HTTP_HOST="localhost")
    assert (again["ETag"] == first["ETag"], other["ETag"] == first["ETag"]) == (True, False)


def test_a_head_and_a_post_are_answered_as_before(client):
    publish_units(1)
    page = client.get(PAGE)
    head = client.head(PAGE)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", page["ETag"])
    assert client.post(PAGE).status_code == 405


def test_without_a_database_the_page_says_so(client):
    publish_units(1)
    client.get(PAGE)

    def refuse(*_):
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        answer = client.get(PAGE)
    assert answer.status_code == 503


def test_the_book_forgets_what_was_not_asked_for_longest():
    book = AddressBook(most=2)
    for name in "ab":
        book.note((name,), (name, ""))
    assert book.find(("a",)) == ("a", "")
    book.note(("c",), ("c", ""))
    assert [book.find((name,)) for name in "abc"] == [("a", ""), None, ("c", "")]
