"""Up to four units of an agency side by side. The address holds the choice, so it can be sent to somebody."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.methodology.periods import parse_period
from puas.queries.publications import UnitLine, published_agency, published_units, require_published
from puas.reports.comparisons import MOST, Compared, draw_comparison
from puas.web.charts import shown
from puas.web.pages import render_public
from puas.web.public.heat_maps import elements_of, values_of
from puas.web.public.kept_pages import kept_by
from puas.web.templatetags.printing import print_period

UNIT = "unit"


@require_safe
@kept_by(UNIT)
def compare(request: HttpRequest, agency: str, period: str) -> HttpResponse:
    """Show the units that `?unit=` names, once for each; the form for choosing works without a script."""
    page, chosen = published_agency(agency), parse_period(period)
    require_published(page.name, chosen, page.periods)
    lines = published_units(agency, chosen.code)
    by_slug = {line.slug: line for line in lines}
    asked = list(dict.fromkeys(slug for slug in request.GET.getlist(UNIT) if slug))
    units = [by_slug[slug] for slug in asked if slug in by_slug][:MOST]
    context = {
        "agency": page,
        "period": chosen,
        "lines": sorted(lines, key=lambda line: line.name.casefold()),
        "places": [units[place].slug if place < len(units) else "" for place in range(MOST)],
        "units": units,
        "unknown": [slug for slug in asked if slug not in by_slug],
        "left_out": max(0, len(asked) - MOST),
        "most": MOST,
        "chart": _draw(units, print_period(chosen)) if units else None,
    }
    return render_public(request, "public/comparison.html", context)


def _draw(units: Sequence[UnitLine], period: str) -> dict[str, Any]:
    elements = elements_of(units)
    keys = [key for key, _ in elements]
    rows = [gettext("IKM"), *(f"{key} {name}" for key, name in elements)]
    compared = [Compared(unit.name, (unit.index, *values_of(unit, keys))) for unit in units]
    title = gettext("Perbandingan unit, {period}").format(period=period)
    return shown(draw_comparison(rows, compared, title=title, language=translation.get_language()))
