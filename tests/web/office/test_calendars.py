"""The calendar of an agency and of a unit, and opening a period."""

import pytest

from puas.models import CalendarRule, Holiday, PeriodWindow, Survey, Unit
from puas.operations.calendars import set_rule
from puas.queries.calendars import find_week
from puas.queries.units import root_of
from puas.web.office.openings import PAGE
from tests.factories import classic
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

CALENDAR = "/kantor/instansi/kota-contoh/kalender/"
OPENING = "/kantor/instansi/kota-contoh/2026-Q1/buka/"
RULE = {"sering": "quarter", "kuesioner": "classic-2017 v1", "turun": "ya", "jendela": "", "rencana": ""}


def rule_form(**changes: str) -> dict[str, str]:
    days = {"persiapan": "6", "pengumpulan": "6", "pengolahan": "6", "pelaporan": "6"}
    return {**RULE, "kuesioner": str(classic()), "buka": "0", "tutup": "0", "tenggat": "", **days, **changes}


def test_a_coordinator_sets_the_calendar_and_opens_a_period():
    office = make_office()
    browser = signed_in(office.coordinator)
    root = root_of(office.agency)
    assert "Belum ada yang dapat dibuka" in browser.get(CALENDAR).content.decode()
    page = f"/kantor/unit/{root.pk}/kalender/"
    sent = rule_form(jendela="sendiri", tutup="-1", rencana="sendiri", pelaporan="3")
    assert browser.post(page, sent).status_code == 303
    rule = CalendarRule.objects.get()
    assert (rule.kind, rule.instrument, rule.opens_after, rule.closes_after, rule.due_after) == (
        "quarter",
        classic(),
        0,
        -1,
        None,
    )
    assert (rule.phase_days, rule.is_handed_down) == ([6, 6, 6, 3], True)
    assert "9 hari kerja sesudah ditutup" in browser.get(page).content.decode()
    shown = browser.get(OPENING).content.decode()
    assert "Buat 2 survei" in shown
    assert browser.post(OPENING).status_code == 303
    assert Survey.objects.filter(period__code="2026-Q1").count() == 2
    assert "Semua survei yang diharapkan sudah ada" in browser.get(OPENING).content.decode()


def test_what_is_wrong_in_a_rule_is_said_at_its_field():
    office = make_office()
    browser = signed_in(office.coordinator)
    page = f"/kantor/unit/{office.units[0].pk}/kalender/"
    sent = rule_form(
        sering="month", kuesioner="x", jendela="sendiri", buka="dua", rencana="sendiri", pelaporan="0"
    )
    response = browser.post(page, sent)
    assert response.status_code == 422
    shown = response.content.decode()
    for name in ("sering", "kuesioner", "buka", "pelaporan"):
        assert f'href="#{name}"' in shown
    assert not CalendarRule.objects.exists()
    assert browser.post(page, rule_form(jendela="sendiri", buka="999")).status_code == 422
    assert browser.post(page, rule_form(rencana="sendiri", pelaporan="x")).status_code == 422


def test_a_unit_follows_again_and_has_dates_for_one_period():
    office = make_office()
    browser = signed_in(office.coordinator)
    unit = office.units[0]
    page = f"/kantor/unit/{unit.pk}/kalender/"
    set_rule(unit=root_of(office.agency), kind="quarter", instrument=classic(), by=None)
    set_rule(unit=unit, kind="year", by=None)
    assert browser.post(page, {"ikut": "ya"}).status_code == 303
    assert CalendarRule.objects.filter(unit=unit).count() == 0
    sent = {"periode": "2026-Q1", "mulai": "2026-02-02", "selesai": "2026-02-27", "batas": ""}
    assert browser.post(f"{page}tanggal/", sent).status_code == 303
    assert "2 Februari 2026" in browser.get(page).content.decode()
    assert browser.post(f"{page}tanggal/", {**sent, "mulai": "2026-03-02"}).status_code == 400
    assert browser.post(f"{page}tanggal/", {"hapus": "2026-Q1"}).status_code == 303
    assert not PeriodWindow.objects.exists()


def test_holidays_and_weekends_are_kept():
    office = make_office()
    browser = signed_in(office.coordinator)
    assert browser.post(f"{CALENDAR}libur/", {"hari": "2026-03-20", "nama": "Nyepi"}).status_code == 303
    assert browser.post(f"{CALENDAR}libur/", {"hari": "besok", "nama": "Nyepi"}).status_code == 422
    assert browser.post(f"{CALENDAR}libur/", {"hari": "2026-03-21", "nama": ""}).status_code == 422
    assert browser.post(f"{CALENDAR}pekan/", {"libur": ["6", "9"]}).status_code == 303
    assert browser.post(f"{CALENDAR}pekan/", {"libur": list("0123456")}).status_code == 422
    office.agency.refresh_from_db()
    assert (len(find_week(office.agency).holidays), find_week(office.agency).weekend) == (1, {6})
    assert browser.post(f"{CALENDAR}libur/", {"hapus": "2026-03-20"}).status_code == 303
    assert not Holiday.objects.exists()


def test_the_calendar_moves_what_is_due_at_a_button():
    office = make_office()
    browser = signed_in(office.coordinator)
    response = browser.post(f"{CALENDAR}jalankan/", {"periode": "2023-Q2"}, follow=True)
    assert "0 survei dibuka dan 0 survei ditutup menurut kalender." in response.content.decode()


@pytest.mark.parametrize("address", [CALENDAR, OPENING])
def test_an_officer_has_no_calendar(address):
    office = make_office()
    assert signed_in(office.officer).get(address).status_code == 403
    assert signed_in(office.stranger).get(address).status_code == 404
    assert signed_in(office.officer).get(f"/kantor/unit/{office.units[0].pk}/kalender/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_however_many_units(django_assert_num_queries, count):
    office = make_office(count)
    browser = signed_in(office.coordinator)
    set_rule(unit=root_of(office.agency), kind="quarter", instrument=classic(), by=None)
    with django_assert_num_queries(13):
        browser.get(CALENDAR)
    with django_assert_num_queries(12):
        assert f"Buat {count} survei" in browser.get(OPENING).content.decode()


def test_an_opening_of_many_units_has_pages_and_makes_all(django_assert_num_queries):
    office = make_office(1)
    root, now = root_of(office.agency), office.units[0].created_at
    Unit.objects.bulk_create(
        Unit(
            agency=office.agency,
            parent=root,
            kind="upp",
            name=f"Loket {n}",
            slug=f"loket-{n}",
            created_at=now,
        )
        for n in range(PAGE)
    )
    browser = signed_in(office.coordinator)
    set_rule(unit=root, kind="quarter", instrument=classic(), by=None)
    with django_assert_num_queries(12):
        first = browser.get(OPENING).content.decode()
    assert (first.count("akan dibuat"), f"Buat {PAGE + 1} survei" in first) == (PAGE, True)
    assert first.count('href="?halaman=2"') == 1
    assert browser.get(f"{OPENING}?halaman=2").content.decode().count("akan dibuat") == 1
    browser.post(OPENING)
    assert Survey.objects.filter(period__code="2026-Q1").count() == PAGE + 1
