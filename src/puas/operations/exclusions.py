"""Leaving answers out of the index, and taking that back. The answers themselves stay as they were given."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput
from puas.lifecycles import require_exclusions_open
from puas.models import Exclusion, ExclusionKind, Response, Survey, User
from puas.operations.audits import append_event
from puas.queries.exclusions import in_force

LONGEST_REASON = 2000
_SLICE = 500


@transaction.atomic
def exclude_responses(*, survey: Survey, responses: Iterable[int], reason: str, by: User | None) -> int:
    """Leave answers (ids) of a survey out of every count, for a reason; return how many are newly left out.

    Those that are left out already stay so. All or nothing: BadInput `exclusion_reason`, `exclusion_none`
    without an answer, `exclusion_unknown` for answers of another survey; NotNow `exclusions_locked`.
    """
    why, ids = _check_reason(reason), _check_ids(responses)
    _hold(survey)
    _require_own(survey, ids)
    done = set(in_force([survey.pk]).values_list("response_id", flat=True))
    new = [number for number in ids if number not in done]
    now = timezone.now()
    Exclusion.objects.bulk_create([_build(number, why, now, by) for number in new], batch_size=_SLICE)
    _append(survey, "exclude_responses", new, why, by)
    return len(new)


@transaction.atomic
def lift_exclusions(*, survey: Survey, responses: Iterable[int], reason: str, by: User | None) -> int:
    """Count answers (ids) again that somebody decided to leave out; return how many.

    Those that count already stay so, and so do corrected ones: the later answer stands for the same person.
    All or nothing; errors as in `exclude_responses`.
    """
    why, ids = _check_reason(reason), _check_ids(responses)
    _hold(survey)
    _require_own(survey, ids)
    now = timezone.now()
    lifted: list[int] = []
    decided = in_force([survey.pk]).filter(kind=ExclusionKind.FLAGGED.value)
    for part in _slices(ids):
        found = dict(decided.filter(response__in=part).values_list("id", "response_id"))
        Exclusion.objects.filter(pk__in=list(found)).update(lifted_at=now, lifted_by=by, lifted_reason=why)
        lifted += found.values()
    _append(survey, "lift_exclusions", sorted(lifted), why, by)
    return len(lifted)


def _check_reason(reason: str) -> str:
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise BadInput(
            "exclusion_reason",
            "Tulis alasannya, paling panjang {longest} huruf; alasan itu tersimpan bersama keputusannya.",
            field="reason",
            longest=LONGEST_REASON,
        )
    return text


def _check_ids(responses: Iterable[int]) -> list[int]:
    ids = sorted(set(responses))
    if not ids:
        raise BadInput("exclusion_none", "Pilih dahulu paling sedikit satu jawaban.", field="responses")
    return ids


def _hold(survey: Survey) -> None:
    """Keep the stored survey in its state until this transaction ends; NotNow when answers are locked.

    No key is taken, so that citizens' answers pass meanwhile.
    """
    stored = Survey.objects.select_for_update(no_key=True).select_related(None).get(pk=survey.pk)
    require_exclusions_open(stored.stage)


def _require_own(survey: Survey, ids: Sequence[int]) -> None:
    own = Response.objects.filter(survey=survey).order_by()
    if sum(own.filter(pk__in=part).count() for part in _slices(ids)) != len(ids):
        raise BadInput(
            "exclusion_unknown",
            "Ada jawaban yang bukan dari survei {unit}. Muat ulang halamannya lalu pilih lagi.",
            field="responses",
            unit=survey.unit.name,
        )


def _slices(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _SLICE] for start in range(0, len(ids), _SLICE))


def _build(response_id: int, reason: str, now: datetime, by: User | None) -> Exclusion:
    return Exclusion(
        response_id=response_id,
        kind=ExclusionKind.FLAGGED.value,
        reason=reason,
        excluded_at=now,
        excluded_by=by,
    )


def _append(survey: Survey, operation: str, ids: Sequence[int], reason: str, by: User | None) -> None:
    """Append the event that names the answers; nothing is said where nothing changed."""
    if ids:
        data = {"responses": list(ids), "reason": reason}
        append_event(by=by, operation=operation, subject=survey, unit=survey.unit, data=data)
