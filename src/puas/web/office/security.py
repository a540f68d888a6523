"""What an agency asks of those who sign in: a second factor for coordinators and administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from puas.errors import NotFound
from puas.operations.second_factors import ask_second_factor
from puas.permissions import Action, require
from puas.queries.second_factors import missing_in
from puas.queries.surveys import visible_agencies
from puas.queries.units import root_of
from puas.web.office.doors import StaffRequest, asked_again, staff_only
from puas.web.pages import render_page


@staff_only
@asked_again
@require_http_methods(["GET", "HEAD", "POST"])
def security(request: StaffRequest, agency: str) -> HttpResponse:
    """Show who has no second factor yet, or decide whether one is asked for."""
    found = next((one for one in visible_agencies(request.user) if one.slug == agency), None)
    if found is None:
        raise NotFound("agency_unknown", "Instansi itu tidak ada, atau bukan instansi Anda.")
    require(request.user, Action.MANAGE_AGENCY, root_of(found))
    if request.method != "POST":
        context = {"agency": found, "missing": missing_in(found)}
        return render_page(request, "office/security.html", context)
    is_asked = request.POST.get("wajib") == "ya"
    ask_second_factor(agency=found, is_asked=is_asked, by=request.user)
    asked = gettext("Verifikasi dua langkah sekarang wajib bagi koordinator dan administrator.")
    free = gettext("Verifikasi dua langkah sekarang tidak wajib.")
    messages.success(request, asked if is_asked else free)
    return HttpResponseRedirect(reverse("office:security", args=[found.slug]), status=303)
