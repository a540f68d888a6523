"""The language of a page: the address decides, the office remembers."""

import pytest
from django.test import RequestFactory

from puas.web.languages import language_of, link_in

HTML_ID, HTML_EN = '<html lang="id">', '<html lang="en">'


def test_a_browser_that_prefers_english_still_gets_indonesian_first():
    request = RequestFactory().get("/", headers={"Accept-Language": "en-US"})
    assert language_of(request) == "id"


def test_the_address_chooses_the_language_and_an_unknown_one_is_indonesian():
    assert language_of(RequestFactory().get("/?bahasa=en")) == "en"
    assert language_of(RequestFactory().get("/?bahasa=xx")) == "id"


def test_the_cookie_counts_in_the_office_only():
    factory = RequestFactory()
    factory.cookies["django_language"] = "en"
    assert language_of(factory.get("/kantor/")) == "en"
    assert language_of(factory.get("/")) == "id"


def test_a_link_keeps_its_query():
    assert link_in("id", "/i/kota/", urut="-ikm") == "/i/kota/?urut=-ikm"
    assert link_in("en", "/i/kota/", urut="-ikm") == "/i/kota/?urut=-ikm&bahasa=en"


@pytest.mark.django_db
def test_a_page_offers_the_other_language_and_keeps_the_query(client):
    page = client.get("/cari/", {"cari": "ikm", "lain": "x"}).content.decode()
    assert HTML_ID in page
    assert 'href="/cari/?cari=ikm&amp;bahasa=en"' in page
    assert HTML_EN in client.get("/?bahasa=en").content.decode()


def test_the_office_keeps_the_choice_in_a_cookie_and_returns(client):
    response = client.post("/bahasa/", {"bahasa": "en", "kembali": "/kantor/masuk/"})
    assert (response.status_code, response["Location"]) == (302, "/kantor/masuk/")
    assert response.cookies["django_language"].value == "en"


def test_a_language_nobody_has_is_refused(client):
    assert client.post("/bahasa/", {"bahasa": "xx"}).status_code == 400


@pytest.mark.parametrize(
    "target", ["https://contoh.example/", "//contoh.example/", "javascript:alert(1)", ""]
)
def test_the_switch_never_leads_to_another_site(client, target):
    response = client.post("/bahasa/", {"bahasa": "id", "kembali": target})
    assert response["Location"] == "/kantor/"
