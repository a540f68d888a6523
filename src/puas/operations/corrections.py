"""Answers sent again, corrected, by whoever sent them first. Both stay stored; the later one counts."""

from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from puas.errors import NotNow
from puas.models import Channel, Exclusion, ExclusionKind, HeldReason, HeldResponse, Response, Survey
from puas.models.held_responses import digest_of
from puas.operations.audits import append_event
from puas.operations.held_responses import hold_response
from puas.operations.responses import Answer, build_response, hash_answer, settle_response, takes_answers
from puas.queries.exclusions import counted
from puas.queries.held_responses import find_included

CORRECTION = "correction"
"""Flag of an answer that replaced another one."""


def supersede_response(
    *, survey: Survey, corrects: UUID, answer: Answer
) -> tuple[Response | HeldResponse, bool]:
    """Store an answer that counts instead of the one under `corrects`; return (row, created).

    Only an interview of the same survey that still counts is replaced: the enumerator corrects it. Any other
    correction goes to the tray (`is_held`). Sent again it returns the row that is there, at any time.
    BadInput as for `record_response`; Conflict `response_conflict`; NotNow `survey_not_open_yet`,
    `correction_closed`.
    """
    flagged = replace(answer, flags=(*answer.flags, CORRECTION))
    response = build_response(survey, hash_answer(survey, flagged), timezone.now())
    kept = HeldResponse.objects.filter(uuid=response.uuid, digest=digest_of(response)).first()
    if kept is not None:
        return find_included(response) or kept, False
    if not _is_stored(response):
        try:
            if _replace(survey, corrects, response):
                return response, True
        except IntegrityError:  # the uuid was taken meanwhile, or something is wrong that must not be hidden
            if not _is_stored(response):
                raise
    if _is_stored(response):
        return settle_response(response, HeldReason.CONFLICT)
    return hold_response(response, HeldReason.CORRECTION, corrects)


def _is_stored(response: Response) -> bool:
    return bool(Response.objects.filter(uuid=response.uuid).exists())


@transaction.atomic(durable=True)
def _replace(survey: Survey, corrects: UUID, response: Response) -> bool:
    """Store the response in the place of the one it corrects; say whether there was one to replace.

    The survey's row makes decisions about its answers wait for each other, and lets citizens' answers pass.
    """
    Survey.objects.select_for_update(no_key=True).select_related(None).get(pk=survey.pk)
    if not takes_answers(survey.pk, response.received_at):
        raise NotNow(
            "correction_closed",
            "Survei {unit} sudah ditutup, jadi isiannya tidak dapat dikoreksi lagi; yang pertama tetap "
            "dihitung. Koordinator instansi dapat membukanya kembali.",
            unit=survey.unit.name,
        )
    given = counted(Response.objects.filter(survey=survey, uuid=corrects, channel=Channel.INTERVIEW.value))
    first = given.first()
    if first is None:
        return False
    response.save()
    Exclusion.objects.create(
        response=first,
        kind=ExclusionKind.CORRECTED.value,
        reason=f"Diganti oleh isian {response.uuid}",
        replaced_by=response,
        excluded_at=response.received_at,
    )
    data = {"corrected": first.pk}
    append_event(by=None, operation="supersede_response", subject=response, unit=survey.unit, data=data)
    return True
