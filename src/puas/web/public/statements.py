"""Pages that state what this installation promises to everyone."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from puas.web.pages import render_public


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say for whom the pages were made to work, how that was tested, and what is known not to work yet."""
    return render_public(request, "public/accessibility.html", {})
