"""The tray of a survey (baki): what waits and why, what a decision will do, and what was decided.

No score and no comment is shown: whether a late answer counts must not depend on what it says.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput, PuasError
from puas.lifecycles import TRAY_DECISIONS, TrayDecision, require_tray_decision
from puas.models import HeldReason, HeldResponse, Survey
from puas.operations.held_decisions import decide_held
from puas.permissions import Action, can, require
from puas.queries.exclusions import in_force as exclusions_in_force
from puas.queries.held_outlooks import Effect, Outlook, find_outlooks, refuse_next
from puas.queries.held_responses import (
    PAGE,
    decidable,
    decisions_of,
    find_document,
    find_next,
    held_documents,
    waiting,
    with_ways,
)
from puas.queries.surveys import count_by_survey, find_survey
from puas.web.group_names import CHANNEL_NAMES
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

SHOWN, NUMBER, CHOSEN, DECISION, REASON = "tampil", "halaman", "isian", "putusan", "alasan"
ALL = "semua"
DECIDED = "diputuskan"
MOST_CHOSEN = 500
MOST_DOCUMENTS = 50
REASONS = {
    HeldReason.LATE: gettext_noop(
        "Tiba sesudah survei ditutup, misalnya dari ponsel yang lama tanpa sinyal."
    ),
    HeldReason.CONFLICT: gettext_noop(
        "Nomor isiannya sama dengan isian yang sudah tersimpan, tetapi jawabannya lain."
    ),
    HeldReason.CORRECTION: gettext_noop(
        "Koreksi atas isian yang belum tiba, atau tidak dihitung lagi, saat koreksi ini datang."
    ),
    HeldReason.REVOKED: gettext_noop("Datang lewat tautan yang sudah dicabut."),
    HeldReason.USED: gettext_noop("Datang dengan slip kunjungan yang sudah dipakai."),
}
EFFECTS = {
    Effect.ADDS: gettext_noop("Bertambah satu jawaban."),
    Effect.REPLACES: gettext_noop("Menggantikan isian yang sekarang dihitung; isian itu tetap tersimpan."),
    Effect.SAME: gettext_noop("Isian yang sama sudah dihitung; jumlahnya tidak berubah."),
}
ASKED = {
    TrayDecision.INCLUDE: gettext_noop("Masukkan jawaban dari baki"),
    TrayDecision.NEXT: gettext_noop("Simpan untuk periode berikutnya"),
    TrayDecision.LEAVE_OUT: gettext_noop("Tidak memakai jawaban dari baki"),
}
DONE = {
    TrayDecision.INCLUDE: gettext_noop("Dimasukkan"),
    TrayDecision.NEXT: gettext_noop("Disimpan untuk periode berikutnya"),
    TrayDecision.LEAVE_OUT: gettext_noop("Tidak dipakai"),
}


@staff_only
@require_safe
def tray(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show one page of what waits in a survey's tray, or of what was decided there."""
    found = _find_tray(request, survey_id)
    may_decide = can(request.user, Action.DECIDE_TRAY, found.unit)
    is_decided = request.GET.get(SHOWN) == DECIDED
    pages = Paginator(decisions_of(found) if is_decided else with_ways(waiting(found)), PAGE)
    page = pages.get_page(request.GET.get(NUMBER))
    rows: list[Any] = list(page.object_list)
    shown = _describe_decided(rows) if is_decided else _describe_waiting(found, rows)
    may_decide = may_decide and not all(row["is_final"] for row in shown)
    context = {
        **_about(found),
        "is_decided": is_decided,
        "rows": shown,
        "all_chosen": ALL in request.GET,
        "choose_all": "?" + urlencode({NUMBER: page.number, ALL: 1}),
        "pages": _list_pages(page, DECIDED if is_decided else ""),
        "lock": _find_lock(found),
        "buttons": [one for one in TrayDecision if one in TRAY_DECISIONS[found.stage]] if may_decide else [],
        "documents": held_documents(found)[:MOST_DOCUMENTS],
        "may_download": can(request.user, Action.EXCLUDE, found.unit),
    }
    return render_page(request, "office/tray.html", context)


def _find_tray(request: StaffRequest, survey_id: int) -> Survey:
    """Return a survey whose tray this person may see: to decide, or to audit."""
    found = find_survey(request.user, survey_id)
    if not can(request.user, Action.VIEW_AUDIT, found.unit):
        require(request.user, Action.DECIDE_TRAY, found.unit)
    return found


def _about(survey: Survey) -> dict[str, Any]:
    return {"survey": survey, "unit": survey.unit, "period": survey.period.pure}


def _say(error: PuasError) -> str:
    return gettext(error.message).format(**error.data)


def _find_lock(survey: Survey) -> str:
    """Return why nothing can be included now, or nothing."""
    try:
        require_tray_decision(survey.stage, TrayDecision.INCLUDE)
    except PuasError as error:
        return _say(error)
    return ""


def _describe_waiting(survey: Survey, rows: Sequence[HeldResponse]) -> list[dict[str, Any]]:
    outlooks = find_outlooks(survey, rows)
    return [
        _describe(row)
        | {
            "outlook": _say_outlook(outlooks[row.pk]),
            "is_final": False,
            "is_refused": outlooks[row.pk].refusal is not None,
            "kept_from": row.survey.period.pure if row.survey_id != survey.pk else None,
        }
        for row in rows
    ]


def _describe(row: HeldResponse) -> dict[str, Any]:
    return {
        "held": row,
        "channel": gettext(CHANNEL_NAMES[row.channel]),
        "reason": gettext(REASONS[HeldReason(row.reason)]),
    }


