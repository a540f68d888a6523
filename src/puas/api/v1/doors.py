"""The API itself: what it is called, what it promises, and everything that it answers."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from puas.api.v1.catalogues import add_catalogues
from puas.api.v1.index import add_index
from puas.api.v1.kept import keep
from puas.api.v1.problems import MEDIA_TYPE, Problem, add_handlers
from puas.api.v1.surveys import add_surveys
from puas.api.v1.tables import Column, add_tables, describe_columns
from puas.errors import NotFound
from puas.queries.published_instruments import find_published_instrument

PROMISE = """Hasil Survei Kepuasan Masyarakat yang sudah diterbitkan, terbuka untuk siapa saja.

- Setiap tabel ada sebagai JSON (berhalaman), CSV (mengalir), dan Parquet (satu berkas).
- Setiap halaman JSON menyebut jumlah seluruhnya (`total`) dan alamat halaman berikutnya (`next`). Tidak ada
  yang dipotong diam-diam: yang tidak muat pada halaman ini ada pada `next`.
- Setiap penolakan adalah `application/problem+json` dengan `code` yang tetap dan kalimat yang dapat dibaca.
- Versi 1 tidak berubah maknanya. Kolom dan alamat baru dapat bertambah; yang akan dihapus diumumkan paling
  sedikit dua belas bulan sebelumnya dengan header `Deprecation` dan `Sunset`, dan tetap ada sampai saat itu.
- `ETag` dengan `If-None-Match` membuat permintaan ulang murah; 304 berarti tidak ada terbitan baru."""


ROOT = "/api/v1/"


class PuasAPI(NinjaAPI):
    """An API whose refusals are documented with the media type that they have."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(path_prefix=ROOT)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        content = response.pop("content", None)
                        response["content"] = {MEDIA_TYPE: (content or {}).get("application/json", {})}
        return schema


api = PuasAPI(
    title="puas: data terbuka SKM",
    version="1.0.0",
    description=PROMISE,
    docs_url=None,
    docs_decorator=require_safe,
    urls_namespace="api",
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}}},
)
add_handlers(api)
add_index(api)
add_tables(api)
add_catalogues(api)
add_surveys(api)


@api.get(
    "/dictionary",
    response=list[Column],
    summary="Kamus data: semua kolom semua tabel",
    operation_id="dictionary",
    url_name="dictionary",
    tags=["dictionary"],
)
def dictionary(request: HttpRequest) -> Any:
    """Every column of every table, its type and what it means."""
    return describe_columns()


@api.get(
    "/instruments/{key}/{version}.toml",
    response={404: Problem, 422: Problem},
    summary="Naskah kuesioner (TOML), seperti yang dipakai menghitung",
    operation_id="instrument_text",
    url_name="instrument_text",
    tags=["instruments"],
    openapi_extra={
        "responses": {
            200: {"description": "OK", "content": {"application/toml": {"schema": {"type": "string"}}}}
        }
    },
)
def instrument_text(request: HttpRequest, key: str, version: int) -> Any:
    """The text of a questionnaire: items, elements, weights. With it every figure can be computed again."""

    def answer() -> HttpResponse:
        found = find_published_instrument(key, version)
        if found is None:
            raise NotFound(
                "data_instrument_unknown",
                "Kuesioner {key}@{version} tidak ada di antara hasil yang terbit. Lihat /api/v1/instruments.",
                key=key,
                version=version,
            )
        return HttpResponse(found, content_type="application/toml; charset=utf-8")

    return keep(request, answer)
