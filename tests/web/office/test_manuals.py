"""The manual in the office."""

import re

import pytest
from django.test import Client

from puas.models import Role, Unit
from tests.factories import make_user
from tests.web.scenes import make_units, signed_in

pytestmark = pytest.mark.django_db


def links(html: str) -> list[str]:
    """The pages of the manual that are offered, in their order."""
    return re.findall(r'<a href="/kantor/panduan/([\w-]+)/">', html)


def test_the_pages_of_ones_own_roles_come_first(django_assert_num_queries):
    agency, (unit,) = make_units(1)
    root = Unit.objects.get(agency=agency, parent=None)
    client = signed_in(make_user("andi", Role.AUDITOR, root))
    with django_assert_num_queries(3):
        shown = client.get("/kantor/panduan/").content.decode()
    assert links(shown)[:2] == ["auditor", "petugas-unit"]
    assert "Untuk peran Anda" in shown
    assert links(
        signed_in(make_user("sari", Role.ENUMERATOR, unit)).get("/kantor/panduan/").content.decode()
    )[0] == ("pencacah")


def test_who_has_no_account_yet_can_read_it_too():
    shown = Client().get("/kantor/panduan/")
    assert (shown.status_code, links(shown.content.decode())[0]) == (200, "petugas-unit")
    page = Client().get("/kantor/panduan/petugas-unit/").content.decode()
    assert "<h1>Panduan petugas unit</h1>" in page
    assert 'src="/static/manual/office-plan-1280-light.png?v=' in page


def test_another_address_is_no_page():
    shown = Client().get("/kantor/panduan/direktur/")
    assert shown.status_code == 404
    assert "Halaman panduan itu tidak ada." in shown.content.decode()


def test_in_english_it_says_that_it_is_indonesian():
    client = Client()
    client.post("/bahasa/", {"bahasa": "en", "kembali": "/kantor/panduan/"})
    shown = client.get("/kantor/panduan/pimpinan/").content.decode()
    assert "This manual is written in Indonesian." in shown
    assert '<article class="manual" lang="id">' in shown
