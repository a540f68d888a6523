"""Two readings of the same sheets side by side, and the decision between them with the paper in hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput
from puas.models import PaperBatch
from puas.operations.paper_batches import settle_sheet
from puas.queries.paper_batches import ReadTwice, compare_readings, find_batch
from puas.reports.questionnaires import print_sheet
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.papers import batch_columns, describe_batch, say_change
from puas.web.office.papers_rows import Column
from puas.web.pages import render_page

CHOICES = {"1": 1, "2": 2}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def readings(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Show where two readings differ, or keep the decision about one sheet."""
    batch = find_batch(request.user, batch_id)
    if request.method != "POST":
        return _show(request, batch)
    given = request.POST.get("lembar", "")
    sheet = int(given) if given.isascii() and given.isdecimal() and len(given) < 8 else 0
    choices = {name: CHOICES[value] for name, value in request.POST.items() if value in CHOICES}
    choices.pop("lembar", None)
    try:
        settle_sheet(batch=batch, sheet=sheet, choices=choices, by=request.user)
    except BadInput as error:
        return _show(request, batch, sheet, gettext(error.message).format(**error.data), status=422)
    text = gettext("Lembar {sheet} sudah diputuskan.").format(sheet=print_sheet(sheet))
    messages.success(request, text)
    return HttpResponseRedirect(reverse("office:paper_readings", args=[batch.pk]), status=303)


def _show(
    request: StaffRequest, batch: PaperBatch, refused: int = 0, error: str = "", status: int = 200
) -> HttpResponse:
    compared = compare_readings(batch)
    columns = {column.key: column for column in batch_columns(batch)}
    context = describe_batch(batch) | {
        "compared": compared,
        "open": [_describe(sheet, columns) for sheet in compared.open],
        "settled": [print_sheet(s.sheet) for s in compared.sheets if s.differences and s.is_settled],
        "refused": refused,
        "error": error,
    }
    return render_page(request, "office/paper_readings.html", context, status=status)


def _describe(read: ReadTwice, columns: dict[str, Column]) -> dict[str, Any]:
    return {
        "sheet": read.sheet,
        "number": print_sheet(read.sheet),
        "changes": [say_change(difference, columns) for difference in read.differences],
    }
