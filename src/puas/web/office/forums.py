"""Minutes of public consultation forums (FKP): listed, written down, corrected, with photographs."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput
from puas.methodology.numbers import parse_count
from puas.models import Evidence, Forum, ForumGroup, Period, Unit
from puas.operations.forums import (
    LONGEST_SUMMARY,
    MOST_PEOPLE,
    Minutes,
    correct_forum,
    find_minutes_faults,
    record_forum,
)
from puas.permissions import Action, can, require
from puas.queries.forums import find_forum, is_published, list_forums
from puas.queries.histories import find_unit, unit_history
from puas.queries.plan_overviews import find_plan_period
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.evidence_uploads import LIMITS
from puas.web.office.plans import say
from puas.web.pages import render_page

EMPTY = Minutes(held_on=None, participants={}, summary="")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def forums(request: StaffRequest, unit_id: int) -> HttpResponse:
    """List the minutes of a unit, or write down another forum."""
    unit = find_unit(request.user, unit_id)
    if request.method != "POST":
        return _list(request, unit)
    require(request.user, Action.PLAN, unit)
    period = find_plan_period(unit, request.POST.get("periode", "")[:20])
    minutes = _read(request)
    if find_minutes_faults(minutes, timezone.localdate()):
        return _list(request, unit, _again(request, minutes))
    made = record_forum(unit=unit, period=period, minutes=minutes, by=request.user)
    messages.success(request, gettext("Notulen disimpan. Tambahkan foto atau daftar hadirnya."))
    return HttpResponseRedirect(reverse("office:forum", args=[made.pk]), status=303)


def _list(request: StaffRequest, unit: Unit, again: dict[str, Any] | None = None) -> HttpResponse:
    asked = request.POST.get("periode") or request.GET.get("periode", "")
    periods = [one.period for one in unit_history(unit)]
    context = {
        "unit": unit,
        "agency": unit.agency,
        "rows": list_forums(unit),
        "periods": [one.pure for one in periods],
        "chosen": asked or (periods[0].code if periods else ""),
        "can_write": can(request.user, Action.PLAN, unit) and bool(periods),
        **_form({}, EMPTY),
    }
    return render_page(request, "office/forums.html", context | (again or {}), 422 if again else 200)


def _form(errors: dict[str, str], minutes: Minutes, typed: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what the form shows: `typed` when it comes back, else the minutes."""
    held_on = minutes.held_on.isoformat() if minutes.held_on else ""
    given = typed or {"tanggal": held_on, "tempat": minutes.place, "ringkasan": minutes.summary}
    counts = [
        (group, given.get(f"peserta-{group.value}", minutes.participants.get(group, "")))
        for group in ForumGroup
    ]
    longest = {"ringkasan": LONGEST_SUMMARY, "tempat": 200}
    return {"given": given, "counts": counts, "errors": errors, "longest": longest}


def _again(request: HttpRequest, minutes: Minutes) -> dict[str, Any]:
    """Return the form as it was typed, with everything that is wrong."""
    faults = find_minutes_faults(minutes, timezone.localdate())
    typed = {name: str(request.POST.get(name, ""))[: 2 * LONGEST_SUMMARY] for name in request.POST}
    return _form({str(fault.data["field"]): say(fault) for fault in faults}, minutes, typed)


def _read(request: HttpRequest) -> Minutes:
    given = request.POST
    counts = {group: _read_count(given.get(f"peserta-{group.value}", "").strip()) for group in ForumGroup}
    return Minutes(
        held_on=_read_day(given.get("tanggal", "")),
        participants={group: count for group, count in counts.items() if count},
        summary=given.get("ringkasan", "")[: 2 * LONGEST_SUMMARY],
        place=given.get("tempat", "")[:400],
    )


def _read_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _read_count(text: str) -> int:
    """Return a number of people; what is no number is more than anybody may bring, so it is refused."""
    try:
        return parse_count(text) if text else 0
    except BadInput:
        return MOST_PEOPLE + 1


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def forum(request: StaffRequest, forum_id: int) -> HttpResponse:
    """Show minutes with their photographs, or write them anew while their result is not published."""
    if request.method != "POST":
        return _show(request, find_forum(request.user, forum_id))
    found = find_forum(request.user, forum_id, Action.PLAN)
    minutes = _read(request)
    if find_minutes_faults(minutes, timezone.localdate()):
        return _show(request, found, _again(request, minutes))
    correct_forum(forum=found, minutes=minutes, by=request.user)
    messages.success(request, gettext("Notulen disimpan."))
    return HttpResponseRedirect(reverse("office:forum", args=[found.pk]), status=303)


def _show(request: StaffRequest, found: Forum, again: dict[str, Any] | None = None) -> HttpResponse:
    period: Period = found.period
    may_plan = can(request.user, Action.PLAN, found.unit)
    locked = is_published(found)
    participants = {ForumGroup(name): count for name, count in found.participants.items()}
    minutes = Minutes(found.held_on, participants, found.summary, found.place)
    context = {
        "forum": found,
        "unit": found.unit,
        "agency": found.unit.agency,
        "period": period.pure,
        "participants": participants.items(),
        "pieces": Evidence.objects.filter(forum=found).order_by("id"),
        "may_plan": may_plan,
        "is_locked": locked,
        "can_write": may_plan and not locked,
        "limits": LIMITS,
        **_form({}, minutes),
    }
    return render_page(request, "office/forum.html", context | (again or {}), 422 if again else 200)
