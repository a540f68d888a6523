"""`puas bench portal`: no page of the record is forgotten."""

from datetime import date

import pytest

from puas.commands.bench_portal_places import list_pages
from puas.commands.demo_large import set_up_large
from puas.commands.docs_access import find_routes
from puas.demonstration.large import Size

LEADS_ON = {"agency", "newest"}
"""Routes that only lead to another page."""


@pytest.mark.django_db
def test_every_page_of_the_record_is_visited_and_is_there(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    set_up_large(Size(units=12, periods=2, answers=600), date(2026, 11, 20))
    pages = list_pages()
    routes = {name.removeprefix("public:"): path for name, path in find_routes()}
    record = {name for name, path in routes.items() if path.startswith("i/<")} - LEADS_ON
    assert record <= set(pages)
    assert {name: client.get(path).status_code for name, path in pages.items()} == dict.fromkeys(pages, 200)
