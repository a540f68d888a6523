"""Answers given where the connection is bad: kept on the phone, sent by themselves, stored once.

Every test ends with the rows in the database. The network is a real one that is really cut (`wires`), for the
page and for its worker; only what the browser believes of it is set beside (`set_offline`).
"""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from puas.models import HeldResponse, Response
from puas.operations.surveys import close_survey
from tests.e2e.conftest import ARGUMENTS, DESK, PHONE
from tests.e2e.test_accessibility import faults
from tests.e2e.wires import BROKEN, BUSY, HOTSPOT, open_wire
from tests.factories.form_links import make_form_link
from tests.legs import find_chromium
from tests.servers import open_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAITING = "Jawaban yang menunggu dikirim: {}"
SENT = "Jawaban yang sudah terkirim: {}"
KEPT_PAGES = "caches.open('puas-halaman').then(c => c.keys()).then(k => k.length)"
COUNT = """new Promise(found => { indexedDB.open('puas', 1).onsuccess = ({ target }) => {
  target.result.transaction('answers').objectStore('answers').count().onsuccess =
    counted => { target.result.close(); found(counted.target.result) } } })"""
STATES = ("file", "away", "waiting", "another", "sent", "mistakes", "refused", "loose")
NO_DATABASE = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('private') }})"
FULL_DATABASE = (
    """IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }"""
)


@pytest.fixture
def wire(live_server):
    with open_wire(live_server.url) as carried:
        yield carried


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def form(city, wire):
    """The address of a form that is open."""
    return f"{wire.address}/s/{city.running.token}/"


def cut(context, wire) -> None:
    wire.cut()
    context.set_offline(True)


def mend(context, wire) -> None:
    wire.mend()
    context.set_offline(False)


def open_form(context, address: str):
    """Open a form and wait until its script runs."""
    page = context.new_page()
    page.goto(address)
    page.locator("#dari-berkas").wait_for()
    return page


def open_kept_form(context, address: str):
    """Open a form and wait until the phone could open it without a connection."""
    page = open_form(context, address)
    page.evaluate("navigator.serviceWorker.ready")
    poll(page, KEPT_PAGES, 1)
    return page


def poll(page, question: str, wanted: int) -> None:
    """Ask until the answer is the one wanted; `wait_for_function` does not await promises."""
    for _ in range(150):
        if page.evaluate(question) == wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never {wanted}: {question}")


def answer(page, score: int, comment: str = "", last: int = 9) -> None:
    for number in range(1, last + 1):
        page.locator(f'input[name="Q{number}"][value="{score}"]').check(force=True)
    page.locator('textarea[name="saran"]').fill(comment)


def send(page) -> None:
    page.get_by_role("button", name="Kirim jawaban", exact=True).click()


def say(page, sentence: str) -> None:
    """Wait until the page says it."""
    page.locator(".notice__title", has_text=sentence).wait_for()


def stored(city) -> list[tuple[int, ...]]:
    """Return the scores that came after the city was made, the oldest first."""
    rows = Response.objects.filter(survey=city.running, channel="online").order_by("pk")
    return [row.scores for row in rows if row.comment]


def waiting(page) -> int:
    """Return how many answers the phone keeps."""
    return page.evaluate(COUNT)


def test_with_a_connection_the_answer_is_stored_and_nothing_stays_on_the_phone(city, wire, phone, form):
    page = phone.new_page()
    page.goto(f"{wire.address}/aksesibilitas/")
    page.goto(form)
    page.locator("#dari-berkas").wait_for()
    answer(page, 4, "cepat")
    send(page)
    page.wait_for_url("**/terima-kasih/")
    assert waiting(page) == 0
    assert stored(city) == [(4,) * 9]
    row = Response.objects.get(comment="cepat")
    assert row.seconds is not None
    assert datetime.now(UTC) - row.answered_at < timedelta(minutes=1)
    page.go_back()
    assert page.url == f"{wire.address}/aksesibilitas/"
    page.go_forward()
    assert page.url.endswith("/terima-kasih/")


def test_an_answer_given_without_a_connection_is_sent_when_there_is_one(city, wire, phone, form):
    page = open_kept_form(phone, form)
    cut(phone, wire)
    say(page, "Tidak ada sambungan ke server")
    answer(page, 3, "di hutan")
    send(page)
    say(page, WAITING.format(1))
    assert stored(city) == []
    assert page.locator("#formulir").is_hidden()
    mend(phone, wire)
    say(page, SENT.format(1))
    assert stored(city) == [(3,) * 9]
    assert waiting(page) == 0


