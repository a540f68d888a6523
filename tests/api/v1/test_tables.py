"""The open data: tables in pages, as CSV and Parquet, their dictionary, and refusals for programs."""

import csv
import io
import json
from datetime import date

import duckdb
import pyarrow.parquet
import pytest
from django.test import Client

from puas.api.v1.doors import api
from puas.exchange.open_tables import columns_of, print_cell
from puas.operations.responses import record_responses
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.published_tables import TABLES
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.results import release
from tests.web.scenes import make_units, publish_units

pytestmark = pytest.mark.django_db


def get(client, address, **headers):
    response = client.get(f"/api/v1/{address}", headers=headers)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response, content


def read(client, address):
    response, content = get(client, address)
    assert response.status_code == 200, content
    return json.loads(content)


def read_csv(client, address):
    return list(csv.DictReader(io.StringIO(get(client, address)[1].decode())))


def test_a_result_says_everything_it_follows_from(client):
    agency, _ = publish_units(1)
    agency.area_code = "33.72"
    agency.save()
    page = read(client, "results?unit=dinas-1")
    (record,) = page.pop("records")
    assert page == {"total": 1, "counted": "publications", "next": None}
    assert len(record.pop("input_hash")) == 64
    assert record.pop("published_at").startswith("20")
    assert record == {
        "agency": "kota-contoh",
        "agency_name": "Kota Contoh",
        "area_code": "33.72",
        "unit": "dinas-1",
        "unit_name": "Dinas 1",
        "parent": "kota-contoh",
        "period": "2023-Q2",
        "version": 1,
        "basis": "own",
        "rule": "own",
        "instrument": "classic-2017@1",
        "method": "online",
        "weighting": "exact",
        "weights": ";".join(["1/9"] * 9),
        "n": 1,
        "margin": None,
        "input_count": 1,
        "is_example": False,
        "licence": "CC-BY-4.0",
        "index": 100.0,
        "index_exact": "100",
        "grade": "A",
        "priorities": record["priorities"],
        "left_out": 0,
    }


def test_pages_follow_each_other_to_the_last_record(client):
    publish_units(4)
    address, seen, totals = "results?limit=2", [], set()
    while address:
        page = read(client, address)
        totals.add(page["total"])
        seen += [record["unit"] for record in page["records"]]
        address = (page["next"] or "").partition("/api/v1/")[2]
    assert (sorted(seen), totals) == (["dinas-1", "dinas-2", "dinas-3", "dinas-4", "kota-contoh"], {5})


def test_a_page_never_cuts_a_result(client):
    publish_units(2)
    page = read(client, "elements?limit=1&period=2023-Q2")
    assert (page["total"], len(page["records"])) == (3, 9)
    assert "/api/v1/elements?period=2023-Q2&limit=1&cursor=" in page["next"]


def plain(record):
    """Return a record without its time, dates as text: only their spelling differs between formats."""
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in record.items()}
    return {name: value for name, value in told.items() if name != "published_at"}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_says_the_same_in_every_format(client, table, tmp_path):
    publish_units(2)
    records = read(client, f"{table.key}?limit=1000")["records"]
    rows = read_csv(client, f"{table.key}.csv")
    path = tmp_path / "table.parquet"
    path.write_bytes(get(client, f"{table.key}.parquet")[1])
    names = [column.name for column in columns_of(table.record)]
    stored = pyarrow.parquet.read_table(path)
    assert stored.column_names == names
    assert [plain(row) for row in stored.to_pylist()] == [plain(record) for record in records]
    assert [list(row) for row in rows] == [names] * len(records)
    assert [plain(row) for row in rows] == [
        {name: print_cell(value) for name, value in plain(record).items()} for record in records
    ]
    if table.key not in ("plans", "realisations", "findings", "profiles"):
        assert records != []


def test_the_same_parquet_is_the_same_bytes(client):
    publish_units(2)
    assert get(client, "elements.parquet")[1] == get(client, "elements.parquet")[1]


