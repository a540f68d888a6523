"""Writes docs/screenshots/*.png when PUAS_SCREENSHOTS=1: pictures of the main pages as they are."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from puas.models import Result, User
from puas.web.manuals import INDEX, PAGES, read_source
from tests.e2e.cities import RUNNING, SECOND
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.pictures import NOW, Pictures, make_pictures
from tests.e2e.test_whole_cycle import answer, sign_in

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screenshots"
SHIPPED = ROOT / "src" / "puas" / "web" / "static" / "manual"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(os.environ.get("PUAS_SCREENSHOTS") != "1", reason="PUAS_SCREENSHOTS=1 writes them"),
]

TALLEST = {360: 1800, 1280: 1500}
"""Long pages are cut: a picture in the docs shows what a page looks like, not all that it says."""
COLOURS = 48
IN_MANUAL = frozenset(
    part.split(")")[0] for name in (INDEX, *PAGES) for part in read_source(name).split("](gambar/")[1:]
)


def take(page, name: str, scheme: str) -> None:
    """Write a picture of the page, small; the manual's pictures also beside the style sheets."""
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST[width])
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    taken = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))).convert("RGB")
    file = f"{name}-{width}-{scheme}.png"
    for folder in (FOLDER, SHIPPED) if file in IN_MANUAL else (FOLDER,):
        folder.mkdir(parents=True, exist_ok=True)
        small = taken.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(folder / file, optimize=True)


@pytest.fixture
def pictures(transactional_db, monkeypatch) -> Iterator[Pictures]:
    """The city in the third quarter of 2026, where the clock stands."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return make_pictures()


def public_pages(shown: Pictures) -> dict[str, str]:
    return {
        "home": "/",
        "check": "/periksa/",
        "agency": f"/i/kota-contoh/{SECOND}/",
        "unit": f"/i/kota-contoh/dinas-kesehatan/{SECOND}/",
        "missing": f"/i/kota-contoh/{SECOND}/belum-lapor/",
        "heat-map": f"/i/kota-contoh/{SECOND}/peta-unsur/",
        "compare": f"/i/kota-contoh/{SECOND}/bandingkan/?unit=dinas-kesehatan&unit=dinas-perhubungan",
        "method": f"/i/kota-contoh/{SECOND}/metode/",
        "embed": "/i/kota-contoh/dinas-kesehatan/pasang/",
        "verify": f"/v/{shown.report.printed_code}/",
        "gallery": "/galeri/",
        "kiosk": f"/k/{shown.kiosk.code}/",
        "kiosk-form": f"/k/{shown.kiosk.code}/isi/",
        "sign-in": "/kantor/masuk/",
        "invitation": shown.invitation,
    }


def survey_pages(shown: Pictures) -> dict[str, str]:
    states = ("planned", "open", "closed", "returned", "submitted", "verified", "published")
    live = f"/kantor/survei/{shown.open.pk}"
    return {
        **{f"office-survey-{state}": f"/kantor/survei/{getattr(shown, state).pk}/" for state in states},
        "office-survey-details": f"{live}/rincian/",
        "office-posters": f"{live}/poster/",
        "office-monitor": f"{live}/pantauan/",
        "office-quality": f"{live}/mutu/",
        "office-papers": f"{live}/kertas/",
        "office-tray": f"/kantor/survei/{shown.closed.pk}/baki/",
    }


def result_pages(shown: Pictures) -> dict[str, str]:
    result = f"/kantor/hasil/{Result.objects.filter(unit=shown.verified.unit_id).latest('id').pk}"
    plan = f"/kantor/unit/{shown.closed.unit_id}/rencana/{RUNNING}"
    return {
        "office-result": f"{result}/",
        "office-result-respondents": f"{result}/responden/",
        "office-result-relations": f"{result}/hubungan/",
        "office-result-comments": f"{result}/komentar/",
        "office-publish": f"{result}/terbitkan/",
        "office-plan": f"{plan}/",
        "office-plan-priorities": f"{plan}/prioritas/",
        "office-plan-activity": f"{plan}/kegiatan/",
        "office-plan-item": f"/kantor/kegiatan/{shown.item.pk}/",
    }


def agency_pages(shown: Pictures) -> dict[str, str]:
    agency, unit = "/kantor/instansi/kota-contoh", f"/kantor/unit/{shown.open.unit_id}"
    person = User.objects.get(username="petugas").pk
    return {
        "office-home": "/kantor/",
        "office-unit-tree": f"{agency}/unit/",
        "office-unit-import": f"{agency}/unit/impor/",
        "office-unit": f"{unit}/",
        "office-unit-details": f"{unit}/data/",
        "office-form-links": f"{unit}/tautan/",
        "office-realisations": f"{agency}/realisasi/?periode={SECOND}",
        "office-due": f"{agency}/jatuh-tempo/",
        "office-findings": f"{agency}/{RUNNING}/pemeriksaan/",
        "office-publish-period": f"{agency}/{RUNNING}/terbitkan/",
        "office-calendar": f"{agency}/kalender/",
        "office-calendar-rule": f"{unit}/kalender/",
        "office-opening": f"{agency}/2026-Q4/buka/",
        "office-reminders": f"{agency}/pengingat/",
        "office-people": "/kantor/pengguna/",
        "office-person": f"/kantor/pengguna/{person}/",
        "office-invite": "/kantor/pengguna/undang/",
        "office-security": f"{agency}/keamanan/",
        "office-trail": "/kantor/jejak/",
        "office-jobs": "/kantor/pekerjaan/",
        "office-notices": "/kantor/pemberitahuan/",
        "office-imports": "/kantor/impor/",
        "office-account": "/kantor/akun/",
        "office-policies": f"{agency}/aturan-hitung/",
        "office-report-identity": f"{agency}/laporan/",
        "office-report-wording": f"{agency}/laporan/kalimat/unit/",
        "office-reports": f"/kantor/unit/{shown.report.unit_id}/{SECOND}/laporan/",
        "office-narrative": f"/kantor/unit/{shown.report.unit_id}/{SECOND}/laporan/tulis/problems/",
        "office-report-sign": f"/kantor/laporan-beku/{shown.report.pk}/tanda-tangan/",
        "office-webhooks": f"{unit}/webhook/",
        "office-webhook": f"/kantor/webhook/{shown.webhook.pk}/",
        "office-api-keys": f"{unit}/kunci-api/",
        "office-manual": "/kantor/panduan/",
    }


def take_all(page, base: str, addresses: dict[str, str], scheme: str) -> None:
    for name, path in addresses.items():
        assert page.goto(base + path).status == 200, (name, path)
        take(page, name, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["360", "1280"])
def test_write_the_pictures(pictures, live_server, browser, viewport, scheme):
    base = live_server.url
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="id-ID")
    page = context.new_page()
    take_all(page, base, public_pages(pictures), scheme)
    page.goto(f"{base}/s/{pictures.city.running.token}/")
    take(page, "form", scheme)
    answer(page, 2)
    page.get_by_role("button", name="Kirim jawaban").click()
    page.wait_for_url("**/terima-kasih/")
    take(page, "thanks", scheme)
    sign_in(page, base, "petugas")
    take(page, "office-officer-home", scheme)
    context.clear_cookies()
    sign_in(page, base, "koordinator")
    for addresses in (survey_pages, result_pages, agency_pages):
        take_all(page, base, addresses(pictures), scheme)
    context.close()
