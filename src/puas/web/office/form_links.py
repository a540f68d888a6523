"""Links and QR codes of a unit: made, listed with what came by each, revoked, replaced."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput, NotNow
from puas.models import LinkKind, Unit
from puas.operations.form_links import create_form_link, replace_form_link, revoke_form_link
from puas.permissions import Action, can
from puas.queries.form_links import (
    find_form_link,
    list_form_links,
    list_linkable_services,
    list_linkable_surveys,
)
from puas.queries.histories import find_unit
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

FIELDS = ("nama", "jenis", "survei", "layanan")
KINDS = {"": LinkKind.OPEN, LinkKind.OPEN.value: LinkKind.OPEN, LinkKind.KIOSK.value: LinkKind.KIOSK}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def form_links(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show a unit's links, or make one and go on to what can be printed for it."""
    if request.method != "POST":
        return _show(request, find_unit(request.user, unit_id))
    found = find_unit(request.user, unit_id, Action.OPEN_SURVEY)
    given = {name: request.POST.get(name, "")[:200] for name in FIELDS}
    try:
        chosen = read_choices(found, given) | _read_device(given["jenis"], request.POST.get("pin", "")[:200])
        link = create_form_link(unit=found, name=given["nama"], by=request.user, **chosen)
    except (BadInput, NotNow) as error:
        errors = {error.data.get("field", "survei"): gettext(error.message).format(**error.data)}
        return _show(request, found, {"given": given, "errors": errors}, status=422)
    messages.success(request, gettext("Tautan {name} sudah dibuat.").format(name=link.name))
    return HttpResponseRedirect(reverse("office:form_link", args=[link.pk]), status=303)


def _read_device(kind: str, pin: str) -> dict[str, Any]:
    """Return whose device the link is for, and its PIN. BadInput `form_link_kind`."""
    if kind not in KINDS:
        raise BadInput("form_link_kind", "Pilih perangkat siapa yang dipakai.", field="jenis")
    return {"kind": KINDS[kind], "pin": pin}


def read_choices(unit: Unit, given: dict[str, str]) -> dict[str, Any]:
    """Return the survey and the service that were chosen. BadInput for what is not there to choose."""
    surveys = {str(one.pk): one for one in list_linkable_surveys(unit)} if given["survei"] else {}
    services = {str(one.pk): one for one in list_linkable_services(unit)} if given["layanan"] else {}
    if given["survei"] and given["survei"] not in surveys:
        raise BadInput("form_link_survey", "Survei itu bukan survei unit ini.", field="survei")
    if given["layanan"] and given["layanan"] not in services:
        raise BadInput("form_link_service", "Layanan itu bukan layanan unit ini.", field="layanan")
    return {"survey": surveys.get(given["survei"]), "service": services.get(given["layanan"])}


def _show(
    request: StaffRequest, found: Unit, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    is_maker = can(request.user, Action.OPEN_SURVEY, found)
    context = {
        "unit": found,
        "agency": found.agency,
        "rows": list_form_links(found),
        "can_make": is_maker,
        "surveys": list_linkable_surveys(found) if is_maker else (),
        "services": list_linkable_services(found) if is_maker else (),
        "given": {"survei": request.GET.get("survei", "")},
        "errors": {},
    }
    return render_page(request, "office/form_links.html", context | (more or {}), status=status)


@staff_only
@require_POST
def revoke(request: StaffRequest, link_id: int) -> HttpResponse:
    """Close a link; whoever scans it is told so."""
    found = find_form_link(request.user, link_id, Action.OPEN_SURVEY)
    revoke_form_link(link=found, by=request.user)
    messages.success(request, gettext("Tautan {name} sudah dicabut.").format(name=found.name))
    return HttpResponseRedirect(reverse("office:form_links", args=[found.unit_id]), status=303)


@staff_only
@require_POST
def replace(request: StaffRequest, link_id: int) -> HttpResponse:
    """Give a link another code and go on to print it; whoever scans the old one is led to the new one."""
    found = find_form_link(request.user, link_id, Action.OPEN_SURVEY)
    new = replace_form_link(link=found, by=request.user)
    sentence = gettext("Tautan {name} mendapat kode baru. Cetak lagi, lalu ganti yang terpasang.")
    messages.success(request, sentence.format(name=new.name))
    return HttpResponseRedirect(reverse("office:form_link", args=[new.pk]), status=303)
