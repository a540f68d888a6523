"""Units from a table: upload, look at what would change, confirm, take back the refused rows."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput, NotFound, PuasError
from puas.exchange.unit_tables import write_refused_rows, write_unit_template
from puas.methodology.units import UnitKind
from puas.models import Agency, UnitImport
from puas.operations.unit_imports import apply_units, receive_units
from puas.permissions import Action, require
from puas.queries.unit_imports import (
    FieldChange,
    PlannedUnit,
    RowStatus,
    find_unit_import,
    list_unit_imports,
    plan_units,
)
from puas.queries.units import root_of
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.fields import require_day
from puas.web.office.unit_trees import find_agency, send_table
from puas.web.pages import render_page

UPLOAD_BYTES = 5 * 2**20
SHOWN = 200
"""Rows of a status that the preview lists; the counts are of all."""
FIELDS = {
    "name": gettext_noop("Nama unit"),
    "number": gettext_noop("Nomor"),
    "kind": gettext_noop("Jenis"),
    "parent": gettext_noop("Induk"),
    "area_code": gettext_noop("Kode wilayah"),
    "address": gettext_noop("Alamat"),
    "phone": gettext_noop("Telepon"),
    "email": gettext_noop("Surel"),
}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def unit_imports(request: StaffRequest, agency: str) -> HttpResponse:
    """Show the upload form and earlier imports; a table that can be read leads on to its preview."""
    found = _find(request, agency)
    if request.method != "POST":
        return _show_upload(request, found)
    try:
        made = _receive(request, found)
    except BadInput as refusal:
        return _show_upload(request, found, refusal)
    return HttpResponseRedirect(reverse("office:unit_import", args=[made.pk]), status=303)


def _find(request: StaffRequest, slug: str) -> Agency:
    """Return an agency whose whole tree this person manages."""
    found = find_agency(request, slug)
    require(request.user, Action.MANAGE_UNITS, root_of(found))
    return found


def _show_upload(request: StaffRequest, agency: Agency, refusal: PuasError | None = None) -> HttpResponse:
    context = {
        "agency": agency,
        "imports": list_unit_imports(agency),
        "megabytes": UPLOAD_BYTES // 2**20,
        "error": _say(refusal) if refusal else "",
    }
    return render_page(request, "office/unit_imports.html", context, status=422 if refusal else 200)


def _say(refusal: PuasError) -> str:
    return gettext(refusal.message).format(**refusal.data)


def _receive(request: StaffRequest, agency: Agency) -> UnitImport:
    upload = request.FILES.get("berkas")
    if not isinstance(upload, UploadedFile) or not upload.size:
        raise BadInput("unit_table_missing", "Pilih dahulu berkas tabel unit yang akan diimpor.")
    if upload.size > UPLOAD_BYTES:
        raise BadInput(
            "unit_table_size",
            "Berkas itu lebih besar dari {most} MB. Pecah berkasnya.",
            most=UPLOAD_BYTES // 2**20,
        )
    with tempfile.NamedTemporaryFile(prefix="puas-", suffix=".xlsx") as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        name = Path(upload.name or "unit.xlsx").name
        return receive_units(agency=agency, source=Path(copy.name), name=name, by=request.user)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def unit_import(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show what a draft would change, apply it, or show what came of it."""
    found = find_unit_import(request.user, import_id)
    if request.method != "POST":
        return _show(request, found)
    try:
        on = require_day(request.POST.get("tanggal", "") or timezone.localdate().isoformat(), "tanggal")
        apply_units(unit_import=found, on=on, by=request.user)
    except BadInput as refusal:
        return _show(request, found, refusal)
    messages.success(request, gettext("Tabel unit diterapkan."))
    return HttpResponseRedirect(reverse("office:unit_import", args=[found.pk]), status=303)


def _show(request: StaffRequest, found: UnitImport, refusal: PuasError | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "found": found,
        "agency": found.agency,
        "shown": SHOWN,
        "error": _say(refusal) if refusal else "",
    }
    if found.is_applied:
        context |= {
            "counts": found.counts,
            "refused": [_describe_refused(row) for row in found.refused[:SHOWN]],
        }
        return render_page(request, "office/unit_import_done.html", context)
    plan = plan_units(found.agency, found.rows)
    rows = {status.value: [_describe(row) for row in plan.of(status)[:SHOWN]] for status in RowStatus}
    counts = {status.value: count for status, count in plan.counts.items()}
    context |= {
        "counts": counts,
        "rows": rows,
        "absent": plan.absent,
        "is_dated": any(row.is_dated for row in plan.rows),
        "changes_something": counts["new"] + counts["changed"] > 0,
        "day": request.POST.get("tanggal", "") or timezone.localdate().isoformat(),
    }
    return render_page(request, "office/unit_import.html", context, status=422 if refusal else 200)


def _describe(row: PlannedUnit) -> dict[str, Any]:
    return {
        "line": row.facts.line,
        "name": row.facts.name,
        "kind": gettext(UnitKind(row.facts.kind).label) if row.facts.kind else "",
        "parent": row.parent_name,
        "changes": [_describe_change(change) for change in row.changes],
        "services": [one.name for one in row.services],
        "reasons": [_sentence(reason) for reason in row.reasons],
    }


def _describe_change(change: FieldChange) -> dict[str, str]:
    before, after = change.before, change.after
    if change.field == "kind":
        before, after = (gettext(UnitKind(value).label) for value in (before, after))
    return {"field": gettext(FIELDS[change.field]), "before": before, "after": after}


def _sentence(reason: Any) -> str:
    message, data = reason
    return gettext(message).format(**data)


def _describe_refused(row: Any) -> dict[str, Any]:
    line, cells, reasons = row
    return {"line": line, "name": cells[1], "reasons": [_sentence(reason) for reason in reasons]}


@staff_only
@require_safe
def refused(request: StaffRequest, import_id: int) -> HttpResponse:
    """Return the refused rows with their reasons, to be put right and uploaded again."""
    found = find_unit_import(request.user, import_id)
    if found.is_applied:
        rows = [
            (tuple(cells), [_sentence(reason) for reason in reasons]) for _, cells, reasons in found.refused
        ]
    else:
        bad = plan_units(found.agency, found.rows).of(RowStatus.BAD)
        rows = [(row.facts.cells, [_sentence(reason) for reason in row.reasons]) for row in bad]
    if not rows:
        raise NotFound("unit_import_nothing_refused", "Tidak ada baris yang ditolak.")
    content = write_refused_rows((cells, "\n".join(reasons)) for cells, reasons in rows)
    return send_table(content, f"{Path(found.name).stem}-ditolak.xlsx")


@staff_only
@require_safe
def template(request: StaffRequest, agency: str) -> HttpResponse:
    """Return the template of the table."""
    _find(request, agency)
    return send_table(write_unit_template(), "templat-unit.xlsx")
