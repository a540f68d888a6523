"""The citizen's form with the keyboard alone, and with text at twice its size."""

import pytest

from puas.models import Response
from tests.e2e.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def test_the_keyboard_alone_fills_in_and_sends(city, live_server, browser):
    before = Response.objects.filter(survey=city.running).count()
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{live_server.url}/s/{city.running.token}/")
    answered = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = focused(page)
        if name == "Kirim jawaban":
            break
        if name.startswith("Q") and name not in answered:
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
            answered.append(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/terima-kasih/**")
    assert answered == [f"Q{number}" for number in range(1, 10)]
    rows = Response.objects.filter(survey=city.running)
    assert (rows.count(), rows.latest("pk").scores) == (before + 1, (2,) * 9)
    page.context.close()


@pytest.mark.parametrize("path", ["/s/{token}/", "/s/{token}/terima-kasih/", "/", "/aksesibilitas/"])
def test_text_at_twice_its_size_fits_the_window(city, live_server, browser, path):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(live_server.url + path.format(token=city.running.token))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.context.close()
