"""The feed, the sitemap and robots.txt."""

import re
from xml.etree import ElementTree

import pytest

from tests.web.scenes import make_units, publish_units

pytestmark = pytest.mark.django_db


def test_the_feed_tells_every_publication_newest_first(client, django_assert_num_queries):
    publish_units(2)
    with django_assert_num_queries(2):
        response = client.get("/i/kota-contoh/terbitan.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    titles = [found.text for found in root.findall("{*}entry/{*}title")]
    assert sorted(titles) == [
        "Dinas 1, Triwulan II 2023: IKM 100,00",
        "Dinas 2, Triwulan II 2023: IKM 75,00",
        "Kota Contoh, Triwulan II 2023: IKM 87,50",
    ]
    page = client.get("/i/kota-contoh/2023-Q2/").content.decode()
    assert 'type="application/atom+xml" href="/i/kota-contoh/terbitan.atom"' in page


def test_without_publications_there_is_no_feed(client):
    make_units(1)
    assert client.get("/i/kota-contoh/terbitan.atom").status_code == 404


def test_the_sitemap_lists_published_pages_only(client):
    make_units(0)
    assert re.findall("<loc>", client.get("/sitemap.xml").content.decode()) == []


def test_the_sitemap_has_every_published_page(client, django_assert_num_queries):
    publish_units(1)
    with django_assert_num_queries(2):
        text = client.get("/sitemap.xml").content.decode()
    assert re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", text) == [
        "/i/kota-contoh/dinas-1/2023-Q2/",
        "/i/kota-contoh/kota-contoh/2023-Q2/",
        "/i/kota-contoh/2023-Q2/",
    ]


def test_robots_are_led_to_the_sitemap_and_kept_out_of_the_office(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /kantor/\n" in text
    assert text.rstrip().endswith("/sitemap.xml")
