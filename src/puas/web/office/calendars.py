"""The agency's calendar in the office: who surveys how often, when, with what; holidays and weekends."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from puas.errors import BadInput, NotFound
from puas.methodology.periods import Period, PeriodKind
from puas.models import Agency, Unit
from puas.operations.calendars import add_holiday, remove_holiday, set_weekend
from puas.permissions import Action, can, require
from puas.queries.calendars import find_week, list_holidays, own_rules, unit_rules
from puas.queries.surveys import visible_agencies
from puas.queries.units import in_tree_order, root_of, visible_units
from puas.web.office.calendar_words import DAY_NAMES, KIND_WORDS
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.inputs import Input, parse_day
from puas.web.pages import render_page

PAGE = 100
"""Units on one page."""


@staff_only
@require_safe
def calendar(request: StaffRequest, agency: str) -> HttpResponse:
    """Show what the calendar says of every unit of an agency, its holidays, and the periods to open."""
    found, root = find_agency(request, agency, Action.MANAGE_AGENCY)
    return _show(request, found, root, {})


def find_agency(request: StaffRequest, slug: str, action: Action) -> tuple[Agency, Unit]:
    """Return an agency that this person sees, and its root. NotAllowed without `action` at the root."""
    agency = next((one for one in visible_agencies(request.user) if one.slug == slug), None)
    if agency is None:
        raise NotFound("agency_unknown", "Instansi itu tidak ada, atau bukan instansi Anda.")
    root = root_of(agency)
    require(request.user, action, root)
    return agency, root


def _show(
    request: StaffRequest,
    agency: Agency,
    root: Unit,
    errors: dict[str, str],
    given: dict[str, str] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    rules, own = unit_rules(agency), own_rules(agency)
    units = in_tree_order(visible_units(request.user).filter(agency=agency))
    week, given = find_week(agency), given or {}
    used = {rule.kind for rule in rules.values()}
    rows = [
        (row, rules[row.unit.pk], gettext(KIND_WORDS[rules[row.unit.pk].kind]), row.unit.pk in own)
        for row in units
        if not row.unit.is_root
    ]
    context: dict[str, Any] = {
        "agency": agency,
        "root": root,
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("halaman")),
        "rule": rules[root.pk],
        "rule_kind": gettext(KIND_WORDS[rules[root.pk].kind]),
        "periods": [period for period in periods_around(today.year) if period.kind.value in used],
        "can_open": can(request.user, Action.OPEN_SURVEY, root),
        "holidays": [*list_holidays(agency, today.year), *list_holidays(agency, today.year + 1)],
        "year": str(today.year),
        "weekdays": [(n, gettext(name), n in week.weekend) for n, name in enumerate(DAY_NAMES)],
        "errors": errors,
        "fields": [
            Input(
                "hari", gettext("Tanggal"), given.get("hari", ""), kind="date", error=errors.get("hari", "")
            ),
            Input("nama", gettext("Nama hari libur"), given.get("nama", ""), error=errors.get("nama", "")),
        ],
    }
    return render_page(request, "office/calendar.html", context, status=422 if errors else 200)


def periods_around(year: int) -> list[Period]:
    """Return the periods of this year and the next, in the order in which they end."""
    found = [
        Period(kind, shown, number)
        for shown in (year, year + 1)
        for kind, most in ((PeriodKind.QUARTER, 4), (PeriodKind.SEMESTER, 2), (PeriodKind.YEAR, 1))
        for number in range(1, most + 1)
    ]
    return sorted(found, key=lambda period: (period.ends, -period.starts.toordinal()))


@staff_only
@require_POST
def holidays(request: StaffRequest, agency: str) -> HttpResponse:
    """Add a holiday, or take one away (`hapus`)."""
    found, root = find_agency(request, agency, Action.MANAGE_AGENCY)
    removed = request.POST.get("hapus", "")
    if removed:
        remove_holiday(agency=found, day=parse_day(removed), by=request.user)
        messages.success(request, gettext("Hari libur dihapus; hari itu dihitung lagi sebagai hari kerja."))
        return _back(found)
    given = {name: request.POST.get(name, "")[:120] for name in ("hari", "nama")}
    try:
        add_holiday(agency=found, day=parse_day(given["hari"]), name=given["nama"], by=request.user)
    except BadInput as error:
        field = "nama" if error.code == "holiday_name" else "hari"
        return _show(request, found, root, {field: gettext(error.message).format(**error.data)}, given)
    messages.success(
        request, gettext("Hari libur disimpan. Survei yang sudah dibuat tetap dengan tanggalnya.")
    )
    return _back(found)


@staff_only
@require_POST
def weekend(request: StaffRequest, agency: str) -> HttpResponse:
    """Say on which days of the week nobody works."""
    found, root = find_agency(request, agency, Action.MANAGE_AGENCY)
    days = [int(text) for text in request.POST.getlist("libur") if text in tuple("0123456")]
    try:
        set_weekend(agency=found, days=days, by=request.user)
    except BadInput as error:
        return _show(request, found, root, {"pekan": gettext(error.message).format(**error.data)})
    messages.success(request, gettext("Hari kerja disimpan."))
    return _back(found)


def _back(agency: Agency) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:calendar", args=[agency.slug]), status=303)
