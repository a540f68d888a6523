"""Who has not reported: the units without a published result in a period."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from puas.methodology.periods import parse_period
from puas.queries.publications import (
    published_agency,
    published_reporting,
    published_slugs,
    require_published,
)
from puas.web.pages import render_public
from puas.web.public.kept_pages import kept


@require_safe
@kept
def missing_units(request: HttpRequest, agency: str, period: str) -> HttpResponse:
    """List the units that the period still waits for, with the last period that each published."""
    page, chosen = published_agency(agency), parse_period(period)
    require_published(page.name, chosen, page.periods)
    reporting = published_reporting(agency, chosen, published_slugs(agency, chosen.code))
    context = {"agency": page, "period": chosen, "reporting": reporting}
    return render_public(request, "public/missing_units.html", context)
