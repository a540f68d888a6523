"""More time for a survey: a unit asks with a reason, a coordinator grants it until a day or declines."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict
from puas.lifecycles import ExtensionState, SurveyState, require_extension
from puas.models import ExtensionRequest, Survey, User
from puas.operations.audits import append_event
from puas.operations.openings import extend_window, open_by_hand, require_reopening

LONGEST_REASON = 2000


@transaction.atomic
def ask_extension(*, survey: Survey, reason: str, wanted_on: date, by: User | None) -> ExtensionRequest:
    """Ask for more time to collect, until `wanted_on`.

    NotNow `extension_locked` once the survey is handed in or before it opened; BadInput `extension_reason`,
    `reopen_until`; Conflict `extension_waiting` while another request waits.
    """
    stored = Survey.objects.select_for_update().get(pk=survey.pk)
    require_extension(stored.stage)
    reason = _check_reason(reason)
    require_reopening(wanted_on)
    if ExtensionRequest.objects.filter(survey=stored, state=ExtensionState.WAITING.value).exists():
        raise Conflict(
            "extension_waiting",
            "Permintaan sebelumnya masih menunggu keputusan koordinator. Tunggu jawabannya.",
        )
    row = ExtensionRequest.objects.create(
        survey=stored, reason=reason, wanted_on=wanted_on, asked_at=timezone.now(), asked_by=by
    )
    data = {"request": row.pk, "wanted_on": str(wanted_on), "reason": reason}
    append_event(by=by, operation="ask_extension", subject=stored, unit=survey.unit, data=data)
    return row


@transaction.atomic
def grant_extension(
    *, request: ExtensionRequest, until: date, by: User | None, answer: str = ""
) -> ExtensionRequest:
    """Grant more time until a day: the survey is open until then, and closes by itself.

    Conflict `extension_decided`; NotNow `extension_locked`; BadInput `reopen_until`.
    """
    row = _lock(request)
    require_reopening(until)
    survey = Survey.objects.select_related("unit__agency", "period").get(pk=row.survey_id)
    require_extension(survey.stage)
    if survey.stage is SurveyState.OPEN:
        extend_window(survey=survey, until=until, by=by)
    else:
        open_by_hand(survey=survey, by=by, until=until)
    row.granted_on = until
    return _decide(row, ExtensionState.GRANTED, answer.strip()[:LONGEST_REASON], by)


@transaction.atomic
def decline_extension(*, request: ExtensionRequest, answer: str, by: User | None) -> ExtensionRequest:
    """Say no, and why. Conflict `extension_decided`; BadInput `extension_reason` without a reason."""
    row = _lock(request)
    answer = _check_reason(answer)
    return _decide(row, ExtensionState.DECLINED, answer, by)


def _lock(request: ExtensionRequest) -> ExtensionRequest:
    row = ExtensionRequest.objects.select_for_update().get(pk=request.pk)
    if row.state != ExtensionState.WAITING.value:
        raise Conflict("extension_decided", "Permintaan itu sudah diputuskan. Muat ulang halamannya.")
    return row


def _check_reason(text: str) -> str:
    reason = text.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise BadInput(
            "extension_reason",
            "Tulis alasannya (1 sampai {most} huruf), supaya yang membaca tahu sebabnya.",
            field="alasan",
            most=LONGEST_REASON,
        )
    return reason


def _decide(row: ExtensionRequest, state: ExtensionState, answer: str, by: User | None) -> ExtensionRequest:
    row.state, row.answer = state.value, answer
    row.decided_at, row.decided_by = timezone.now(), by
    row.save(update_fields=["state", "answer", "granted_on", "decided_at", "decided_by"])
    survey = Survey.objects.select_related("unit").get(pk=row.survey_id)
    data: dict[str, Any] = {"request": row.pk, "decision": state.value, "reason": answer}
    if row.granted_on:
        data["granted_on"] = str(row.granted_on)
    append_event(by=by, operation="decide_extension", subject=survey, unit=survey.unit, data=data)
    return row
