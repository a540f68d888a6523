"""The quality of a survey's answers: which deserve a look and why; leaving them out, and counting them again.

Whoever sees the unit sees the figures. Single answers are for the coordinator and for auditors: whoever is
judged must not go looking for who wrote what.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput
from puas.lifecycles import EXCLUSION_STATES
from puas.methodology.quality import Flag
from puas.models import FlagMark, Response, Survey
from puas.operations.exclusions import exclude_responses, lift_exclusions
from puas.operations.response_flags import SLICE, flag_responses
from puas.permissions import Action, can
from puas.queries.flag_marks import count_all, count_doubted, find_mark
from puas.queries.response_flags import (
    PAGE,
    FlagCount,
    count_flags,
    excluded_answers,
    find_counted,
    find_excluded,
    flagged_answers,
    weigh,
    with_flags,
)
from puas.queries.surveys import find_survey
from puas.web.group_names import CHANNEL_NAMES
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

SHOWN, NUMBER, CHOSEN, REASON = "tampil", "halaman", "jawaban", "alasan"
EXCLUDED = "dikecualikan"
MOST_CHOSEN = 500
NAMES = {
    Flag.STRAIGHT_LINE: gettext_noop("Semua sama"),
    Flag.TOO_FAST: gettext_noop("Terlalu cepat"),
    Flag.BURST: gettext_noop("Beruntun"),
    Flag.RUN: gettext_noop("Isi kembar berurutan"),
    Flag.NIGHT: gettext_noop("Malam hari"),
    Flag.SAME_COMMENT: gettext_noop("Saran sama"),
    Flag.STEERED: gettext_noop("Diarahkan"),
    Flag.CLOCK_AHEAD: gettext_noop("Jam mendahului"),
    Flag.OTHER_VERSION: gettext_noop("Versi lain"),
    Flag.CORRECTION: gettext_noop("Koreksi"),
    Flag.FROM_TRAY: gettext_noop("Dari baki"),
}


@staff_only
@require_safe
def quality(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show the flags of a survey, and to who may see them one page of the answers behind them."""
    found = find_survey(request.user, survey_id)
    may_decide = can(request.user, Action.EXCLUDE, found.unit)
    if may_decide:
        flag_responses(survey=found, most=SLICE)
    mark = find_mark(found)
    total, unseen = count_all(mark)
    flags = count_flags(mark, total)
    context = {
        **_about(found),
        "total": total,
        "unseen": unseen,
        "flags": [(one, gettext(NAMES[one.flag])) for one in flags],
        "can_decide": may_decide and found.stage in EXCLUSION_STATES,
    }
    if can(request.user, Action.VIEW_AUDIT, found.unit):
        context |= _list_answers(request, mark, flags)
    return render_page(request, "office/quality.html", context)


def _about(survey: Survey) -> dict[str, Any]:
    return {"survey": survey, "unit": survey.unit, "period": survey.period.pure}


def _list_answers(request: StaffRequest, mark: FlagMark, flags: Sequence[FlagCount]) -> dict[str, Any]:
    """Return one page of the answers that the address asks for."""
    survey, asked = mark.survey, request.GET.get(SHOWN, "")
    flag = next((one for one in Flag if one.value == asked), None)
    is_excluded = asked == EXCLUDED
    chosen: Any = excluded_answers(survey) if is_excluded else flagged_answers(survey, flag)
    pages = Paginator(chosen, PAGE)
    if not is_excluded:  # known already: the flagged answers need not be counted for this
        pages.count = _count_counted(flags, flag) if flag else count_doubted(mark)
    page = pages.get_page(request.GET.get(NUMBER))
    rows: list[Any] = list(page.object_list)
    answers = with_flags([row.response for row in rows] if is_excluded else rows)
    decisions = rows if is_excluded else [None] * len(rows)
    return {
        "lists_answers": True,
        "is_excluded": is_excluded,
        "shown_flag": flag,
        "shown_name": gettext(NAMES[flag]) if flag else "",
        "row_count": pages.count,
        "rows": [
            (one, [gettext(NAMES[name]) for name in one.flags], _channel(one.response), decision)
            for one, decision in zip(answers, decisions, strict=True)
        ],
        "pages": _list_pages(page, asked),
    }


