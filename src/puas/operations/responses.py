"""Taking answers. An acknowledged answer is on disk; the same answer twice is one row; no answer is dropped.

Everything is checked before the transaction starts; the transaction holds the survey's state and inserts one
row. Citizens' answers are their own record: an event in the audit chain for each would make them queue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from puas.errors import Conflict, NotNow
from puas.lifecycles import SurveyState
from puas.methodology.answers import pack
from puas.models import (
    Channel,
    FormLink,
    HeldReason,
    HeldResponse,
    Response,
    Service,
    Survey,
    User,
    VisitCode,
)
from puas.models.held_responses import digest_of
from puas.operations.audits import append_event
from puas.operations.held_responses import hold_response
from puas.operations.origins import Origin, hash_origin
from puas.operations.response_parts import (
    check_channel,
    check_comment,
    check_profile,
    check_scores,
    check_service,
    check_time,
    check_uuid,
)
from puas.queries.held_responses import find_included

LONGEST_WAIT = timedelta(days=366)
"""An answer that claims to have waited on a phone for longer was given on a device whose clock is wrong."""
CLOCK_AHEAD = "clock_ahead"
"""Flag of an answer whose device claims a time after it was received; the time received is kept instead."""


@dataclass(frozen=True)
class Answer:
    """One answer as a door hands it over.

    `scores`: one per item in the instrument's order, 0 = unanswered. `seconds`: from opening the form to
    sending it, None when nobody knows. `visit`: the one-time code of `link` that it uses up. `origin`:
    where it came from, in clear; what is stored of it are the two hashes (`hash_answer`).
    """

    uuid: UUID
    scores: Sequence[int]
    answered_at: datetime
    channel: Channel = Channel.ONLINE
    profile: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    service: Service | None = None
    flags: tuple[str, ...] = ()
    link: FormLink | None = None
    visit: VisitCode | None = None
    seconds: int | None = None
    was_steered: bool | None = None
    origin: Origin | None = None
    device_hash: int | None = None
    address_hash: int | None = None


def record_response(*, survey: Survey, answer: Answer) -> tuple[Response | HeldResponse, bool]:
    """Store one answer durably; return (row, created).

    The same uuid with the same content again returns the stored row and False. Answers to a survey that no
    longer takes them, through a link that is revoked, or with a one-time code that is used up go to the
    tray: the row is a HeldResponse (`is_held`). A code is used up in the transaction that stores its answer.
    BadInput names what is wrong in `field`; NotNow `survey_not_open_yet`; Conflict `response_conflict` when
    other content is stored under the uuid (the first one stays, this one is kept in the tray).
    """
    response = build_response(survey, hash_answer(survey, answer), timezone.now())
    if answer.link and answer.link.is_revoked:
        return settle_response(response, HeldReason.REVOKED, answer.visit)
    reason = HeldReason.LATE
    try:
        with transaction.atomic(durable=True):
            if takes_answers(survey.pk, response.received_at):
                if answer.visit is None or use_up(answer.visit):
                    response.save()
                    return response, True
                reason = HeldReason.USED
    except (IntegrityError, NotNow):  # stored already, at any time; or something that must not be hidden
        if not Response.objects.filter(uuid=response.uuid).exists():
            raise
    return settle_response(response, reason, answer.visit if reason is HeldReason.LATE else None)


def hash_answer(survey: Survey, answer: Answer) -> Answer:
    """Return the answer with the numbers of its origin in the place of the origin itself."""
    if answer.origin is None:
        return answer
    device_hash, address_hash = hash_origin(survey=survey, origin=answer.origin)
    return replace(answer, origin=None, device_hash=device_hash, address_hash=address_hash)


def use_up(visit: VisitCode) -> bool:
    """Use up a one-time code for this transaction's answer; False when another answer has it.

    One UPDATE that finds the code unused or does not: of two answers at once PostgreSQL lets the second wait
    for the first, and SQLite has one writer. Only the day is kept, so that the time leads to no answer.
    """
    return bool(VisitCode.objects.filter(pk=visit.pk, used_on=None).update(used_on=timezone.localdate()))


def settle_response(
    response: Response, reason: HeldReason, visit: VisitCode | None = None
) -> tuple[Response | HeldResponse, bool]:
    """Answer for a response that was not inserted: it is there already, in conflict, or put aside.

    `visit`: the one-time code that it came with and did not use up.
    """
    stored = Response.objects.filter(uuid=response.uuid).first()
    if stored is None:
        return hold_response(response, reason, visit=visit)
    same = stored if digest_of(stored) == digest_of(response) else find_included(response)
    if same is not None:
        return same, False
    hold_response(response, HeldReason.CONFLICT)
    raise Conflict(
        "response_conflict",
        "Isian {uuid} sudah tersimpan dengan jawaban lain. Yang pertama tetap dihitung; "
        "yang ini disimpan terpisah untuk diperiksa petugas. Untuk mengisi lagi, mulai formulir baru.",
        uuid=response.uuid,
    )


@transaction.atomic
def record_responses(*, survey: Survey, answers: Iterable[Answer], by: User | None) -> int:
    """Store many answers (typed in, imported, drawn) with one event; return how many are new.

    All or nothing: BadInput for the first answer that is wrong, NotNow when the survey takes no answers. An
    answer stored before is skipped; other content under a stored uuid goes to the tray.
    """
    now = timezone.now()
    require_taking(survey)
    first, second = _part_repeats(build_response(survey, answer, now) for answer in answers)
    stored = {row.uuid: row for row in _stored(list(first))}
    new = [response for uuid, response in first.items() if uuid not in stored]
    Response.objects.bulk_create(new, batch_size=500)
    kept = {**first, **stored}
    again = [r for r in (*first.values(), *second) if kept[r.uuid] is not r]
    held = [r for r in again if digest_of(kept[r.uuid]) != digest_of(r)]
    for response in held:
        hold_response(response, HeldReason.CONFLICT)
    data = {"given": len(first) + len(second), "new": len(new), "held": len(held)}
    append_event(by=by, operation="record_responses", subject=survey, unit=survey.unit, data=data)
    return len(new)


def _part_repeats(responses: Iterable[Response]) -> tuple[dict[UUID, Response], list[Response]]:
    """Return the first response of every uuid, and those that came with a uuid given before."""
    first: dict[UUID, Response] = {}
    repeats = [
        response for response in responses if first.setdefault(response.uuid, response) is not response
    ]
    return first, repeats


def _stored(uuids: Sequence[UUID]) -> Iterable[Response]:
    for start in range(0, len(uuids), 500):
        yield from Response.objects.filter(uuid__in=uuids[start : start + 500])


def require_taking(survey: Survey) -> None:
    """Raise NotNow unless the survey takes answers, and keep it so until this transaction ends."""
    if not takes_answers(survey.pk, timezone.now()):
        raise NotNow(
            "survey_takes_no_answers",
            "Survei {unit} sedang tidak menerima jawaban. Koordinator instansi dapat membukanya.",
            unit=survey.unit.name,
        )


def takes_answers(survey_id: int, now: datetime) -> bool:
    """Say whether the survey takes answers now, and keep it so until this transaction ends.

    FOR KEY SHARE lets other answers pass and makes `close_survey` (FOR UPDATE) wait; SQLite has one writer.
    Raises NotNow for a survey that has not started.
    """
    hold = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    query = Survey.objects.filter(pk=survey_id).order_by().values_list("state", "opens_at", "closes_at").query
    statement, parameters = query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement + hold, parameters)
        state, opens_at, closes_at = cursor.fetchone()
    if state == SurveyState.PLANNED or (opens_at and now < _aware(opens_at)):
        raise NotNow(
            "survey_not_open_yet",
            "Survei ini belum dibuka. Koordinator instansi dapat membukanya; silakan kembali nanti.",
        )
    return bool(state == SurveyState.OPEN and not (closes_at and now > _aware(closes_at)))


def _aware(value: datetime | str) -> datetime:
    """Return a time as read by a plain cursor: SQLite hands out text in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def believe_time(given: datetime | None, now: datetime) -> datetime:
    """Return the time that a device gives for its answer, or `now` when it gives none that can be true.

    One ahead of `now` is left as it is: `build_response` flags it.
    """
    return now if given is None or given < now - LONGEST_WAIT else given


def build_response(survey: Survey, answer: Answer, now: datetime) -> Response:
    """Return the unsaved row of an answer, every part checked against the survey's instrument."""
    instrument = survey.instrument.parsed
    word_a, word_b = pack(check_scores(instrument, answer.scores))
    is_ahead = check_time(answer.answered_at) > now
    return Response(
        survey=survey,
        instrument=survey.instrument,
        uuid=check_uuid(answer.uuid),
        channel=check_channel(answer.channel),
        service=check_service(survey, answer.service),
        word_a=word_a,
        word_b=word_b,
        profile=check_profile(instrument, answer.profile),
        comment=check_comment(answer.comment),
        answered_at=now if is_ahead else answer.answered_at,
        received_at=now,
        flags=[*answer.flags, *([CLOCK_AHEAD] if is_ahead else [])],
        link=answer.link,
        seconds=answer.seconds,
        was_steered=answer.was_steered,
        device_hash=answer.device_hash,
        address_hash=answer.address_hash,
    )
