"""Reports of a unit in a period: the draft as it is now, what was frozen, and its files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import NotFound
from puas.models import Period, Unit
from puas.operations.reports import freeze_report
from puas.permissions import Action, actions_at, require
from puas.queries.histories import find_unit
from puas.queries.kept_reports import find_in_force, find_report_file, kinds_of, list_reports, path_of
from puas.queries.narratives import newest_narratives
from puas.queries.periods import find_period
from puas.queries.reports import name_report, render_own_template, render_report
from puas.reports.formats import FORMATS
from puas.reports.kinds import KINDS, ReportKind, require_kind
from puas.web.office.doors import StaffRequest, asked_again, staff_only
from puas.web.office.downloads import XLSX, file_response
from puas.web.office.narratives import section_names
from puas.web.pages import render_page

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": XLSX,
}


@staff_only
@require_safe
def reports(request: StaffRequest, unit_id: int, period: str) -> HttpResponse:
    """Show what was frozen of a unit and period, newest first, and lead to the draft."""
    unit, chosen = find_unit(request.user, unit_id), find_period(period)
    may = actions_at(request.user, unit)
    kept, texts = list_reports(unit, chosen), newest_narratives(unit, chosen)
    described = _describe(unit, chosen)
    context = described | {
        "groups": [
            (kind, name, facts, [report for report in kept if report.kind == kind])
            for kind, name, facts in described["kinds"]
        ],
        "sections": [(key, name, texts.get(key)) for key, name in section_names().items()],
        "has_units": Unit.objects.filter(parent=unit).exists(),
        "endings": tuple(FORMATS),
        "has_template": bool(unit.agency.policy.get("report", {}).get("template")),
        "can_freeze": Action.WRITE_REPORT in may,
        "can_sign": Action.SIGN_REPORT in may,
    }
    return render_page(request, "office/reports.html", context)


def _describe(unit: Unit, period: Period) -> dict[str, Any]:
    return {
        "unit": unit,
        "period": period.pure,
        "kinds": [(kind.value, gettext(KINDS[kind].label), KINDS[kind]) for kind in kinds_of(unit)],
        "in_force": find_in_force(unit, period),
    }


@staff_only
@require_safe
def draft(request: StaffRequest, unit_id: int, period: str, kind: str, ending: str) -> HttpResponse:
    """Hand out the report as it would be now; it has no code, so nobody takes it for the frozen one."""
    unit, chosen = find_unit(request.user, unit_id), find_period(period)
    wanted = find_kind(unit, kind)
    require_kind(wanted, ending, is_agency=unit.is_root)
    name = f"draf-{name_report(wanted, unit, chosen, ending)}"
    return file_response(render_report(wanted, unit, chosen, ending), name, MEDIA_TYPES[ending])


@staff_only
@require_safe
def own_template(request: StaffRequest, unit_id: int, period: str) -> HttpResponse:
    """Hand out a unit's report as the agency's own DOCX template has it."""
    unit, chosen = find_unit(request.user, unit_id), find_period(period)
    name = f"draf-templat-{unit.slug}-{chosen.code}.docx"
    return file_response(render_own_template(unit, chosen), name, MEDIA_TYPES["docx"])


def find_kind(unit: Unit, kind: str) -> ReportKind:
    """Return the kind that a unit has; NotFound `report_kind_unknown`."""
    for known in kinds_of(unit):
        if known.value == kind:
            return known
    raise NotFound("report_kind_unknown", "Jenis laporan itu tidak ada untuk unit ini.")


@staff_only
@asked_again
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: StaffRequest, unit_id: int, period: str, kind: str) -> HttpResponse:
    """Ask once more, then freeze: the files are kept as they are and get their code."""
    unit, chosen = find_unit(request.user, unit_id), find_period(period)
    require(request.user, Action.WRITE_REPORT, unit)
    wanted = find_kind(unit, kind)
    if request.method != "POST":
        found = [report for report in list_reports(unit, chosen) if report.kind == wanted.value]
        context = _describe(unit, chosen) | {
            "kind": wanted.value,
            "kind_name": gettext(KINDS[wanted].label),
            "former": found[0] if found else None,
        }
        return render_page(request, "office/report_freeze.html", context)
    made = freeze_report(kind=wanted, unit=unit, period=chosen, by=request.user)
    messages.success(request, gettext("Laporan dibekukan dengan kode {code}.").format(code=made.printed_code))
    return HttpResponseRedirect(reverse("office:reports", args=[unit.pk, chosen.code]), status=303)


@staff_only
@require_safe
def report_file(request: StaffRequest, file_id: int) -> HttpResponse:
    """Hand out a kept file to who sees its unit."""
    file = find_report_file(request.user, file_id)
    path = path_of(file)
    if not path.is_file():
        raise NotFound("report_file_gone", "Berkas laporan itu tidak ada lagi. Beri tahu administrator.")
    report = file.report
    slug = KINDS[ReportKind(report.kind)].slug
    version = f"-{file.version}" if file.is_signed else ""
    name = f"{slug}-{report.unit.slug}-{report.period.code}-{report.printed_code}{version}.{file.format}"
    return file_response(path.read_bytes(), name, MEDIA_TYPES[file.format])
