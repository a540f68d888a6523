"""The office's first page: the units a person is responsible for, and how far each is in one period."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from puas.lifecycles import LOCKED_STATES, SurveyState
from puas.models import Agency, Period
from puas.permissions import Action, can, units_of
from puas.queries.due_items import count_due
from puas.queries.held_responses import count_waiting
from puas.queries.surveys import UnitStatus, unit_statuses, visible_agencies, visible_periods
from puas.queries.units import in_tree_order, visible_units
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

NO_SURVEY = "tanpa"


@staff_only
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Show the chosen agency and period; the first agency and the newest period when none is chosen."""
    agencies = visible_agencies(request.user)
    agency = _choose(agencies, "slug", request.GET.get("instansi", ""))
    if agency is None:
        return render_page(request, "office/no_role.html")
    periods = visible_periods(request.user, agency)
    period = _choose(periods, "code", request.GET.get("periode", ""))
    context: dict[str, Any] = {"agencies": agencies, "agency": agency, "periods": periods, "period": period}
    if period is None:
        units = visible_units(request.user).filter(agency=agency)
        context["can_open"] = any(u.is_root and can(request.user, Action.OPEN_SURVEY, u) for u in units)
        return render_page(request, "office/home_empty.html", context | {"rows": in_tree_order(units)})
    return render_page(request, "office/home.html", context | _describe(request, agency, period))


def _choose(among: Sequence[Any], name: str, asked: str) -> Any:
    return next((one for one in among if getattr(one, name) == asked), among[0] if among else None)


def _describe(request: StaffRequest, agency: Agency, period: Period) -> dict[str, Any]:
    statuses = unit_statuses(request.user, agency, period)
    units = [status for status in statuses if not status.unit.is_root]
    own = next((status for status in statuses if status.unit.is_root), None)
    search, state = request.GET.get("cari", "")[:100], request.GET.get("status", "")
    return {
        "own": own,
        "can_compute": own is not None
        and any(status.result for status in units)
        and can(request.user, Action.COMPUTE, own.unit),
        "can_compute_all": own is not None
        and any(status.state in LOCKED_STATES for status in units)
        and can(request.user, Action.COMPUTE, own.unit),
        "can_open": own is not None and can(request.user, Action.OPEN_SURVEY, own.unit),
        "can_publish": own is not None and can(request.user, Action.PUBLISH, own.unit),
        "waiting": [s for s in statuses if s.result and s.result.index and not s.is_published],
        "rows": [status for status in units if _fits(status, search.casefold(), state)],
        "total": len(units),
        "published": sum(status.publication is not None for status in units),
        "answers": sum(status.answers for status in units),
        "counts": Counter(_state_of(status) for status in units),
        "states": list(SurveyState),
        "trays": count_waiting(units_of(request.user, Action.DECIDE_TRAY).filter(agency=agency)),
        "search": search,
        "state": state,
        "no_survey": NO_SURVEY,
        "due": count_due(request.user, agency, timezone.localdate()),
    }


def _state_of(status: UnitStatus) -> str:
    return status.state.value if status.state else NO_SURVEY


def _fits(status: UnitStatus, search: str, state: str) -> bool:
    return search in status.unit.name.casefold() and state in ("", _state_of(status))
