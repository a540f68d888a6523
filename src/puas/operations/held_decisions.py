"""Deciding about the answers in the tray: include, keep for the next period, leave out. Nothing is deleted.

A decision is a row and an event in the audit chain, with reason and person. Including is final: the answer
is counted from then on, and left out again by an Exclusion (`puas.operations.exclusions`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict
from puas.lifecycles import TrayDecision, require_tray_decision
from puas.methodology.quality import Flag
from puas.models import (
    Exclusion,
    ExclusionKind,
    HeldDecision,
    HeldResponse,
    Response,
    Survey,
    User,
)
from puas.models.held_responses import CONTENT, WAY
from puas.operations.audits import append_event
from puas.operations.responses import use_up
from puas.queries.held_outlooks import Effect, Outlook, code_used, find_outlooks, refuse_next
from puas.queries.held_responses import decidable, in_force

LONGEST_REASON = 2000
MOST = 500
"""Answers in one decision."""


@dataclass(frozen=True)
class _Order:
    """One decision about some answers: in whose tray, what, why, by whom, when."""

    survey: Survey
    decision: TrayDecision
    reason: str
    by: User | None
    at: datetime


def decide_held(
    *, survey: Survey, held: Iterable[int], decision: TrayDecision, reason: str, by: User | None
) -> int:
    """Decide about answers (ids) in the tray of a survey, for one reason; return how many.

    INCLUDE makes each a Response of this survey with the flag `from_tray`; NEXT keeps it for the unit's next
    survey, in whose tray it waits then; LEAVE_OUT leaves it stored. The last two can be decided anew.
    All or nothing. BadInput `tray_reason`, `tray_none`, `tray_many`; Conflict `tray_moved` for answers that
    are not there to be decided (any more); NotNow `tray_locked`, `tray_choice`, or why one of them cannot be
    included (`puas.queries.held_outlooks`).
    """
    why, ids = _check_reason(reason), _check_ids(held)
    try:
        return _decide(survey, ids, decision, why, by)
    except IntegrityError:  # the same answer arrived by itself meanwhile; the second look sees it
        return _decide(survey, ids, decision, why, by)


def _check_reason(reason: str) -> str:
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise BadInput(
            "tray_reason",
            "Tulis alasannya, paling panjang {longest} huruf; alasan itu tersimpan bersama keputusannya.",
            field="reason",
            longest=LONGEST_REASON,
        )
    return text


def _check_ids(held: Iterable[int]) -> list[int]:
    ids = sorted(set(held))
    if not ids:
        raise BadInput("tray_none", "Pilih dahulu paling sedikit satu jawaban di baki.", field="held")
    if len(ids) > MOST:
        raise BadInput(
            "tray_many", "Putuskan paling banyak {most} jawaban sekaligus.", field="held", most=MOST
        )
    return ids


@transaction.atomic
def _decide(survey: Survey, ids: Sequence[int], decision: TrayDecision, reason: str, by: User | None) -> int:
    """Hold the survey in its state and the answers as they are, then decide about one after the other.

    No key is taken of the survey, so that citizens' answers pass meanwhile.
    """
    Survey.objects.select_for_update(no_key=True).select_related(None).get(pk=survey.pk)
    stored = Survey.objects.select_related("unit", "period", "instrument").get(pk=survey.pk)
    require_tray_decision(stored.stage, decision)
    order = _Order(stored, decision, reason, by, timezone.now())
    rows = _hold_rows(stored, ids)
    _require_choice(rows, decision)
    made = [_settle(order, row) for row in rows]
    _append(order, made)
    return len(made)


def _hold_rows(survey: Survey, ids: Sequence[int]) -> list[HeldResponse]:
    """Return the answers, kept from being decided elsewhere until this transaction ends."""
    chosen = HeldResponse.objects.filter(pk__in=ids)
    list(chosen.select_for_update(no_key=True).order_by("id"))
    rows = list(decidable(survey).filter(pk__in=ids).select_related("link", "visit", "instrument"))
    if len(rows) != len(ids):
        raise Conflict(
            "tray_moved",
            "Ada jawaban yang sudah diputuskan, atau bukan dari baki survei {unit}. Muat ulang halamannya "
            "lalu pilih lagi.",
            unit=survey.unit.name,
        )
    return rows


def _require_choice(rows: Iterable[HeldResponse], decision: TrayDecision) -> None:
    refusals = [refuse_next(row) for row in rows] if decision is TrayDecision.NEXT else []
    for refusal in refusals:
        if refusal is not None:
            raise refusal


def _settle(order: _Order, row: HeldResponse) -> HeldDecision:
    last = in_force(held=row).first()
    response = _include(order, row) if order.decision is TrayDecision.INCLUDE else None
    decision = HeldDecision(
        held=row,
        survey=order.survey,
        kind=order.decision.value,
        response=response,
        reason=order.reason,
        replaces=last,
        decided_at=order.at,
        decided_by=order.by,
    )
    decision.save()
    return decision


def _include(order: _Order, row: HeldResponse) -> Response:
    """Return the counted answer that the one in the tray becomes; raise why it cannot."""
    outlook = find_outlooks(order.survey, [row])[row.pk]
    if outlook.refusal is not None:
        raise outlook.refusal
    if row.visit is not None:
        if outlook.effect is Effect.ADDS and not use_up(row.visit):
            raise code_used()
        HeldResponse.objects.filter(pk=row.pk).update(visit=None)
    if outlook.effect is Effect.SAME:
        assert outlook.standing is not None
        return outlook.standing
    response = _build(order.survey, row)
    response.save()
    _take_place(order, outlook, response)
    return response


def _build(survey: Survey, row: HeldResponse) -> Response:
    fields: dict[str, Any] = {name: getattr(row, name) for name in (*CONTENT, *WAY)}
    flags = [*row.flags, Flag.FROM_TRAY.value]
    return Response(**{**fields, "uuid": _uuid(row), "survey_id": survey.pk, "flags": flags})


def _uuid(row: HeldResponse) -> UUID:
    """Return the answer's own uuid; when other content is stored under it, one that names this content."""
    if Response.objects.filter(uuid=row.uuid).exists():
        return uuid5(row.uuid, row.digest)
    return row.uuid


def _take_place(order: _Order, outlook: Outlook, response: Response) -> None:
    """Leave the answer out that is replaced, as a correction from the field does."""
    if outlook.effect is not Effect.REPLACES:
        return
    assert outlook.standing is not None
    Exclusion.objects.create(
        response=outlook.standing,
        kind=ExclusionKind.CORRECTED.value,
        reason=f"Diganti oleh isian {response.uuid}",
        replaced_by=response,
        excluded_at=order.at,
        excluded_by=order.by,
    )


def _append(order: _Order, made: Sequence[HeldDecision]) -> None:
    data = {
        "decision": order.decision.value,
        "held": [one.held_id for one in made],
        "responses": [one.response_id for one in made if one.response_id],
        "reason": order.reason,
    }
    survey = order.survey
    append_event(by=order.by, operation="decide_held", subject=survey, unit=survey.unit, data=data)
