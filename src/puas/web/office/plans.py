"""The follow-up plan of a unit and period: read by everybody of the unit, written by who may plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput, NotNow, PuasError
from puas.methodology.findings.rules import Finding
from puas.models import Period, Plan, Unit
from puas.operations.plans import write_priorities
from puas.permissions import Action, can
from puas.queries.histories import find_unit
from puas.queries.plan_overviews import (
    PlanOverview,
    find_lock,
    find_plan_period,
    list_elements,
    plan_overview,
)
from puas.queries.plans import find_plan, find_standing_result, propose_priorities
from puas.reports.follow_ups import build_follow_up_table, follow_up_document
from puas.reports.workbooks import render_xlsx
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.downloads import xlsx_response
from puas.web.office.follow_up_rows import follow_ups_of
from puas.web.pages import render_page


@staff_only
@require_safe
def plan(request: StaffRequest, unit_id: int, period: str) -> HttpResponse:
    """Show the plan: priorities, their activities and how far each is, and what the plan before left."""
    unit = find_unit(request.user, unit_id)
    overview = plan_overview(request.user, unit, find_plan_period(unit, period))
    may_plan = can(request.user, Action.PLAN, unit)
    context = _about(unit, overview.period) | {
        "overview": overview,
        "warnings": [_say_finding(one) for one in overview.warnings],
        "lock": say(overview.lock) if overview.lock else "",
        "may_plan": may_plan,
        "can_write": may_plan and overview.can_be_written,
        "today": timezone.localdate(),
    }
    return render_page(request, "office/plan.html", context)


def _about(unit: Unit, period: Period) -> dict[str, Any]:
    return {"unit": unit, "agency": unit.agency, "row": period, "period": period.pure}


def say(refusal: PuasError) -> str:
    """Return a refusal in the page's language."""
    return gettext(refusal.message).format(**refusal.data)


def _say_finding(finding: Finding) -> str:
    return finding.sentence(get_language())


def plan_address(unit: Unit, period: Period) -> str:
    """Return the address of a plan's page."""
    return reverse("office:plan", args=[unit.pk, period.code])


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def priorities(request: StaffRequest, unit_id: int, period: str) -> HttpResponse:
    """Choose which elements the plan is about; others than the three lowest need a reason."""
    unit = find_unit(request.user, unit_id, Action.PLAN)
    row = find_plan_period(unit, period)
    if request.method != "POST":
        return _show_priorities(request, unit, row)
    chosen, reason = request.POST.getlist("prioritas")[:50], request.POST.get("alasan", "")[:2000]
    try:
        write_priorities(unit=unit, period=row, priorities=chosen, reason=reason, by=request.user)
    except (BadInput, NotNow) as error:
        if isinstance(error, NotNow) and error.code != "plan_priority_used":
            raise
        errors = {error.data.get("field", "prioritas"): say(error)}
        return _show_priorities(request, unit, row, {"chosen": chosen, "reason": reason, "errors": errors})
    messages.success(request, gettext("Prioritas disimpan. Langkah berikutnya: kegiatan untuk setiap unsur."))
    return HttpResponseRedirect(plan_address(unit, row), status=303)


def _show_priorities(
    request: StaffRequest, unit: Unit, period: Period, more: dict[str, Any] | None = None
) -> HttpResponse:
    lock = find_lock(unit, period)
    if lock is not None:
        raise lock
    result, found = find_standing_result(unit, period), find_plan(unit, period)
    proposed = propose_priorities(result)
    context = _about(unit, period) | {
        "elements": list_elements(result),
        "proposed": proposed,
        "chosen": _chosen(found, proposed),
        "reason": found.reason if found else "",
        "errors": {},
    }
    return render_page(request, "office/plan_priorities.html", context | (more or {}), 422 if more else 200)


def _chosen(plan: Plan | None, proposed: tuple[str, ...]) -> list[str]:
    return list(plan.priorities) if plan else list(proposed)


@staff_only
@require_safe
def workbook(request: StaffRequest, unit_id: int, period: str) -> HttpResponse:
    """Return the follow-up table in the columns of the regulation."""
    unit = find_unit(request.user, unit_id)
    row = find_plan_period(unit, period)
    overview: PlanOverview = plan_overview(request.user, unit, row)
    table = build_follow_up_table(unit.name, row.pure, follow_ups_of(overview))
    document = follow_up_document((table,), unit.name, row.pure, made_at=timezone.localtime())
    return xlsx_response(render_xlsx(document), f"rencana-tindak-lanjut-{unit.slug}-{row.code}.xlsx")