def test_the_form_opens_without_a_connection_and_every_opening_has_its_own_number(city, wire, phone, form):
    open_kept_form(phone, form).close()
    cut(phone, wire)
    numbers = []
    for score in (1, 2):
        page = open_form(phone, form)
        say(page, "Tidak ada sambungan ke server")
        assert page.locator("#formulir :checked").count() == 0
        assert page.locator('textarea[name="saran"]').input_value() == ""
        numbers.append(page.locator('input[name="uuid"]').input_value())
        answer(page, score, "di kapal")
        send(page)
        say(page, WAITING.format(score))
        page.close()
    mend(phone, wire)
    page = open_form(phone, form)
    poll(page, COUNT, 0)
    assert sorted(stored(city)) == [(1,) * 9, (2,) * 9]
    assert set(Response.objects.filter(comment="di kapal").values_list("uuid", flat=True)) == {
        UUID(number) for number in numbers
    }


def test_the_kept_page_is_given_a_new_number_by_the_worker_too(wire, phone, form):
    page = open_kept_form(phone, form)
    cut(phone, wire)
    read = f"fetch({form!r}).then(r => r.text()).catch(() => '')"
    assert page.evaluate(read) == ""  # only a visit is answered from what is kept
    bare = phone.new_page()
    bare.route("**/static/form.js*", lambda route: route.abort())
    numbers = set()
    for _ in range(2):
        bare.goto(form)
        numbers.add(bare.locator('input[name="uuid"]').input_value())
    assert len(numbers) == 2


def test_three_days_later_in_another_start_of_the_browser(city, wire, form, playwright_of, tmp_path):
    def start():
        context = playwright_of.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=find_chromium(),
            args=ARGUMENTS,
            viewport=PHONE,
        )
        context.set_default_timeout(15_000)
        return context

    given = datetime.now(UTC) - timedelta(days=3)
    context = start()
    context.clock.install(time=given)
    page = open_kept_form(context, form)
    cut(context, wire)
    answer(page, 2, "tiga hari")
    send(page)
    say(page, WAITING.format(1))
    context.clock.fast_forward(timedelta(days=1).total_seconds() * 1000)
    say(page, WAITING.format(1))
    context.close()

    context = start()
    cut(context, wire)
    context.clock.install(time=given + timedelta(days=2))
    page = open_form(context, form)
    say(page, WAITING.format(1))
    context.clock.fast_forward(timedelta(days=1).total_seconds() * 1000)
    mend(context, wire)
    say(page, SENT.format(1))
    assert waiting(page) == 0
    context.close()
    row = Response.objects.get(comment="tiga hari")
    assert row.scores == (2,) * 9
    assert abs(row.answered_at - given) < timedelta(minutes=2)
    assert row.received_at - row.answered_at > timedelta(days=3, minutes=-2)


def test_two_tabs_send_each_answer_once(city, wire, phone, form):
    pages = [open_kept_form(phone, form) for _ in range(2)]
    cut(phone, wire)
    for score, page in enumerate(pages, 1):
        answer(page, score, "dua tab")
        send(page)
        say(page, "Jawaban yang menunggu dikirim")
    for page in pages:
        say(page, WAITING.format(2))
    wire.requests.clear()
    mend(phone, wire)
    for page in pages:
        say(page, "Jawaban yang sudah terkirim")
    assert sorted(stored(city)) == [(1,) * 9, (2,) * 9]
    assert HeldResponse.objects.count() == 0
    assert [line.split()[0] for line in wire.requests].count("POST") == 2


def test_a_copy_of_a_tab_has_a_number_of_its_own(phone, form):
    first, second = (open_form(phone, form) for _ in range(2))
    numbers = {page.locator('input[name="uuid"]').input_value() for page in (first, second)}
    assert len(numbers) == 2


def test_a_busy_server_is_asked_again_when_it_said(city, wire, phone, form):
    page = open_kept_form(phone, form)
    answer(page, 4, "sibuk")
    wire.answer(BUSY)
    wire.requests.clear()
    send(page)
    say(page, WAITING.format(1))
    assert "Server meminta menunggu. Dicoba lagi sesudah pukul" in page.locator("#antrean").inner_text()
    assert wire.requests == [f"POST /s/{city.running.token}/"]
    page.get_by_role("button", name="Kirim sekarang").click()
    assert len(wire.requests) == 1  # the server's wish stands
    wire.mend()
    say(page, SENT.format(1))
    assert stored(city) == [(4,) * 9]


