"""The tables of the open data: JSON in pages, CSV as a stream, Parquet as a file."""

import dataclasses
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import FileResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from puas.api.v1.kept import keep
from puas.api.v1.problems import Problem
from puas.errors import BadInput
from puas.exchange.open_tables import columns_of, write_csv, write_parquet
from puas.queries.published_tables import TABLES, Chosen, Table, read_all, read_page

SLUG = r"^[-a-zA-Z0-9_]*$"
PERIOD = r"^([12][0-9]{3}(-(Q[1-4]|S[12]))?)?$"
LARGEST = 2**63 - 1
LIMIT, MOST = 100, 1000
LANGUAGE = "bahasa"
REFUSALS = {400: Problem, 404: Problem, 422: Problem, 503: Problem}

Record = TypeVar("Record")


class Filter(Schema):
    """Which part of a table is asked for."""

    agency: str = Field("", pattern=SLUG, max_length=80, description="Kunci instansi; kosong berarti semua")
    unit: str = Field("", pattern=SLUG, max_length=120, description="Kunci unit; kosong berarti semua")
    period: str = Field("", pattern=PERIOD, description="Kode periode: 2023-Q1, 2023-S1, atau 2023")

    @property
    def chosen(self) -> Chosen:
        return Chosen(self.agency, self.unit, self.period)


class Paging(Filter):
    """Which page of a table is asked for."""

    cursor: int = Field(
        0, ge=0, le=LARGEST, description="Dari `next` halaman sebelumnya; 0 untuk yang pertama"
    )
    limit: int = Field(
        LIMIT, ge=1, le=MOST, description="Paling banyak berapa yang dihitung pada halaman ini"
    )


class Page(Schema, Generic[Record]):
    """One page of a table. All records of one thing that is counted stand on the same page."""

    total: int = Field(description="Jumlah seluruhnya, dihitung dalam `counted`")
    counted: str = Field(description="Apa yang dihitung: publications, units, agencies, dan seterusnya")
    next: str | None = Field(description="Alamat halaman berikutnya; null pada halaman terakhir")
    records: list[Record] = Field(description="Catatan pada halaman ini")


class Column(Schema):
    """One column of a table."""

    table: str = Field(description="Kunci tabel")
    column: str = Field(description="Nama kolom")
    type: str = Field(description="text, integer, number, boolean, date, atau datetime")
    is_optional: bool = Field(description="Benar bila dapat kosong, artinya tidak diketahui")
    meaning: str = Field(description="Arti kolom")


def add_tables(api: NinjaAPI) -> None:
    """Give `api` every table in each of its formats, and the dictionary."""
    for table in TABLES.values():
        _add(api, table, "json", _answer_page(table), Page[table.record], _PAGES)  # type: ignore[name-defined]
        _add(api, table, "csv", _answer_csv(table), None, _FILES["csv"])
        _add(api, table, "parquet", _answer_parquet(table), None, _FILES["parquet"])


_PAGES = {"responses": {200: {"headers": {"ETag": {"schema": {"type": "string"}}}}}}
_FILES = {
    kind: {"responses": {200: {"description": "OK", "content": {media: {"schema": {"type": "string"}}}}}}
    for kind, media in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet"))
}


def _add(
    api: NinjaAPI, table: Table, kind: str, view: Callable[..., Any], schema: Any, extra: dict[str, Any]
) -> None:
    name = table.key if kind == "json" else f"{table.key}_{kind}"
    view.__name__ = name
    api.get(
        f"/{table.key}" if kind == "json" else f"/{table.key}.{kind}",
        response=({200: schema} if schema else {}) | REFUSALS,
        summary=f"{table.title} ({kind.upper()})",
        operation_id=name,
        url_name=name,
        tags=[table.key],
        openapi_extra=extra,
    )(view)


def _answer_page(table: Table) -> Callable[..., Any]:
    def view(request: HttpRequest, asked: Query[Paging]) -> Any:
        require_known_parameters(request, Paging)
        return keep(request, lambda: _page(request, table, asked))

    return view


def _page(request: HttpRequest, table: Table, asked: Paging) -> HttpResponseBase:
    page = read_page(table, asked.chosen, asked.cursor, asked.limit)
    following = _next(request, asked, page.after)
    told = {
        "total": page.total,
        "counted": table.counted,
        "next": following,
        "records": [dataclasses.asdict(record) for record in page.records],
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _next(request: HttpRequest, asked: Paging, after: int | None) -> str | None:
    if after is None:
        return None
    kept = {name: value for name, value in asked.model_dump().items() if value and name != "cursor"}
    return base_query(request, kept | {"cursor": after})


def base_query(request: HttpRequest, asked: Mapping[str, Any]) -> str:
    """Return this address with another query."""
    return request.build_absolute_uri(f"{request.path}?{urlencode(asked)}")


def _answer_csv(table: Table) -> Callable[..., Any]:
    def view(request: HttpRequest, asked: Query[Filter]) -> Any:
        require_known_parameters(request, Filter)
        return keep(request, lambda: _csv(table, asked))

    return view


def _csv(table: Table, asked: Filter) -> HttpResponseBase:
    lines = write_csv(table.record, read_all(table, asked.chosen))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(table, asked, "csv")}"'
    return response


def _answer_parquet(table: Table) -> Callable[..., Any]:
    def view(request: HttpRequest, asked: Query[Filter]) -> Any:
        require_known_parameters(request, Filter)
        return keep(request, lambda: _parquet(table, asked))

    return view


def _parquet(table: Table, asked: Filter) -> HttpResponseBase:
    """Write the file where it vanishes as soon as it was sent."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        write_parquet(table.record, read_all(table, asked.chosen), path)
        file = path.open("rb")
    return FileResponse(
        file,
        as_attachment=True,
        filename=_file_name(table, asked, "parquet"),
        content_type="application/vnd.apache.parquet",
    )


def _file_name(table: Table, asked: Filter, kind: str) -> str:
    parts = [part for part in (table.key, asked.agency, asked.unit, asked.period) if part]
    return f"{'-'.join(parts)}.{kind}"


def require_known_parameters(request: HttpRequest, schema: type[Schema]) -> None:
    """Raise BadInput `api_parameter_unknown`: a misspelt filter would otherwise give everything."""
    for name in request.GET:
        if name not in schema.model_fields and name != LANGUAGE:
            raise BadInput(
                "api_parameter_unknown",
                "Tidak ada parameter “{name}” di sini. Yang ada: {known}.",
                name=name,
                known=", ".join(schema.model_fields),
            )


def describe_columns() -> list[Column]:
    """Return the data dictionary: every column of every table."""
    return [
        Column(
            table=table.key,
            column=column.name,
            type=column.type_name,
            is_optional=column.is_optional,
            meaning=column.meaning,
        )
        for table in TABLES.values()
        for column in columns_of(table.record)
    ]
