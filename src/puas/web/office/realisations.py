"""Carrying out one activity: what was reported about it, reporting, and the second person's word."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput, NotFound, NotNow, PuasError
from puas.lifecycles import ITEM_MOVES, ItemState
from puas.models import PlanItem
from puas.operations.realisations import LONGEST_NOTE, confirm_progress, report_progress
from puas.permissions import Action, can
from puas.queries.plans import find_item
from puas.queries.realisations import ItemStatus, find_progress, item_history, item_statuses
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.evidence_uploads import LIMITS, read_evidence_form
from puas.web.office.plan_items import item_address
from puas.web.office.plans import plan_address, say
from puas.web.pages import render_page

REFUSED = 422


@staff_only
@require_safe
def item(request: StaffRequest, item_id: int) -> HttpResponse:
    """Show an activity, every report about it with its evidence, and the forms for what comes next."""
    return _show(request, find_item(request.user, item_id))


def _show(
    request: StaffRequest, found: PlanItem, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    (known,) = item_statuses([found])
    unit, period = found.plan.unit, found.plan.period
    carried_to = PlanItem.objects.filter(carried_from=found).select_related("plan__period").first()
    may_plan = can(request.user, Action.PLAN, unit)
    context = {
        "item": found,
        "unit": unit,
        "agency": unit.agency,
        "period": period.pure,
        "back": plan_address(unit, period),
        "status": known,
        "carried_to": carried_to,
        "history": item_history(found),
        "states": _states(known) if may_plan and carried_to is None else (),
        "may_plan": may_plan,
        "can_decide": known.is_waiting and _may_decide(request, found, known),
        "limits": LIMITS,
        "longest": LONGEST_NOTE,
        "given": {},
        "errors": {},
        "today": timezone.localdate(),
    }
    return render_page(request, "office/plan_item.html", context | (more or {}), status=status)


def _states(status: ItemStatus) -> tuple[ItemState, ...]:
    """Return what can be reported now; nothing while a second person has to look at "done" first."""
    return ITEM_MOVES[status.state]


def _may_decide(request: StaffRequest, found: PlanItem, status: ItemStatus) -> bool:
    """Say whether this person is a second one who may confirm."""
    is_reporter = status.report is not None and status.report.reported_by_id == request.user.pk
    return not is_reporter and can(request.user, Action.CONFIRM, found.plan.unit)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: StaffRequest, item_id: int) -> HttpResponse:
    """Report how far an activity is, with what shows it; a mistake shows the form again.

    Reading it (coming back after a change of language) leads to the activity.
    """
    found = find_item(request.user, item_id, Action.PLAN)
    if request.method != "POST":
        return HttpResponseRedirect(item_address(found))
    given = {name: request.POST.get(name, "")[:4000] for name in ("keadaan", "catatan", "judul", "tautan")}
    try:
        evidence = read_evidence_form(request)
        state = _read_state(given["keadaan"])
        report_progress(item=found, state=state, note=given["catatan"], by=request.user, evidence=evidence)
    except BadInput as error:
        errors = {str(error.data.get("field", "keadaan")): say(error)}
        return _show(request, found, {"given": given, "errors": errors}, REFUSED)
    except NotNow as error:
        if error.code != "evidence_many":
            raise
        return _show(request, found, {"given": given, "errors": {"berkas": say(error)}}, REFUSED)
    messages.success(request, gettext(_DONE if state is ItemState.DONE else _KEPT))
    return HttpResponseRedirect(item_address(found), status=303)


_DONE = gettext_noop("Laporan disimpan. Orang kedua memastikannya, lalu kegiatan ini dihitung selesai.")
_KEPT = gettext_noop("Laporan disimpan.")


def _read_state(text: str) -> ItemState:
    if text not in set(ItemState):
        raise BadInput("progress_state", "Pilih keadaan kegiatan ini sekarang.", field="keadaan")
    return ItemState(text)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, progress_id: int) -> HttpResponse:
    """Confirm a report of "done", or give it back with a reason; never one's own."""
    progress = find_progress(request.user, progress_id, Action.CONFIRM)
    if request.method != "POST":
        return HttpResponseRedirect(item_address(progress.item))
    decision = request.POST.get("putusan", "")
    if decision not in ("terima", "kembalikan"):
        raise NotFound("confirm_choice", "Pilih “Pastikan selesai” atau “Kembalikan”.")
    note = request.POST.get("alasan", "")[:4000]
    accepted = decision == "terima"
    try:
        confirm_progress(progress=progress, is_accepted=accepted, by=request.user, note=note)
    except BadInput as error:
        return _refuse(request, progress.item, error)
    done = gettext("Kegiatan ini dipastikan selesai dan dihitung dalam realisasi.")
    back = gettext("Laporan dikembalikan; kegiatannya tercatat masih berjalan.")
    messages.success(request, done if accepted else back)
    return HttpResponseRedirect(item_address(progress.item), status=303)


def _refuse(request: StaffRequest, found: PlanItem, error: PuasError) -> HttpResponse:
    return _show(request, found, {"errors": {"alasan": say(error)}}, REFUSED)
