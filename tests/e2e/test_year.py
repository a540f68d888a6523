"""A year of an agency in the browser: from the table of units to what came of the plans, by five people."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from puas.models import Role, Unit
from puas.operations.agencies import create_agency
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.office_steps import (
    accept,
    answer_form,
    download_rows,
    heading_of,
    import_units,
    invite,
    let_proof_age,
    message_of,
    plan_activity,
    prove_again,
    read_poster,
    report_done,
    set_rule,
)
from tests.e2e.test_whole_cycle import sign_in
from tests.factories import classic, make_user
from tests.factories.evidence_files import make_jpeg
from tests.factories.jobs import work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUARTERLY, SECOND, HALVES, YEARLY = "Dinas Kependudukan", "Dinas Kesehatan", "Kecamatan Timur", "PDAM Tirta"
ROWS = (
    ("1", QUARTERLY, "Perangkat daerah (OPD)", "", "", "", "", "", "KTP elektronik", "loket", "120"),
    ("2", SECOND, "Perangkat daerah (OPD)", "", "", "", "", "", "", "", ""),
    ("3", HALVES, "Kecamatan", "", "", "", "", "", "", "", ""),
    ("4", YEARLY, "BUMD", "", "", "", "", "", "", "", ""),
)
AGENCY, SUMMARY = "Kota Contoh", "Realisasi tindak lanjut"


@dataclass
class Clock:
    """The server's clock: it stands, and the story moves it."""

    at: datetime

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)  # no two events at once
        return self.at


@dataclass
class Year:
    """The browsers of everyone, and where the story takes place."""

    base: str
    clock: Clock
    folder: Path
    browser: Any
    open_pages: list[Any] = field(default_factory=list)

    def sit_down(self, viewport: dict[str, int] = DESK, **more: Any) -> Any:
        """Return a page in a browser of one's own."""
        context = self.browser.new_context(viewport=viewport, **more)
        self.open_pages.append(context)
        return context.new_page()

    def home(self, page: Any, name: str) -> Any:
        """Sign in anew, as one does after weeks, and return the page at the office's first page."""
        page.context.clear_cookies()
        sign_in(page, self.base, name)
        return page


@pytest.fixture
def year(transactional_db, live_server, browser, tmp_path, monkeypatch):
    """An agency with a coordinator and nothing else, in the first days of 2026."""
    clock = Clock(datetime(2026, 1, 5, 2, 0, tzinfo=UTC))
    monkeypatch.setattr(timezone, "now", clock)
    classic()
    root = Unit.objects.get(agency=create_agency(name=AGENCY, by=None))
    make_user("koordinator", Role.COORDINATOR, root)
    made = Year(live_server.url, clock, tmp_path, browser)
    yield made
    for context in made.open_pages:
        context.close()


def test_a_year_from_the_table_of_units_to_what_came_of_the_plans(year):
    coordinator, officer, other = (year.sit_down() for _ in range(3))
    phone = year.sit_down(PHONE, java_script_enabled=False, has_touch=True, is_mobile=True)
    set_up(year, coordinator)
    let_in(year, coordinator, officer, other)
    open_quarter(year, coordinator, "Triwulan I 2026")
    collect(year, coordinator, phone)
    close_and_count(year, coordinator)
    for page, unit in ((officer, QUARTERLY), (other, SECOND)):
        plan_and_submit(year, page, unit)
    give_back(year, coordinator, officer)
    verify_and_publish(year, coordinator, phone)
    year.clock.at = datetime(2026, 4, 6, 2, 0, tzinfo=UTC)
    open_quarter(year, year.home(coordinator, "koordinator"), "Triwulan II 2026")
    carry_out(year, year.home(officer, "petugas"))
    confirm(year, coordinator)
    see_what_came_of_it(year, coordinator)
    close_the_next_quarter(year, coordinator, phone)
    read_the_recap(coordinator)


def set_up(year, page) -> None:
    """Units from a table, and a calendar in which one works by quarters, one by halves, one by the year."""
    sign_in(page, year.base, "koordinator")
    import_units(page, year.folder / "unit.xlsx", ROWS)
    expect(page.get_by_text("4 unit, 1 layanan")).to_be_visible()
    page.goto(f"{year.base}/kantor/")
    page.get_by_role("link", name="Atur kalender dan buka periode").click()
    page.get_by_role("link", name="Atur kalender instansi").click()
    set_rule(page, "Tiap triwulan", "classic-2017")
    for unit, often in ((HALVES, "Tiap semester"), (YEARLY, "Tiap tahun")):
        page.get_by_role("navigation", name="Lokasi halaman").get_by_role("link", name="Kalender").click()
        page.get_by_role("link", name=unit).click()
        set_rule(page, often)


