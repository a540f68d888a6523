"""Making a collect link in a real browser: its code is readable, in light and dark, on a phone and a desk."""

import pytest

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_accessibility import faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_coordinator_makes_a_link(city, live_server, browser, viewport, scheme, tmp_path):
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    sign_in(page, live_server.url, "koordinator")
    page.goto(f"{live_server.url}/kantor/unit/{city.units[0].pk}/")
    page.get_by_role("link", name="Pencacah dengan ODK Collect").click()
    page.get_by_role("button", name="Buat kode QR").click()
    assert (faults(page), page.locator(".field__error").count()) == ([], 1)
    page.get_by_label("Siapa yang memegangnya").fill("Budi, tablet loket 2")
    page.get_by_role("button", name="Buat kode QR").click()
    page.get_by_role("heading", name="Kode untuk Budi, tablet loket 2").wait_for()
    page.screenshot(path=tmp_path / "link.png", full_page=True)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.get_by_text("Cabut tautan Budi, tablet loket 2").click()
    assert faults(page) == []
    page.get_by_role("button", name="Cabut sekarang").click()
    page.get_by_text("Tautan Budi, tablet loket 2 sudah dicabut.").wait_for()
    assert faults(page) == []
    context.close()
