"""Kiosks in the office: made with a PIN, set up, looked after."""

import pytest
from django.contrib.auth.hashers import check_password

from puas.models import Channel, FormLink, LinkKind
from puas.operations.form_links import revoke_form_link
from tests.factories import make_responses
from tests.factories.form_links import make_form_link
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def kiosk(office):
    return make_form_link(office.units[0], "Loket 3", kind=LinkKind.KIOSK, pin="482913")


def test_a_kiosk_is_made_with_its_pin_and_shows_how_to_set_up_its_tablet(office):
    client = signed_in(office.coordinator)
    given = {"nama": "Loket 3", "jenis": "kiosk", "pin": "482913"}
    response = client.post(f"/kantor/unit/{office.units[0].pk}/tautan/", given)
    link = FormLink.objects.get()
    assert (response.status_code, link.kind, check_password("482913", link.pin_hash)) == (303, "kiosk", True)
    page = client.get(response["Location"]).content.decode()
    assert (f"http://testserver/k/{link.code}/" in page, "share__code" in page) == (True, True)
    assert page.split("<ol>")[-1].split("</ol>")[0].count("<li>") == 4
    assert ("482913" in page, "WhatsApp" in page, "/poster/" in page) == (False, False, False)


def test_a_pin_that_is_none_comes_back_without_being_shown(office):
    client = signed_in(office.coordinator)
    given = {"nama": "Loket 3", "jenis": "kiosk", "pin": "48x9"}
    response = client.post(f"/kantor/unit/{office.units[0].pk}/tautan/", given)
    page = response.content.decode()
    assert (response.status_code, FormLink.objects.count()) == (422, 0)
    assert ('id="pin-galat"' in page, 'value="kiosk" checked' in page, "48x9" in page) == (True, True, False)


def test_a_link_of_no_known_kind_is_refused(office):
    response = signed_in(office.coordinator).post(
        f"/kantor/unit/{office.units[0].pk}/tautan/", {"nama": "Loket 3", "jenis": "visit"}
    )
    assert (response.status_code, FormLink.objects.count()) == (422, 0)


def test_the_page_counts_what_came_today_from_this_kiosk(office, kiosk):
    other = make_form_link(office.units[0], "Loket 2", kind=LinkKind.KIOSK, pin="7777")
    make_responses(office.survey, (4,) * 9, (3,) * 9, link=kiosk, channel=Channel.KIOSK)
    pages = [signed_in(office.officer).get(f"/kantor/tautan/{one.pk}/") for one in (kiosk, other)]
    counts = [page.content.decode().split("<dd>")[1].split("</dd>")[0] for page in pages]
    assert counts == ["2", "0"]


def test_the_pin_is_changed(office, kiosk):
    client = signed_in(office.coordinator)
    response = client.post(f"/kantor/tautan/{kiosk.pk}/pin/", {"pin": "55667788"})
    kiosk.refresh_from_db()
    assert (response.status_code, check_password("55667788", kiosk.pin_hash)) == (303, True)
    refused = client.post(f"/kantor/tautan/{kiosk.pk}/pin/", {"pin": "123"})
    assert (refused.status_code, 'id="pin-galat"' in refused.content.decode()) == (422, True)
    kiosk.refresh_from_db()
    assert check_password("55667788", kiosk.pin_hash)


def test_an_officer_sees_the_kiosk_but_does_not_change_its_pin(office, kiosk):
    client = signed_in(office.officer)
    page = client.get(f"/kantor/tautan/{kiosk.pk}/").content.decode()
    assert ("/k/" in page, 'name="pin"' in page) == (True, False)
    assert client.post(f"/kantor/tautan/{kiosk.pk}/pin/", {"pin": "5566"}).status_code == 404
    stranger = signed_in(office.stranger)
    assert stranger.get(f"/kantor/tautan/{kiosk.pk}/").status_code == 404


def test_only_a_kiosk_in_force_has_a_pin_to_change(office, kiosk):
    client = signed_in(office.coordinator)
    poster = make_form_link(office.units[0], "Loket 1")
    assert client.post(f"/kantor/tautan/{poster.pk}/pin/", {"pin": "5566"}).status_code == 404
    revoke_form_link(link=kiosk, by=None)
    assert client.post(f"/kantor/tautan/{kiosk.pk}/pin/", {"pin": "5566"}).status_code == 409
    assert client.get(f"/kantor/tautan/{kiosk.pk}/poster/a4.pdf").status_code == 404