def test_numbers_and_texts_are_typed_in_parquet(client, tmp_path):
    publish_units(1)
    path = tmp_path / "results.parquet"
    path.write_bytes(get(client, "results.parquet?unit=dinas-1")[1])
    found = duckdb.sql(f'SELECT "index", "index_exact", n, parent, is_example FROM \'{path}\'').fetchall()
    assert found == [(100.0, "100", 1, "kota-contoh", False)]


def test_the_dictionary_tells_every_column(client):
    told = json.loads(get(client, "dictionary")[1])
    assert [(one["table"], one["column"]) for one in told] == [
        (table.key, column.name) for table in TABLES.values() for column in columns_of(table.record)
    ]
    assert all(one["meaning"] for one in told)


def test_a_table_is_asked_again_for_one_query(client, django_assert_num_queries):
    publish_units(1)
    response, _ = get(client, "results")
    with django_assert_num_queries(1):
        again, content = get(client, "results", if_none_match=response["ETag"])
    assert (again.status_code, content) == (304, b"")


@pytest.mark.parametrize("units", [1, 3])
def test_a_page_costs_the_same_with_one_unit_and_with_three(client, units, django_assert_num_queries):
    publish_units(units)
    with django_assert_num_queries(6):  # one for the tag; count, numbers, rows, names of the day, form
        get(client, "results")


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("results?agency=kota-lain", 404, "data_agency_unknown"),
        ("results?unit=dinas-lain", 404, "data_unit_unknown"),
        ("results?perod=2023-Q2", 400, "api_parameter_unknown"),
        ("results?period=kemarin", 422, "api_parameters"),
        ("results?limit=100000", 422, "api_parameters"),
        ("results?cursor=x", 422, "api_parameters"),
        ("instruments/tidak-ada/1.toml", 404, "data_instrument_unknown"),
    ],
)
def test_a_refusal_is_a_problem_with_a_code_and_a_sentence(client, address, status, code):
    publish_units(1)
    response, content = get(client, address)
    told = json.loads(content)
    assert response["Content-Type"] == "application/problem+json; charset=utf-8"
    assert (response.status_code, told["status"], told["code"]) == (status, status, code)
    assert told["detail"].endswith(".")


def test_nothing_is_told_before_it_is_published(client):
    make_units(1)
    assert read(client, "results") == {"total": 0, "counted": "publications", "next": None, "records": []}
    assert read_csv(client, "units.csv") == []


def test_the_text_of_a_questionnaire_is_there_once_it_was_used(client):
    publish_units(1)
    response, content = get(client, "instruments/classic-2017/1.toml")
    assert response["Content-Type"] == "application/toml; charset=utf-8"
    assert 'key = "classic-2017"' in content.decode()


def test_small_groups_of_respondents_are_withheld(client):
    unit = make_unit(make_agency())
    survey = make_open_survey(unit, "2023-Q2")
    places = [*[{"sex": "L"}] * 6, *[{"sex": "P"}] * 2]
    answers = [make_answer(place, (4,) * 9, profile=said) for place, said in enumerate(places, 1)]
    record_responses(survey=survey, answers=answers, by=None)
    close_survey(survey=survey, by=None)
    release(compute_result(unit=unit, period=survey.period, by=None))
    records = read(client, "profiles")["records"]
    told = {(one["question"], one["group"]): (one["is_withheld"], one["group_n"]) for one in records}
    assert told["channel", "online"] == (False, 8)
    assert ("sex", "P") not in told or told["sex", "P"] == (True, None)
    assert ("sex", "L") not in told or told["sex", "L"] == (True, None)


def test_the_description_is_openapi_3_1_and_documents_refusals():
    schema = api.get_openapi_schema()
    assert schema["openapi"].startswith("3.1")
    refused = schema["paths"]["/api/v1/results"]["get"]["responses"][404]["content"]
    assert list(refused) == ["application/problem+json"]


def test_the_api_answers_in_json_without_a_session():
    response = Client().get("/api/v1/openapi.json")
    assert (response.status_code, response.cookies.output()) == (200, "")
