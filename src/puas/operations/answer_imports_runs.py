"""Running an import: rows from the limited process, stored batch by batch, to the end or a wish to stop."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from puas.errors import PuasError
from puas.exchange.answer_imports import BadRow, GoodRow, Plan, Reading, open_reading
from puas.exchange.answer_imports_rejections import RejectionBook
from puas.models import AnswerImport, Channel, ImportStage, Service, User
from puas.operations.answer_imports import (
    REJECTED,
    file_of,
    folder_of,
    forget_file,
    name_answer,
    read_look,
    spooled_of,
)
from puas.operations.audits import append_event
from puas.operations.response_batches import BatchWriter
from puas.operations.responses import Answer
from puas.queries.answer_imports import named_services

BATCH = 2000
"""Rows a transaction: some tenths of a second in which citizens' answers wait on the embedded database."""

_CHANNELS = {channel.value: channel for channel in Channel}

Report = Callable[[AnswerImport], None]


def run_import(
    *, answer_import: AnswerImport, by: User | None, language: str = "id", report: Report | None = None
) -> AnswerImport:
    """Store the good rows of a started import, write the bad ones into its workbook, append the event.

    A refusal (of the file, or because the survey was closed) ends it as FAILED with the reason kept; what is
    stored stays. Any other error is raised and leaves it RUNNING, to be found silent and repeated.
    """
    AnswerImport.objects.filter(pk=answer_import.pk).update(read=0, bad=0, known=0, examples=0)
    plan = _build_plan(answer_import)
    path = folder_of(answer_import) / REJECTED
    try:
        with (
            open_reading(
                file_of(answer_import),
                answer_import.survey.instrument.content,
                tuple(answer_import.headings),
                plan,
                name=answer_import.name,
                spooled=spooled_of(answer_import),
                holes=read_look(answer_import).holes,
            ) as reading,
            RejectionBook(path, language) as book,
        ):
            stage = _store(answer_import, reading, book, report)
    except PuasError as refusal:
        return _finish(answer_import, ImportStage.FAILED, by, refusal)
    return _finish(answer_import, stage, by)


def _build_plan(answer_import: AnswerImport) -> Plan:
    period = answer_import.survey.period
    return Plan(
        targets=tuple(answer_import.targets),
        zone=settings.TIME_ZONE,
        sheet=answer_import.sheet,
        services=named_services(answer_import.survey),
        starts=period.starts if answer_import.is_only_period else None,
        ends=period.ends if answer_import.is_only_period else None,
    )


def _store(
    answer_import: AnswerImport, reading: Reading, book: RejectionBook, report: Report | None
) -> ImportStage:
    services = {one.pk: one for one in Service.objects.filter(unit=answer_import.survey.unit_id)}
    writer, taken = BatchWriter(answer_import.survey), 0
    for batch in _cut(reading):
        good = [row for row in batch if isinstance(row, GoodRow)]
        for row in batch:
            if isinstance(row, BadRow):
                book.add(row, reading.headings)
        new = writer.store(_build_answers(answer_import, good, services)) if good else 0
        taken += len(good)
        _count(answer_import, reading, new=new, taken=taken, row=batch[-1].row, bad=book.count)
        if report:
            report(answer_import)
        if answer_import.cancel_at:
            return ImportStage.CANCELLED
    _count(answer_import, reading, new=0, taken=taken, row=0, bad=book.count)
    return ImportStage.DONE


def _cut(rows: Iterable[GoodRow | BadRow]) -> Iterator[list[GoodRow | BadRow]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _build_answers(
    answer_import: AnswerImport, rows: Sequence[GoodRow], services: Mapping[int, Service]
) -> list[Answer]:
    """Return the answers of the rows; what they have in common is asked of the import once."""
    survey_id, batch = answer_import.survey_id, answer_import.batch
    channel, received = _CHANNELS[answer_import.channel], answer_import.created_at
    usual = answer_import.service
    return [
        Answer(
            uuid=name_answer(survey_id, batch, row),
            scores=row.scores,
            answered_at=row.answered_at or received,
            channel=channel,
            profile=row.profile,
            comment=row.comment,
            service=services[row.service] if row.service else usual,
        )
        for row in rows
    ]


def _count(
    answer_import: AnswerImport, reading: Reading, *, new: int, taken: int, row: int, bad: int
) -> None:
    """Say how far it is, and hear whether somebody wants it to stop.

    Good rows that are not new were known; a repeated run meets what its first run stored, which stays new.
    """
    AnswerImport.objects.filter(pk=answer_import.pk).update(
        expected=reading.expected,
        read=row or F("read"),
        new=F("new") + new,
        known=Greatest(taken - F("new") - new, 0),
        bad=bad,
        examples=reading.examples,
        seen_at=timezone.now(),
    )
    answer_import.refresh_from_db(fields=["expected", "read", "new", "known", "bad", "examples", "cancel_at"])


def _finish(
    answer_import: AnswerImport, stage: ImportStage, by: User | None, refusal: PuasError | None = None
) -> AnswerImport:
    with transaction.atomic():
        row = AnswerImport.objects.select_for_update(of=("self",)).get(pk=answer_import.pk)
        row.stage, row.finished_at = stage.value, timezone.now()
        row.refusal = _keep(refusal) if refusal else {}
        row.save()
        data = {"import": row.pk, "stage": row.stage, "new": row.new, "known": row.known, "bad": row.bad}
        append_event(by=by, operation="import_answers", subject=row.survey, unit=row.survey.unit, data=data)
    if stage is ImportStage.DONE:
        forget_file(row)
    return row


def _keep(refusal: PuasError) -> dict[str, object]:
    data = {key: value if isinstance(value, int) else str(value) for key, value in refusal.data.items()}
    return {"code": refusal.code, "message": refusal.message, "data": data}
