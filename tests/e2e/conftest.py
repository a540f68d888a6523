"""A real Chromium against a real server with a real database file."""

from collections.abc import Iterator

import pytest

from tests.legs import find_chromium

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PATIENCE = 30_000  # milliseconds until a page must show what is expected of it
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@pytest.fixture(scope="module")
def playwright_of() -> Iterator[object]:
    """Playwright itself, for tests that start a browser of their own.

    Playwright's loop runs in this thread, and Django would refuse to read rows beside it: the server has
    its own threads and connections, so it is safe to allow that here.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright_of) -> Iterator[object]:
    """The system's Chromium, without a window."""
    chromium = playwright_of.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture
def city(transactional_db):
    """A small city with two published quarters and one that is running."""
    from tests.e2e.cities import make_city

    return make_city()
