"""The units of an agency: the tree to look through, and its table to take along."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.errors import NotFound
from puas.exchange.unit_tables import write_unit_table
from puas.methodology.units import KINDS_BELOW
from puas.models import Agency
from puas.permissions import Action, can, require
from puas.queries.surveys import visible_agencies
from puas.queries.unit_tables import unit_table
from puas.queries.unit_trees import TreeLine, manages_any, unit_tree
from puas.queries.units import root_of
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN_AT_MOST = 60
"""With more units than this, the tree starts folded below the agency."""


@staff_only
@require_safe
def unit_tree_page(request: StaffRequest, agency: str) -> HttpResponse:
    """Show the tree of the units that this person sees, or the units that fit a search."""
    found = find_agency(request, agency)
    with_ended = bool(request.GET.get("berakhir"))
    search, kind = request.GET.get("cari", "").strip()[:100], request.GET.get("jenis", "")
    lines = list(unit_tree(request.user, found, with_ended=with_ended))
    below = [line for line in lines if not line.unit.is_root]
    is_search = bool(search or kind)
    root = root_of(found)
    can_manage = can(request.user, Action.MANAGE_UNITS, root)
    context: dict[str, Any] = {
        "agency": found,
        "root": root,
        "lines": [line for line in below if _fits(line, search.casefold(), kind)]
        if is_search
        else _fold(lines),
        "is_search": is_search,
        "total": len(below),
        "services": sum(line.services for line in lines),
        "search": search,
        "kind": kind,
        "kinds": [(k.value, gettext(k.label)) for k in KINDS_BELOW],
        "with_ended": with_ended,
        "can_manage": can_manage,
        "can_export": bool(below) and (can_manage or manages_any(request.user, found)),
    }
    return render_page(request, "office/unit_tree.html", context)


def _fits(line: TreeLine, search: str, kind: str) -> bool:
    text = f"{line.unit.name} {line.unit.number or ''} {line.unit.area_code}".casefold()
    return search in text and kind in ("", line.unit.kind)


def _fold(lines: list[TreeLine]) -> list[dict[str, Any]]:
    """Return the lines with what closes after each; written in one pass, whatever the depth."""
    is_small = len(lines) <= OPEN_AT_MOST
    return [
        {
            "line": line,
            "is_open": is_small or (line.depth == 0 and line.unit.is_root),
            "closing": mark_safe("</ul></details></li>" * line.closes),  # noqa: S308 - a constant
        }
        for line in lines
    ]


@staff_only
@require_safe
def export(request: StaffRequest, agency: str) -> HttpResponse:
    """Return the units that this person manages as a table that can be imported again."""
    found = find_agency(request, agency)
    rows = unit_table(request.user, found)
    if not rows:
        require(request.user, Action.MANAGE_UNITS, root_of(found))
    name = f"unit-{found.slug}-{timezone.localdate().isoformat()}.xlsx"
    return send_table(write_unit_table(rows), name)


def send_table(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved under `name`."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)


def find_agency(request: StaffRequest, slug: str) -> Agency:
    """Return an agency in which this person sees a unit; NotFound `agency_unknown` for any other."""
    found = next((one for one in visible_agencies(request.user) if one.slug == slug), None)
    if found is None:
        raise NotFound("agency_unknown", "Instansi itu tidak ada, atau bukan instansi Anda.")
    return found
