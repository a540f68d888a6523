"""The agency's figure of a period by every rule side by side."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from puas.methodology.grades import grade_of
from puas.methodology.periods import PeriodKind
from puas.permissions import Action, actions_at
from puas.queries.agency_values import AgencyValues, find_agency_values
from puas.queries.units import root_of
from puas.web.office.agencies import find_agency_period, home_of
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page
from puas.web.templatetags.printing import count

RHYTHMS = {
    PeriodKind.QUARTER: gettext_noop("{n} unit disurvei tiap triwulan"),
    PeriodKind.SEMESTER: gettext_noop("{n} unit disurvei tiap semester"),
    PeriodKind.YEAR: gettext_noop("{n} unit disurvei setahun sekali"),
}


@staff_only
@require_safe
def agency_values(request: StaffRequest, agency: str, period: str) -> HttpResponse:
    """Show what each rule makes of the units' results, for those who see the whole agency."""
    found, chosen = find_agency_period(request, agency, period, Action.VIEW)
    seen, may = find_agency_values(found, chosen), actions_at(request.user, root_of(found))
    context: dict[str, Any] = {
        "agency": found,
        "period": chosen.pure,
        "seen": seen,
        "rows": [(one, grade_of(one.row.index) if one.row else None) for one in seen.values],
        "is_long": chosen.pure.kind is not PeriodKind.QUARTER,
        "rhythms": _say_rhythms(seen),
        "home": home_of(found, chosen),
        "compute": reverse("office:agency_compute", args=[found.slug, chosen.code]),
        "can_compute": Action.COMPUTE in may,
        "can_change": Action.MANAGE_AGENCY in may,
    }
    return render_page(request, "office/agency_values.html", context)


def _say_rhythms(seen: AgencyValues) -> list[str]:
    return [
        gettext(text).format(n=count(seen.rhythms[kind]))
        for kind, text in RHYTHMS.items()
        if seen.rhythms.get(kind)
    ]
