"""The trail in the office: searched, read with before and after, and taken out as CSV or XLSX."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.http.response import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.errors import NotAllowed
from puas.models import AuditEvent
from puas.permissions import Action, units_of
from puas.queries.audit_searches import Search, find_events, known_operations, search_events
from puas.queries.audits import find_head
from puas.web.audit_words import describe_event, name_kind, name_operation, print_value
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

MOST_ROWS = 1_000_000
"""A sheet of XLSX has room for 1,048,576 rows."""

_FIELDS = {
    "pelaku": "actor",
    "tindakan": "operation",
    "jenis": "object_type",
    "unit": "unit",
    "kata": "words",
}


@staff_only
@require_safe
def trail(request: StaffRequest) -> HttpResponse:
    """Show a page of the events that fit; who may read no unit's trail is told whom to ask."""
    _require_any(request)
    search = read_search(request.GET)
    found = find_events(request.user, search)
    known = known_operations()
    kept = {
        name: request.GET[name] for name in (*_FIELDS, "nomor", "sejak", "sampai") if request.GET.get(name)
    }
    context = {
        "events": [describe_event(event, found.unit_names) for event in found.events],
        "search": search,
        "operations": sorted({(name_operation(name), name) for name, _ in known}),
        "kinds": sorted({(name_kind(kind), kind) for _, kind in known}),
        "head": find_head(),
        "query": urlencode(kept),
        "next_query": urlencode(kept | {"sebelum": str(found.next_before)}) if found.next_before else "",
        "is_first": search.before is None,
        "is_searching": bool(kept),
    }
    return render_page(request, "office/trail.html", context)


def _require_any(request: StaffRequest) -> None:
    if not units_of(request.user, Action.VIEW_AUDIT).exists():
        raise NotAllowed(
            "trail_not_allowed",
            "Jejak tindakan hanya untuk auditor, koordinator, dan administrator instansi. "
            "Minta peran itu kepada administrator.",
        )


def read_search(given: QueryDict) -> Search:
    """Return what the address asks for; what cannot be read is left open."""
    text = {field: given.get(name, "").strip()[:100] for name, field in _FIELDS.items()}
    return Search(
        **text,
        object_id=_number(given.get("nomor", "")),
        since=_day(given.get("sejak", "")),
        until=_day(given.get("sampai", "")),
        before=_number(given.get("sebelum", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 < found.year < 9000 else None


@staff_only
@require_safe
def export_csv(request: StaffRequest) -> StreamingHttpResponse:
    """Stream every event that fits as CSV, row by row."""
    _require_any(request)
    writer = csv.writer(_Echo())
    rows = (writer.writerow(row) for row in _rows(request))
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_name("csv")}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@staff_only
@require_safe
def export_xlsx(request: StaffRequest) -> FileResponse:
    """Return every event that fits as a workbook, written row by row into a file that nobody else sees."""
    _require_any(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it was sent
    _write_workbook(file, _rows(request))
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=_name("xlsx"))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _write_workbook(file: IO[bytes], rows: Iterator[list[str]]) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(gettext("Jejak"))
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)


def _rows(request: StaffRequest) -> Iterator[list[str]]:
    readable = units_of(request.user, Action.VIEW_AUDIT)
    names = dict(readable.values_list("pk", "name"))
    yield [
        gettext(heading)
        for heading in (
            "Nomor",
            "Waktu",
            "Pelaku",
            "Lewat",
            "Tindakan",
            "Jenis",
            "Nomor objek",
            "Unit",
            "Alasan",
            "Sebelum dan sesudah",
            "Rincian",
            "Sidik",
        )
    ]
    for event in search_events(request.user, read_search(request.GET))[:MOST_ROWS].iterator(chunk_size=2000):
        yield _row(event, names)


def _row(event: AuditEvent, names: dict[int, str]) -> list[str]:
    view = describe_event(event, names)
    cells = [
        str(event.sequence),
        timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
        event.by_name,
        view.door,
        view.what,
        view.kind,
        print_value(event.object_id),
        view.unit_name,
        view.reason,
        "; ".join(f"{what}: {before} → {after}" for what, before, after in view.changes),
        "; ".join(f"{what}: {value}" for what, value in view.facts),
        event.hash,
    ]
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell for cell in cells]


def _name(ending: str) -> str:
    return f"jejak-{timezone.localdate():%Y-%m-%d}.{ending}"


class _Echo:
    """A file for csv.writer that hands every line back."""

    def write(self, line: str) -> str:
        return line
