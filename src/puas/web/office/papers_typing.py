"""The entry grid: one row a sheet, saved row by row, with a script or without."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput, NotFound, PuasError
from puas.models import Keying, PaperBatch, PaperEntry
from puas.operations.paper_batches import type_sheet
from puas.queries.paper_batches import DATE, NOT_COMPARED, Standing, find_batch, standing_entries
from puas.reports.questionnaires import print_sheet
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.papers import batch_columns, describe_batch
from puas.web.office.papers_rows import Column, parse_row, print_row
from puas.web.pages import render_page

ROWS = 20
SHEET, SPOILED_BOX = "lembar", "rusak"


@dataclass(frozen=True)
class Cell:
    """One box of the grid."""

    column: Column
    value: str
    is_wrong: bool
    is_first: bool


@dataclass
class Row:
    """One sheet as the grid shows it. `typed` is what stands in the boxes, saved or not."""

    sheet: int
    typed: dict[str, str]
    revision: int = 0
    is_spoiled: bool = False
    error: str = ""
    wrong: str = ""
    cells: list[Cell] = field(default_factory=list)

    @property
    def number(self) -> str:
        return print_sheet(self.sheet)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def typing(request: StaffRequest, batch_id: int, keying: int) -> HttpResponse:
    """Show the grid at the first sheet that is not typed in, or keep one row of it."""
    batch = find_batch(request.user, batch_id)
    if keying not in (Keying.FIRST, Keying.SECOND):
        raise NotFound("paper_keying", "Hanya ada ketikan pertama dan kedua.")
    if request.method == "POST":
        return _save(request, batch, Keying(keying))
    standing = standing_entries(batch)
    asked = request.GET.get(SHEET, "")
    sheet = int(asked) if asked.isascii() and asked.isdecimal() else _first_open(batch, standing, keying)
    return _show(request, batch, Keying(keying), standing, sheet)


def _first_open(batch: PaperBatch, standing: Standing, keying: int) -> int:
    """Return the first sheet that nobody typed in yet: work goes on where it stopped."""
    numbers = range(batch.first_sheet, batch.last_sheet + 1)
    return next((sheet for sheet in numbers if (sheet, keying) not in standing), batch.first_sheet)


def _columns(batch: PaperBatch, keying: Keying) -> tuple[Column, ...]:
    columns = batch_columns(batch)
    return tuple(c for c in columns if keying is Keying.FIRST or c.key not in NOT_COMPARED)


def _save(request: StaffRequest, batch: PaperBatch, keying: Keying) -> HttpResponse:
    columns = _columns(batch, keying)
    typed = {column.key: request.POST.get(column.key, "")[:4000] for column in columns}
    given = request.POST.get(SHEET, "")
    sheet = int(given) if given.isascii() and given.isdecimal() and len(given) < 8 else 0
    is_spoiled = bool(request.POST.get(SPOILED_BOX))
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        content = {} if is_spoiled else parse_row(columns, typed)
        entry, _ = type_sheet(
            batch=batch, sheet=sheet, keying=keying, content=content, is_spoiled=is_spoiled, by=request.user
        )
    except PuasError as error:
        return _refuse(request, batch, keying, Row(sheet, typed, is_spoiled=is_spoiled), error, wants_json)
    if wants_json:
        done = sum(key[1] == keying for key in standing_entries(batch))
        return JsonResponse({"revision": entry.revision, "done": done, "total": batch.sheets})
    following = min(sheet + 1, batch.last_sheet)
    address = reverse("office:paper_typing", args=[batch.pk, keying.value])
    return HttpResponseRedirect(f"{address}?{SHEET}={following}#lembar-{following}", status=303)


def _refuse(
    request: StaffRequest, batch: PaperBatch, keying: Keying, row: Row, error: PuasError, wants_json: bool
) -> HttpResponse:
    """Say what is wrong with a row, in its place; what was typed stays in the boxes."""
    row.error = gettext(error.message).format(**error.data)
    row.wrong = error.data.get("field", "") if isinstance(error, BadInput) else ""
    status = 422 if isinstance(error, BadInput) else error.status
    if wants_json:
        return JsonResponse({"error": row.error, "field": row.wrong}, status=status)
    if not batch.first_sheet <= row.sheet <= batch.last_sheet or batch.is_finished:
        raise error
    return _show(request, batch, keying, standing_entries(batch), row.sheet, row, status)


def _show(
    request: StaffRequest,
    batch: PaperBatch,
    keying: Keying,
    standing: Standing,
    sheet: int,
    refused: Row | None = None,
    status: int = 200,
) -> HttpResponse:
    sheet = max(batch.first_sheet, min(sheet, batch.last_sheet))
    first = sheet - (sheet - batch.first_sheet) % ROWS
    last = min(first + ROWS - 1, batch.last_sheet)
    columns = _columns(batch, keying)
    day = _last_day(standing, keying, columns)
    rows = [_build_row(standing.get((n, keying.value)), n, columns, day) for n in range(first, last + 1)]
    if refused is not None:
        rows[refused.sheet - first] = refused
    for row in rows:
        row.cells = _cells(row, columns)
    context: dict[str, Any] = describe_batch(batch) | {
        "keying": keying.value,
        "columns": columns,
        "rows": rows,
        "current": sheet,
        "done": sum(key[1] == keying for key in standing),
        "earlier": first - 1 if first > batch.first_sheet else 0,
        "later": last + 1 if last < batch.last_sheet else 0,
    }
    return render_page(request, "office/paper_typing.html", context, status=status)


def _last_day(standing: Standing, keying: Keying, columns: tuple[Column, ...]) -> str:
    """Return the date typed last, because the next sheet of a pile mostly has the same."""
    entries = [entry for key, entry in standing.items() if key[1] == keying and DATE in entry.content]
    newest = max(entries, key=lambda entry: entry.pk, default=None)
    return print_row(columns, newest.content)[DATE] if newest else ""


def _build_row(entry: PaperEntry | None, sheet: int, columns: tuple[Column, ...], day: str) -> Row:
    if entry is None:
        return Row(sheet, {DATE: day})
    return Row(sheet, print_row(columns, entry.content), entry.revision, entry.is_spoiled)


def _cells(row: Row, columns: tuple[Column, ...]) -> list[Cell]:
    """Return the boxes of a row; the one to start in is the wrong one, else the first empty one."""
    values = [row.typed.get(column.key, "") for column in columns]
    start = next((n for n, c in enumerate(columns) if c.key == row.wrong), None)
    if start is None:
        start = next((n for n, value in enumerate(values) if not value), 0)
    return [
        Cell(column, value, column.key == row.wrong, n == start)
        for n, (column, value) in enumerate(zip(columns, values, strict=True))
    ]
