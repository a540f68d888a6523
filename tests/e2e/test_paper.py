"""Paper in a real browser: typed in by keyboard alone, read twice, finished; the same tally as the form."""

import pytest

from puas.models import Keying, PaperEntry, Response, Role, Survey
from puas.operations.surveys import open_survey
from puas.queries.tallies import live_tally
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_accessibility import faults
from tests.e2e.test_whole_cycle import sign_in
from tests.factories import make_open_survey, make_user
from tests.factories.paper_batches import make_batch, type_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHEETS = ((4, 3, 2, 1, 4, 3, 2, 1, 4), (1, 1, 1, 1, 1, 0, 0, 0, 0), (4, 4, 4, 4, 4, 4, 4, 1, 4))


@pytest.fixture
def survey(city) -> Survey:
    survey = Survey.objects.get(unit=city.units[0], state="planned")
    make_user("pencacah", Role.ENUMERATOR, city.units[0])
    return open_survey(survey=survey, by=None)


@pytest.fixture
def open_page(browser, live_server):
    """Return a function that signs somebody in and opens a page."""
    contexts = []

    def open_page(name: str, path: str, **settings):
        contexts.append(browser.new_context(**{"viewport": DESK, **settings}))
        page = contexts[-1].new_page()
        if name:
            sign_in(page, live_server.url, name)
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def wait_saved(page, sheet: int) -> None:
    page.locator(f"#lembar-{sheet}.is-saved").wait_for()


def type_scores(page, scores) -> None:
    page.keyboard.type("".join(map(str, scores)))


def fill_form(page, scores) -> None:
    for group, score in zip(page.locator("fieldset.scale").all(), scores, strict=True):
        if score:
            group.locator("label.choice").nth(score - 1).click()
    page.get_by_role("button", name="Kirim jawaban").click()
    page.get_by_role("heading", name="Terima kasih").wait_for()


def test_from_paper_to_the_tally_of_the_form(survey, city, open_page, live_server):
    batch = make_batch(survey, 3)
    first = open_page("petugas", f"/kantor/kertas/{batch.pk}/ketik/1/")
    first.keyboard.type("02-10-2026")
    first.keyboard.press("Tab")
    first.keyboard.type("12")  # the morning, a woman
    first.keyboard.type("41")
    first.keyboard.press("Tab")
    first.keyboard.type("31")  # school and work
    type_scores(first, SHEETS[0])
    first.keyboard.type("Cepat")
    first.keyboard.press("Enter")
    wait_saved(first, 1)
    assert first.locator("#sudah").inner_text() == "1"
    assert first.evaluate("document.activeElement.getAttribute('aria-label')") == "0002 Jam survei"
    first.keyboard.type("00")
    first.keyboard.press("Tab")
    first.keyboard.type("00")
    type_scores(first, (1, 1, 1, 7, 1, 1))  # 7 is no answer: the box keeps it selected until it is right
    type_scores(first, SHEETS[1][5:])
    first.keyboard.press("Enter")
    wait_saved(first, 2)

    plain = open_page("petugas", f"/kantor/kertas/{batch.pk}/ketik/1/", java_script_enabled=False)
    for key, score in enumerate(SHEETS[2], 1):
        plain.locator(f"#lembar-3 [name=Q{key}]").fill(str(score))
    plain.keyboard.press("Enter")
    plain.locator("#lembar-3.is-saved").wait_for()

    second = open_page("pencacah", f"/kantor/kertas/{batch.pk}/ketik/2/")
    second.keyboard.type("02-10-2026")
    second.keyboard.press("Tab")
    second.keyboard.type("1141")  # a man: read differently
    second.keyboard.press("Tab")
    second.keyboard.type("31")
    type_scores(second, SHEETS[0])
    second.keyboard.press("Enter")
    wait_saved(second, 1)
    second.goto(f"{live_server.url}/kantor/kertas/{batch.pk}/banding/")
    second.get_by_text("Ketikan pertama: 2 = Perempuan").click()
    second.get_by_role("button", name="Simpan keputusan").click()
    second.get_by_text("Tidak ada beda yang menunggu keputusan.").wait_for()
    second.goto(f"{live_server.url}/kantor/kertas/{batch.pk}/")
    second.get_by_role("button", name="Selesaikan dan hitung").click()
    second.get_by_text("3 lembar sekarang dihitung sebagai jawaban.").wait_for()

    other = make_open_survey(city.units[5], "2026-Q3")
    for scores in SHEETS:
        fill_form(open_page("", f"/s/{other.token}/"), scores)
    assert live_tally(survey) == live_tally(other)
    kept = Response.objects.filter(survey=survey).order_by("id").first()
    assert (kept.scores, kept.comment) == (SHEETS[0], "Cepat")
    profile = {"hour": "PAGI", "sex": "P", "age": 41, "education": "SMA", "occupation": "PNS"}
    assert kept.profile == profile


def test_a_row_that_does_not_arrive_says_so_and_is_sent_again(survey, open_page):
    batch = make_batch(survey, 2)
    page = open_page("petugas", f"/kantor/kertas/{batch.pk}/ketik/1/")
    page.keyboard.type("02-10-2026")
    page.locator("#lembar-1 [name=Q1]").focus()
    type_scores(page, SHEETS[0])
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    page.get_by_text("Belum tersimpan: server tidak terjangkau.").first.wait_for()
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    wait_saved(page, 1)
    page.keyboard.press("ArrowUp")
    page.locator("#lembar-1 [name=Q9]").focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.get_by_text("dikoreksi").wait_for()
    assert [e.content["Q9"] for e in PaperEntry.objects.order_by("id")] == [4, 2]


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(survey, open_page, live_server, viewport, scheme):
    batch = make_batch(survey, 25)
    type_in(batch, 1)
    type_in(batch, 1, Q2=1)
    type_in(batch, 1, 4, Keying.SECOND, Q3=1)
    page = open_page("petugas", "/kantor/", viewport=viewport, color_scheme=scheme)
    found = {}
    for path in (
        f"survei/{survey.pk}/kertas/",
        f"kertas/{batch.pk}/",
        f"kertas/{batch.pk}/ketik/1/",
        f"kertas/{batch.pk}/banding/",
        f"survei/{survey.pk}/poster/",
    ):
        page.goto(f"{live_server.url}/kantor/{path}")
        found[path] = faults(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