@pytest.mark.parametrize("reply", [BROKEN, HOTSPOT], ids=["broken", "hotspot"])
def test_what_is_no_acknowledgement_throws_nothing_away(city, wire, phone, form, reply):
    page = open_kept_form(phone, form)
    answer(page, 4, "bukan kami")
    wire.answer(reply)
    send(page)
    say(page, WAITING.format(1))
    assert waiting(page) == 1
    wire.mend()
    page.get_by_role("button", name="Kirim sekarang").click()
    say(page, SENT.format(1))
    assert stored(city) == [(4,) * 9]


def test_an_acknowledgement_that_got_lost_makes_no_second_row(city, wire, phone, form):
    page = open_kept_form(phone, form)
    answer(page, 4, "hilang di jalan")
    wire.lose_replies()
    send(page)
    say(page, WAITING.format(1))
    assert stored(city) == [(4,) * 9]
    wire.mend()
    page.get_by_role("button", name="Kirim sekarang").click()
    say(page, SENT.format(1))
    assert stored(city) == [(4,) * 9]


def test_a_mistake_is_shown_by_the_server_and_mended_under_the_same_number(city, wire, phone, form):
    page = open_kept_form(phone, form)
    answer(page, 4, "usia salah")
    number = page.locator('input[name="uuid"]').input_value()
    page.get_by_label("Usia").fill("tua")
    send(page)
    page.locator(".errors a").click()
    assert waiting(page) == 1
    page.get_by_label("Usia").fill("41")
    send(page)
    page.wait_for_url("**/terima-kasih/")
    assert waiting(page) == 0
    row = Response.objects.get(comment="usia salah")
    assert (str(row.uuid), row.profile["age"]) == (number, 41)
    page.go_back()
    page.locator("#dari-berkas").wait_for()
    assert page.locator("#formulir :checked").count() == 0
    assert page.locator('textarea[name="saran"]').input_value() == ""


def test_without_a_connection_what_can_be_seen_to_be_wrong_is_said_at_once(city, wire, phone, form):
    page = open_kept_form(phone, form)
    cut(phone, wire)
    answer(page, 4, "belum lengkap", last=3)
    page.get_by_label("Usia").fill("tua")
    send(page)
    page.locator("#galat").wait_for()
    assert page.locator("#galat li").all_inner_texts() == [
        "Jawab paling sedikit 5 pertanyaan.",
        "“Usia (tahun)” harus berupa angka 10 sampai 110.",
    ]
    assert faults(page) == []
    answer(page, 4, "sudah lengkap")
    page.get_by_label("Usia").fill("41")
    send(page)
    say(page, WAITING.format(1))
    mend(phone, wire)
    say(page, SENT.format(1))
    assert stored(city) == [(4,) * 9]
    assert Response.objects.get(comment="sudah lengkap").profile["age"] == 41


def test_an_answer_that_the_server_refuses_later_stays_and_can_be_mended(city, wire, phone, form):
    page = open_kept_form(phone, form)
    cut(phone, wire)
    answer(page, 4, "tanggal")
    page.evaluate("document.querySelector('[name=age]').removeAttribute('data-low')")
    page.get_by_label("Usia").fill("tua")
    send(page)
    say(page, WAITING.format(1))
    mend(phone, wire)
    say(page, "Satu jawaban tidak dapat dikirim begitu saja")
    assert "harus berupa angka 10 sampai 110" in page.locator("#antrean").inner_text()
    assert faults(page) == []
    page.get_by_role("button", name="Perbaiki isiannya").click()
    page.locator("#galat").wait_for()
    assert page.locator("#formulir :checked").count() == 9
    page.get_by_label("Usia").fill("52")
    page.locator("#dari-berkas").wait_for()
    send(page)
    page.wait_for_url("**/terima-kasih/")
    assert waiting(page) == 0
    assert Response.objects.get(comment="tanggal").profile["age"] == 52


