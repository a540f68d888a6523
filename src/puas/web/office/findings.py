"""The checks before publishing: what the rules find in the agency's own figures, and the answers to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput
from puas.lifecycles import Need, SurveyState, needs_of
from puas.models import Agency, Period
from puas.operations.finding_answers import answer_finding
from puas.permissions import Action
from puas.queries.own_findings import own_findings
from puas.web.office.agencies import find_agency_period, home_of
from puas.web.office.doors import StaffRequest, asked_again, staff_only
from puas.web.pages import render_page

PAGE = 50
"""Errors on one page: each has a form of its own."""


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def findings(request: StaffRequest, agency: str, period: str) -> HttpResponse:
    """Show what the checks find in a period; POST answers one error with a reason, and asks who it is."""
    found, chosen = find_agency_period(request, agency, period, Action.PUBLISH)
    return _answer(request, found, chosen) if request.method == "POST" else _show(request, found, chosen)


@asked_again
def _answer(request: StaffRequest, found: Agency, chosen: Period) -> HttpResponse:
    """Store an answer: it stays under this name, and lets be published what a check calls wrong."""
    digest, reason = request.POST.get("temuan", ""), request.POST.get("alasan", "")[:2001]
    try:
        answer_finding(agency=found, period=chosen, digest=digest, reason=reason, by=request.user)
    except BadInput as error:
        return _show(request, found, chosen, digest, gettext(error.message).format(**error.data))
    messages.success(request, gettext("Alasan tersimpan. Angka itu dapat diterbitkan sebagaimana adanya."))
    return HttpResponseRedirect(reverse("office:own_findings", args=[found.slug, chosen.code]), status=303)


def _show(
    request: StaffRequest, agency: Agency, period: Period, wrong: str = "", error: str = ""
) -> HttpResponse:
    found = own_findings(agency, period)
    errors = [one for one in found if one.is_error]
    context = {
        "agency": agency,
        "period": period.pure,
        "errors": Paginator(errors, PAGE).get_page(request.GET.get("halaman")),
        "others": [one for one in found if not one.is_error],
        "open": sum(one.is_open for one in found),
        "holds_up": Need.FINDINGS in needs_of(SurveyState.PUBLISHED, agency.policy),
        "home": home_of(agency, period),
        "publish": reverse("office:agency_publish", args=[agency.slug, period.code]),
        "wrong": wrong,
        "error": error,
    }
    return render_page(request, "office/own_findings.html", context, status=422 if error else 200)
