"""`puas bench pages`: no page of the office is forgotten, and the worst stands first."""

from datetime import date
from pathlib import Path

import pytest

from puas.commands.bench_pages import Row, _print_rows
from puas.commands.bench_pages_places import fill, list_visits
from puas.commands.demo_large import set_up_large
from puas.demonstration.large import Size
from puas.web.access import ACCESS, PUBLIC, Audience
from tests.commands.test_bench import _measure

LACKING = {
    *("mfa_edit_webauthn", "mfa_remove_webauthn"),  # a key is made by a browser
    *("office:held_document", "office:import", "office:import_read", "office:import_undo"),
    *("office:unit_import", "office:unit_import_refused"),
    *("office:report_file", "office:report_sign"),  # nobody froze a report of the example
}


@pytest.mark.django_db
def test_every_page_of_the_office_is_visited_by_somebody_who_may(settings, tmp_path):
    settings.DATA_DIR = tmp_path  # where a file of answers is put
    set_up_large(Size(units=160, periods=2, answers=8_000), date(2026, 11, 20))
    visits = {visit["route"]: visit for visit in list_visits()}
    asked = {
        name for name, row in ACCESS.items() if row.get not in (None, Audience.EVERYONE, Audience.SECRET)
    }
    assert set(visits) == asked - set(PUBLIC)
    assert {route for route, visit in visits.items() if not visit["path"]} == LACKING
    assert [route for route, visit in visits.items() if not visit["who"]] == []
    assert visits["office:trail"]["who"] == ["koordinator.besar", "administrator.besar", "auditor.besar"]
    assert visits["office:security"]["who"] == ["koordinator.besar", "administrator.besar"]


def test_an_address_without_its_thing_is_empty():
    address = "kantor/unit/<int:unit_id>/rencana/<slug:period>/"
    assert fill("office:plan", address, {"unit": 4, "period": "2026-Q1"}) == "/kantor/unit/4/rencana/2026-Q1/"
    assert fill("office:plan", address, {"unit": 4}) == ""


def test_the_worst_page_on_any_database_is_first_and_files_are_last():
    def row(route, p95, is_file=False):
        return Row(route, is_file, "auditor", 1.0, p95, 500.0, 2_000)

    one = [row("office:a", 10), row("office:b", 30), row("office:c", 900, is_file=True)]
    other = [row("office:a", 40), row("office:b", 20), row("office:c", 900, is_file=True)]
    assert list(_print_rows([one, other])) == [
        ("a", "auditor", "1,00", "10,0", "500", "1,00", "40,0", "500", "2,00"),
        ("b", "auditor", "1,00", "30,0", "500", "1,00", "20,0", "500", "2,00"),
        ("c (file)", "auditor", "1,00", "900", "500", "1,00", "900", "500", "2,00"),
    ]


@pytest.mark.slow
def test_pages_of_a_small_example_are_measured(tmp_path: Path) -> None:
    """On one database: that the pages are there on the other says the first test, on its leg."""
    sizes = ("--units", "6", "--periods", "2", "--answers", "300", "--turns", "1")
    rows = _measure(tmp_path, "--database", "sqlite", "pages", *sizes)
    assert {"home", "unit_tree", "trail", "result_respondents", "unit_export (file)"} <= {
        row["Page"] for row in rows
    }
