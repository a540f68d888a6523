"""The public record in a browser: published, found, corrected; by keyboard; without JavaScript."""

import pytest
from playwright.sync_api import expect

from puas.models import Agency, Survey, Unit
from puas.operations.results import compute_result
from tests.e2e.cities import RUNNING, SECOND
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_whole_cycle import sign_in
from tests.factories import hand_in
from tests.factories.results import make_result

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = f"/i/kota-contoh/kecamatan-barat/{RUNNING}/"


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser):
    context = browser.new_context(viewport=DESK)
    yield context.new_page()
    context.close()


def publish(desk, base: str, result: int, reason: str = "") -> None:
    desk.goto(f"{base}/kantor/hasil/{result}/terbitkan/")
    if reason:
        desk.get_by_label("Alasan koreksi").fill(reason)
    desk.get_by_role("button", name="Ya, terbitkan").click()


def test_a_result_is_published_found_and_corrected(city, live_server, desk, phone):
    base, unit = live_server.url, city.units[5]
    first = make_result(unit, (4,) * 9, (3,) * 9, period=RUNNING)
    hand_in(Survey.objects.get(unit=unit, period__code=RUNNING))
    assert phone.goto(f"{base}{PAGE}").status == 404
    sign_in(desk, base, "koordinator")
    publish(desk, base, first.pk)

    phone.goto(base)
    phone.get_by_label("Nama unit atau instansi").fill("kecamatan barat")
    phone.get_by_role("button", name="Cari").click()
    phone.get_by_role("link", name="Kecamatan Barat").click()
    assert phone.locator(".figure__value").first.inner_text() == "87,50"
    assert phone.goto(f"{base}{PAGE}").status == 200

    Agency.objects.update(policy={**city.agency.policy, "weighting": "0.11"})
    corrected = compute_result(unit=Unit.objects.get(pk=unit.pk), period=first.period, by=None)
    publish(desk, base, corrected.pk, "Bobot menurut surat edaran")
    phone.reload()  # a browser may show its copy for a minute
    assert phone.locator(".figure__value").first.inner_text() == "86,63"
    expect(phone.get_by_text("Alasan koreksi: Bobot menurut surat edaran")).to_be_visible()
    expect(phone.get_by_text("Versi 1, terbit")).to_be_visible()
    phone.goto(f"{base}/i/kota-contoh/kecamatan-barat/kartu/")
    assert phone.locator(".figure__value").inner_text() == "86,63"


def test_the_keyboard_alone_compares_units_and_opens_the_figures(city, live_server, desk):
    base = live_server.url
    desk.goto(f"{base}/i/kota-contoh/{SECOND}/bandingkan/")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    for name in ("Dinas Kesehatan", "Dinas Perhubungan"):
        desk.keyboard.press("Tab")
        desk.keyboard.type(name)
    for _ in range(3):
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**unit=dinas-kesehatan&unit=dinas-perhubungan**")
    compared = desk.get_by_role("table").get_by_role("link")
    expect(compared).to_have_text(["Dinas Kesehatan", "Dinas Perhubungan"])
    desk.goto(f"{base}/i/kota-contoh/{SECOND}/")
    fold = desk.locator("details").first
    fold.locator("summary").focus()
    desk.keyboard.press("Enter")
    assert fold.evaluate("one => one.open")


def test_the_lines_for_another_site_are_copied_with_one_press(city, live_server, desk):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(f"{live_server.url}/i/kota-contoh/dinas-kesehatan/pasang/")
    desk.get_by_role("button", name="Salin").first.click()
    desk.get_by_text("Tersalin.").wait_for()
    assert "lencana.svg" in desk.evaluate("navigator.clipboard.readText()")
