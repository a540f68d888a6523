"""The method page: every number of an agency's pages in plain words, with the agency's own parameters."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from puas.methodology.grades import GRADES
from puas.methodology.instruments import Instrument
from puas.methodology.periods import parse_period
from puas.methodology.sampling import required_sample
from puas.queries.publications import published_agency, published_method, require_published
from puas.web.charts import print_element
from puas.web.group_names import print_label
from puas.web.pages import render_public
from puas.web.public.kept_pages import kept

POPULATIONS = (100, 500, 1000, 5000, 50000)


@require_safe
@kept
def method(request: HttpRequest, agency: str, period: str) -> HttpResponse:
    """Explain the figures of one period."""
    page, chosen = published_agency(agency), parse_period(period)
    require_published(page.name, chosen, page.periods)
    found = published_method(agency, chosen.code)
    context = {
        "agency": page,
        "period": chosen,
        "method": found,
        "grades": GRADES,
        "samples": [(population, required_sample(population)) for population in POPULATIONS],
        "instruments": list(_describe(found.instruments)),
    }
    return render_public(request, "public/method.html", context)


def _describe(instruments: Iterable[Instrument]) -> Any:
    """Yield each questionnaire with its questions and the element that each feeds."""
    for instrument in instruments:
        names = {element.key: print_element(element.name) for element in instrument.elements}
        yield {
            "title": print_label(instrument.title),
            "id": instrument.id,
            "rows": [
                (item.key, print_label(item.text), item.element, names.get(item.element or "", ""))
                for item in instrument.items
            ],
            "minimum": instrument.minimum_answered,
            "elements": len(instrument.elements),
        }
