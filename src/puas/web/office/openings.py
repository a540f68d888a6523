"""Opening a period in the office: the preview of every expected survey, then all of them at once."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from puas.methodology.periods import parse_period
from puas.models import Agency
from puas.operations.openings import close_due_surveys, open_due_surveys, open_period
from puas.permissions import Action
from puas.queries.openings import Opening, describe_opening
from puas.web.languages import link_in
from puas.web.office.calendars import find_agency
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

PAGE = 100
"""Expected surveys on one page; what is made is all of them."""


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: StaffRequest, agency: str, period: str) -> HttpResponse:
    """Show what a period expects; a POST makes what is missing."""
    found, _ = find_agency(request, agency, Action.OPEN_SURVEY)
    pure = parse_period(period)
    if request.method != "POST":
        return _preview(request, found, describe_opening(found, pure))
    made = open_period(agency=found, period=pure, by=request.user)
    text = ngettext(
        "{n} survei dibuat. Masing-masing dibuka sendiri pada tanggalnya.",
        "{n} survei dibuat. Masing-masing dibuka sendiri pada tanggalnya.",
        len(made),
    )
    messages.success(
        request, text.format(n=len(made)) if made else gettext("Semua survei periode ini sudah ada.")
    )
    home = link_in("id", reverse("office:home"), instansi=found.slug, periode=pure.code)
    return HttpResponseRedirect(home, status=303)


def _preview(request: StaffRequest, agency: Agency, found: Opening) -> HttpResponse:
    missing, today = found.missing, timezone.localdate()
    context = {
        "agency": agency,
        "shown": Paginator(found.expected, PAGE).get_page(request.GET.get("halaman")),
        "period": found.period,
        "opening": found,
        "missing": missing,
        "without_population": sum(row.population is None for row in missing),
        "without_team": sum(row.team.is_empty for row in missing),
        "over": sum(row.window is not None and row.window.closes_on < today for row in missing),
        "instruments": sorted(Counter(str(row.instrument) for row in found.expected).items()),
    }
    return render_page(request, "office/opening.html", context)


@staff_only
@require_POST
def due(request: StaffRequest, agency: str) -> HttpResponse:
    """Open and close now what the calendar says, without waiting for the scheduled round."""
    found, _ = find_agency(request, agency, Action.OPEN_SURVEY)
    now = timezone.now()
    opened = open_due_surveys(now=now, agency=found, by=request.user)
    closed = close_due_surveys(now=now, agency=found, by=request.user)
    text = gettext("{opened} survei dibuka dan {closed} survei ditutup menurut kalender.")
    messages.success(request, text.format(opened=len(opened), closed=len(closed)))
    home = link_in(
        "id", reverse("office:home"), instansi=found.slug, periode=request.POST.get("periode", "")[:10]
    )
    return HttpResponseRedirect(home, status=303)
