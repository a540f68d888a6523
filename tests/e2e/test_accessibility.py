"""Every page, in light and dark, on a phone and on a desk: no fault that axe can find."""

import pytest

from puas.lifecycles import WebhookState
from puas.models import PlanItem, Response, Result, Survey
from puas.queries.units import root_of
from tests.e2e.cities import RUNNING, SECOND
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_whole_cycle import sign_in
from tests.factories.webhooks import make_webhook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def public_pages(city) -> list[str]:
    closed = Survey.objects.filter(state="published").first()
    planned = Survey.objects.filter(state="planned").first()
    return [
        "/",
        "/galeri/",
        "/aksesibilitas/",
        f"/s/{city.running.token}/",
        f"/s/{city.running.token}/?bahasa=en",
        f"/s/{city.running.token}/terima-kasih/",
        f"/s/{closed.token}/",
        f"/s/{planned.token}/",
        f"/s/{planned.token}/pratinjau/",
        f"/i/kota-contoh/{SECOND}/",
        f"/i/kota-contoh/dinas-kesehatan/{SECOND}/",
        f"/i/kota-contoh/kota-contoh/{SECOND}/?bahasa=en",
        f"/i/kota-contoh/{SECOND}/belum-lapor/",
        f"/i/kota-contoh/{SECOND}/peta-unsur/",
        f"/i/kota-contoh/{SECOND}/bandingkan/?unit=dinas-kesehatan&unit=dinas-perhubungan",
        f"/i/kota-contoh/{SECOND}/metode/",
        "/cari/?cari=dinas",
        "/cari/?cari=zzz",
        "/i/kota-contoh/dinas-kesehatan/pasang/",
        "/i/kota-contoh/dinas-kesehatan/kartu/",
        "/tidak/ada/",
        "/kantor/masuk/",
    ]


def first_answer(city) -> int:
    return Response.objects.filter(survey=city.running).order_by("id").values_list("id", flat=True)[0]


def office_pages(city) -> list[str]:
    unit, result = city.units[0].pk, Result.objects.filter(unit=city.units[0]).first().pk
    return [
        "/kantor/",
        "/kantor/?cari=zzz",
        f"/kantor/unit/{unit}/",
        f"/kantor/survei/{city.running.pk}/",
        f"/kantor/survei/{Survey.objects.filter(unit=unit).first().pk}/",
        f"/kantor/survei/{city.running.pk}/mutu/",
        f"/kantor/survei/{city.running.pk}/baki/",
        f"/kantor/survei/{city.running.pk}/mutu/kecualikan/?jawaban={first_answer(city)}",
        f"/kantor/hasil/{result}/",
        f"/kantor/hasil/{result}/terbitkan/",
        f"/kantor/instansi/kota-contoh/{RUNNING}/terbitkan/",
        f"/kantor/unit/{unit}/rencana/{SECOND}/",
        f"/kantor/kegiatan/{PlanItem.objects.filter(plan__unit=unit).first().pk}/",
        "/kantor/instansi/kota-contoh/realisasi/",
        "/kantor/panduan/",
        "/kantor/panduan/petugas-unit/",
        *document_pages(city),
    ]


def document_pages(city) -> list[str]:
    """Pages about documents, and about what listens to a unit: one webhook has stopped."""
    unit, hook = city.units[0], make_webhook(city.units[0])
    root = root_of(city.agency).pk
    stopped = make_webhook(city.units[1])
    stopped.state = WebhookState.STOPPED.value
    stopped.save()
    return [
        f"/kantor/unit/{root}/{SECOND}/laporan/",
        f"/kantor/unit/{unit.pk}/{SECOND}/laporan/",
        f"/kantor/unit/{unit.pk}/{SECOND}/laporan/tulis/problems/",
        f"/kantor/unit/{unit.pk}/penanda-tangan/",
        "/kantor/instansi/kota-contoh/laporan/",
        "/kantor/instansi/kota-contoh/laporan/kalimat/unit/",
        "/kantor/instansi/kota-contoh/aturan-hitung/",
        f"/kantor/unit/{unit.pk}/webhook/",
        f"/kantor/webhook/{hook.pk}/",
        f"/kantor/webhook/{stopped.pk}/",
        f"/kantor/unit/{unit.pk}/kunci-api/",
    ]


def faults(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def look(browser, base: str, paths: list[str], viewport, scheme: str, name: str = "") -> dict[str, list[str]]:
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    if name:
        sign_in(page, base, name)
    found = {}
    for path in paths:
        page.goto(f"{base}{path}")
        wide = page.evaluate("document.documentElement.scrollWidth") > viewport["width"]
        found[path] = faults(page) + (["wider than the window"] if wide else [])
    context.close()
    return {path: what for path, what in found.items() if what}


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_has_a_fault(city, live_server, browser, viewport, scheme):
    base = live_server.url
    assert look(browser, base, public_pages(city), viewport, scheme) == {}
    assert look(browser, base, office_pages(city), viewport, scheme, "koordinator") == {}


@pytest.mark.looks
def test_the_form_with_mistakes_and_the_locked_door_have_none_either(city, live_server, browser):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{live_server.url}/s/{city.running.token}/")
    page.get_by_label("Usia").fill("tua")
    page.get_by_role("button", name="Kirim jawaban").click()
    page.locator(".errors").wait_for()
    assert page.locator(".errors li").count() == 2
    assert faults(page) == []
    for _ in range(5):
        page.goto(f"{live_server.url}/kantor/masuk/")
        page.get_by_label("Nama pengguna").fill("siapa")
        page.get_by_label("Kata sandi").fill("salah")
        page.get_by_role("button", name="Masuk").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Terlalu banyak percobaan masuk"
    assert faults(page) == []
    page.context.close()
