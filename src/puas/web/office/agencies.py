"""The agency's own figure, and publishing everything of a period in one decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput, NotFound
from puas.models import Agency, Period
from puas.operations.publications import publish_period
from puas.operations.results import compute_agency
from puas.permissions import Action, require
from puas.queries.own_findings import count_open
from puas.queries.surveys import unit_statuses, visible_agencies, visible_periods
from puas.queries.units import root_of
from puas.web.languages import link_in
from puas.web.office.doors import StaffRequest, asked_again, staff_only
from puas.web.pages import render_page


@staff_only
@require_POST
def compute(request: StaffRequest, agency: str, period: str) -> HttpResponse:
    """Measure the agency by the rule of its policy, then show the result."""
    found, chosen = find_agency_period(request, agency, period, Action.COMPUTE)
    result = compute_agency(agency=found, period=chosen, by=request.user)
    messages.success(request, gettext("Nilai instansi sudah dihitung. Periksa, lalu terbitkan."))
    return HttpResponseRedirect(reverse("office:result", args=[result.pk]), status=303)


@staff_only
@asked_again
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: StaffRequest, agency: str, period: str) -> HttpResponse:
    """Ask once more, then publish every result that waits in a period."""
    found, chosen = find_agency_period(request, agency, period, Action.PUBLISH)
    if request.method != "POST":
        return _confirm(request, found, chosen, reason="", error="")
    reason = request.POST.get("alasan", "")[:2000]
    try:
        made = publish_period(agency=found, period=chosen, by=request.user, reason=reason)
    except BadInput as error:
        return _confirm(request, found, chosen, reason, gettext(error.message).format(**error.data))
    text = ngettext("{count} hasil sudah terbit.", "{count} hasil sudah terbit.", len(made))
    messages.success(request, text.format(count=len(made)))
    return HttpResponseRedirect(home_of(found, chosen), status=303)


def _confirm(request: StaffRequest, agency: Agency, period: Period, reason: str, error: str) -> HttpResponse:
    statuses = unit_statuses(request.user, agency, period)
    waiting = [status for status in statuses if status.is_ready]
    context: dict[str, Any] = {
        "agency": agency,
        "period": period.pure,
        "waiting": waiting,
        "unverified": [s for s in statuses if s.is_unpublished and not s.is_ready],
        "open_errors": count_open(agency, period).total(),
        "replaces": any(status.publication for status in waiting),
        "reason": reason,
        "error": error,
        "home": home_of(agency, period),
    }
    return render_page(request, "office/publish_period.html", context, status=422 if error else 200)


def find_agency_period(request: StaffRequest, slug: str, code: str, action: Action) -> tuple[Agency, Period]:
    """Return an agency and a period that this person sees; NotAllowed without `action` at its root."""
    agency = next((a for a in visible_agencies(request.user) if a.slug == slug), None)
    if agency is None:
        raise NotFound("agency_unknown", "Instansi itu tidak ada, atau bukan instansi Anda.")
    require(request.user, action, root_of(agency))
    period = next((p for p in visible_periods(request.user, agency) if p.code == code), None)
    if period is None:
        raise NotFound("period_empty", "{agency} belum punya survei pada periode itu.", agency=agency.name)
    return agency, period


def home_of(agency: Agency, period: Period) -> str:
    return link_in("id", reverse("office:home"), instansi=agency.slug, periode=period.code)
