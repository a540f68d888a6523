"""Search over units and agencies: a plain form, the best hits first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from puas.queries.publications import search_published
from puas.queries.published_searches import LONGEST, MOST
from puas.web.pages import render_public
from puas.web.public.kept_pages import kept_by

ASKED = "cari"


@require_safe
@kept_by(ASKED)
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found; without words, only the form."""
    text = request.GET.get(ASKED, "").strip()[:LONGEST]
    context = {"text": text, "hits": search_published(text), "most": MOST, "longest": LONGEST}
    return render_public(request, "public/search.html", context)
