"""Every unit of an agency by every element, as one drawing with its table."""

from collections.abc import Sequence
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.methodology.periods import parse_period
from puas.queries.publications import UnitLine, published_agency, published_units, require_published
from puas.reports.heat_maps import HeatRow, draw_heat_map
from puas.web.charts import print_element, shown
from puas.web.pages import render_public
from puas.web.public.kept_pages import kept
from puas.web.templatetags.printing import print_period


@require_safe
@kept
def heat_map(request: HttpRequest, agency: str, period: str) -> HttpResponse:
    """Show the map of a period; what is not published is not there."""
    page, chosen = published_agency(agency), parse_period(period)
    require_published(page.name, chosen, page.periods)
    lines = published_units(agency, chosen.code)
    title = gettext("Nilai unsur setiap unit {name}, {period}").format(
        name=page.name, period=print_period(chosen)
    )
    elements = elements_of(lines)
    rows = [HeatRow(line.name, values_of(line, [key for key, _ in elements])) for line in lines]
    chart = draw_heat_map(rows, elements, title=title, language=translation.get_language())
    context = {"agency": page, "period": chosen, "elements": elements, "chart": shown(chart), "lines": lines}
    return render_public(request, "public/heat_map.html", context)


def elements_of(lines: Sequence[UnitLine]) -> list[tuple[str, str]]:
    """Return key and printed name of every element of `lines`, in the order they are first met."""
    found: dict[str, str] = {}
    for line in lines:
        found |= {key: print_element(name) for key, name in line.elements if key not in found}
    return list(found.items())


def values_of(line: UnitLine, keys: Sequence[str]) -> tuple[Fraction | None, ...]:
    """Return the value of each of `keys`, None for elements that the unit does not ask."""
    own = dict(zip((key for key, _ in line.elements), line.values, strict=True))
    return tuple(own.get(key) for key in keys)
