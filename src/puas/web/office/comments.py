"""The comments behind a result, by element, in the office; and correcting what one is said to speak of."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from puas.methodology.comments import Tone
from puas.models import Result
from puas.operations.comment_corrections import correct_comment
from puas.permissions import Action, actions_at, can, require
from puas.queries.breakdowns import find_instrument
from puas.queries.comments import (
    NONE,
    CommentGroup,
    Comments,
    ReadComment,
    find_comment,
    find_comments,
    find_quotes,
)
from puas.queries.histories import find_result, find_unit
from puas.web.charts import print_element
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

FEW, PAGE = 5, 50
OTHER = "lain"
"""How the address calls the group without an element."""
TONES = {
    Tone.PRAISE: gettext_noop("pujian"),
    Tone.COMPLAINT: gettext_noop("keluhan"),
    Tone.MIXED: gettext_noop("campuran"),
    Tone.NEUTRAL: gettext_noop("tanpa nada"),
}


@staff_only
@require_safe
def comments(request: StaffRequest, result_id: int) -> HttpResponse:
    """Show comments by element, some of each; `?unsur=` one element's, a page (`halaman`) at a time.

    For those who plan, report or audit.
    """
    found = find_result(request.user, result_id)
    may = actions_at(request.user, found.unit)
    if may.isdisjoint((Action.PLAN, Action.VIEW_AUDIT)):
        require(request.user, Action.WRITE_REPORT, found.unit)
    seen = find_comments(found, find_instrument(found))
    chosen = request.GET.get("unsur")
    groups = [group for group in seen.groups if chosen in (None, group.key or OTHER)]
    page, most = (0, FEW) if chosen is None else (_read_page(request.GET.get("halaman", "")), PAGE)
    context = {
        **_frame(found),
        "seen": seen,
        "chosen": chosen,
        "groups": [_show(seen, group, page, most) for group in groups],
        "can_correct": Action.PLAN in may,
        "can_edit": can(request.user, Action.EDIT_LEXICON, found.unit),
    }
    return render_page(request, "office/result_comments.html", context)


def _frame(found: Result) -> dict[str, Any]:
    return {
        "found": found,
        "unit": found.unit,
        "period": found.period.pure,
        "tab": "comments",
        "is_counted": True,
    }


def _read_page(text: str) -> int:
    """Return the page that is asked for, the first is 0."""
    return max(0, int(text) - 1) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _show(seen: Comments, group: CommentGroup, page: int, most: int) -> dict[str, object]:
    quotes = find_quotes(seen, group.key, page * most, most)
    name = print_element(group.element.name) if group.element else gettext("Belum terbaca unsurnya")
    return {
        "key": group.key or OTHER,
        "name": f"{group.key} {name}".strip(),
        "count": group.count,
        "tones": describe_tones(group),
        "quotes": [(quote, gettext(TONES[quote.tone])) for quote in quotes],
        "left": max(0, group.count - page * most - len(quotes)),
        "before": page,
        "after": page + 2,
    }


def describe_tones(group: CommentGroup) -> list[tuple[str, int]]:
    """Return the tones that occur and how often; none for the group without an element."""
    if group.key == NONE:
        return []
    return [(gettext(TONES[tone]), count) for tone, count in group.tones.items() if count]


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: StaffRequest, result_id: int, response_id: int) -> HttpResponse:
    """Show one comment with what it is said to speak of; POST says it by hand, or gives it back."""
    found = find_result(request.user, result_id)
    require(request.user, Action.PLAN, found.unit)
    read = find_comment(found, response_id)
    find_unit(request.user, read.response.survey.unit_id, Action.PLAN)
    if request.method != "POST":
        return _show_comment(request, found, read)
    is_back = request.POST.get("langkah") == "kembalikan"
    labels = None if is_back else _read_labels(request, read)
    if correct_comment(response=read.response, labels=labels, by=request.user) is None:
        messages.success(request, gettext("Tidak ada yang berubah: komentar itu sudah begitu."))
    else:
        messages.success(request, gettext("Koreksi disimpan, dan tetap berlaku bila daftar kata berubah."))
    return HttpResponseRedirect(reverse("office:result_comments", args=[found.pk]), status=303)


def _read_labels(request: StaffRequest, read: ReadComment) -> dict[str, Tone]:
    known = {tone.value: tone for tone in Tone}
    elements = (element.key for element in read.response.survey.instrument.parsed.elements)
    given = ((key, request.POST.get(f"unsur-{key}", "")) for key in elements)
    return {key: known[tone] for key, tone in given if tone in known}


def _show_comment(request: StaffRequest, found: Result, read: ReadComment) -> HttpResponse:
    elements = read.response.survey.instrument.parsed.elements
    rows = [(e.key, print_element(e.name), read.labels.get(e.key)) for e in elements]
    context = {
        **_frame(found),
        "read": read,
        "rows": rows,
        "tones": [(tone.value, gettext(label)) for tone, label in TONES.items()],
        "corrections": [(one, _say_labels(one.labels)) for one in read.corrections],
    }
    return render_page(request, "office/result_comment.html", context)


def _say_labels(labels: dict[str, str] | None) -> str:
    if labels is None:
        return gettext("dikembalikan ke daftar kata")
    said = ", ".join(f"{key} {gettext(TONES[Tone(tone)])}" for key, tone in labels.items())
    return said or gettext("tidak tentang unsur mana pun")
