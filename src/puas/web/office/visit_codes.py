"""Visit slips of a unit: made in batches, printed to cut apart, counted, revoked."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from puas.errors import BadInput, NotFound, NotNow
from puas.models import FormLink, Unit
from puas.models.visit_codes import print_code
from puas.operations.form_links import revoke_form_link
from puas.operations.visit_codes import MOST_CODES, create_visit_codes
from puas.permissions import Action, can
from puas.queries.form_links import list_linkable_services, list_linkable_surveys
from puas.queries.histories import find_unit
from puas.queries.visit_codes import derive_slips, find_batch, list_batches
from puas.reports.slips import Slip, SlipBatch, render_slips
from puas.web.languages import NAMES
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.form_links import read_choices
from puas.web.office.form_links_posters import list_languages
from puas.web.office.papers import pdf_response
from puas.web.pages import render_page

FIELDS = ("nama", "banyak", "survei", "layanan", "tanggal")
A_FILE = 200
"""Slips in one PDF: twenty pages, drawn in a few seconds."""


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show a unit's batches of slips, or make one and go on to print it."""
    if request.method != "POST":
        return _show(request, find_unit(request.user, unit_id))
    found = find_unit(request.user, unit_id, Action.OPEN_SURVEY)
    given = {name: request.POST.get(name, "").strip()[:200] for name in FIELDS}
    try:
        link = create_visit_codes(
            unit=found,
            name=given["nama"],
            count=int(given["banyak"]) if given["banyak"].isascii() and given["banyak"].isdecimal() else 0,
            visited_on=_read_day(given["tanggal"]),
            by=request.user,
            **read_choices(found, given),
        )
    except (BadInput, NotNow) as error:
        errors = {error.data.get("field", "survei"): gettext(error.message).format(**error.data)}
        return _show(request, found, {"given": given, "errors": errors}, status=422)
    messages.success(request, gettext("Slip siap dicetak. Unduh PDF-nya, cetak, lalu potong."))
    return HttpResponseRedirect(reverse("office:visit_batch", args=[link.pk]), status=303)


def _read_day(text: str) -> datetime.date | None:
    """Return the day that was typed, None when none was. BadInput `visit_day`."""
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput("visit_day", "Tulis tanggal kunjungan seperti 2026-11-20.", field="tanggal") from error


def _show(
    request: StaffRequest, found: Unit, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    is_maker = can(request.user, Action.OPEN_SURVEY, found)
    context = {
        "unit": found,
        "agency": found.agency,
        "rows": list_batches(found),
        "can_make": is_maker,
        "surveys": list_linkable_surveys(found) if is_maker else (),
        "services": list_linkable_services(found) if is_maker else (),
        "most": MOST_CODES,
        "given": {"banyak": "100"},
        "errors": {},
    }
    return render_page(request, "office/visit_batches.html", context | (more or {}), status=status)


@staff_only
@require_safe
def batch(request: StaffRequest, link_id: int) -> HttpResponse:
    """Show a batch: what is used, what can be printed, and how to take it back."""
    row = find_batch(request.user, link_id)
    link = row.link
    parts = range(1, row.slips + 1, A_FILE)
    context = {
        "row": row,
        "link": link,
        "unit": link.unit,
        "parts": [(first, min(first + A_FILE - 1, row.slips)) for first in parts],
        "languages": [(code, NAMES[code]) for code in list_languages(link)],
        "language": _language(request, link),
        "can_print": can(request.user, Action.ENTER_RESPONSES, link.unit),
        "can_manage": can(request.user, Action.OPEN_SURVEY, link.unit),
    }
    return render_page(request, "office/visit_batch.html", context)


@staff_only
@require_safe
def slips(request: StaffRequest, link_id: int, first: int) -> HttpResponse:
    """Download some slips of a batch, A_FILE at most. NotNow for a batch that is revoked."""
    row = find_batch(request.user, link_id, Action.ENTER_RESPONSES)
    link = row.link
    if not 1 <= first <= row.slips:
        raise NotFound("visit_slips_missing", "Slip dengan nomor itu tidak ada.")
    if link.is_revoked:
        raise NotNow("form_link_revoked", "Tautan {name} sudah dicabut.", name=link.name)
    language = _language(request, link)
    pdf = render_slips(_build(request, link, first, language))
    return pdf_response(pdf, f"slip-{link.unit.slug}-{link.code}-{first}-{language}.pdf")


def _build(request: StaffRequest, link: FormLink, first: int, language: str) -> SlipBatch:
    with translation.override(language):
        day = date_format(link.visited_on, "j F Y") if link.visited_on else ""
    return SlipBatch(
        agency=link.unit.agency.name,
        unit=link.unit.name,
        place=link.name,
        slips=[
            Slip(number, request.build_absolute_uri(reverse("public:visit", args=[code])), print_code(code))
            for number, code in derive_slips(link, first, first + A_FILE - 1)
        ],
        made_at=timezone.now(),
        service=link.service.name if link.service else "",
        day=day,
        language=language,
    )


def _language(request: StaffRequest, link: FormLink) -> str:
    asked = request.GET.get("slip", "id")
    return asked if asked in list_languages(link) else "id"


@staff_only
@require_POST
def revoke(request: StaffRequest, link_id: int) -> HttpResponse:
    """Close a batch for good; whoever still has a slip of it is told so."""
    link = find_batch(request.user, link_id, Action.OPEN_SURVEY).link
    revoke_form_link(link=link, by=request.user)
    messages.success(request, gettext("Slip {name} sudah dicabut.").format(name=link.name))
    return HttpResponseRedirect(reverse("office:visit_batches", args=[link.unit_id]), status=303)
