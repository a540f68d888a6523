"""A link made at the office, opened on a phone, answered, and counted; the pages around it have no fault."""

import pytest

from puas.models import FormLink, LinkKind, Response
from puas.operations.form_links import replace_form_link, revoke_form_link
from puas.operations.services import create_service
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_accessibility import look
from tests.e2e.test_whole_cycle import sign_in
from tests.factories.form_links import make_form_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_link_with_a_service_from_the_office_to_the_count(city, live_server, browser):
    unit = city.running.unit
    service = create_service(unit=unit, name="Kartu keluarga", by=None)
    office = browser.new_context(viewport=DESK).new_page()
    sign_in(office, live_server.url, "koordinator")
    office.goto(f"{live_server.url}/kantor/unit/{unit.pk}/tautan/")
    office.get_by_label("Di mana dipasang").fill("Loket 3")
    office.get_by_label("Layanan").select_option("Kartu keluarga")
    office.get_by_role("button", name="Buat tautan").click()
    address = office.locator("a.share__link").get_attribute("href")

    phone = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    phone.goto(address)
    for number in range(1, 10):
        phone.locator(f'input[name="Q{number}"][value="3"]').check(force=True)
    phone.get_by_role("button", name="Kirim jawaban").click()
    assert phone.url.endswith("/terima-kasih/")
    row = Response.objects.latest("pk")
    assert (row.link, row.service, row.survey) == (FormLink.objects.get(), service, city.running)

    office.goto(f"{live_server.url}/kantor/unit/{unit.pk}/tautan/")
    assert office.locator('td[data-label="Jawaban"]').inner_text() == "1"
    office.context.close()
    phone.context.close()


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_of_a_link_has_a_fault(city, live_server, browser, viewport, scheme):
    unit = city.running.unit
    service = create_service(unit=unit, name="Kartu keluarga", by=None)
    link = make_form_link(unit, service=service)
    replaced, revoked = make_form_link(unit, "Loket 2"), make_form_link(unit, "Loket 4")
    replace_form_link(link=replaced, by=None)
    revoke_form_link(link=revoked, by=None)
    public = [f"/t/{code}/" for code in (link.code, replaced.code, revoked.code, "abcdefgh")]
    kiosk = make_form_link(unit, "Kios loket 1", kind=LinkKind.KIOSK, pin="482913")
    office = [f"/kantor/unit/{unit.pk}/tautan/"]
    office += [f"/kantor/tautan/{one.pk}/" for one in (link, replaced, revoked, kiosk)]
    assert look(browser, live_server.url, public, viewport, scheme) == {}
    assert look(browser, live_server.url, office, viewport, scheme, "koordinator") == {}
