"""`puas recap`: read a published recap, check it, and measure how well reading works."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from puas.errors import BadInput
from puas.exchange.recaps.files import read_recap
from puas.exchange.recaps.findings import SEVERITIES, build_checked_dict, row_cells, write_findings_html
from puas.exchange.recaps.outputs import build_recap_dict, write_recap_csv
from puas.exchange.recaps.scores import describe, read_truth, score_recap
from puas.language import say
from puas.methodology.findings.checks import CheckedRecap, check_recap
from puas.methodology.findings.recaps import Recap
from puas.methodology.findings.rules import fill

FILE = click.argument("file", type=click.Path(path_type=Path))
YEAR = click.option(
    "--year", type=click.IntRange(2000, 2999), help=say("Tahun rekap, bila berkasnya tidak menyebutnya")
)
OUT = click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=say("Tulis ke berkas ini"))


@click.group(help=say("Baca dan periksa rekap SKM yang sudah terbit (teks, CSV, XLSX, DOCX, PDF)."))
def command() -> None:
    """Group the recap commands."""


@command.command(
    "read", help=say("Baca rekap menjadi tabel, CSV, atau JSON; yang diperbaiki dan tak terbaca ditandai.")
)
@FILE
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@YEAR
@OUT
def read(file: Path, form: str, year: int | None, out: Path | None) -> None:
    """Read one file and print every row."""
    recap = read_recap(file, year=year)
    writers: dict[str, Callable[[], str]] = {
        "json": lambda: _json(build_recap_dict(recap)),
        "csv": lambda: write_recap_csv(recap),
        "table": lambda: _recap_table(recap),
    }
    _write(writers[form](), out)


@command.command(
    "check", help=say("Periksa rekap dengan semua aturan; angka tercetak dan seharusnya disebut.")
)
@FILE
@click.option("--format", "form", type=click.Choice(["table", "json", "html", "pdf"]), default="table")
@click.option("--strict", is_flag=True, help=say("Kode keluar 1 bila ada kesalahan"))
@YEAR
@OUT
@click.pass_context
def check(
    context: click.Context, file: Path, form: str, strict: bool, year: int | None, out: Path | None
) -> None:
    """Check one file; exit code 0 whatever was found, unless `--strict`."""
    checked = check_recap(read_recap(file, year=year))
    if form == "pdf":
        _write_pdf(checked, file, out)
    else:
        writers: dict[str, Callable[[], str]] = {
            "json": lambda: _json(build_checked_dict(checked)),
            "html": lambda: write_findings_html(checked, file.name),
            "table": lambda: _findings_table(checked),
        }
        _write(writers[form](), out)
    if strict and checked.has_errors:
        context.exit(1)


@command.command("score", help=say("Bandingkan pembacaan FILE dengan TABLE yang diperiksa tangan."))
@FILE
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def score(file: Path, table: Path) -> None:
    """Print rows found and cells equal, and every cell that differs."""
    for line in describe(score_recap(read_recap(file), read_truth(table))):
        click.echo(line)


@command.command(
    "trip", help=say("Ambil alih FILE, tulis sebagai laporan (XLSX, DOCX, PDF), baca lagi, lalu bandingkan.")
)
@FILE
@click.option("--agency", default="Kota Uji", help=say("Nama instansi pada laporan yang ditulis"))
def trip(file: Path, agency: str) -> None:
    """Print what is the same after a trip through a database of its own, and what is not."""
    from puas.commands.recap_trips import describe_trip

    for line in describe_trip(file, agency):
        click.echo(line)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _write(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
        return
    _save(out, text.encode())


def _recap_table(recap: Recap) -> str:
    width = max([9, *(len(row.values) for row in recap.rows)])
    names = [
        "No",
        "Unit",
        "Periode",
        *(f"U{n}" for n in range(1, width + 1)),
        "IKM",
        "Mutu",
        "n",
        "Prioritas",
        "Realisasi",
    ]
    rows = [row_cells(row) for row in (*recap.rows, *recap.agency_rows)]
    padded = [row if len(row) == len(names) else [*row[:3], *[""] * width, *row[-5:]] for row in rows]
    lines = _columns([names, *padded])
    for row in (*recap.rows, *recap.agency_rows):
        for repair in row.repairs:
            reason = fill(repair.reason, repair.data)
            lines.append(
                f"* {row.unit} {row.code} {repair.field}: “{repair.printed[:60]}” → "
                f"{repair.value[:60]} ({reason})"
            )
    lines += [f"! {fill(note.message, note.data)}" for note in recap.notes]
    return "\n".join(lines) + "\n"


def _columns(rows: list[list[str]], limit: int = 42) -> list[str]:
    short = [[cell if len(cell) <= limit else f"{cell[: limit - 1]}…" for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in short) for at in range(len(short[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in short
    ]


def _findings_table(checked: CheckedRecap) -> str:
    lines: list[str] = []
    for severity, label in SEVERITIES.items():
        found = [finding for finding in checked.findings if finding.severity is severity]
        if found:
            lines.append(f"{say(label)} ({len(found)})")
            lines += [f"  [{finding.rule}] {finding.sentence()}" for finding in found]
    for item in checked.confirmations:
        lines.append(f"✓ {fill(item.subject, item.data)}: {item.printed}")
    counts = ", ".join(f"{rule}: {count}" for rule, count in checked.summary.items()) or say(
        "tidak ada temuan"
    )
    lines.append(say("{rows} baris diperiksa; {counts}.").format(rows=checked.rows, counts=counts))
    return "\n".join(lines) + "\n"


def _write_pdf(checked: CheckedRecap, file: Path, out: Path | None) -> None:
    from puas.reports.finding_sheets import build_findings_document
    from puas.reports.pdfs import render_pdf

    target = out or Path(f"{file.stem}-temuan.pdf")
    document = build_findings_document(checked, file.name, made_at=datetime.now(UTC))
    _save(target, render_pdf(document))
    click.echo(say("Lembar temuan ditulis ke {path}.").format(path=target))


def _save(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise BadInput(
            "out_unwritable",
            "{path} tidak dapat ditulis ({reason}). Pilih folder lain dengan --out.",
            path=str(out),
            reason=error.strerror or str(error),
        ) from error
