"""The page of the open data: which tables there are, in which formats and licence, and every column."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.exchange.catalogues import build_schema_org
from puas.exchange.open_tables import OpenColumn, columns_of
from puas.queries.publications import published_agencies
from puas.queries.published_metadata import describe_catalogue
from puas.queries.published_tables import TABLES, Chosen, Table, read_all
from puas.web.pages import render_public
from puas.web.public.kept_pages import kept_by


@dataclass(frozen=True)
class ShownTable:
    """A table with the addresses of what was chosen of it, by format."""

    key: str
    title: str
    formats: tuple[tuple[str, str], ...]
    columns: tuple[tuple[OpenColumn, str], ...]


@require_safe
@kept_by("instansi", "periode")
def data(request: HttpRequest) -> HttpResponse:
    """Show every table; `instansi` and `periode` narrow what its links lead to."""
    agencies = published_agencies()
    agency = request.GET.get("instansi", "")
    agency = agency if agency in {one.slug for one in agencies} else ""
    periods = list(read_all(TABLES["periods"], Chosen(agency)))
    period = request.GET.get("periode", "")
    period = period if period in {one.period for one in periods} else ""
    context = {
        "agencies": agencies,
        "periods": sorted(periods, key=lambda one: one.ends, reverse=True),
        "agency": agency,
        "period": period,
        "catalogue": _catalogue(request),
        "tables": [_show(table, agency, period) for table in TABLES.values()],
    }
    return render_public(request, "public/data.html", context)


def _catalogue(request: HttpRequest) -> str:
    """Return the data set as schema.org says it, safe inside a script element."""
    page = request.build_absolute_uri(reverse("public:data"))
    base = request.build_absolute_uri(reverse("api:catalog").rpartition("/")[0])
    told = json.dumps(build_schema_org(describe_catalogue(page, base)), ensure_ascii=False)
    return mark_safe(told.replace("<", "\\u003c"))  # noqa: S308 - nothing in it can end the element


def _show(table: Table, agency: str, period: str) -> ShownTable:
    asked = {name: value for name, value in (("agency", agency), ("period", period)) if value}
    query = f"?{urlencode(asked)}" if asked else ""
    formats = (("CSV", "_csv"), ("Parquet", "_parquet"), ("JSON", ""))
    return ShownTable(
        table.key,
        gettext(table.title),
        tuple((name, reverse(f"api:{table.key}{kind}") + query) for name, kind in formats),
        tuple((column, gettext(column.meaning)) for column in columns_of(table.record)),
    )
