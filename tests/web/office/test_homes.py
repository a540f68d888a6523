"""The office's first page."""

import re

import pytest

from puas.lifecycles import WebhookState
from puas.models import Role, Unit
from tests.factories import make_agency, make_user
from tests.factories.webhooks import make_webhook
from tests.web.scenes import make_office, measure, signed_in

pytestmark = pytest.mark.django_db


def rows(page: str) -> list[str]:
    return re.findall(r'role="rowheader"[^>]*><a href="[^"]+">([^<]+)</a>', page)


@pytest.mark.parametrize("count", [1, 3])
def test_a_coordinator_sees_every_unit_with_the_same_queries(django_assert_num_queries, count):
    office = make_office(count)
    browser = signed_in(office.coordinator)
    with django_assert_num_queries(23):
        page = browser.get("/kantor/").content.decode()
    assert rows(page) == [f"Dinas {n}" for n in range(1, count + 1)]
    assert "chip--open" in page


def test_an_officer_sees_only_the_own_unit():
    office = make_office()
    page = signed_in(office.officer).get("/kantor/").content.decode()
    assert rows(page) == ["Dinas 1"]
    assert "Nilai instansi" not in page


def test_search_and_state_choose_rows_and_no_row_says_what_to_do():
    office = make_office(3)
    browser = signed_in(office.coordinator)
    assert rows(browser.get("/kantor/?cari=DINAS 3").content.decode()) == ["Dinas 3"]
    assert rows(browser.get("/kantor/?status=open").content.decode()) == ["Dinas 1"]
    assert rows(browser.get("/kantor/?status=tanpa").content.decode()) == ["Dinas 2", "Dinas 3"]
    assert "Tidak ada unit yang cocok" in browser.get("/kantor/?cari=zzz").content.decode()


def test_a_chosen_period_is_shown():
    office = make_office()
    measure(office.units[1], "2023-Q1", 4)
    page = signed_in(office.coordinator).get("/kantor/?periode=2023-Q1").content.decode()
    assert "100,00" in page
    assert "belum terbit" in page


def test_without_any_survey_the_units_are_listed_to_plan_one():
    agency = make_agency()
    root = Unit.objects.get(agency=agency)
    from tests.factories import make_unit

    make_unit(agency)
    page = signed_in(make_user("k", Role.COORDINATOR, root)).get("/kantor/").content.decode()
    assert "Belum ada survei" in page
    assert "Dinas Satu" in page


def test_an_account_without_a_role_is_told_whom_to_ask():
    assert "Akun ini belum punya peran" in signed_in(make_user()).get("/kantor/").content.decode()


def test_nobody_gets_in_without_signing_in(client):
    assert client.get("/kantor/")["Location"] == "/kantor/masuk/?next=/kantor/"


def test_a_webhook_that_stopped_is_told_to_those_who_can_set_it_going():
    office = make_office(2)
    going, stopped = (make_webhook(unit) for unit in office.units)
    stopped.state = WebhookState.STOPPED.value
    stopped.save()
    seen = [signed_in(user).get("/kantor/").content.decode() for user in (office.coordinator, office.officer)]
    assert [f"/kantor/webhook/{stopped.pk}/" in page for page in seen] == [True, False]
    assert [f"/kantor/webhook/{going.pk}/" in page for page in seen] == [False, False]
