"""The comments behind a result, by element, in the office."""

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from puas.methodology.comments import Tone
from puas.permissions import Action, can, require
from puas.queries.breakdowns import find_instrument
from puas.queries.comments import NONE, CommentGroup, find_comments
from puas.queries.histories import find_result
from puas.web.charts import print_element
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

FEW, MANY = 5, 200
TONES = {
    Tone.PRAISE: gettext_noop("pujian"),
    Tone.COMPLAINT: gettext_noop("keluhan"),
    Tone.MIXED: gettext_noop("campuran"),
    Tone.NEUTRAL: gettext_noop("tanpa nada"),
}


@staff_only
@require_safe
def comments(request: StaffRequest, result_id: int) -> HttpResponse:
    """Show comments by element, some of each; `?unsur=` one element's.

    For those who plan, report or audit.
    """
    found = find_result(request.user, result_id)
    if not (can(request.user, Action.PLAN, found.unit) or can(request.user, Action.VIEW_AUDIT, found.unit)):
        require(request.user, Action.WRITE_REPORT, found.unit)
    seen = find_comments(found, find_instrument(found))
    chosen = request.GET.get("unsur")
    groups = [group for group in seen.groups if chosen in (None, group.key or "lain")]
    context = {
        "found": found,
        "unit": found.unit,
        "period": found.period.pure,
        "tab": "comments",
        "is_counted": True,
        "seen": seen,
        "chosen": chosen,
        "groups": [_show(group, FEW if chosen is None else MANY) for group in groups],
    }
    return render_page(request, "office/result_comments.html", context)


def _show(group: CommentGroup, most: int) -> dict[str, object]:
    name = print_element(group.element.name) if group.element else gettext("Belum terbaca unsurnya")
    quotes = [(text, gettext(TONES[tone])) for text, tone in group.quotes[:most]]
    return {
        "key": group.key or "lain",
        "name": f"{group.key} {name}".strip(),
        "count": len(group.quotes),
        "tones": [(gettext(TONES[tone]), count) for tone, count in group.tones.items() if count]
        if group.key != NONE
        else [],
        "quotes": quotes,
        "left": len(group.quotes) - len(quotes),
    }
