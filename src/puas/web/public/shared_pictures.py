"""The picture that is shown when a page is shared (Open Graph), drawn by us from the published figure."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.methodology.periods import parse_period
from puas.queries.publications import published_figure
from puas.reports.badges import Shared, draw_shared
from puas.reports.pictures import render_png
from puas.web.public.embeds import say_figure
from puas.web.public.kept_pages import kept
from puas.web.templatetags.printing import print_period

DOTS_PER_INCH = 96  # one dot for each unit of the drawing


@require_safe
@kept
def picture(request: HttpRequest, agency: str, unit: str, period: str) -> HttpResponse:
    """Return the picture of a result as PNG, 1200 x 630."""
    figure = published_figure(agency, unit, parse_period(period).code)
    above = print_period(figure.period)
    if figure.unit_slug != figure.agency_slug:
        above = f"{figure.agency_name} · {above}"
    grade = replace(figure.grade, performance=gettext(figure.grade.performance))
    shared = Shared(figure.unit_name, above, figure.index, grade)
    chart = draw_shared(shared, label=gettext("Indeks Kepuasan Masyarakat"), title=say_figure(figure))
    return HttpResponse(render_png(chart.svg, DOTS_PER_INCH), content_type="image/png")