def let_in(year, page, officer, other) -> None:
    """The coordinator invites an officer of each unit; both make their accounts."""
    for who, name, unit in ((officer, "petugas", QUARTERLY), (other, "petugas-dua", SECOND)):
        accept(who, invite(page, year.base, f"Petugas {unit}", unit, "Petugas unit"), name)
        expect(who.get_by_text(f"Anda masuk sebagai {name}.")).to_be_visible()


def open_quarter(year, page, label: str) -> None:
    """Make every survey that the calendar expects at once, and let the calendar open them."""
    page.goto(f"{year.base}/kantor/")
    page.get_by_role("link", name="kalender").first.click()
    page.get_by_role("link", name=label, exact=True).click()
    expect(page.locator(".stats dd")).to_have_text(["2", "0", "2"])
    page.get_by_role("button", name="Buat 2 survei").click()
    assert "2 survei dibuat." in message_of(page)
    page.get_by_role("button", name="Buka dan tutup yang sudah waktunya").click()
    assert "2 survei dibuka dan 0 survei ditutup" in message_of(page)


def collect(year, page, phone) -> None:
    """A poster for each unit, answers on a phone, and the coordinator's view of them."""
    for unit, choices in ((QUARTERLY, (3, 2, 3)), (SECOND, (2, 3))):
        page.get_by_role("link", name=unit).last.click()
        address = page.locator("a.share__link").inner_text()
        page.get_by_role("link", name="Poster, kartu meja, dan pesan WhatsApp").click()
        assert address.split("://")[1].rstrip("/") in read_poster(page, "Poster A4")
        answer_form(phone, address, *choices)
        page.get_by_role("link", name=unit).click()
        page.get_by_role("link", name="Pantauan: per hari").click()
        expect(page.get_by_text("Triwulan I 2026").first).to_be_visible()
        page.goto(f"{year.base}/kantor/")
    assert page.locator(".stats dd").nth(1).inner_text() == "5"


def close_and_count(year, page) -> None:
    """The quarter is over: the calendar closes, a job counts every unit and the agency."""
    year.clock.at = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
    year.home(page, "koordinator")
    page.get_by_role("button", name="Buka dan tutup yang sudah waktunya").click()
    assert "0 survei dibuka dan 2 survei ditutup" in message_of(page)
    page.get_by_role("button", name="Hitung semua hasil").click()
    work()
    page.goto(f"{year.base}/kantor/")
    expect(page.get_by_role("link", name="Lihat hasil instansi")).to_be_visible()
    page.get_by_role("link", name=QUARTERLY).last.click()
    page.get_by_role("table", name="Hasil yang pernah dihitung").get_by_role("link").click()
    assert page.locator(".figure__value").first.inner_text() == "83,33"


def plan_and_submit(year, page, unit: str) -> None:
    """The officer plans something for each of the lowest elements, and hands everything in."""
    year.home(page, "petugas" if unit == QUARTERLY else "petugas-dua")
    page.get_by_role("link", name=unit).last.click()
    expect(page.get_by_role("link", name="Rencana tindak lanjut").first).to_be_visible()
    expect(page.get_by_role("button", name="Ajukan ke koordinator")).to_have_count(0)
    page.get_by_role("link", name="Rencana tindak lanjut").first.click()
    for what in ("papan alur", "papan tarif", "jadwal tetap"):
        plan_activity(page, f"Memasang {what} di {unit}", "TW II")
    page.get_by_role("navigation", name="Lokasi halaman").get_by_role("link", name=unit).click()
    page.get_by_role("button", name="Ajukan ke koordinator").click()
    expect(page.locator(".chip--submitted").first).to_be_visible()


def give_back(year, coordinator, officer) -> None:
    """The coordinator returns the first unit's survey with a reason; the officer mends and submits again."""
    reason = "Sebutkan tempat papan tarifnya"
    coordinator.goto(f"{year.base}/kantor/")
    coordinator.get_by_role("link", name=QUARTERLY).last.click()
    coordinator.get_by_text("Kembalikan ke unit").first.click()
    coordinator.get_by_label("Alasan pengembalian").fill(reason)
    coordinator.get_by_role("button", name="Kembalikan ke unit").click()
    officer.reload()
    expect(officer.get_by_text(reason).first).to_be_visible()
    officer.get_by_role("link", name="Rencana tindak lanjut").first.click()
    officer.get_by_role("link", name="Ubah Memasang papan tarif").click()
    officer.get_by_label("Program atau kegiatan").fill("Memasang papan tarif di loket 1 sampai 3")
    officer.get_by_role("button", name="Simpan kegiatan").click()
    officer.get_by_role("navigation", name="Lokasi halaman").get_by_role("link", name=QUARTERLY).click()
    officer.get_by_role("button", name="Ajukan ke koordinator").click()


