"""A unit's newest figure on the unit's own site: a badge, a card in a frame, and the page that gives both.

The card is the only page that others may show in a frame.
"""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from puas.queries.publications import Figure, published_figure
from puas.reports.badges import draw_badge
from puas.web.languages import link_in
from puas.web.pages import render_public
from puas.web.public.feeds import absolute
from puas.web.public.figure_sentences import say_index
from puas.web.public.kept_pages import kept
from puas.web.templatetags.printing import print_period


@require_safe
@kept
def badge(request: HttpRequest, agency: str, unit: str) -> HttpResponse:
    """Draw the badge of the newest period."""
    figure = published_figure(agency, unit)
    label = gettext("Indeks Kepuasan Masyarakat")
    drawing = draw_badge(
        figure.index, figure.grade, print_period(figure.period), label=label, title=say_figure(figure)
    )
    return HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@kept
def card(request: HttpRequest, agency: str, unit: str) -> HttpResponse:
    """Show the newest figure as a small page for a frame."""
    figure = published_figure(agency, unit)
    return render_public(request, "public/card.html", {"figure": figure})


@require_safe
@kept
def embed(request: HttpRequest, agency: str, unit: str) -> HttpResponse:
    """Give the lines that put badge or card on another page; they can be selected without a script."""
    figure = published_figure(agency, unit)
    places = [agency, unit]
    context = {
        "figure": figure,
        "sentence": say_figure(figure),
        "badge": absolute(request, reverse("public:badge", args=places)),
        "card": absolute(request, reverse("public:card", args=places)),
        "newest": absolute(request, reverse("public:newest", args=places)),
    }
    return render_public(request, "public/embed.html", context)


@require_safe
def newest(request: HttpRequest, agency: str, unit: str) -> HttpResponse:
    """Go to the newest result of a unit: what a badge leads to."""
    figure = published_figure(agency, unit)
    address = reverse("public:unit", args=[agency, unit, figure.period.code])
    response = HttpResponseRedirect(link_in(translation.get_language(), address))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def say_figure(figure: Figure) -> str:
    """Return the figure in one sentence."""
    return say_index(figure.unit_name, figure.period, figure.index, figure.grade)
