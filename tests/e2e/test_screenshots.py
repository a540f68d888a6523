"""Writes docs/screenshots/*.png when PUAS_SCREENSHOTS=1: pictures of the pages as they are."""

import os
from pathlib import Path

import pytest

from puas.models import Result
from tests.e2e.cities import SECOND
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_whole_cycle import answer, sign_in

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(os.environ.get("PUAS_SCREENSHOTS") != "1", reason="PUAS_SCREENSHOTS=1 writes them"),
]


TALLEST = {360: 2200, 1280: 1900}
"""Long pages are cut: a picture in the docs shows what a page looks like, not all that it says."""

DARK_TOO = {"form", "unit", "office-home"}


def take(page, name: str, scheme: str) -> None:
    if scheme == "dark" and name not in DARK_TOO:
        return
    width = page.viewport_size["width"]
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST[width])
    FOLDER.mkdir(parents=True, exist_ok=True)
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True, clip=clip)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["360", "1280"])
def test_write_the_pictures(city, live_server, browser, viewport, scheme):
    base, form = live_server.url, f"/s/{city.running.token}/"
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.goto(base + form)
    take(page, "form", scheme)
    answer(page, 2)
    page.get_by_role("button", name="Kirim jawaban").click()
    take(page, "thanks", scheme)
    for name, path in {
        "home": "/",
        "check": "/periksa/",
        "agency": f"/i/kota-contoh/{SECOND}/",
        "unit": f"/i/kota-contoh/dinas-kesehatan/{SECOND}/",
        "gallery": "/galeri/",
    }.items():
        page.goto(base + path)
        take(page, name, scheme)
    sign_in(page, base, "koordinator")
    take(page, "office-home", scheme)
    page.goto(f"{base}/kantor/survei/{city.running.pk}/")
    take(page, "office-survey", scheme)
    page.goto(f"{base}/kantor/hasil/{Result.objects.latest('id').pk}/")
    take(page, "office-result", scheme)
    context.close()
    assert (FOLDER / f"unit-{viewport['width']}-{scheme}.png").stat().st_size > 5_000
