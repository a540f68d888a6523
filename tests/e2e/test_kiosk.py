"""A kiosk in a real browser: one person after another, and nothing of the last one is ever seen again."""

import pytest
from playwright.sync_api import expect

from puas.models import Channel, LinkKind, Response
from puas.operations.form_links import revoke_form_link
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_accessibility import faults
from tests.e2e.test_whole_cycle import answer
from tests.factories.form_links import make_form_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLET = {"width": 768, "height": 1024}
PIN = "482913"
SECRET = "Antreannya dua jam"
START = "Sentuh untuk mulai"


@pytest.fixture
def kiosk(city):
    return make_form_link(city.running.unit, "Loket 3", kind=LinkKind.KIOSK, pin=PIN)


@pytest.fixture
def tablet(browser, live_server, kiosk):
    """Return a function that opens the kiosk on a fresh device; its clock stands still when asked to."""
    contexts = []

    def open_tablet(*, stops_clock: bool = False, **settings):
        contexts.append(browser.new_context(**{"viewport": TABLET, "has_touch": True, **settings}))
        page = contexts[-1].new_page()
        if stops_clock:
            page.clock.install()
        page.goto(f"{live_server.url}/k/{kiosk.code}/")
        if stops_clock:
            page.clock.pause_at(page.evaluate("Date.now()") + 1000)
        return page

    yield open_tablet
    for context in contexts:
        context.close()


def start(page, name: str = START) -> None:
    page.get_by_role("link", name=name).click()
    page.locator('[data-screen="isi"]').wait_for()


def fill(page, choice: int, comment: str = "") -> None:
    answer(page, choice)
    page.get_by_label("Saran, kritik, atau apresiasi").fill(comment)


def wait_screen(page, name: str) -> None:
    page.locator(f'[data-screen="{name}"]').wait_for()


def kept(page) -> tuple[int, int, int, int]:
    """What is written to the device, and how many cookies it has."""
    stored = page.evaluate("[localStorage.length, sessionStorage.length]")
    databases = page.evaluate("indexedDB.databases().then((all) => all.length)")
    return (*stored, databases, len(page.context.cookies()))


def test_the_whole_loop_twice(tablet, live_server, kiosk, city):
    page = tablet()
    home = f"{live_server.url}/k/{kiosk.code}/"
    before = Response.objects.count()
    for choice, language, button in ((3, START, "Kirim jawaban"), (1, "English", "Send the answers")):
        start(page, language)
        assert page.evaluate("document.fullscreenElement !== null")
        expect(page.locator("input:checked")).to_have_count(0)
        assert page.locator("textarea").input_value() == ""
        answer(page, choice)
        page.locator("textarea").fill(SECRET)
        page.get_by_role("button", name=button).click()
        wait_screen(page, "selesai")
        assert (page.url, SECRET in page.content()) == (home, False)
        page.get_by_role("link", name="Selesai" if language == START else "Done").click()
        wait_screen(page, "awal")
        expect(page.get_by_role("link", name=START)).to_be_visible()
        assert page.evaluate("document.documentElement.lang") == "id"
    rows = list(Response.objects.order_by("pk"))[before:]
    assert [(row.link, row.channel, row.scores, row.comment) for row in rows] == [
        (kiosk, Channel.KIOSK, (4,) * 9, SECRET),
        (kiosk, Channel.KIOSK, (2,) * 9, SECRET),
    ]
    assert all(row.seconds is not None and row.seconds < 120 for row in rows)
    assert (kept(page), page.url) == ((0, 0, 0, 0), home)


def test_the_thanks_return_to_the_waiting_screen_by_themselves(tablet):
    page = tablet(stops_clock=True)
    start(page)
    fill(page, 2)
    page.get_by_role("button", name="Kirim jawaban").click()
    wait_screen(page, "selesai")
    page.clock.run_for(9_000)
    assert page.locator("[data-left]").inner_text() == "1"
    page.clock.run_for(1_000)
    wait_screen(page, "awal")


def test_a_form_left_alone_asks_and_then_empties_itself(tablet):
    page = tablet(stops_clock=True)
    before = Response.objects.count()
    start(page)
    fill(page, 0, SECRET)
    page.clock.run_for(59_000)
    expect(page.locator("#masih[open]")).to_have_count(0)
    page.clock.run_for(2_000)
    expect(page.get_by_role("heading", name="Masih di sini?")).to_be_visible()
    page.clock.run_for(4_000)
    assert page.locator("#sisa").inner_text() in ("4", "5")
    page.clock.run_for(6_000)
    wait_screen(page, "awal")
    assert SECRET not in page.content()
    start(page)
    assert (page.locator("input:checked").count(), page.locator("textarea").input_value()) == (0, "")
    assert Response.objects.count() == before


def test_whoever_is_still_there_goes_on(tablet):
    page = tablet(stops_clock=True)
    start(page)
    fill(page, 0, SECRET)
    page.clock.run_for(62_000)
    page.get_by_role("button", name="Ya, lanjutkan").click()
    expect(page.locator("#masih[open]")).to_have_count(0)
    page.clock.run_for(50_000)
    assert (page.locator("input:checked").count(), page.locator("textarea").input_value()) == (9, SECRET)
    page.clock.run_for(12_000)
    page.get_by_role("button", name="Kosongkan sekarang").click()
    wait_screen(page, "awal")


def test_going_back_shows_nothing_of_the_last_person(tablet):
    page = tablet()
    start(page)
    fill(page, 3, SECRET)
    page.go_back()
    wait_screen(page, "awal")
    start(page)
    fill(page, 3, SECRET)
    page.get_by_role("button", name="Kirim jawaban").click()
    wait_screen(page, "selesai")
    page.go_back()
    wait_screen(page, "awal")
    start(page)
    assert (SECRET in page.content(), page.locator("input:checked").count()) == (False, 0)