def test_an_answer_in_conflict_stays_until_somebody_deletes_it(city, wire, phone, form):
    page = open_kept_form(phone, form)
    number = page.locator('input[name="uuid"]').input_value()
    answer(page, 4, "pertama")
    send(page)
    page.wait_for_url("**/terima-kasih/")
    page = open_form(phone, form)
    page.evaluate("number => { document.querySelector('[name=uuid]').value = number }", number)
    answer(page, 1, "kedua")
    send(page)
    say(page, "Satu jawaban tidak dapat dikirim begitu saja")
    assert HeldResponse.objects.get().comment == "kedua"
    assert waiting(page) == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Hapus dari ponsel ini").click()
    page.get_by_text("Satu jawaban tidak dapat dikirim").wait_for(state="detached")
    assert waiting(page) == 0
    assert stored(city) == [(4,) * 9]


def test_an_answer_that_comes_after_closing_is_put_aside_and_told_so(city, wire, phone, form):
    page = open_kept_form(phone, form)
    cut(phone, wire)
    answer(page, 4, "terlambat")
    send(page)
    say(page, WAITING.format(1))
    close_survey(survey=city.running, by=None)
    mend(phone, wire)
    say(page, SENT.format(1))
    assert "disimpan terpisah dan tidak hilang" in page.locator("#antrean").inner_text()
    assert (waiting(page), stored(city), HeldResponse.objects.get().comment) == (0, [], "terlambat")


def test_a_link_works_the_same_way(city, wire, phone):
    link = make_form_link(city.running.unit)
    address = f"{wire.address}/t/{link.code}/"
    open_kept_form(phone, address).close()
    cut(phone, wire)
    page = open_form(phone, address)
    answer(page, 4, "lewat kode")
    send(page)
    say(page, WAITING.format(1))
    mend(phone, wire)
    say(page, SENT.format(1))
    assert Response.objects.get(comment="lewat kode").link == link


@pytest.mark.parametrize("fault", [NO_DATABASE, FULL_DATABASE], ids=["private", "full"])
def test_where_nothing_can_be_kept_it_is_said_and_sent_at_once(city, wire, phone, form, fault):
    phone.add_init_script(fault)
    page = open_form(phone, form)
    answer(page, 4, "langsung")
    if fault == NO_DATABASE:
        say(page, "Peramban ini tidak dapat menyimpan jawaban")
    send(page)
    page.wait_for_url("**/terima-kasih/")
    assert stored(city) == [(4,) * 9]

    page = open_form(phone, form)
    answer(page, 3, "tertahan")
    cut(phone, wire)
    send(page)
    say(page, WAITING.format(1))
    say(page, "Peramban ini tidak dapat menyimpan jawaban")
    assert "Jangan tutup halaman ini" in page.locator("#antrean").inner_text()
    assert faults(page) == []
    mend(phone, wire)
    say(page, SENT.format(1))
    assert stored(city) == [(4,) * 9, (3,) * 9]


def test_an_answer_goes_out_as_a_file_and_in_on_another_phone(city, wire, phone, form, browser, tmp_path):
    page = open_kept_form(phone, form)
    cut(phone, wire)
    answer(page, 2, "dalam berkas")
    send(page)
    say(page, WAITING.format(1))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Simpan jawaban sebagai berkas").click()
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    assert path.name.startswith("jawaban-survei-")
    wire.mend()

    other = browser.new_context(viewport=PHONE)
    second = open_form(other, form)
    second.get_by_text("Kirim jawaban dari berkas").click()
    for count in (1, 2):  # the same file again is sent again, and adds nothing
        second.locator("#berkas-jawaban").set_input_files(path)
        second.get_by_text("Jawaban yang dibaca dari berkas: 1").wait_for()
        say(second, SENT.format(count))
    assert faults(second) == []
    assert stored(city) == [(2,) * 9]
    other.close()

    phone.set_offline(False)
    say(page, SENT.format(1))
    assert stored(city) == [(2,) * 9]
    assert HeldResponse.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "bukan JSON",
        '{"format": "puas-jawaban", "answers": []}',
        '{"format": "puas-jawaban", "answers": [{"uuid": "x", "address": "/s/a/", "fields": []}]}',
        json.dumps(
            {
                "format": "puas-jawaban",
                "answers": [
                    {
                        "uuid": "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11",
                        "address": "//jahat.example/s/",
                        "fields": [["uuid", "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11"]],
                    }
                ],
            }
        ),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(city, phone, form, tmp_path, text):
    path = tmp_path / "lain.json"
    path.write_text(text)
    page = open_form(phone, form)
    page.get_by_text("Kirim jawaban dari berkas").click()
    page.locator("#berkas-jawaban").set_input_files(path)
    page.get_by_text("Berkas itu bukan berkas jawaban").wait_for()
    assert waiting(page) == 0


