"""The DCAT catalogue, the metadata for BPS, and the page of the open data."""

import io
import json
import re

import openpyxl
import pytest

from puas.queries.published_tables import TABLES
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db


def test_the_catalogue_lists_every_table_with_its_files(client):
    agency, _ = publish_units(1)
    agency.area_code = "33.72"
    agency.save()
    response = client.get("/api/v1/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json; charset=utf-8"
    datasets = response.json()["dcat:dataset"]
    assert [one["dct:identifier"] for one in datasets] == list(TABLES)
    assert datasets[0]["dct:temporal"]["dcat:startDate"]["@value"] == "2023-04-01"
    assert datasets[0]["dct:spatial"] == [{"@type": "dct:Location", "dct:identifier": "33.72"}]
    addresses = [one["dcat:downloadURL"]["@id"] for d in datasets for one in d["dcat:distribution"]]
    assert len(addresses) == 3 * len(TABLES)
    for address in addresses:
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert (response.status_code, bool(content)) == (200, True)  # read to its end, which closes its file


def test_the_metadata_say_what_is_known_and_leave_the_rest_to_the_agency(client):
    publish_units(2)
    told = client.get("/api/v1/metadata/kota-contoh/2023-Q2.json").json()
    activity = {one["atribut"]: one["isi"] for one in told["ms_kegiatan"]}
    assert activity["Judul kegiatan"] == "Survei Kepuasan Masyarakat Kota Contoh, Triwulan II 2023"
    assert (activity["Jumlah unit yang terbit"], activity["Kode kegiatan"]) == ("2", "(diisi instansi)")
    assert len(told["ms_indikator"]) == 10
    assert told["ms_variabel"][0]["alias"] == "Q1"


def test_the_metadata_workbook_holds_the_same(client):
    publish_units(1)
    told = client.get("/api/v1/metadata/kota-contoh/2023-Q2.json").json()
    content = client.get("/api/v1/metadata/kota-contoh/2023-Q2.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet, part in (("MS-Keg", "ms_kegiatan"), ("MS-Ind", "ms_indikator"), ("MS-Var", "ms_variabel")):
        rows = [[cell or "" for cell in row] for row in book[sheet].iter_rows(min_row=2, values_only=True)]
        assert rows == [list(row.values()) for row in told[part]]


def test_of_what_is_not_published_there_are_no_metadata(client):
    publish_units(1)
    response = client.get("/api/v1/metadata/kota-contoh/2022-Q2.json")
    assert (response.status_code, response.json()["code"]) == (404, "data_period_unpublished")


def test_the_page_leads_to_every_file_and_says_what_it_is_to_searching_machines(client):
    publish_units(1)
    page = client.get("/data/?instansi=kota-contoh&periode=2023-Q2").content.decode()
    for table in TABLES:
        assert f"/api/v1/{table}.csv?agency=kota-contoh&amp;period=2023-Q2" in page
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert [one["@type"] for one in json.loads(told)["dataset"]] == ["Dataset"] * len(TABLES)


def test_a_name_cannot_end_the_script_of_the_page(client):
    agency, _ = publish_units(1)
    agency.name = "</script><b>Kota"
    agency.save()
    assert "</script><b>" not in client.get("/data/").content.decode()
