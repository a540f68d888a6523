"""What people do on the pages of the office, one function a deed; what is meant is found by its words."""

import io
import re
import time
from collections.abc import Sequence
from pathlib import Path

import pdfplumber
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.encoding import force_str
from openpyxl import load_workbook
from playwright.sync_api import expect

from puas.exchange.unit_tables import COLUMNS
from tests.e2e.test_whole_cycle import answer
from tests.factories.answer_files import write_xlsx
from tests.factories.users import PASSWORD

HEADINGS = tuple(heading for _, heading, _ in COLUMNS)


def heading_of(page) -> str:
    """Return the page's main heading."""
    return page.get_by_role("heading", level=1).inner_text()


def message_of(page) -> str:
    """Return the first thing that the page says about what was just done."""
    return page.locator("main .notice").first.inner_text()


def import_units(page, path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Take a table of units in: upload, look at the preview, apply."""
    write_xlsx(path, {"Unit": [HEADINGS, *rows]})
    page.get_by_role("link", name="Unit dan layanan").click()
    page.get_by_role("link", name="Impor dari XLSX").click()
    page.get_by_label("Tabel unit (XLSX)").set_input_files(path)
    page.get_by_role("button", name="Lihat pratinjau").click()
    expect(page.locator(".stats dd")).to_have_text([str(len(rows)), "0", "0", "0"])
    page.get_by_role("button", name=f"Terapkan {len(rows)} baris").click()
    page.get_by_role("link", name="Lihat pohon unit").click()


def set_rule(page, often: str, instrument: str = "") -> None:
    """On the page of a calendar rule: how often, and with which questionnaire."""
    page.get_by_role("group", name="Seberapa sering survei").get_by_text(often, exact=True).click()
    if instrument:
        page.get_by_role("group", name="Kuesioner").get_by_text(instrument).click()
    page.get_by_role("button", name="Simpan kalender").click()
    assert "Kalender disimpan." in message_of(page)


def invite(page, base: str, name: str, unit: str, role: str) -> str:
    """Invite somebody; return the link that is shown once."""
    page.goto(f"{base}/kantor/")
    page.get_by_role("link", name="Pengguna").click()
    page.get_by_role("link", name="Undang orang").click()
    page.get_by_label("Nama orangnya").fill(name)
    page.get_by_label("Unit").select_option(label=unit)
    page.get_by_label("Peran").select_option(label=role)
    page.get_by_role("button", name="Buat undangan").click()
    return page.locator("code.share__link").inner_text()


def accept(page, link: str, username: str) -> None:
    """Make one's own account from an invitation."""
    page.goto(link)
    page.get_by_label("Nama pengguna").fill(username)
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.get_by_role("button", name="Buat akun").click()


def prove_again(page) -> None:
    """Give the password again where a page asks who this is."""
    assert heading_of(page) == "Buktikan sekali lagi bahwa ini Anda"
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()


def let_proof_age(page, minutes: int = 20) -> None:
    """Make the sign-in of this browser that much older."""
    cookie = next(c for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME)
    session = Session.objects.get(session_key=force_str(cookie["value"]))
    content = session.get_decoded()
    for record in content["account_authentication_methods"]:
        record["at"] = time.time() - minutes * 60
    session.session_data = Session.get_session_store_class()().encode(content)
    session.save()


def read_poster(page, link: str) -> str:
    """Fetch the PDF behind a link of the page, as this person; return its text."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    response = page.request.get(page.url.split("/kantor/")[0] + address)
    assert (response.status, response.headers["content-type"]) == (200, "application/pdf")
    with pdfplumber.open(io.BytesIO(response.body())) as pdf:
        return "".join(pdf.pages[0].extract_text().split())


def download_rows(page, link: str | re.Pattern[str]) -> list[tuple[object, ...]]:
    """Fetch the workbook behind a link of the page, as this person; return the rows of its sheets."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    response = page.request.get(page.url.split("/kantor/")[0] + address)
    assert response.status == 200
    book = load_workbook(io.BytesIO(response.body()))
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def answer_form(phone, address: str, *choices: int) -> None:
    """Answer a form once for each choice (0 the worst, 3 the best); three elements one lower."""
    for choice in choices:
        phone.goto(address)
        answer(phone, choice)
        for low in (1, 3, 6):
            phone.locator("fieldset.scale").nth(low).locator("label.choice").nth(choice - 1).click()
        phone.get_by_role("button", name="Kirim jawaban").click()
        assert heading_of(phone) == "Terima kasih. Jawaban Anda sudah tersimpan."


def plan_activity(page, text: str, quarter: str) -> None:
    """Write the first activity that a priority still lacks; the plan is shown again."""
    page.locator("section", has=page.get_by_text("Belum ada kegiatan untuk unsur ini.")).last.get_by_role(
        "link", name="Tambah kegiatan"
    ).click()
    page.get_by_label("Program atau kegiatan").fill(text)
    page.get_by_role("group", name="Waktu pelaksanaan").get_by_label(quarter).first.check()
    page.get_by_label("Penanggung jawab").fill("Kepala Seksi Pelayanan")
    page.get_by_role("button", name="Simpan kegiatan").click()


def report_done(page, note: str, evidence: Path) -> None:
    """On the page of an activity: report it as done, with a file that shows it."""
    page.get_by_role("group", name="Keadaan sekarang").get_by_text("Selesai", exact=True).click()
    page.get_by_label("Yang sudah dilakukan, atau alasan dihentikan").fill(note)
    page.get_by_label("Apa yang diperlihatkan").last.fill("Foto papan alur")
    page.locator("form input[type=file]").last.set_input_files(evidence)
    page.get_by_role("button", name="Simpan laporan").click()
