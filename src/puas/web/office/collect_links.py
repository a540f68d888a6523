"""Collect links of a unit: made with a code that is shown once, listed, revoked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput
from puas.exchange.xforms_settings import render_collect_settings
from puas.models import CollectLink, Unit
from puas.operations.collect_links import create_collect_link, revoke_collect_link
from puas.permissions import Action
from puas.queries.collect_links import count_held_documents, find_link, list_links
from puas.queries.histories import find_unit
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.surveys import draw_code
from puas.web.pages import render_page


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def collect_links(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show a unit's links, or make one and show its code this once (no redirect: nothing keeps the code)."""
    found = find_unit(request.user, unit_id, Action.OPEN_SURVEY)
    if request.method != "POST":
        return _show(request, found)
    name = request.POST.get("nama", "")[:200]
    try:
        link, token = create_collect_link(unit=found, name=name, by=request.user)
    except BadInput as error:
        sentence = gettext(error.message).format(**error.data)
        return _show(request, found, {"given": name, "error": sentence}, status=422)
    return _show(request, found, {"made": link} | _code(request, link, token))


def _show(
    request: StaffRequest, found: Unit, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "unit": found,
        "agency": found.agency,
        "links": list_links(found),
        "held": count_held_documents(found),
    }
    return render_page(request, "office/collect_links.html", context | (more or {}), status=status)


def _code(request: StaffRequest, link: CollectLink, token: str) -> dict[str, Any]:
    """Return what sets up a phone: the code to scan, and the address for those who type it."""
    address = request.build_absolute_uri(reverse("openrosa:base", args=[token])).rstrip("/")
    settings = render_collect_settings(address, f"SKM {link.unit.name}")
    return {"address": address, "code": draw_code(settings)}


@staff_only
@require_POST
def revoke(request: StaffRequest, link_id: int) -> HttpResponse:
    """Close a link: its phones can neither fetch nor send any more."""
    found = find_link(request.user, link_id, Action.OPEN_SURVEY)
    revoke_collect_link(link=found, by=request.user)
    messages.success(request, gettext("Tautan {name} sudah dicabut.").format(name=found.name))
    return HttpResponseRedirect(reverse("office:collect_links", args=[found.unit_id]), status=303)
