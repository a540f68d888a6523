"""Taking a file of answers into a survey: received, its columns confirmed, run, cancelled.

A run may end anywhere, also by a power cut: what was stored stays, and running again adds only what is
missing, because the uuid of an answer is made from its content (docs/adr/0014-imported-rows-have-names.md).
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotFound, NotNow, TooBusy
from puas.exchange.answer_imports import Look, look_into
from puas.exchange.answer_imports_columns import PERSONAL, Column, recognise_columns, require_columns
from puas.exchange.answer_imports_rows import GoodRow
from puas.exchange.answer_sheets_headings import fold
from puas.models import AnswerImport, AnswerMapping, Channel, ImportStage, Service, Survey, User
from puas.operations.audits import append_event
from puas.queries.answer_imports import (
    count_running,
    find_same,
    list_batches,
    named_services,
    remembered_columns,
)

NAMESPACE = UUID("6b0f7a53-3d1e-5c7a-9a51-0c6f5a1f9d10")
RUNNING = 2
"""Imports at once: each keeps a processor busy and the database writing."""
KEEP_DRAFT, KEEP_REJECTED = timedelta(days=1), timedelta(days=7)
_FILE, _LOOK, _SHEET, REJECTED = "file", "look.json", "sheet.csv", "rejected.xlsx"


def receive_import(
    *, survey: Survey, source: Path, name: str, by: User | None, sheet: str = ""
) -> AnswerImport:
    """Keep a copy of a file and look into it; nothing is imported yet. BadInput when it cannot be read."""
    sweep_imports()
    folder = _root() / f"draft-{uuid4().hex}"
    folder.mkdir(mode=0o700)
    try:
        shutil.copyfile(source, folder / _FILE)
        seen = _look(survey, folder, name, sheet)
        draft = AnswerImport.objects.create(
            survey=survey,
            name=name[:200],
            digest=_digest(folder / _FILE),
            created_at=timezone.now(),
            created_by=by,
            **_describe(survey, seen),
        )
        folder.rename(folder_of(draft))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return draft


def _root() -> Path:
    root = Path(settings.DATA_DIR) / "imports"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def folder_of(answer_import: AnswerImport) -> Path:
    """Return where the file of an import, and later its rejected rows, are kept."""
    return _root() / str(answer_import.pk)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _look(survey: Survey, folder: Path, name: str, sheet: str) -> Look:
    seen = look_into(
        folder / _FILE,
        survey.instrument.content,
        zone=settings.TIME_ZONE,
        name=name,
        sheet=sheet,
        remembered=remembered_columns(survey),
        services=named_services(survey),
        keep=folder / _SHEET,
    )
    (folder / _LOOK).write_text(json.dumps(asdict(seen)), encoding="utf-8")
    return seen


def _describe(survey: Survey, seen: Look) -> dict[str, Any]:
    """Return the fields of an import that looking tells; the service is guessed from the export's label."""
    guessed = named_services(survey).get(fold(seen.service))
    return {
        "sheet": seen.sheet,
        "headings": list(seen.headings),
        "targets": list(seen.targets),
        "is_timed": seen.is_timed,
        "service_id": guessed,
    }


def choose_sheet(*, answer_import: AnswerImport, sheet: str) -> AnswerImport:
    """Look at another sheet of the workbook before anything is imported."""
    _require_waiting(answer_import)
    seen = _look(answer_import.survey, folder_of(answer_import), answer_import.name, sheet)
    for field, value in _describe(answer_import.survey, seen).items():
        setattr(answer_import, field, value)
    answer_import.save()
    return answer_import


def read_look(answer_import: AnswerImport) -> Look:
    """Return what was seen in the file of a waiting import; NotFound when it has been deleted."""
    try:
        found = json.loads((folder_of(answer_import) / _LOOK).read_text("utf-8"))
    except FileNotFoundError as error:
        raise _file_gone() from error
    found["holes"] = tuple(map(tuple, found["holes"]))
    found["columns"] = tuple(Column(**column) for column in found["columns"])
    return Look(**found)


def _file_gone() -> NotFound:
    return NotFound("import_file_gone", "Berkas impor ini sudah dihapus. Unggah berkasnya sekali lagi.")


