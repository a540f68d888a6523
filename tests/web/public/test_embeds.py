"""The figure on a unit's own site, and the picture of a shared page."""

import struct
from xml.etree import ElementTree

import pytest

from tests.web.scenes import make_units, measure, publish, publish_units

pytestmark = pytest.mark.django_db
UNIT = "/i/kota-contoh/dinas-1/"


def test_the_badge_is_a_named_drawing_of_the_newest_period(client, django_assert_num_queries):
    agency, (unit,) = publish_units(1)
    measure(unit, "2023-Q3", 3)
    publish(agency, "2023-Q3")
    with django_assert_num_queries(3):
        response = client.get(f"{UNIT}lencana.svg")
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    title = root.findtext("{http://www.w3.org/2000/svg}title")
    assert title == "Indeks Kepuasan Masyarakat Dinas 1, Triwulan III 2023: 75,00, mutu C (Kurang baik)"


def test_only_the_card_may_stand_in_a_frame(client):
    publish_units(1)
    card, page = client.get(f"{UNIT}kartu/"), client.get(f"{UNIT}2023-Q2/")
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert '<span class="figure__value">100,00</span>' in card.content.decode()


def test_the_lines_to_paste_name_whole_addresses(client):
    publish_units(1)
    page = client.get(f"{UNIT}pasang/").content.decode()
    assert '&lt;img src="http://testserver/i/kota-contoh/dinas-1/lencana.svg"' in page
    assert '&lt;iframe src="http://testserver/i/kota-contoh/dinas-1/kartu/"' in page
    assert 'href="/i/kota-contoh/dinas-1/pasang/"' in client.get(f"{UNIT}2023-Q2/").content.decode()


def test_a_badge_leads_to_the_newest_result(client):
    publish_units(1)
    response = client.get(f"{UNIT}terbaru/")
    assert (response.status_code, response["Location"]) == (302, f"{UNIT}2023-Q2/")


def test_a_shared_page_has_a_picture_and_a_sentence(client):
    publish_units(1)
    page = client.get(f"{UNIT}2023-Q2/?bahasa=en").content.decode()
    assert f'<link rel="canonical" href="http://testserver{UNIT}2023-Q2/?bahasa=en">' in page
    assert f'<meta property="og:image" content="http://testserver{UNIT}2023-Q2/gambar.png">' in page
    picture = client.get(f"{UNIT}2023-Q2/gambar.png")
    assert picture["Content-Type"] == "image/png"
    assert struct.unpack(">II", picture.content[16:24]) == (1200, 630)


def test_nothing_is_given_before_anything_is_published(client):
    _, (unit,) = make_units(1)
    measure(unit)
    for name in ("lencana.svg", "kartu/", "pasang/", "terbaru/", "2023-Q2/gambar.png"):
        assert client.get(f"{UNIT}{name}").status_code == 404
