"""What has to be done about plans now: overdue, due in this quarter, waiting for a second person."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from puas.queries.due_items import Need, count_due, due_items, due_statuses
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.unit_realisations import find_agency
from puas.web.pages import render_page

PAGE = 50


@staff_only
@require_safe
def due(request: StaffRequest, agency: str) -> HttpResponse:
    """Show one need of an agency's items; the first that has any when none is chosen."""
    found, today = find_agency(request, agency), timezone.localdate()
    counts = count_due(request.user, found, today)
    need = _choose(request.GET.get("perlu", ""), counts)
    pages = Paginator(due_items(request.user, found, need, today), PAGE)
    page: Any = pages.get_page(request.GET.get("halaman"))
    context = {
        "agency": found,
        "needs": [(one, getattr(counts, one.value)) for one in Need],
        "need": need,
        "statuses": due_statuses(list(page.object_list)),
        "pages": _list_pages(page, need),
        "today": today,
    }
    return render_page(request, "office/due_items.html", context)


def _choose(asked: str, counts: Any) -> Need:
    if asked in set(Need):
        return Need(asked)
    return next((one for one in Need if getattr(counts, one.value)), Need.OVERDUE)


def _list_pages(page: Any, need: Need) -> list[tuple[int, str, bool]]:
    near = page.paginator.get_elided_page_range(page.number)
    numbers = [one for one in near if isinstance(one, int)]
    query = {"perlu": need.value}
    return [(n, "?" + urlencode(query | {"halaman": n}), n == page.number) for n in numbers]