def _count_counted(flags: Sequence[FlagCount], flag: Flag) -> int:
    return next((one.counted for one in flags if one.flag is flag), 0)


def _list_pages(page: Any, asked: str) -> list[tuple[int, str, bool]]:
    """Return the pages to go to (number, query, is this one): the first, the last and those near."""
    near = page.paginator.get_elided_page_range(page.number)
    numbers = [one for one in near if isinstance(one, int)]
    return [(n, "?" + urlencode({SHOWN: asked, NUMBER: n}), n == page.number) for n in numbers]


def _channel(response: Response) -> str:
    return gettext(CHANNEL_NAMES[response.channel])


@dataclass(frozen=True)
class _Decision:
    """What can be decided about chosen answers."""

    find: Callable[..., tuple[Response, ...]]
    decide: Callable[..., int]
    is_adding: bool


_EXCLUDE = _Decision(find_counted, exclude_responses, is_adding=False)
_LIFT = _Decision(find_excluded, lift_exclusions, is_adding=True)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def exclude(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Ask for the reason, with the index before and after, then leave the chosen answers out."""
    return _decide(request, survey_id, _EXCLUDE)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def count_again(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Ask for the reason, with the index before and after, then count the chosen answers again."""
    return _decide(request, survey_id, _LIFT)


def _decide(request: StaffRequest, survey_id: int, decision: _Decision) -> HttpResponse:
    found = find_survey(request.user, survey_id, Action.EXCLUDE)
    given = request.POST if request.method == "POST" else request.GET
    chosen = decision.find(found, _read_ids(given.getlist(CHOSEN)[:MOST_CHOSEN]))
    if not chosen:
        messages.warning(request, gettext("Pilih dahulu paling sedikit satu jawaban."))
        return _back(found, decision)
    if request.method != "POST":
        return _confirm(request, found, chosen, decision)
    try:
        number = decision.decide(
            survey=found,
            responses=[one.pk for one in chosen],
            reason=request.POST.get(REASON, ""),
            by=request.user,
        )
    except BadInput as error:
        return _confirm(request, found, chosen, decision, gettext(error.message).format(**error.data))
    messages.success(request, _done(number, decision))
    return _back(found, decision)


def _read_ids(given: Sequence[str]) -> list[int]:
    """Return what can be an answer's number; a longer one fits no database."""
    return [int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 19]


def _confirm(
    request: StaffRequest, survey: Survey, chosen: tuple[Response, ...], decision: _Decision, error: str = ""
) -> HttpResponse:
    before, after = weigh(survey, chosen, is_adding=decision.is_adding)
    context = {
        **_about(survey),
        "chosen": chosen,
        "is_adding": decision.is_adding,
        "before": before,
        "after": after,
        "reason": request.POST.get(REASON, "")[:2000],
        "error": error,
        "back": _address(survey, decision),
    }
    return render_page(request, "office/quality_decide.html", context, status=422 if error else 200)


def _done(number: int, decision: _Decision) -> str:
    if decision.is_adding:
        return ngettext("{n} jawaban dihitung kembali.", "{n} jawaban dihitung kembali.", number).format(
            n=number
        )
    return ngettext(
        "{n} jawaban dikecualikan dari hitungan.", "{n} jawaban dikecualikan dari hitungan.", number
    ).format(n=number)


def _address(survey: Survey, decision: _Decision) -> str:
    shown = f"?{SHOWN}={EXCLUDED}" if decision.is_adding else ""
    return reverse("office:quality", args=[survey.pk]) + shown


def _back(survey: Survey, decision: _Decision) -> HttpResponse:
    return HttpResponseRedirect(_address(survey, decision), status=303)
