"""Activities of a plan: written, carried on from the plan before, changed, moved and taken out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput, PuasError
from puas.methodology.plan_items import LONGEST, ItemContent, find_faults
from puas.methodology.plans import Horizon, horizon_of, offered_quarters
from puas.models import Period, PlanItem, Result, Unit
from puas.operations.plans import add_item, change_item, move_item, remove_item
from puas.permissions import Action
from puas.queries.histories import find_unit
from puas.queries.plan_overviews import find_lock, find_plan_period, list_elements
from puas.queries.plans import find_item, find_plan, find_standing_result, propose_priorities
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.plans import plan_address, say
from puas.web.pages import render_page

EMPTY = ItemContent(element="", text="", quarters=(), person="")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest, unit_id: int, period: str) -> HttpResponse:
    """Write another activity; `lanjut` names an unfinished one of an earlier plan that goes on here."""
    unit = find_unit(request.user, unit_id, Action.PLAN)
    row = find_plan_period(unit, period)
    carried = _find_carried(request)
    if request.method != "POST":
        return _show(request, unit, row, _start(request, carried), carried=carried)
    content = _read(request, carried.element if carried else "")
    try:
        add_item(unit=unit, period=row, content=content, carried_from=carried, by=request.user)
    except BadInput as error:
        return _show(request, unit, row, content, carried=carried, refusal=error)
    messages.success(request, gettext("Kegiatan disimpan."))
    return HttpResponseRedirect(plan_address(unit, row), status=303)


def _find_carried(request: StaffRequest) -> PlanItem | None:
    asked = request.POST.get("lanjut") or request.GET.get("lanjut") or ""
    if not asked:
        return None
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    return find_item(request.user, number, Action.PLAN)


def _start(request: HttpRequest, carried: PlanItem | None) -> ItemContent:
    """Return what the form begins with: the words of the item that goes on, or only its element."""
    if carried is None:
        return ItemContent(request.GET.get("unsur", "")[:20], "", (), "")
    return ItemContent(carried.element, carried.text, (), carried.person, carried.indicator, carried.budget)


def _read(request: HttpRequest, element: str = "") -> ItemContent:
    given = request.POST
    return ItemContent(
        element=element or given.get("unsur", "")[:20],
        text=given.get("kegiatan", "")[: 2 * LONGEST["kegiatan"]],
        quarters=tuple(given.getlist("triwulan")[:50]),
        person=given.get("penanggung", "")[:1000],
        indicator=given.get("indikator", "")[:1000],
        budget=given.get("anggaran", "")[:1000],
    )


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, item_id: int) -> HttpResponse:
    """Write an activity anew, as long as nobody reported about it."""
    found = find_item(request.user, item_id, Action.PLAN)
    unit, period = found.plan.unit, found.plan.period
    if request.method != "POST":
        return _show(request, unit, period, _content_of(found), item=found)
    content = _read(request, found.element if found.carried_from_id else "")
    try:
        change_item(item=found, content=content, by=request.user)
    except BadInput as error:
        return _show(request, unit, period, content, item=found, refusal=error)
    messages.success(request, gettext("Kegiatan disimpan."))
    return HttpResponseRedirect(plan_address(unit, period), status=303)


def _content_of(item: PlanItem) -> ItemContent:
    return ItemContent(
        item.element, item.text, tuple(item.quarters), item.person, item.indicator, item.budget
    )


def _show(
    request: StaffRequest,
    unit: Unit,
    period: Period,
    content: ItemContent,
    *,
    item: PlanItem | None = None,
    carried: PlanItem | None = None,
    refusal: PuasError | None = None,
) -> HttpResponse:
    lock = find_lock(unit, period)
    if lock is not None:
        raise lock
    result = find_standing_result(unit, period)
    is_carried = carried is not None or (item is not None and item.carried_from_id is not None)
    keys = [*_priorities(unit, period, result), *([content.element] if is_carried else [])]
    context: dict[str, Any] = {
        "unit": unit,
        "agency": unit.agency,
        "period": period.pure,
        "back": plan_address(unit, period),
        "item": item,
        "carried": carried,
        "is_carried": is_carried,
        "elements": [one for one in list_elements(result) if one.key in keys],
        "given": content,
        "years": _quarters_by_year(period, content),
        "horizons": _horizon_ends(period),
        "longest": LONGEST,
        "errors": _say_faults(content, period, keys, refusal),
    }
    return render_page(request, "office/plan_item_form.html", context, status=422 if refusal else 200)


def _priorities(unit: Unit, period: Period, result: Result | None) -> tuple[str, ...]:
    found = find_plan(unit, period)
    return tuple(found.priorities) if found else propose_priorities(result)


def _quarters_by_year(period: Period, content: ItemContent) -> dict[str, list[tuple[str, str, bool]]]:
    """Return the quarters to choose from by year: (code, "TW III", is chosen)."""
    years: dict[str, list[tuple[str, str, bool]]] = {}
    for quarter in offered_quarters(period.pure):
        name = f"TW {quarter.label.split()[1]}"
        years.setdefault(str(quarter.year), []).append((quarter.code, name, quarter.code in content.quarters))
    return years


def _horizon_ends(period: Period) -> list[tuple[Horizon, Any]]:
    """Return the last quarter that is still of each horizon."""
    last = {horizon_of(period.pure, [quarter]): quarter for quarter in offered_quarters(period.pure)}
    return list(last.items())


def _say_faults(
    content: ItemContent, period: Period, keys: list[str], refusal: PuasError | None
) -> dict[str, str]:
    """Return everything that is wrong, by field; what only the operation knew comes first."""
    if refusal is None:
        return {}
    faults = find_faults(content.neat, period.pure, keys)
    said = {str(fault.data["field"]): say(fault) for fault in faults}
    return said or {str(refusal.data.get("field", "kegiatan")): say(refusal)}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest, item_id: int) -> HttpResponse:
    """Ask once more, then take an activity out of its plan."""
    found = find_item(request.user, item_id, Action.PLAN)
    unit, period = found.plan.unit, found.plan.period
    if request.method != "POST":
        context = {"item": found, "unit": unit, "period": period.pure, "back": plan_address(unit, period)}
        return render_page(request, "office/plan_item_remove.html", context)
    remove_item(item=found, by=request.user)
    messages.success(request, gettext("Kegiatan dihapus dari rencana. Isinya tetap ada di jejak audit."))
    return HttpResponseRedirect(plan_address(unit, period), status=303)


@staff_only
@require_POST
def move(request: StaffRequest, item_id: int) -> HttpResponse:
    """Let an activity change places with its neighbour of the same element."""
    found = find_item(request.user, item_id, Action.PLAN)
    move_item(item=found, is_up=request.POST.get("arah") == "naik", by=request.user)
    address = f"{plan_address(found.plan.unit, found.plan.period)}#kegiatan-{found.pk}"
    return HttpResponseRedirect(address, status=303)


def item_address(item: PlanItem) -> str:
    """Return the address of an activity's page."""
    return reverse("office:plan_item", args=[item.pk])
