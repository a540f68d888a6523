"""What other catalogues harvest: DCAT, and the metadata that BPS asks for."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import JsonResponse
from django.urls import reverse
from ninja import NinjaAPI, Path, Schema
from pydantic import Field

from puas.api.v1.kept import keep
from puas.api.v1.problems import Problem
from puas.exchange.catalogues import build_dcat
from puas.exchange.statistics_metadata import ActivityFacts, build_metadata, write_metadata_workbook
from puas.queries.published_metadata import describe_activity, describe_catalogue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFUSALS = {400: Problem, 404: Problem, 422: Problem, 503: Problem}


def _media(media: str, kind: str) -> dict[str, Any]:
    content = {media: {"schema": {"type": kind}}}
    return {"responses": {200: {"description": "OK", "content": content}}}


def add_catalogues(api: NinjaAPI) -> None:
    """Give `api` the catalogue and the metadata."""
    api.get(
        "/catalog.jsonld",
        response={503: Problem},
        summary="Katalog DCAT 3 (JSON-LD)",
        operation_id="catalog",
        url_name="catalog",
        openapi_extra=_media("application/ld+json", "object"),
        tags=["catalogues"],
    )(catalog)
    api.get(
        "/metadata/{agency}/{period}.json",
        response=REFUSALS,
        summary="Metadata statistik BPS (MS-Kegiatan, MS-Indikator, MS-Variabel)",
        operation_id="metadata",
        url_name="metadata",
        openapi_extra=_media("application/json", "object"),
        tags=["catalogues"],
    )(metadata)
    api.get(
        "/metadata/{agency}/{period}.xlsx",
        response=REFUSALS,
        summary="Metadata statistik BPS sebagai buku kerja, siap didaftarkan",
        operation_id="metadata_xlsx",
        url_name="metadata_xlsx",
        openapi_extra=_media(XLSX, "string"),
        tags=["catalogues"],
    )(metadata_xlsx)


def catalog(request: HttpRequest) -> Any:
    """Every table, its files, its licence, the areas and the time that it covers."""
    page, base = reverse("public:data"), reverse("api:catalog").rpartition("/")[0]

    def answer() -> HttpResponse:
        facts = describe_catalogue(request.build_absolute_uri(page), request.build_absolute_uri(base))
        content = json.dumps(build_dcat(facts), ensure_ascii=False)
        return HttpResponse(content, content_type="application/ld+json; charset=utf-8")

    return keep(request, answer)


SLUG = r"^[-a-zA-Z0-9_]+$"
PERIOD = r"^[12][0-9]{3}(-(Q[1-4]|S[12]))?$"


class Place(Schema):
    """Whose survey, and when."""

    agency: str = Field(pattern=SLUG, max_length=80, description="Kunci instansi")
    period: str = Field(pattern=PERIOD, description="Kode periode: 2023-Q1, 2023-S1, atau 2023")


def metadata(request: HttpRequest, asked: Path[Place]) -> Any:
    """What is known of the survey; what only the agency knows says "(diisi instansi)"."""
    return keep(request, lambda: JsonResponse(build_metadata(_facts(request, asked))))


def metadata_xlsx(request: HttpRequest, asked: Path[Place]) -> Any:
    """The same as a workbook of three sheets."""

    def answer() -> HttpResponse:
        content = write_metadata_workbook(_facts(request, asked))
        name = f'attachment; filename="metadata-{asked.agency}-{asked.period}.xlsx"'
        return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": name})

    return keep(request, answer)


def _facts(request: HttpRequest, asked: Place) -> ActivityFacts:
    page = reverse("public:agency_period", args=[asked.agency, asked.period])
    return describe_activity(asked.agency, asked.period, request.build_absolute_uri(page))
