"""Sheets on paper on their way to becoming answers: printed, typed in, read twice, and then counted."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotAllowed, NotNow
from puas.lifecycles import LOCKED_STATES
from puas.models import Keying, PaperBatch, PaperEntry, Survey, User
from puas.operations.audits import append_event
from puas.operations.paper_answers import build_answer
from puas.operations.responses import record_responses
from puas.queries.paper_batches import (
    SPOILED,
    compare_readings,
    list_differences,
    newest_sheet,
    reading_of,
    standing_entries,
)

MOST_SHEETS = 100


@transaction.atomic
def create_batch(
    *, survey: Survey, sheets: int, by: User | None, language: str = "id", needs_second: bool = False
) -> PaperBatch:
    """Number the next `sheets` sheets of a survey; the numbers never come again in it.

    BadInput `paper_sheets` (1 to 100) and `paper_language`; NotNow `paper_survey_locked`.
    """
    stored = Survey.objects.select_for_update().select_related(None).get(pk=survey.pk)
    if stored.stage in LOCKED_STATES:
        raise NotNow(
            "paper_survey_locked",
            "Survei ini berstatus “{state}”, jadi lembar baru tidak akan terhitung. "
            "Koordinator instansi dapat membukanya kembali.",
            state=stored.stage.label,
        )
    _check_batch(survey, sheets, language)
    number, last = newest_sheet(survey)
    batch = PaperBatch.objects.create(
        survey=survey,
        number=number + 1,
        language=language,
        first_sheet=last + 1,
        sheets=sheets,
        needs_second=needs_second,
        created_at=timezone.now(),
        created_by=by,
    )
    data = {"number": batch.number, "first_sheet": batch.first_sheet, "sheets": sheets, "language": language}
    append_event(by=by, operation="create_batch", subject=batch, unit=survey.unit, data=data)
    return batch


def _check_batch(survey: Survey, sheets: int, language: str) -> None:
    if not 1 <= sheets <= MOST_SHEETS:
        raise BadInput(
            "paper_sheets",
            "Banyaknya lembar 1 sampai {most} untuk satu bundel; buat beberapa bundel bila perlu lebih.",
            field="lembar",
            most=MOST_SHEETS,
        )
    if language not in survey.instrument.parsed.languages:
        raise BadInput(
            "paper_language",
            "Kuesioner ini tidak tersedia dalam bahasa “{language}”.",
            field="bahasa",
            language=language,
        )


@transaction.atomic
def type_sheet(
    *,
    batch: PaperBatch,
    sheet: int,
    keying: Keying,
    content: Mapping[str, Any],
    by: User | None,
    is_spoiled: bool = False,
) -> tuple[PaperEntry, bool]:
    """Keep what was read on a sheet; return (entry, created). A different reading is a further revision.

    The same reading again changes nothing. BadInput with `field` for what the questionnaire does not allow,
    NotNow `paper_finished`, NotAllowed `paper_second_person` when one person would read a sheet twice.
    """
    _lock(batch)
    _check_sheet(batch, sheet)
    kept = {} if is_spoiled else dict(content)
    if not is_spoiled:
        build_answer(batch, sheet, kept, timezone.now())
    _check_person(batch, sheet, keying, by)
    entry = PaperEntry(
        batch=batch, sheet=sheet, keying=keying.value, is_spoiled=is_spoiled, content=kept, typed_by=by
    )
    return _append(entry, "type_sheet")


def _append(entry: PaperEntry, operation: str) -> tuple[PaperEntry, bool]:
    batch = entry.batch
    last = PaperEntry.objects.filter(batch=batch, sheet=entry.sheet, keying=entry.keying).last()
    if last is not None and (last.content, last.is_spoiled) == (entry.content, entry.is_spoiled):
        newer = PaperEntry.objects.filter(batch=batch, sheet=entry.sheet, pk__gt=last.pk)
        if entry.keying != Keying.SETTLED or not newer.exists():
            return last, False
    entry.revision = last.revision + 1 if last else 1
    entry.typed_at = timezone.now()
    entry.save()
    data = {"sheet": entry.sheet, "keying": entry.keying, "revision": entry.revision}
    append_event(by=entry.typed_by, operation=operation, subject=entry, unit=batch.survey.unit, data=data)
    return entry, True


def _lock(batch: PaperBatch) -> None:
    """Let one writer at a time into a batch, and none into a finished one."""
    stored = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.is_finished:
        raise NotNow(
            "paper_finished",
            "Bundel {number} sudah selesai dan jawabannya dihitung, jadi ketikannya tidak berubah lagi. "
            "Salah ketik yang baru ditemukan dilaporkan kepada koordinator instansi.",
            number=stored.number,
        )


def _check_sheet(batch: PaperBatch, sheet: int) -> None:
    if not batch.first_sheet <= sheet <= batch.last_sheet:
        raise BadInput(
            "paper_sheet_unknown",
            "Lembar {sheet} bukan bagian bundel ini (lembar {first} sampai {last}).",
            field="lembar",
            sheet=sheet,
            first=batch.first_sheet,
            last=batch.last_sheet,
        )


def _check_person(batch: PaperBatch, sheet: int, keying: Keying, by: User | None) -> None:
    """Refuse that one person reads a sheet for both keyings: a slip would be repeated, not found."""
    other = Keying.SECOND if keying is Keying.FIRST else Keying.FIRST
    theirs = PaperEntry.objects.filter(batch=batch, sheet=sheet, keying=other.value, typed_by=by)
    if by is not None and theirs.exists():
        raise NotAllowed(
            "paper_second_person",
            "Lembar {sheet} sudah Anda ketik; ketikan keduanya harus oleh orang lain.",
            sheet=sheet,
        )


@transaction.atomic
def settle_sheet(
    *, batch: PaperBatch, sheet: int, choices: Mapping[str, int], by: User | None
) -> tuple[PaperEntry, bool]:
    """Decide between two readings: `choices` names for every differing field the keying (1 or 2) to keep.

    BadInput `paper_choice_missing` when a field is left undecided, NotNow `paper_nothing_to_settle`.
    """
    _lock(batch)
    standing = standing_entries(batch, sheet, sheet)
    readings = {keying: standing.get((sheet, keying)) for keying in (Keying.FIRST, Keying.SECOND)}
    first, second = readings[Keying.FIRST], readings[Keying.SECOND]
    differences = list_differences(first, second) if first and second else ()
    if first is None or second is None or not differences:
        raise NotNow(
            "paper_nothing_to_settle",
            "Kedua ketikan lembar {sheet} sudah sama, atau baru ada satu. Muat ulang halamannya.",
            sheet=sheet,
        )
    entry = PaperEntry(batch=batch, sheet=sheet, keying=Keying.SETTLED.value, typed_by=by)
    entry.content, entry.is_spoiled = dict(first.content), first.is_spoiled
    for difference in differences:
        _keep(entry, difference.field, {1: first, 2: second}.get(choices.get(difference.field, 0)))
    if not entry.is_spoiled:
        build_answer(batch, sheet, entry.content, timezone.now())
    return _append(entry, "settle_sheet")


def _keep(entry: PaperEntry, name: str, source: PaperEntry | None) -> None:
    """Put one differing field of `entry` as `source` has it."""
    if source is None:
        raise BadInput(
            "paper_choice_missing", "Pilih yang benar untuk setiap isian yang berbeda.", field=name
        )
    if name == SPOILED:
        entry.is_spoiled, entry.content = source.is_spoiled, dict(source.content)
    elif name in source.content:
        entry.content[name] = source.content[name]
    else:
        entry.content.pop(name, None)


@transaction.atomic
def finish_batch(*, batch: PaperBatch, by: User | None) -> int:
    """Make every sheet that is typed in an answer, once and for all; return how many were new.

    Sheets never typed in count as not returned. NotNow when nothing is typed in, readings differ, a second
    reading is missing where every sheet needs one, or the survey takes no answers.
    """
    _lock(batch)
    standing = standing_entries(batch)
    typed = sorted({sheet for sheet, _ in standing})
    _check_ready(batch, typed, standing)
    now = timezone.now()
    readings = [(sheet, reading_of(standing, sheet)) for sheet in typed]
    answers = [
        build_answer(batch, sheet, entry.content, now)
        for sheet, entry in readings
        if entry is not None and not entry.is_spoiled
    ]
    new = record_responses(survey=batch.survey, answers=answers, by=by)
    PaperBatch.objects.filter(pk=batch.pk).update(finished_at=now, finished_by=by)
    batch.finished_at, batch.finished_by = now, by
    data = {"typed": len(typed), "spoiled": len(typed) - len(answers), "new": new}
    append_event(by=by, operation="finish_batch", subject=batch, unit=batch.survey.unit, data=data)
    return new


def _check_ready(batch: PaperBatch, typed: list[int], standing: Mapping[tuple[int, int], Any]) -> None:
    if not typed:
        raise NotNow("paper_empty", "Belum ada lembar yang diketik, jadi belum ada yang dapat dihitung.")
    differing = len(compare_readings(batch).open)
    if differing:
        raise NotNow(
            "paper_readings_differ",
            "Masih ada {count} lembar yang kedua ketikannya berbeda. Putuskan dahulu mana yang benar.",
            count=differing,
        )
    once = sum((sheet, k) not in standing for sheet in typed for k in (Keying.FIRST, Keying.SECOND))
    if batch.needs_second and once:
        raise NotNow(
            "paper_second_missing",
            "Bundel ini harus diketik dua kali, dan {count} lembar baru diketik sekali.",
            count=once,
        )
