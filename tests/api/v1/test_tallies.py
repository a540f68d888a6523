"""Published tallies: what adds up, what is withheld, and installations added up by `puas federate`."""

import csv
import json

import openpyxl
import pytest

from puas.commands import run
from puas.methodology.tallies import Tally
from puas.operations.averages import compute_agency
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_period
from tests.api.v1.test_tables import read
from tests.commands.processes import free_port
from tests.factories import make_agency, make_unit
from tests.factories.results import make_publication
from tests.servers import open_server

PERIOD = "2023-Q2"


def publish_agency(name, *sizes):
    """Publish an agency whose units have so many answers each; all of the first say 4, of the others 3."""
    agency = make_agency(name)
    for number, size in enumerate(sizes):
        unit = make_unit(agency, f"Unit {number} {name}")
        make_publication(unit, *[(3 if number else 4,) * 9] * size, period=PERIOD)
    compute_agency(agency=agency, period=ensure_period(PERIOD), by=None)
    publish_period(agency=agency, period=ensure_period(PERIOD), by=None)
    return agency


def told(client, agency):
    records = read(client, f"tallies?agency={agency.slug}")["records"]
    return {(one["scope"], one["unit_name"]): one["tally"] for one in records}


@pytest.mark.django_db
def test_an_agency_is_the_sum_of_its_units(client):
    found = told(client, publish_agency("Kota Satu", 6, 8))
    tallies = [Tally.from_dict(json.loads(text)) for (scope, _), text in found.items() if scope == "unit"]
    (total,) = [Tally.from_dict(json.loads(text)) for (scope, _), text in found.items() if scope == "agency"]
    assert (len(tallies), sum(tallies[1:], tallies[0])) == (2, total)
    assert total.respondents == 14


@pytest.mark.django_db
def test_a_small_unit_is_withheld_with_the_one_that_would_give_it_away(client):
    found = told(client, publish_agency("Kota Satu", 2, 6, 9))
    assert {unit: bool(text) for (_, unit), text in found.items()} == {
        "Unit 0 Kota Satu": False,
        "Unit 1 Kota Satu": False,
        "Unit 2 Kota Satu": True,
        "Kota Satu": True,
    }


@pytest.mark.django_db
def test_an_agency_of_few_people_tells_nothing(client):
    assert set(told(client, publish_agency("Kota Satu", 1, 2)).values()) == {""}


@pytest.mark.django_db(transaction=True)
def test_installations_are_added_up_and_a_silent_one_does_not_stop_the_others(tmp_path, capsys):
    publish_agency("Kota Satu", 6)
    publish_agency("Kota Dua", 5, 13)
    silent, out = f"http://127.0.0.1:{free_port()}", tmp_path / "rekap.csv"
    with open_server(tmp_path) as server:
        addresses = ["federate", server.address, silent, "--period", PERIOD, "--out"]
        assert run([*addresses, str(out)]) == 1
        assert silent in capsys.readouterr().err
        book = tmp_path / "rekap.xlsx"
        assert run([*addresses, str(book)]) == 1
    rows = list(csv.reader(out.read_text().splitlines()))
    by_name = {row[1]: row for row in rows[1:]}
    # 6 + 5 people who say 4 and 13 who say 3: 25 * (11 * 4 + 13 * 3) / 24
    assert by_name["Gabungan"][-3:] == ["86.46", "B", "24"]
    assert by_name["Kota Satu"][3] == "100.00"
    assert by_name["Kota Dua"][3] == "87.50"
    cells = [cell for sheet in openpyxl.load_workbook(book) for row in sheet.values for cell in row]
    assert any(isinstance(cell, float) and round(cell, 2) == 86.46 for cell in cells)


def test_an_address_that_is_none_is_refused(tmp_path, capsys):
    assert run(["federate", "file:///etc", "--period", PERIOD, "--out", str(tmp_path / "x.csv")]) == 1
    assert "bukan alamat web" in capsys.readouterr().err
