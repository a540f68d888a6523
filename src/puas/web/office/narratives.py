"""The sections of a report that officials write: an editor each, its preview beside it, its versions below.

The script saves by itself while somebody writes; without it a button does. What was refused stays in the box.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput, Conflict, NotFound, PuasError
from puas.models import Narrative, Period, Unit
from puas.operations.narratives import restore_narrative, write_narrative
from puas.permissions import Action, can, require
from puas.queries.histories import find_unit
from puas.queries.narratives import list_versions, require_section
from puas.queries.periods import find_period
from puas.queries.unit_reports import unit_headline
from puas.reports.documents import Prose
from puas.reports.narratives import MOST_LETTERS, PLACES, parse_narrative, place_values, unknown_places
from puas.reports.unit_inputs import NARRATIVES
from puas.reports.wording import load_wording
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.plans import say
from puas.web.pages import render_page, wants_json
from puas.web.templatetags.printing import moment


def section_names() -> dict[str, str]:
    """Return the heading of each section that is written, by its key, in the order of the report."""
    wording = load_wording("unit")
    return {key: wording.say(f"headings.{key}") for key in NARRATIVES}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def narrative(request: StaffRequest, unit_id: int, period: str, section: str) -> HttpResponse:
    """Show one section to who sees the unit; a POST keeps what its writers wrote."""
    unit, chosen = find_unit(request.user, unit_id), find_period(period)
    require_section(section)
    if request.method != "POST":
        versions = list_versions(unit, chosen, section)
        text = versions[0].text if versions else ""
        return _show(request, unit, chosen, section, text)
    require(request.user, Action.WRITE_REPORT, unit)
    text, seen = request.POST.get("teks", ""), request.POST.get("versi", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    try:
        kept = write_narrative(
            unit=unit, period=chosen, section=section, text=text, seen=number, by=request.user
        )
    except (BadInput, Conflict) as error:
        return _refuse(request, unit, chosen, section, text, error)
    if wants_json(request):
        return _answer(unit, chosen, kept)
    messages.success(request, gettext("Tulisan disimpan."))
    return _back(unit, chosen, section)


def _refuse(
    request: StaffRequest, unit: Unit, period: Period, section: str, text: str, error: PuasError
) -> HttpResponse:
    status = 422 if isinstance(error, BadInput) else error.status
    if wants_json(request):
        return JsonResponse({"error": say(error)}, status=status)
    return _show(request, unit, period, section, text, say(error), status)


def _answer(unit: Unit, period: Period, kept: Narrative) -> HttpResponse:
    """Tell the script what was kept and how it reads now."""
    said = gettext("Tersimpan {moment}.").format(moment=moment(kept.written_at))
    preview = render_to_string("office/narrative_preview.html", _preview(unit, period, kept.text))
    return JsonResponse(
        {"number": kept.number, "said": said, "preview": preview}, headers={"Cache-Control": "no-store"}
    )


def _preview(unit: Unit, period: Period, text: str) -> dict[str, Any]:
    """Return the blocks of a text with the figures of now, and the places that nothing fills."""
    try:
        values = place_values(unit_headline(unit, period))
    except NotFound:  # no figure yet: the places stay as they are typed
        values = {}
    blocks = [(isinstance(block, Prose), block) for block in parse_narrative(text, values)]
    return {"blocks": blocks, "unknown": unknown_places(text), "values": values}


def _show(
    request: StaffRequest,
    unit: Unit,
    period: Period,
    section: str,
    text: str,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    versions, names = list_versions(unit, period, section), section_names()
    preview = _preview(unit, period, text)
    places = [(name, gettext(label), preview["values"].get(name, "")) for name, label in PLACES.items()]
    context = preview | {
        "unit": unit,
        "period": period.pure,
        "section": section,
        "name": names[section],
        "sections": names.items(),
        "replaces": NARRATIVES[section],
        "text": text,
        "versions": versions,
        "places": places,
        "most": MOST_LETTERS,
        "can_write": can(request.user, Action.WRITE_REPORT, unit),
        "error": error,
    }
    return render_page(request, "office/narrative.html", context, status=status)


def _back(unit: Unit, period: Period, section: str) -> HttpResponse:
    address = reverse("office:narrative", args=[unit.pk, period.code, section])
    return HttpResponseRedirect(address, status=303)


@staff_only
@require_POST
def restore(request: StaffRequest, unit_id: int, period: str, section: str) -> HttpResponse:
    """Make an older version the newest again; the one that stood there stays among the versions."""
    unit, chosen = find_unit(request.user, unit_id), find_period(period)
    require(request.user, Action.WRITE_REPORT, unit)
    asked = request.POST.get("versi", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    restore_narrative(unit=unit, period=chosen, section=section, number=number, by=request.user)
    messages.success(request, gettext("Versi {number} dipakai lagi.").format(number=number))
    return _back(unit, chosen, section)
