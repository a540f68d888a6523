"""The portal's first page: every agency that has published."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from puas.queries.publications import published_agencies
from puas.web.pages import render_public
from puas.web.public.kept_pages import kept


@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """List the agencies with their newest figure, or say what happens before there are any."""
    return render_public(request, "public/home.html", {"agencies": published_agencies()})
