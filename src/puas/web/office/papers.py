"""Paper in the office: batches of sheets, their PDF, how far they are typed in, and finishing them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from puas.errors import BadInput
from puas.lifecycles import LOCKED_STATES
from puas.models import PaperBatch, Service, Survey
from puas.operations.paper_batches import MOST_SHEETS, create_batch, finish_batch
from puas.permissions import Action
from puas.queries.paper_batches import (
    SPOILED,
    Correction,
    Difference,
    compare_readings,
    find_batch,
    list_batches,
    list_corrections,
)
from puas.queries.surveys import find_survey
from puas.reports.questionnaires import SheetBatch, print_sheet, render_questionnaires
from puas.web.languages import NAMES
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.papers_rows import Column, columns_of, number_services, say_value
from puas.web.pages import render_page


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show the batches of a survey, or number another one."""
    survey = find_survey(request.user, survey_id, Action.ENTER_RESPONSES)
    if request.method != "POST":
        return _list(request, survey, {"lembar": "50", "bahasa": "id", "dua": ""}, {})
    given = {name: request.POST.get(name, "").strip()[:20] for name in ("lembar", "bahasa", "dua")}
    try:
        batch = create_batch(
            survey=survey,
            sheets=int(given["lembar"]) if given["lembar"].isascii() and given["lembar"].isdecimal() else 0,
            language=given["bahasa"],
            needs_second=bool(given["dua"]),
            by=request.user,
        )
    except BadInput as error:
        wrong = {error.data["field"]: gettext(error.message).format(**error.data)}
        return _list(request, survey, given, wrong, status=422)
    messages.success(request, gettext("Bundel siap dicetak. Unduh PDF-nya, cetak, lalu bagikan lembarnya."))
    return _to("office:paper", batch.pk)


def _list(
    request: StaffRequest, survey: Survey, given: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    context = {
        "survey": survey,
        "unit": survey.unit,
        "period": survey.period.pure,
        "rows": list_batches(survey),
        "can_add": survey.stage not in LOCKED_STATES,
        "languages": [(code, NAMES.get(code, code)) for code in survey.instrument.parsed.languages],
        "given": given,
        "errors": errors,
        "most": MOST_SHEETS,
    }
    return render_page(request, "office/papers.html", context, status=status)


@staff_only
@require_safe
def paper(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Show a batch: how much is typed in, what was corrected, and what is left to do."""
    batch = find_batch(request.user, batch_id)
    row = next(row for row in list_batches(batch.survey) if row.batch.pk == batch.pk)
    columns = {column.key: column for column in batch_columns(batch)}
    context = describe_batch(batch) | {
        "row": row,
        "compared": compare_readings(batch),
        "corrections": [_describe(correction, columns) for correction in list_corrections(batch)],
        "is_survey_open": batch.survey.stage not in LOCKED_STATES,
    }
    return render_page(request, "office/paper.html", context)


def describe_batch(batch: PaperBatch) -> dict[str, Any]:
    """Return what every page about a batch says at its top."""
    survey = batch.survey
    return {"batch": batch, "survey": survey, "unit": survey.unit, "period": survey.period.pure}


def batch_columns(batch: PaperBatch) -> tuple[Column, ...]:
    """Return the columns of a batch's sheets, services included."""
    services = Service.objects.filter(unit=batch.survey.unit_id)
    return columns_of(batch.survey.instrument.parsed, tuple(services))


def _describe(correction: Correction, columns: dict[str, Column]) -> dict[str, Any]:
    return {
        "sheet": print_sheet(correction.entry.sheet),
        "entry": correction.entry,
        "changes": [say_change(change, columns) for change in correction.changes],
    }


def say_change(change: Difference, columns: dict[str, Column]) -> dict[str, str]:
    """Return a difference in words: the field, and both values."""
    if change.field == SPOILED:
        words = {True: gettext("tidak dihitung"), False: gettext("dihitung")}
        return {
            "field": change.field,
            "label": gettext("Lembar ini"),
            "first": words[bool(change.first)],
            "second": words[bool(change.second)],
        }
    column = columns[change.field]
    label = f"{column.key} {column.label}" if column.kind == "score" else column.label
    return {
        "field": change.field,
        "label": label,
        "first": say_value(column, change.first),
        "second": say_value(column, change.second),
    }


@staff_only
@require_safe
def sheets(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Download the numbered sheets of a batch."""
    batch = find_batch(request.user, batch_id)
    survey = batch.survey
    services = number_services(tuple(Service.objects.filter(unit=survey.unit_id)))
    pdf = render_questionnaires(
        SheetBatch(
            instrument=survey.instrument.parsed,
            language=batch.language,
            agency=survey.unit.agency.name,
            unit=survey.unit.name,
            period=survey.period.pure.label,
            survey=str(survey.pk),
            batch=str(batch.number),
            first=batch.first_sheet,
            count=batch.sheets,
            address=request.build_absolute_uri(reverse("public:form", args=[survey.token])),
            made_at=batch.created_at,
            services=tuple((number, one.name) for number, one in services if one.is_active),
        )
    )
    return pdf_response(pdf, f"lembar-{survey.unit.slug}-{survey.period.code}-{batch.number}.pdf")


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """Return a PDF to download under `name`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@staff_only
@require_POST
def finish(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Make the sheets that are typed in answers of the survey; NotNow says what is still missing."""
    batch = find_batch(request.user, batch_id)
    new = finish_batch(batch=batch, by=request.user)
    text = ngettext(
        "{count} lembar sekarang dihitung sebagai jawaban.",
        "{count} lembar sekarang dihitung sebagai jawaban.",
        new,
    )
    messages.success(request, text.format(count=new))
    return _to("office:paper", batch.pk)


def _to(name: str, key: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=[key]), status=303)
