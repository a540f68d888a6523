"""What stands at the root of the API: a list of everything else, so that nobody has to guess an address."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import NinjaAPI, Schema
from pydantic import Field

from puas.queries.published_facts import LICENCE
from puas.queries.published_tables import TABLES


class Links(Schema):
    """Where to go from here."""

    openapi: str = Field(description="Keterangan untuk mesin (OpenAPI 3.1)")
    catalog: str = Field(description="Katalog DCAT 3 (JSON-LD)")
    dictionary: str = Field(description="Kamus data: semua kolom semua tabel")
    page: str = Field(description="Halaman “Data terbuka” untuk manusia")
    surveys: str = Field(description="Daftar survei yang menerima jawaban; perlu kunci")


class Collection(Schema):
    """One table and its files."""

    key: str = Field(description="Kunci tabel")
    title: str = Field(description="Judul tabel")
    json_: str = Field(alias="json", description="Alamat tabel sebagai JSON berhalaman")
    csv: str = Field(description="Alamat tabel sebagai CSV")
    parquet: str = Field(description="Alamat tabel sebagai Parquet")


class Index(Schema):
    """What this API is, and everything in it."""

    title: str = Field(description="Nama API")
    version: str = Field(description="Versi API")
    licence: str = Field(description="Kode SPDX lisensi data, bila instansinya tidak memilih yang lain")
    links: Links
    collections: list[Collection]


def add_index(api: NinjaAPI) -> None:
    """Give `api` its first page."""
    api.get(
        "/",
        response=Index,
        by_alias=True,
        summary="Daftar isi: alamat semua yang ada di sini",
        operation_id="index",
        url_name="index",
        tags=["index"],
    )(_answer(api))


def _answer(api: NinjaAPI) -> Any:
    def index(request: HttpRequest) -> Any:
        """Every table, and where its description stands."""

        def address(name: str) -> str:
            return request.build_absolute_uri(reverse(name))

        links = {name: address(f"api:{name}") for name in ("catalog", "dictionary", "surveys")}
        links |= {"openapi": address("api:openapi-json"), "page": address("public:data")}
        return {
            "title": api.title,
            "version": api.version,
            "licence": LICENCE,
            "links": links,
            "collections": [
                {
                    "key": table.key,
                    "title": table.title,
                    "json": address(f"api:{table.key}"),
                    "csv": address(f"api:{table.key}_csv"),
                    "parquet": address(f"api:{table.key}_parquet"),
                }
                for table in TABLES.values()
            ],
        }

    return index
