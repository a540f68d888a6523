"""A slip made at the office, used on a phone, opened again; the pages around it have no fault."""

import pytest

from puas.models import FormLink, Response
from puas.operations.form_links import revoke_form_link
from puas.operations.services import create_service
from puas.queries.visit_codes import derive_slips
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_accessibility import look
from tests.e2e.test_whole_cycle import sign_in
from tests.factories.form_links import make_slips

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def answer(page, score: str) -> None:
    for number in range(1, 10):
        page.locator(f'input[name="Q{number}"][value="{score}"]').check(force=True)
    page.get_by_role("button", name="Kirim jawaban").click()


def test_a_slip_is_used_once(city, live_server, browser):
    unit = city.running.unit
    service = create_service(unit=unit, name="Kartu keluarga", by=None)
    office = browser.new_context(viewport=DESK).new_page()
    sign_in(office, live_server.url, "koordinator")
    office.goto(f"{live_server.url}/kantor/unit/{unit.pk}/")
    office.get_by_role("link", name="Slip kunjungan sekali pakai").click()
    office.get_by_label("Di mana dibagikan").fill("Loket 3")
    office.get_by_label("Banyaknya slip").fill("12")
    office.get_by_label("Tanggal kunjungan").fill("2026-11-20")
    office.get_by_label("Layanan").select_option("Kartu keluarga")
    office.get_by_role("button", name="Buat slip").click()
    with office.expect_download() as started:
        office.get_by_role("link", name="Slip 1 sampai 12").click()
    assert started.value.path().read_bytes()[:5] == b"%PDF-"
    link = FormLink.objects.get()
    (_, code), (_, other) = derive_slips(link, 1, 2)

    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    first, second = context.new_page(), context.new_page()
    for page in (first, second):  # two people, or one person twice, with the same slip
        page.goto(f"{live_server.url}/kunjungan/{code}/")
        assert "20 November 2026" in page.locator("form").inner_text()
    answer(first, "3")
    assert first.url.endswith("/terima-kasih/")
    answer(second, "1")
    assert "sudah dipakai untuk jawaban lain" in second.locator("main").inner_text()
    first.goto(f"{live_server.url}/kunjungan/{code}/")
    assert first.locator("h1").inner_text() == "Slip ini sudah dipakai"
    assert first.goto(f"{live_server.url}/kunjungan/{other}/").status == 200
    row = Response.objects.latest("pk")
    assert (row.link, row.service, row.survey, row.scores) == (link, service, city.running, (3,) * 9)

    office.goto(f"{live_server.url}/kantor/unit/{unit.pk}/slip/")
    counts = [
        office.locator(f'td[data-label="{name}"]').inner_text() for name in ("Slip", "Dipakai", "Belum")
    ]
    assert counts == ["12", "1", "11"]
    office.context.close()
    context.close()


def test_a_slip_answered_without_a_connection_arrives_later_once(city, live_server, browser):
    link, codes = make_slips(city.running.unit, 1)
    address = f"{live_server.url}/kunjungan/{codes[0]}/"
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    answer(page, "4")
    page.locator("#antrean").get_by_text("menunggu").first.wait_for()
    assert Response.objects.filter(link=link).count() == 0
    context.set_offline(False)
    page.goto(address)  # nothing of a slip is kept to be shown again, but what waits is sent
    for _ in range(50):
        if Response.objects.filter(link=link).exists():
            break
        page.wait_for_timeout(200)
    assert Response.objects.get(link=link).scores == (4,) * 9
    assert page.goto(address).status == 410
    context.close()


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_of_a_slip_has_a_fault(city, live_server, browser, viewport, scheme):
    unit = city.running.unit
    service = create_service(unit=unit, name="Kartu keluarga", by=None)
    link, codes = make_slips(unit, 3, service=service)
    link.visit_codes.filter(number=1).update(used_on="2026-11-20")
    revoked, gone = make_slips(unit, 1, "Loket 2")
    revoke_form_link(link=revoked, by=None)
    public = [f"/kunjungan/{code}/" for code in (codes[0], codes[1], gone[0], "a" * 28)]
    office = [f"/kantor/unit/{unit.pk}/slip/", *(f"/kantor/slip/{one.pk}/" for one in (link, revoked))]
    assert look(browser, live_server.url, public, viewport, scheme) == {}
    assert look(browser, live_server.url, office, viewport, scheme, "koordinator") == {}
