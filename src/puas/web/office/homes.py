"""The office's first page, Pemantauan: where the units a person is responsible for stand in one period."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from puas.lifecycles import LOCKED_STATES, SurveyState
from puas.models import Agency, Period
from puas.permissions import Action, actions_at, units_of
from puas.queries.chases import list_chases
from puas.queries.due_items import count_due
from puas.queries.extensions import waiting_requests
from puas.queries.held_responses import count_waiting
from puas.queries.overviews import (
    ABSENT,
    EXPECTED,
    LATE,
    SILENT,
    UNPLANNED,
    Branch,
    Overview,
    OverviewRow,
    choose_rows,
    overview_period,
)
from puas.queries.reminders import count_unread
from puas.queries.surveys import visible_agencies, visible_periods
from puas.queries.units import in_tree_order, visible_units
from puas.queries.webhooks import stopped_webhooks
from puas.web.office.chases import describe_chases
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

MOST_CHASES = 5
PAGE = 100
GROUPS = (
    (EXPECTED, gettext_noop("Diharapkan")),
    (UNPLANNED, gettext_noop("Belum direncanakan")),
    *((state.value, state.label) for state in SurveyState),
    (LATE, gettext_noop("Terlambat")),
    (SILENT, gettext_noop("Tanpa data")),
    (ABSENT, gettext_noop("Tidak survei periode ini")),
)
"""What rows are counted and chosen by."""

ALL, CHASE = "semua", "kejar"
"""Ways to see the rows: all of them in one list; those to chase."""


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
        return render_page(request, "office/home_empty.html", context | _describe_empty(request, agency))
    return render_page(request, "office/home.html", context | _describe(request, agency, period))


def _choose(among: Sequence[Any], name: str, asked: str) -> Any:
    return next((one for one in among if getattr(one, name) == asked), among[0] if among else None)


def _describe_empty(request: StaffRequest, agency: Agency) -> dict[str, Any]:
    rows = in_tree_order(visible_units(request.user).filter(agency=agency))
    root = next((row.unit for row in rows if row.unit.is_root), None)
    can_open = root is not None and Action.OPEN_SURVEY in actions_at(request.user, root)
    return {"rows": rows, "can_open": can_open}


def _describe(request: StaffRequest, agency: Agency, period: Period) -> dict[str, Any]:
    today = timezone.localdate()
    overview = overview_period(request.user, agency, period, today)
    own = overview.own
    may = actions_at(request.user, own.unit) if own else frozenset()
    chases = list_chases(overview.rows, today)
    statuses = [row.status for row in (*([own] if own else []), *overview.rows)]
    waiting = [status for status in statuses if status.is_ready]
    wants_chases = request.GET.get("tampil") == CHASE
    return {
        "own": own.status if own else None,
        "can_compute": Action.COMPUTE in may and any(row.status.result for row in overview.rows),
        "can_compute_all": Action.COMPUTE in may and any(row.state in LOCKED_STATES for row in overview.rows),
        "can_publish": Action.PUBLISH in may,
        "can_audit": Action.VIEW_AUDIT in may,
        "trays": count_waiting(units_of(request.user, Action.DECIDE_TRAY).filter(agency=agency)),
        "extensions": waiting_requests(request.user, agency),
        "due": count_due(request.user, agency, today),
        "stopped_webhooks": stopped_webhooks(request.user, agency),
        "can_open": Action.OPEN_SURVEY in may,
        "waiting": waiting,
        "overview": overview,
        "total": len(overview.rows),
        "expected": overview.counts[EXPECTED],
        "published": overview.counts[SurveyState.PUBLISHED.value],
        "late": overview.counts[LATE],
        "chases": describe_chases(request, period, chases if wants_chases else chases[:MOST_CHASES]),
        "chase_count": len(chases),
        "wants_chases": wants_chases,
        "unread": count_unread(request.user),
        **_table(request, overview),
    }


def _table(request: StaffRequest, overview: Overview) -> dict[str, Any]:
    """Return the rows to show: one level of the tree, or a list of everything that fits."""
    search, group = request.GET.get("cari", "")[:100], request.GET.get("status", "")
    is_list = bool(search or group or request.GET.get("tampil") == ALL)
    node = _node(overview, request.GET.get("opd", ""))
    branches: Sequence[Branch] = ()
    rows: Sequence[OverviewRow] = ()
    if is_list:
        rows = choose_rows(overview.rows, search, group)
    else:
        branches = overview.branches(node.unit.pk if node else None)
    paged = Paginator([*branches] if not is_list else [*rows], PAGE).get_page(request.GET.get("halaman"))
    return {
        "node": node,
        "branches": [] if is_list else paged.object_list,
        "rows": paged.object_list if is_list else [],
        "paged": paged,
        "is_list": is_list,
        "groups": [
            (key, gettext(label), overview.counts[key]) for key, label in GROUPS if overview.counts[key]
        ],
        "group_names": [(key, gettext(label)) for key, label in GROUPS],
        "search": search,
        "state": group,
    }


def _node(overview: Overview, asked: str) -> OverviewRow | None:
    return overview.find(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
