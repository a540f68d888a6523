"""How much every unit of an agency carried out of its plans; the same as a workbook."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.errors import NotFound
from puas.methodology.realisation import Level
from puas.models import Agency
from puas.queries.surveys import visible_agencies
from puas.queries.unit_realisations import (
    RealisationSummary,
    agency_follow_ups,
    plan_periods,
    realisation_summary,
)
from puas.reports.follow_ups import (
    LEVEL_NAMES,
    UnitProgress,
    build_follow_up_table,
    build_level_table,
    build_realisation_table,
    follow_up_document,
)
from puas.reports.workbooks import render_xlsx
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.downloads import xlsx_response
from puas.web.pages import render_page

PAGE = 100
"""Units on one page; the workbook has them all."""


def find_agency(request: StaffRequest, slug: str) -> Agency:
    """Return an agency of which this person sees a unit; NotFound `agency_unknown` for any other."""
    agency = next((one for one in visible_agencies(request.user) if one.slug == slug), None)
    if agency is None:
        raise NotFound("agency_unknown", "Instansi itu tidak ada, atau bukan instansi Anda.")
    return agency


@staff_only
@require_safe
def summary(request: StaffRequest, agency: str) -> HttpResponse:
    """Show k of n for each unit in a period, how many units stand where, and who did nothing twice."""
    found = find_agency(request, agency)
    periods = plan_periods(request.user, found)
    asked = request.GET.get("periode", "")
    period = next((one for one in periods if one.code == asked), periods[0] if periods else None)
    shown = realisation_summary(request.user, found, period) if period else None
    context: dict[str, Any] = {"agency": found, "periods": periods, "period": period, "summary": shown}
    if shown is not None:
        context |= _describe(shown, request.GET.get("kelas", ""), request.GET.get("halaman", "1"))
    return render_page(request, "office/unit_realisations.html", context)


def _describe(shown: RealisationSummary, level: str, page: str) -> dict[str, Any]:
    """Return a page of one class of the summary (all without one), and how many each class has."""
    names = LEVEL_NAMES | {Level.UNKNOWN: gettext("Tanpa rencana")}
    chosen = next((one for one in Level if one.value == level), None)
    rows = [row for row in shown.rows if chosen in (None, row.level)]
    return {
        "rows": Paginator(rows, PAGE).get_page(page),
        "levels": [(one, name, shown.levels[one]) for one, name in names.items()],
        "level": chosen,
    }


@staff_only
@require_safe
def workbook(request: StaffRequest, agency: str, period: str) -> HttpResponse:
    """Return the summary and the follow-up table of all units as a workbook."""
    found = find_agency(request, agency)
    chosen = next((one for one in plan_periods(request.user, found) if one.code == period), None)
    if chosen is None:
        raise NotFound(
            "plan_period_empty", "{agency} belum punya rencana untuk periode itu.", agency=found.name
        )
    rows = [_progress(row) for row in realisation_summary(request.user, found, chosen).rows]
    follow_ups = agency_follow_ups(request.user, found, chosen)
    tables = (
        build_realisation_table(found.name, chosen.pure, rows),
        build_level_table(rows),
        build_follow_up_table(found.name, chosen.pure, follow_ups, with_units=True),
    )
    document = follow_up_document(tables, found.name, chosen.pure, made_at=timezone.localtime())
    return xlsx_response(render_xlsx(document), f"realisasi-{found.slug}-{chosen.code}.xlsx")


def _progress(row: Any) -> UnitProgress:
    return UnitProgress(
        unit=row.unit.name,
        done=row.done.done if row.done else None,
        planned=row.done.planned if row.done else None,
        level=row.depth,
        is_idle=row.is_idle,
    )
