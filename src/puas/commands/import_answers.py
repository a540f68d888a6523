"""`puas import SURVEY FILE`: answers from a large file, with a progress bar; as the office imports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from puas.errors import BadInput, NotFound
from puas.language import say
from puas.methodology.numbers import format_number

if TYPE_CHECKING:
    from puas.exchange.answer_imports import Look
    from puas.models import AnswerImport, Survey

CHANNELS = ("online", "kiosk", "interview", "paper")


@click.command(
    help=say(
        "Impor jawaban dari FILE (CSV, XLSX, ekspor SKM Online) ke SURVEY: kode pada alamat formulir, "
        "atau instansi/unit/periode. Mengulang berkas yang sama tidak menambah apa pun."
    )
)
@click.argument("survey", required=False, default="")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--look", is_flag=True, help=say("Hanya tampilkan kolom yang dikenali"))
@click.option("--sheet", default="", help=say("Nama lembar pada berkas XLSX."))
@click.option("--column", "columns", multiple=True, help=say("Tujuan kolom: JUDUL=item:Q1; boleh berulang"))
@click.option("--channel", type=click.Choice(CHANNELS), default="online", show_default=True)
@click.option("--any-date", is_flag=True, help=say("Terima juga baris di luar periode survei"))
@click.option("--other", is_flag=True, help=say("Berkas ini berisi jawaban lain dari yang sudah diimpor"))
@click.option("--continues", type=int, help=say("Nomor impor yang dilanjutkan berkas ini"))
@click.option("--run", type=int, hidden=True)
def command(
    survey: str,
    file: Path | None,
    look: bool,
    sheet: str,
    columns: tuple[str, ...],
    channel: str,
    any_date: bool,
    other: bool,
    continues: int | None,
    run: int | None,
) -> int:
    """Return 0 when every row was imported or known, 1 when rows were rejected or the import failed."""
    import django

    django.setup()
    if run is not None:
        return run_kept(run)
    if not survey or file is None:
        raise click.UsageError(say("Sebutkan SURVEY dan FILE."))
    from puas.operations.answer_imports import read_look, receive_import

    draft = receive_import(
        survey=find_survey(survey), source=_existing(file), name=file.name, by=None, sheet=sheet
    )
    seen = read_look(draft)
    targets = _override(seen, columns)
    _print_look(seen, targets)
    if look:
        _forget(draft)
        return 0
    return _import(draft, targets, channel, any_date=any_date, other=other, continues=continues)


def _existing(file: Path) -> Path:
    from puas.exchange.guards import require_file

    require_file(file)
    return file


def find_survey(text: str) -> Survey:
    """Return the survey with this token, or of agency/unit/period; NotFound otherwise."""
    from puas.models import Survey

    surveys = Survey.objects.select_related("unit__agency", "period", "instrument")
    parts = text.strip("/").split("/")
    found = surveys.filter(token=text).first()
    if found is None and len(parts) == 3:
        agency, unit, period = parts
        found = surveys.filter(unit__agency__slug=agency, unit__slug=unit, period__code=period).first()
    if found is None:
        raise NotFound(
            "survey_unknown_here",
            "Survei “{name}” tidak ada. Sebut kodenya (bagian terakhir alamat formulir) "
            "atau instansi/unit/periode, misalnya kota-contoh/dinas-satu/2026-Q4.",
            name=text,
        )
    return found


def _override(seen: Look, columns: tuple[str, ...]) -> list[str]:
    """Return the target of every column, with what the command line says instead of what was recognised."""
    targets = list(seen.targets)
    for entry in columns:
        heading, _, target = entry.rpartition("=")
        if heading not in seen.headings:
            raise BadInput(
                "column_not_found",
                "Tidak ada kolom “{name}”. Kolom yang ada: {known}.",
                name=heading,
                known=", ".join(f"“{one}”" for one in seen.headings if one),
            )
        targets[seen.headings.index(heading)] = target
    return targets


def _print_look(seen: Look, targets: list[str]) -> None:
    width = min(60, max(map(len, seen.headings), default=0))
    for heading, target in zip(seen.headings, targets, strict=True):
        meaning = {"": say("tidak diimpor"), "personal": say("data pribadi, dibuang")}.get(target, target)
        click.echo(f"  {heading[:width]:{width}}  {meaning}")
    for heading, sentence, data in seen.reasons[:5]:
        click.echo("  ! " + (f"{heading}: " if heading else "") + say(sentence, **data))


def _forget(draft: AnswerImport) -> None:
    from puas.operations.answer_imports import cancel_import

    cancel_import(answer_import=draft, by=None)


def _import(
    draft: AnswerImport,
    targets: list[str],
    channel: str,
    *,
    any_date: bool,
    other: bool,
    continues: int | None,
) -> int:
    from puas.errors import PuasError
    from puas.models import AnswerImport, Channel
    from puas.operations.answer_imports import start_import

    try:
        started = start_import(
            answer_import=draft,
            targets=targets,
            channel=Channel(channel),
            service=draft.service,
            continues=AnswerImport.objects.filter(pk=continues).first() if continues else None,
            is_other=other,
            is_only_period=not any_date,
            by=None,
        )
    except PuasError:
        _forget(draft)
        raise
    return _run(started)


def _run(started: AnswerImport) -> int:
    from puas.operations.answer_imports import rejected_of
    from puas.operations.answer_imports_runs import run_import

    with click.progressbar(length=1, label=say("Mengimpor")) as bar:

        def report(now: AnswerImport) -> None:
            bar.length = max(now.expected, 1)
            bar.update(now.read - bar.pos)

        done = run_import(
            answer_import=started, by=None, language=os.environ.get("PUAS_LANGUAGE", "id"), report=report
        )
    counts = {name: format_number(getattr(done, name), 0) for name in ("new", "known", "bad")}
    click.echo(say("{new} jawaban baru, {known} sudah ada, {bad} baris ditolak.", **counts))
    if done.refusal:
        click.echo(say(done.refusal["message"], **done.refusal["data"]), err=True)
        click.echo(say("Yang sudah tersimpan tetap; ulangi perintah ini sesudah diperbaiki."), err=True)
    if rejected := rejected_of(done):
        click.echo(say("Baris yang ditolak beserta alasannya: {path}", path=rejected))
    return 1 if done.bad or done.refusal else 0


def run_kept(import_id: int) -> int:
    """Run an import that the office has started, as a process of its own, gentler than those who answer."""
    from puas.models import AnswerImport
    from puas.operations.answer_imports_runs import run_import

    if hasattr(os, "nice"):
        os.nice(5)
    joined = AnswerImport.objects.select_related(
        "survey__unit__agency", "survey__instrument", "survey__period"
    )
    row = joined.get(pk=import_id)
    run_import(answer_import=row, by=row.created_by, language=os.environ.get("PUAS_LANGUAGE", "id"))
    return 0
