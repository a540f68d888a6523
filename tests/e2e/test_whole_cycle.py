"""The whole way in a real browser: open, answer on a phone without JavaScript, close, compute, publish."""

import pytest
from playwright.sync_api import expect

from puas.models import Response
from tests.e2e.cities import RUNNING
from tests.e2e.conftest import DESK, PHONE
from tests.factories.users import PASSWORD

UNIT = "Dinas Kependudukan dan Pencatatan Sipil"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, base: str, name: str) -> None:
    page.goto(f"{base}/kantor/")
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def answer(page, choice: int) -> None:
    """Press the same place of every scale."""
    for group in page.locator("fieldset.scale").all():
        group.locator("label.choice").nth(choice).click()


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser):
    context = browser.new_context(viewport=DESK)
    yield context.new_page()
    context.close()


@pytest.fixture
def other_desk(browser):
    context = browser.new_context(viewport=DESK)
    yield context.new_page()
    context.close()


def test_from_opening_to_the_portal(city, live_server, desk, other_desk, phone):
    base = live_server.url
    sign_in(desk, base, "koordinator")
    desk.get_by_role("link", name=UNIT).click()
    desk.get_by_role("button", name="Buka survei").click()
    address = desk.locator(".share__link").inner_text()

    phone.goto(address)
    answer(phone, 3)
    phone.get_by_text("Perempuan").click()
    phone.get_by_label("Saran, kritik, atau apresiasi").fill("Cepat dan ramah")
    phone.get_by_role("button", name="Kirim jawaban").click()
    assert phone.get_by_role("heading", level=1).inner_text() == "Terima kasih. Jawaban Anda sudah tersimpan."
    phone.goto(address)
    answer(phone, 2)
    phone.get_by_role("button", name="Kirim jawaban").click()

    desk.reload()
    assert desk.locator(".card .figure__value").first.inner_text() == "2"
    desk.get_by_role("button", name="Tutup survei").click()
    desk.get_by_role("button", name="Hitung hasil").click()
    assert desk.locator(".figure__value").first.inner_text() == "87,50"
    result = f"{base}/i/kota-contoh/dinas-kependudukan-dan-pencatatan-sipil/{RUNNING}/"
    assert phone.goto(result).status == 404

    sign_in(other_desk, base, "petugas")
    other_desk.get_by_role("link", name=UNIT).click()
    other_desk.get_by_role("button", name="Ajukan ke koordinator").click()
    desk.get_by_role("navigation", name="Lokasi halaman").get_by_role("link", name=UNIT).click()
    desk.get_by_role("button", name="Nyatakan sudah diperiksa").click()
    desk.get_by_role("link", name="Terbitkan hasil").click()
    desk.get_by_role("button", name="Ya, terbitkan").click()

    assert phone.goto(result).status == 200
    assert phone.locator(".figure__value").first.inner_text() == "87,50"
    expect(phone.get_by_text("Mutu A dimulai dari 88,31, yaitu 0,81 poin lagi.")).to_be_visible()
    phone.goto(f"{base}/i/kota-contoh/{RUNNING}/")
    expect(phone.get_by_role("link", name=UNIT)).to_be_visible()


def test_pressing_send_twice_is_one_answer(city, live_server, desk):
    before = Response.objects.count()
    desk.goto(f"{live_server.url}/s/{city.running.token}/")
    answer(desk, 3)
    desk.get_by_role("button", name="Kirim jawaban").dblclick()
    desk.wait_for_url("**/terima-kasih/")
    assert Response.objects.count() == before + 1
    desk.go_back()
    assert Response.objects.count() == before + 1


def test_nothing_is_lost_when_something_is_missing(city, live_server, phone):
    phone.goto(f"{live_server.url}/s/{city.running.token}/")
    phone.locator("fieldset.scale").nth(2).locator("label.choice").nth(1).click()
    phone.get_by_label("Saran, kritik, atau apresiasi").fill("Antre lama")
    phone.get_by_role("button", name="Kirim jawaban").click()
    summary = phone.get_by_role("alert")
    assert "Hanya 1 unsur yang dijawab" in summary.inner_text()
    kept = phone.locator("input:checked").evaluate_all("all => all.map(one => one.name + one.value)")
    assert kept == ["Q32"]
    assert phone.get_by_label("Saran, kritik, atau apresiasi").input_value() == "Antre lama"
    summary.get_by_role("link").click()
    assert phone.evaluate("document.activeElement.name") == "Q1"


def test_every_target_of_the_form_can_be_hit_with_a_thumb(city, live_server, phone):
    phone.goto(f"{live_server.url}/s/{city.running.token}/")
    boxes = [
        one.bounding_box() for one in phone.locator("label.choice, main button, input.input:visible").all()
    ]
    assert len(boxes) > 40
    assert [box for box in boxes if box["height"] < 44 or box["width"] < 44] == []
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_the_keyboard_alone_is_enough(city, live_server, desk):
    before = Response.objects.count()
    desk.goto(f"{live_server.url}/s/{city.running.token}/")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.locator("#isian-Q1-1").focus()
    for _ in range(9):
        desk.keyboard.press("Space")
        desk.keyboard.press("ArrowDown")
        desk.keyboard.press("Tab")
    desk.get_by_role("button", name="Kirim jawaban").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/terima-kasih/")
    assert Response.objects.count() == before + 1
    row = Response.objects.latest("id")
    assert (row.scores, row.device_hash is None, row.address_hash) == ((2,) * 9, False, None)
    assert desk.evaluate("localStorage.length") == 1  # a random number of today


def test_a_first_visit_weighs_less_than_60_kb_on_the_wire_and_sets_nothing(city, live_server, browser):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{live_server.url}/s/{city.running.token}/", wait_until="networkidle")
    assert 5_000 < sum(sizes) < 60_000
    assert context.cookies() == []
    context.close()