def start_import(
    *,
    answer_import: AnswerImport,
    targets: Sequence[str],
    channel: Channel,
    service: Service | None,
    continues: AnswerImport | None,
    is_other: bool,
    is_only_period: bool,
    by: User | None,
) -> AnswerImport:
    """Make a waiting import ready to run, remember its columns for the agency, append the event.

    `continues` names an earlier import that this file is a longer version of, `is_other` says that it holds
    other answers; one of them is needed when neither the file nor its rows tell (BadInput `import_which`).
    """
    instrument = answer_import.survey.instrument.parsed
    require_columns(targets, instrument)
    _require_dropped(answer_import, targets)
    if service is not None and service.unit_id != answer_import.survey.unit_id:
        raise BadInput("response_service", "Layanan itu bukan layanan unit ini.", field="service")
    with transaction.atomic():
        row = AnswerImport.objects.select_for_update(of=("self",)).get(pk=answer_import.pk)
        _require_waiting(row)
        row.targets, row.channel, row.service = list(targets), Channel(channel).value, service
        row.is_only_period = is_only_period
        row.batch = _choose_batch(row, continues, is_other=is_other)
        _set_running(row)
        row.save()
        _remember(row)
        data = {"import": row.pk, "file": row.name, "digest": row.digest}
        append_event(by=by, operation="start_import", subject=row.survey, unit=row.survey.unit, data=data)
    return row


def _require_waiting(answer_import: AnswerImport) -> None:
    if answer_import.state is not ImportStage.WAITING:
        raise NotNow("import_started", "Impor ini sudah dimulai. Untuk mengulang, unggah berkasnya lagi.")
    if not (folder_of(answer_import) / _FILE).exists():
        raise _file_gone()


def _require_dropped(answer_import: AnswerImport, targets: Sequence[str]) -> None:
    """A column found to be personal cannot be given another target, whatever a form sends."""
    if len(targets) != len(answer_import.headings):
        raise BadInput("import_targets_few", "Tujuan kolom tidak lengkap. Kembali ke pratinjau.")
    for column, target in zip(read_look(answer_import).columns, targets, strict=True):
        if column.is_locked and target != column.target:
            raise BadInput(
                "import_personal",
                "Kolom “{heading}” berisi data pribadi dan tidak boleh diimpor.",
                heading=column.heading,
            )


def _choose_batch(row: AnswerImport, continues: AnswerImport | None, *, is_other: bool) -> str:
    """Return the name under which equal rows count as the same answer."""
    same = find_same(row)
    if same is not None:
        _require_same_reading(row, same)
        return str(same.batch)
    if row.is_timed:
        return ""
    choices = {batch.pk: batch for batch in list_batches(row)}
    if continues is not None and continues.pk in choices:
        return str(choices[continues.pk].batch)
    if choices and not is_other:
        raise BadInput(
            "import_which",
            "Baris berkas ini tidak menyebut jam pengisian, dan survei ini sudah menerima berkas lain. "
            "Pilih: jawaban lain, atau versi lebih panjang dari berkas yang sudah diimpor.",
        )
    return str(row.digest)


def _require_same_reading(row: AnswerImport, same: AnswerImport) -> None:
    if (row.targets, row.service_id) != (same.targets, same.service_id):
        raise Conflict(
            "import_other_reading",
            "Berkas yang sama sudah diimpor dengan tujuan kolom atau layanan lain pada {at}. "
            "Mengulanginya dengan cara lain akan menghitung orang yang sama dua kali.",
            at=same.created_at.date().isoformat(),
        )


def _set_running(row: AnswerImport) -> None:
    if count_running() >= RUNNING:
        raise TooBusy(
            "import_busy",
            "Sudah {count} impor sedang berjalan. Coba lagi sebentar lagi; berkas Anda tetap tersimpan.",
            count=RUNNING,
            seconds=60,
        )
    now = timezone.now()
    row.stage, row.seen_at, row.started_at = ImportStage.RUNNING.value, now, row.started_at or now
    row.cancel_at, row.finished_at, row.refusal = None, None, {}


