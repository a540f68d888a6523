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


def take(page, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("viewport", "size"), [(PHONE, "360"), (DESK, "1280")])
def test_write_the_pictures(city, live_server, browser, viewport, size, scheme):
    base, form = live_server.url, f"/s/{city.running.token}/"
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    end = f"{size}-{scheme}"
    page.goto(base + form)
    take(page, f"form-{end}")
    answer(page, 2)
    page.get_by_role("button", name="Kirim jawaban").click()
    take(page, f"thanks-{end}")
    for name, path in {
        "home": "/",
        "agency": f"/i/kota-contoh/{SECOND}/",
        "unit": f"/i/kota-contoh/dinas-kesehatan/{SECOND}/",
        "gallery": "/galeri/",
    }.items():
        page.goto(base + path)
        take(page, f"{name}-{end}")
    sign_in(page, base, "koordinator")
    take(page, f"office-home-{end}")
    page.goto(f"{base}/kantor/survei/{city.running.pk}/")
    take(page, f"office-survey-{end}")
    page.goto(f"{base}/kantor/hasil/{Result.objects.latest('id').pk}/")
    take(page, f"office-result-{end}")
    context.close()
    assert (FOLDER / f"office-survey-{end}.png").stat().st_size > 5_000
