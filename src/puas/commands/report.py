"""`puas report`: an official document from what is in the database, as PDF, DOCX or XLSX."""

from pathlib import Path

import click

from puas.errors import BadInput
from puas.language import say
from puas.methodology.periods import parse_period
from puas.reports.formats import FORMATS, require_format
from puas.reports.kinds import ReportKind
from puas.reports.result_posters import PAPERS


@click.command(help=say("Tulis dokumen resmi (PDF, DOCX, XLSX) satu unit atau instansi untuk satu periode."))
@click.argument("kind", metavar=say("JENIS"), type=click.Choice([kind.value for kind in ReportKind]))
@click.argument("target", metavar=say("UNIT_ATAU_INSTANSI"))
@click.option("--period", "code", required=True, help=say("Periode: 2023-Q1, 2023-S1, atau 2023"))
@click.option(
    "--format",
    "ending",
    type=click.Choice(list(FORMATS)),
    help=say("Format (bawaan: akhiran --out, atau pdf)"),
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=say("Berkas yang ditulis"))
@click.option(
    "--paper", type=click.Choice(PAPERS), default="a4", show_default=True, help=say("Kertas poster")
)
def command(kind: str, target: str, code: str, ending: str | None, out: Path | None, paper: str) -> None:
    """Write the document about the unit or agency named or coded `target`, and say where it is."""
    chosen = ending or _ending_of(out)
    parse_period(code)  # a mistyped period is said before anything slow starts
    import django

    django.setup()
    from puas.commands.report_targets import find_period, find_target
    from puas.queries.reports import name_report, render_report

    wanted = ReportKind(kind)
    unit = find_target(wanted, target)
    period = find_period(unit, code)
    path = out or Path(name_report(wanted, unit, period, chosen))
    write_file(path, render_report(wanted, unit, period, chosen, paper=paper))
    click.echo(say("Laporan ditulis: {path}", path=path))


def _ending_of(out: Path | None) -> str:
    """Return the format that the file's own ending names; PDF without a file."""
    return "pdf" if out is None else require_format(out.suffix.lower().lstrip("."))


def write_file(path: Path, content: bytes) -> None:
    """Write the file whole or not at all; BadInput `report_not_written` says why it could not be."""
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BadInput(
            "report_not_written",
            "Berkas {path} tidak dapat ditulis ({reason}). Pilih folder lain dengan --out.",
            path=path,
            reason=error.strerror,
        ) from error
