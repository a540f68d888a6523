"""An agency's page: its own figure and trend, how its grades are spread, all its units in a chosen order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from puas.methodology.periods import parse_period
from puas.queries.publications import (
    UnitLine,
    count_respondents,
    published_agency,
    published_units,
    require_published,
)
from puas.web.languages import link_in
from puas.web.pages import render_public
from puas.web.public.agency_figures import describe_agency
from puas.web.public.figure_sentences import say_index, say_published
from puas.web.public.kept_pages import kept_by
from puas.web.public.trends import show_trend

ORDER = "urut"
ORDERS: dict[str, tuple[str, Callable[[UnitLine], Any]]] = {
    "nomor": (gettext_noop("No."), lambda line: (line.number is None, line.number or 0)),
    "nama": (gettext_noop("Unit"), lambda line: line.name.casefold()),
    "ikm": (gettext_noop("IKM"), lambda line: line.index),
    "responden": (gettext_noop("Responden"), lambda line: line.respondents or 0),
}
FIRST_DOWN = {"ikm", "responden"}
"""Columns that are asked for with the largest first."""


@dataclass(frozen=True)
class Column:
    """A heading that sorts: `sort` is its aria-sort ("" when the table is ordered by another column)."""

    key: str
    name: str
    address: str
    sort: str


@require_safe
def agency(request: HttpRequest, agency: str) -> HttpResponse:
    """Go to the agency's newest published period."""
    newest = published_agency(agency).periods[0]
    address = reverse("public:agency_period", args=[agency, newest.code])
    return HttpResponseRedirect(link_in(translation.get_language(), address))


@require_safe
@kept_by(ORDER)
def agency_period(request: HttpRequest, agency: str, period: str) -> HttpResponse:
    """Show an agency in one period; what is not published is not there."""
    page, chosen = published_agency(agency), parse_period(period)
    require_published(page.name, chosen, page.periods)
    order, is_down = _read_order(request)
    lines = published_units(agency, chosen.code)
    own = next((point for point in page.trend if point.period == chosen), None)
    context = {
        "agency": page,
        "period": chosen,
        "own": own,
        "sentence": say_index(page.name, chosen, own.index, own.grade)
        if own
        else say_published(page.name, chosen),
        "lines": sorted(lines, key=ORDERS[order][1], reverse=is_down),
        "columns": _columns(request.path, order, is_down),
        "respondents": count_respondents(lines),
        "trend": show_trend(page.trend, chosen, page.name),
    } | describe_agency(agency, chosen, lines)
    return render_public(request, "public/agency.html", context)


def _read_order(request: HttpRequest) -> tuple[str, bool]:
    """Return the column `?urut=` asks for and whether it goes down ("-ikm"); anything else is by number."""
    asked = request.GET.get(ORDER, "nomor")
    key = asked.removeprefix("-")
    return (key, asked.startswith("-")) if key in ORDERS else ("nomor", False)


def _columns(path: str, order: str, is_down: bool) -> dict[str, Column]:
    """Return each column's link: asking for the present order again turns it round."""
    columns = {}
    for key, (name, _) in ORDERS.items():
        turned = not is_down if key == order else key in FIRST_DOWN
        address = link_in(translation.get_language(), path, **{ORDER: f"-{key}" if turned else key})
        direction = ("descending" if is_down else "ascending") if key == order else ""
        columns[key] = Column(key, gettext(name), address, direction)
    return columns