def verify_and_publish(year, page, phone) -> None:
    """The coordinator, who submitted nothing, verifies both; publishing asks once more who this is."""
    for unit in (QUARTERLY, SECOND):
        page.goto(f"{year.base}/kantor/")
        page.get_by_role("link", name=unit).last.click()
        page.get_by_role("button", name="Nyatakan sudah diperiksa").click()
    assert phone.goto(f"{year.base}/i/kota-contoh/2026-Q1/").status == 404
    page.goto(f"{year.base}/kantor/")
    let_proof_age(page)
    page.get_by_role("link", name="Terbitkan 3 hasil").click()
    prove_again(page)
    page.get_by_role("button", name="Ya, terbitkan").click()
    assert phone.goto(f"{year.base}/i/kota-contoh/2026-Q1/").status == 200
    phone.get_by_role("link", name=QUARTERLY).click()
    assert phone.locator(".figure__value").first.inner_text() == "83,33"


def carry_out(year, page) -> None:
    """In the next quarter the officer reports two of three activities as done, with a picture."""
    picture = year.folder / "papan.jpg"
    picture.write_bytes(make_jpeg())
    for what in ("papan alur", "papan tarif"):
        page.goto(f"{year.base}/kantor/")
        page.get_by_role("link", name="jatuh tempo triwulan ini").click()
        page.get_by_role("link", name=f"Memasang {what}").click()
        report_done(page, "Sudah dipasang pada 4 April", picture)
        expect(page.get_by_text("Menunggu orang kedua")).to_be_visible()


def confirm(year, page) -> None:
    """The coordinator compares each report with its evidence and confirms it."""
    for what in ("papan alur", "papan tarif"):
        page.goto(f"{year.base}/kantor/")
        page.get_by_role("link", name="menunggu dipastikan").click()
        page.get_by_role("navigation", name="Yang diperlukan").get_by_text("Menunggu").click()
        page.get_by_role("link", name=f"Memasang {what}").click()
        expect(page.get_by_role("link", name="Foto papan alur").first).to_be_visible()
        page.get_by_role("button", name="Pastikan selesai").click()
        expect(page.get_by_text("Dipastikan selesai", exact=True)).to_be_visible()


def see_what_came_of_it(year, page) -> None:
    """Two of six in the agency's summary, two of three in the unit's plan and in its table for the recap."""
    page.goto(f"{year.base}/kantor/")
    page.get_by_role("link", name=SUMMARY).click()
    assert heading_of(page) == SUMMARY
    assert page.locator(".stats dd").first.inner_text().split() == ["2", "dari", "6", "kegiatan"]
    page.get_by_role("link", name=QUARTERLY).first.click()
    assert page.locator(".progress-text").inner_text().split("\n")[-1] == "2 dari 3 (66,67%)"
    rows = download_rows(page, "Unduh tabel tindak lanjut (XLSX)")
    assert sum("Kepala Seksi Pelayanan" in row for row in rows) == 3


def close_the_next_quarter(year, page, phone) -> None:
    """Citizens answer in the second quarter too; it is closed and counted."""
    for unit in (QUARTERLY, SECOND):
        page.goto(f"{year.base}/kantor/")
        page.get_by_role("link", name=unit).last.click()
        answer_form(phone, page.locator("a.share__link").inner_text(), 3, 3)
    year.clock.at = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
    year.home(page, "koordinator")
    page.get_by_role("button", name="Buka dan tutup yang sudah waktunya").click()
    assert "dan 2 survei ditutup" in message_of(page)
    page.get_by_role("button", name="Hitung semua hasil").click()
    work()
    page.goto(f"{year.base}/kantor/")


def read_the_recap(page) -> None:
    """The recap of the second quarter says for each unit what came of the plans of the first."""
    page.get_by_role("link", name="Laporan instansi").click()
    rows = download_rows(page, re.compile("XLSX.*Rekapitulasi"))
    recap = {row[1]: (row[12], row[-1]) for row in rows if len(row) > 12 and isinstance(row[12], float)}
    assert recap == {QUARTERLY: (91.67, 66.67), SECOND: (91.67, 0), f"Rata-rata {AGENCY}***": (91.67, 33.33)}