def test_without_javascript_the_form_is_as_it_was(city, wire, browser, form):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(form)
    assert page.locator("#dari-berkas").is_hidden()
    assert page.locator("#antrean").inner_text() == ""
    answer(page, 4, "tanpa skrip")
    send(page)
    page.wait_for_url("**/terima-kasih/")
    page.go_back()
    assert page.locator("#formulir :checked").count() == 0
    assert page.locator('textarea[name="saran"]').input_value() == ""
    context.close()
    assert stored(city) == [(4,) * 9]


def test_on_plain_http_there_is_no_worker_and_the_answer_is_stored_all_the_same(
    city, wire, playwright_of, settings
):
    settings.ALLOWED_HOSTS = ["skm.test"]
    browser = playwright_of.chromium.launch(
        executable_path=find_chromium(),
        args=[*ARGUMENTS, "--host-resolver-rules=MAP skm.test 127.0.0.1"],
    )
    context = browser.new_context(viewport=PHONE)
    page = open_form(context, f"{wire.address.replace('localhost', 'skm.test')}/s/{city.running.token}/")
    assert (
        page.evaluate("[isSecureContext, 'serviceWorker' in navigator, 'locks' in navigator]") == [False] * 3
    )
    answer(page, 4, "tanpa gembok")
    wire.cut()
    send(page)
    say(page, WAITING.format(1))
    assert "atau saat formulir survei dibuka lagi" in page.locator("#antrean").inner_text()
    wire.mend()
    page.get_by_role("button", name="Kirim sekarang").click()
    say(page, SENT.format(1))
    browser.close()
    assert stored(city) == [(4,) * 9]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Answers waiting to be sent: 1"), ("jv", "Wangsulan ingkang nengga kakintun: 1")],
)
def test_the_script_speaks_the_language_of_the_questions(city, wire, phone, form, language, sentence):
    page = open_kept_form(phone, f"{form}?bahasa={language}")
    cut(phone, wire)
    answer(page, 4, "bahasa")
    page.locator("#formulir .button--wide").click()
    say(page, sentence)
    assert page.locator("#antrean").get_attribute("lang") == language


def test_a_first_visit_with_all_that_is_kept_is_under_60_kb_and_the_next_under_15(city, phone, tmp_path):
    with open_server(tmp_path) as server, open_wire(server.address) as wire:
        form = f"{wire.address}/s/{city.running.token}/"
        page = open_kept_form(phone, form)
        page.wait_for_load_state("networkidle")
        first = wire.received
        page.goto(f"{wire.address}/aksesibilitas/")
        page.wait_for_load_state("networkidle")
        before = wire.received
        page.goto(form)
        page.locator("#dari-berkas").wait_for()
        page.wait_for_timeout(2000)  # the browser looks for a new worker after the page is there
        print(f"first visit {first} bytes, next {wire.received - before} bytes: {wire.requests}")
        assert 10_000 < first < 60_000
        assert 3_000 < wire.received - before < 15_000
        assert wire.requests.count("GET /pekerja.js") == 2


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_state_of_the_form_has_a_fault(city, wire, browser, form, viewport, scheme):
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = open_kept_form(context, form)
    found = {}

    def look(state: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth") > viewport["width"]
        found[state] = faults(page) + (["wider than the window"] if wide else [])

    page.get_by_text("Kirim jawaban dari berkas").click()
    look("file")
    cut(context, wire)
    say(page, "Tidak ada sambungan ke server")
    look("away")
    answer(page, 4, "warna")
    send(page)
    say(page, WAITING.format(1))
    look("waiting")
    page.get_by_role("button", name="Isi jawaban lain").click()
    look("another")
    mend(context, wire)
    say(page, SENT.format(1))
    look("sent")
    cut(context, wire)
    answer(page, 4, "usia", last=3)
    send(page)
    page.locator("#galat").wait_for()
    look("mistakes")
    page.evaluate("document.querySelector('[name=age]').removeAttribute('data-low')")
    page.get_by_label("Usia").fill("tua")
    answer(page, 4, "usia")
    send(page)
    say(page, WAITING.format(1))
    mend(context, wire)
    say(page, "Satu jawaban tidak dapat dikirim begitu saja")
    look("refused")
    context.add_init_script(NO_DATABASE)
    page = open_form(context, form)
    say(page, "Peramban ini tidak dapat menyimpan jawaban")
    look("loose")
    context.close()
    assert found == {state: [] for state in STATES}