def _say_outlook(outlook: Outlook) -> str:
    if outlook.refusal is not None:
        return _say(outlook.refusal)
    assert outlook.effect is not None
    return gettext(EFFECTS[outlook.effect])


def _describe_decided(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Describe decisions; `is_out`: the answer that one made is left out again."""
    made = {row.response_id: row.response.survey_id for row in rows if row.response_id}
    out = exclusions_in_force(set(made.values())).filter(response__in=list(made))
    left_out = set(out.values_list("response_id", flat=True)) if made else set()
    return [
        _describe(row.held)
        | {
            "decision": row,
            "done": gettext(DONE[TrayDecision(row.kind)]),
            "is_final": row.kind == TrayDecision.INCLUDE,
            "is_out": row.response_id in left_out,
        }
        for row in rows
    ]


def _list_pages(page: Any, shown: str) -> list[tuple[int, str, bool]]:
    """Return the pages to go to (number, query, is this one): the first, the last and those near."""
    near = page.paginator.get_elided_page_range(page.number)
    numbers = [one for one in near if isinstance(one, int)]
    return [(n, "?" + urlencode({SHOWN: shown, NUMBER: n}), n == page.number) for n in numbers]


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Say what a decision about the chosen answers will do and ask for the reason, then decide."""
    found = find_survey(request.user, survey_id, Action.DECIDE_TRAY)
    given = request.POST if request.method == "POST" else request.GET
    decision = next((one for one in TrayDecision if one.value == given.get(DECISION)), None)
    chosen = _find_chosen(found, given.getlist(CHOSEN)[:MOST_CHOSEN])
    if decision is None or not chosen:
        messages.warning(request, gettext("Pilih dahulu paling sedikit satu jawaban."))
        return _back(found)
    require_tray_decision(found.stage, decision)
    if request.method != "POST":
        return _confirm(request, found, chosen, decision)
    reason = request.POST.get(REASON, "")
    try:
        number = decide_held(
            survey=found, held=[one.pk for one in chosen], decision=decision, reason=reason, by=request.user
        )
    except BadInput as error:
        return _confirm(request, found, chosen, decision, _say(error))
    messages.success(request, _say_done(number, decision))
    return _back(found)


def _find_chosen(survey: Survey, given: Sequence[str]) -> list[HeldResponse]:
    ids = [int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 19]
    return list(with_ways(decidable(survey).filter(pk__in=ids)))


def _confirm(
    request: StaffRequest,
    survey: Survey,
    chosen: Sequence[HeldResponse],
    decision: TrayDecision,
    error: str = "",
) -> HttpResponse:
    """Show what will happen: only the answers about which it can be decided so go into the form."""
    outlooks = find_outlooks(survey, chosen)
    refusals = {row.pk: _refuse(row, outlooks[row.pk], decision) for row in chosen}
    able = [row for row in chosen if not refusals[row.pk]]
    effects = [outlooks[row.pk].effect for row in able]
    counted = count_by_survey([survey.pk]).get(survey.pk, 0)
    context = {
        **_about(survey),
        "decision": decision.value,
        "title": gettext(ASKED[decision]),
        "able": able,
        "refused": [(row, refusals[row.pk]) for row in chosen if refusals[row.pk]],
        "counted": counted,
        "counted_after": counted + effects.count(Effect.ADDS),
        "replaced": effects.count(Effect.REPLACES),
        "same": effects.count(Effect.SAME),
        "reason": request.POST.get(REASON, "")[:2000],
        "error": error,
        **(_describe_next(survey, able) if decision is TrayDecision.NEXT else {}),
    }
    return render_page(request, "office/tray_decide.html", context, status=422 if error else 200)


def _refuse(row: HeldResponse, outlook: Outlook, decision: TrayDecision) -> str:
    """Return why it cannot be decided so about an answer, or nothing."""
    refusal = outlook.refusal if decision is TrayDecision.INCLUDE else None
    if decision is TrayDecision.NEXT:
        refusal = refuse_next(row)
    return _say(refusal) if refusal else ""


def _describe_next(survey: Survey, rows: Sequence[HeldResponse]) -> dict[str, Any]:
    following = find_next(survey)
    others = following and any(row.instrument_id != following.instrument_id for row in rows)
    return {
        "following": following,
        "following_period": following.period.pure if following else None,
        "asks_otherwise": bool(others),
    }


def _say_done(number: int, decision: TrayDecision) -> str:
    sentences = {
        TrayDecision.INCLUDE: ngettext(
            "{n} jawaban dimasukkan. Hitung hasilnya lagi supaya ikut terhitung.",
            "{n} jawaban dimasukkan. Hitung hasilnya lagi supaya ikut terhitung.",
            number,
        ),
        TrayDecision.NEXT: ngettext(
            "{n} jawaban disimpan untuk periode berikutnya.",
            "{n} jawaban disimpan untuk periode berikutnya.",
            number,
        ),
        TrayDecision.LEAVE_OUT: ngettext(
            "{n} jawaban tidak dipakai; tetap tersimpan.",
            "{n} jawaban tidak dipakai; tetap tersimpan.",
            number,
        ),
    }
    return sentences[decision].format(n=number)


def _back(survey: Survey) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:tray", args=[survey.pk]), status=303)


@staff_only
@require_safe
def document(request: StaffRequest, document_id: int) -> HttpResponse:
    """Download a form that could not be read, as it came: somebody's answer, so for the coordinator only."""
    found = find_document(request.user, document_id, Action.EXCLUDE)
    headers = {
        "Content-Disposition": f'attachment; filename="formulir-{found.uuid}.xml"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(bytes(found.content), content_type="application/xml", headers=headers)
