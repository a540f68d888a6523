"""The rules by which an agency counts: read by those who manage it, and changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput
from puas.methodology.disclosure import HIGHEST_MINIMUM, LOWEST_MINIMUM
from puas.methodology.rollups import AGENCY_RULES, YEAR_RULES
from puas.models import Agency
from puas.operations.policies import WEIGHTINGS, set_rules
from puas.permissions import Action
from puas.queries.results import agency_rule_of, year_rule_of
from puas.web.office.calendars import find_agency
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

WEIGHTING_WORDS = {
    "": gettext_noop("Menurut kuesionernya"),
    "exact": gettext_noop("Tepat: satu dibagi banyaknya unsur (1/9)"),
    "0.111": gettext_noop("Dibulatkan: 0,111"),
    "0.11": gettext_noop("Dibulatkan: 0,11"),
}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def policies(request: StaffRequest, agency: str) -> HttpResponse:
    """Show the rules of an agency and those it could choose; POST changes them for later results."""
    found, _ = find_agency(request, agency, Action.MANAGE_AGENCY)
    if request.method != "POST":
        return _show(request, found)
    try:
        set_rules(
            agency=found,
            rollup=request.POST.get("instansi", ""),
            annual=request.POST.get("tahun", ""),
            weighting=request.POST.get("bobot", ""),
            minimum=_read_minimum(request.POST.get("batas", "")),
            by=request.user,
        )
    except BadInput as error:
        return _show(request, found, gettext(error.message).format(**error.data))
    messages.success(request, gettext("Aturan tersimpan. Hasil yang dihitung sesudah ini memakainya."))
    return HttpResponseRedirect(reverse("office:policies", args=[found.slug]), status=303)


def _read_minimum(text: str) -> int | None:
    """Return the number that was typed, None for none; what is no number is as wrong as 0."""
    given = text.strip()
    if not given:
        return None
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 4 else 0


def _show(request: StaffRequest, agency: Agency, error: str = "") -> HttpResponse:
    """Show the rules that hold; with `error` what was chosen and typed, and why it was not stored."""
    holds = {
        "instansi": agency_rule_of(agency).key,
        "tahun": year_rule_of(agency).key,
        "bobot": agency.policy.get("weighting", ""),
        "batas": str(agency.policy.get("minimum_cell", "")),
    }
    chosen = {name: request.POST.get(name, "")[:20] for name in holds} if error else holds
    context = {
        "agency": agency,
        "rollups": [(rule, rule.key == chosen["instansi"]) for rule in AGENCY_RULES],
        "years": [(rule, rule.key == chosen["tahun"]) for rule in YEAR_RULES],
        "weightings": [(key, gettext(WEIGHTING_WORDS[key]), key == chosen["bobot"]) for key in WEIGHTINGS],
        "minimum": chosen["batas"],
        "lowest": LOWEST_MINIMUM,
        "highest": HIGHEST_MINIMUM,
        "error": error,
    }
    return render_page(request, "office/policies.html", context, status=422 if error else 200)