def _remember(row: AnswerImport) -> None:
    """Keep what people decided differently from the keywords; personal headings are never kept."""
    survey = row.survey
    guessed = recognise_columns(row.headings, survey.instrument.parsed)
    pairs = [(fold(c.heading)[:300], c, t) for c, t in zip(guessed, row.targets, strict=True) if c.heading]
    chosen = {name: target for name, column, target in pairs if target not in (column.target, PERSONAL)}
    usual = {name for name, column, target in pairs if target == column.target}
    kept, _ = AnswerMapping.objects.get_or_create(
        agency=survey.unit.agency, instrument_key=survey.instrument.key
    )
    still = {name: target for name, target in kept.columns.items() if name not in usual}
    kept.columns = dict(list({**still, **chosen}.items())[-2000:])
    kept.save()


def repeat_import(*, answer_import: AnswerImport, by: User | None) -> AnswerImport:
    """Make an import that died, failed or was cancelled ready to run once more. NotNow otherwise."""
    with transaction.atomic():
        row = AnswerImport.objects.select_for_update(of=("self",)).get(pk=answer_import.pk)
        is_over = row.state in (ImportStage.CANCELLED, ImportStage.FAILED) and row.started_at
        if not (is_over or row.is_silent(timezone.now())):
            raise NotNow("import_not_over", "Impor ini sedang berjalan atau sudah selesai.")
        if not (folder_of(row) / _FILE).exists():
            raise _file_gone()
        _set_running(row)
        row.save()
        data = {"import": row.pk, "again": True}
        append_event(by=by, operation="start_import", subject=row.survey, unit=row.survey.unit, data=data)
    return row


def cancel_import(*, answer_import: AnswerImport, by: User | None) -> AnswerImport:
    """Stop an import after its present batch; one that waits or died is over at once. NotNow when over."""
    now = timezone.now()
    with transaction.atomic():
        row = AnswerImport.objects.select_for_update(of=("self",)).get(pk=answer_import.pk)
        if row.state not in (ImportStage.WAITING, ImportStage.RUNNING):
            raise NotNow("import_over", "Impor ini sudah berakhir.")
        row.cancel_at = now
        if row.state is ImportStage.WAITING or row.is_silent(now):
            row.stage, row.finished_at = ImportStage.CANCELLED.value, now
        row.save()
        data = {"import": row.pk, "new": row.new}
        append_event(by=by, operation="cancel_import", subject=row.survey, unit=row.survey.unit, data=data)
    if row.started_at is None:
        shutil.rmtree(folder_of(row), ignore_errors=True)
    return row


def name_answer(survey_id: int, batch: str, row: GoodRow) -> UUID:
    """Return the uuid of an imported answer: the same content at the same count is the same answer."""
    return uuid5(NAMESPACE, f"{survey_id}:{batch}:{row.key}")


def forget_file(answer_import: AnswerImport) -> None:
    """Delete the file; its rejected rows stay for a week."""
    for name in (_FILE, _LOOK, _SHEET):
        (folder_of(answer_import) / name).unlink(missing_ok=True)


def file_of(answer_import: AnswerImport) -> Path:
    """Return the file of an import; NotFound when it has been deleted."""
    path = folder_of(answer_import) / _FILE
    if not path.exists():
        raise _file_gone()
    return path


def spooled_of(answer_import: AnswerImport) -> Path | None:
    """Return the sheet of its workbook as looking left it, None for a text file."""
    path = folder_of(answer_import) / _SHEET
    return path if path.exists() else None


def rejected_of(answer_import: AnswerImport) -> Path | None:
    """Return the workbook of rejected rows, None when there is none (any more)."""
    path = folder_of(answer_import) / REJECTED
    return path if path.exists() else None


def sweep_imports(*, now: datetime | None = None) -> None:
    """Delete files nobody confirmed within a day, and everything of imports that ended a week ago."""
    now = now or timezone.now()
    old = AnswerImport.objects.filter(stage=ImportStage.WAITING.value, created_at__lt=now - KEEP_DRAFT)
    _delete(list(old))
    old.update(stage=ImportStage.CANCELLED.value, finished_at=now)
    _delete(AnswerImport.objects.filter(finished_at__lt=now - KEEP_REJECTED))
    limit = (now - KEEP_DRAFT).timestamp()
    for folder in _root().glob("draft-*"):
        if folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)


def _delete(imports: Iterable[AnswerImport]) -> None:
    for one in imports:
        shutil.rmtree(folder_of(one), ignore_errors=True)


def refusal_of(answer_import: AnswerImport) -> Mapping[str, Any] | None:
    """Return why an import failed: code, message and data, None when it did not."""
    return answer_import.refusal or None