def test_loading_again_in_the_middle_starts_over(tablet):
    page = tablet()
    start(page)
    fill(page, 3, SECRET)
    page.reload()
    wait_screen(page, "awal")
    assert SECRET not in page.content()


def test_without_javascript_it_is_the_same_loop(tablet):
    page = tablet(java_script_enabled=False)
    before = Response.objects.count()
    for choice in (3, 0):
        page.get_by_role("link", name=START).click()
        assert (page.locator("input:checked").count(), page.locator("textarea").input_value()) == (0, "")
        fill(page, choice, SECRET)
        page.get_by_role("button", name="Kirim jawaban").click()
        page.wait_for_url("**/selesai/")
        page.go_back()
        assert (page.locator("input:checked").count(), page.locator("textarea").input_value()) == (0, "")
        page.get_by_role("link", name="Batal dan kosongkan").click()
    assert [row.scores for row in Response.objects.order_by("pk")[before:]] == [(4,) * 9, (1,) * 9]
    page.get_by_role("link", name="Petugas").click()
    page.get_by_label("PIN kios").fill(PIN)
    page.get_by_role("button", name="Keluar").click()
    assert page.locator(".stats dd").first.inner_text() == "2"


def test_only_the_pin_leads_out_and_five_wrong_ones_lock_it(tablet, live_server, kiosk):
    page = tablet()
    start(page)
    page.get_by_role("link", name="Batal dan kosongkan").click()
    page.get_by_role("link", name="Petugas").click()
    for left in (4, 3):
        page.get_by_label("PIN kios").fill("0000")
        page.get_by_role("button", name="Keluar").click()
        page.get_by_text(f"Sisa {left} percobaan").wait_for()
    page.get_by_label("PIN kios").fill(PIN)
    page.get_by_role("button", name="Keluar").click()
    wait_screen(page, "petugas")
    assert page.locator(".stats dd").first.inner_text() == "0"
    page.get_by_role("button", name="Tutup layar penuh").click()
    page.wait_for_function("document.fullscreenElement === null")
    assert page.url == f"{live_server.url}/k/{kiosk.code}/"
    page.go_back()
    wait_screen(page, "awal")
    page.get_by_role("link", name="Petugas").click()
    for _ in range(6):
        page.get_by_label("PIN kios").fill("0000")
        page.get_by_role("button", name="Keluar").click()
        page.wait_for_function("document.getElementById('pin').value === ''")
    page.get_by_text("Coba lagi sesudah pukul").wait_for()
    page.get_by_label("PIN kios").fill(PIN)
    page.get_by_role("button", name="Keluar").click()
    page.get_by_text("Coba lagi sesudah pukul").wait_for()
    expect(page.locator('[data-screen="petugas"]')).to_have_count(0)


def test_an_answer_without_network_is_sent_once_it_is_back_and_not_shown_to_the_next_person(tablet):
    page = tablet(stops_clock=True)
    before = Response.objects.count()
    start(page)
    fill(page, 3, SECRET)
    page.context.set_offline(True)
    page.get_by_role("button", name="Kirim jawaban").click()
    page.get_by_text("Belum terkirim").wait_for()
    page.get_by_role("link", name="Batal dan kosongkan").click()
    wait_screen(page, "awal")
    assert SECRET not in page.content()
    page.context.set_offline(False)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.clock.run_for(10_000)
    rows = list(Response.objects.order_by("pk"))[before:]
    assert [(row.comment, row.scores) for row in rows] == [(SECRET, (4,) * 9)]
    assert kept(page) == (0, 0, 0, 0)


def states(page) -> dict[str, list[str]]:
    """Walk through every screen; return what axe finds, and the controls that are too small to touch."""
    found = {}

    def note(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        small = page.evaluate(
            """[...document.querySelectorAll("a, button, .choice, .input")]
               .filter((one) => one.checkVisibility() && !one.matches(".skip, .errors a"))
               .filter((one) => one.getBoundingClientRect().height < 48).map((one) => one.outerHTML)"""
        )
        found[name] = faults(page) + small + (["wider than the window"] if wide else [])

    note("waiting")
    start(page)
    note("form")
    page.get_by_label("Usia").fill("tua")
    page.get_by_role("button", name="Kirim jawaban").click()
    page.locator(".errors").wait_for()
    note("mistakes")
    page.evaluate("document.getElementById('masih').showModal()")
    note("still there")
    page.get_by_role("button", name="Ya, lanjutkan").click()
    page.get_by_label("Usia").fill("31")
    fill(page, 3)
    page.get_by_role("button", name="Kirim jawaban").click()
    wait_screen(page, "selesai")
    note("thanks")
    page.get_by_role("link", name="Selesai").click()
    page.get_by_role("link", name="Petugas").click()
    wait_screen(page, "keluar")
    note("pin")
    page.get_by_label("PIN kios").fill("0000")
    page.get_by_role("button", name="Keluar").click()
    page.locator(".errors").wait_for()
    note("wrong pin")
    page.get_by_label("PIN kios").fill(PIN)
    page.get_by_role("button", name="Keluar").click()
    wait_screen(page, "petugas")
    note("staff")
    return {name: what for name, what in found.items() if what}


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, TABLET, DESK], ids=["360", "768", "1280"])
def test_no_screen_has_a_fault(tablet, kiosk, viewport, scheme):
    page = tablet(viewport=viewport, color_scheme=scheme)
    assert states(page) == {}
    revoke_form_link(link=kiosk, by=None)
    page.reload()
    wait_screen(page, "tutup")
    assert faults(page) == []
