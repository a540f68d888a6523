"""`puas report`: an official report from what is in the database, as PDF, DOCX or XLSX."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from puas.errors import BadInput, NotFound
from puas.language import say
from puas.methodology.periods import parse_period
from puas.reports.formats import FORMATS, render_document, require_format

if TYPE_CHECKING:
    from puas.models import Agency, Period


@click.group(help=say("Tulis laporan resmi (PDF, DOCX, XLSX)."))
def command() -> None:
    """Group the reports."""


@command.command("agency", help=say("Laporan SKM satu instansi untuk satu periode."))
@click.argument("target", metavar=say("INSTANSI"))
@click.option("--period", "code", required=True, help=say("Periode: 2023-Q1, 2023-S1, atau 2023"))
@click.option(
    "--format",
    "ending",
    type=click.Choice(list(FORMATS)),
    help=say("Format (bawaan: akhiran --out, atau pdf)"),
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=say("Berkas yang ditulis"))
def agency_report(target: str, code: str, ending: str | None, out: Path | None) -> None:
    """Write the report of the agency named or slugged `target`, and say where it is."""
    chosen = ending or _ending_of(out)
    parse_period(code)  # a mistyped period is said before anything slow starts
    import django

    django.setup()
    agency = find_agency(target)
    period = find_period(agency, code)
    path = out or Path(f"{agency.slug}-{period.code}.{chosen}")
    write_file(path, render_agency_report(agency, period, chosen))
    click.echo(say("Laporan ditulis: {path}", path=path))


def _ending_of(out: Path | None) -> str:
    """Return the format that the file's own ending names; PDF without a file."""
    return "pdf" if out is None else require_format(out.suffix.lower().lstrip("."))


def find_agency(target: str) -> Agency:
    """Return the agency with this name or slug, in any case; NotFound names the nearest ones."""
    from puas.models import Agency

    agencies = list(Agency.objects.all())
    wanted = " ".join(target.split()).casefold()
    for agency in agencies:
        if wanted in (agency.name.casefold(), agency.slug.casefold()):
            return agency
    if not agencies:
        raise NotFound("agency_none", "Belum ada instansi dalam basis data ini.")
    near = _suggest(wanted, [agency.name for agency in agencies])
    raise NotFound(
        "agency_unknown",
        "Instansi “{target}” tidak ada. Yang ada: {names}.",
        target=target,
        names=", ".join(near),
    )


def _suggest(wanted: str, names: list[str]) -> list[str]:
    """Return the names most like `wanted`; when none is, the first five."""
    by_case = {name.casefold(): name for name in names}
    partly = [name for lower, name in by_case.items() if wanted in lower]
    near = difflib.get_close_matches(wanted, by_case, n=5, cutoff=0.5)
    return list(dict.fromkeys(partly + [by_case[name] for name in near]))[:5] or sorted(names)[:5]


def find_period(agency: Agency, code: str) -> Period:
    """Return the period if the agency has any result in it; NotFound lists the periods that have some."""
    from puas.models import Result
    from puas.operations.periods import ensure_period
    from puas.queries.results import codes_within

    wanted = parse_period(code)
    results = Result.objects.filter(unit__agency=agency)
    if results.filter(period__code__in=codes_within(wanted)).exists():
        return ensure_period(wanted)
    known = results.order_by("period__ends", "-period__starts").values_list("period__code", flat=True)
    raise NotFound(
        "report_period_empty",
        "{agency} belum punya hasil untuk {period}. Periode yang ada: {known}.",
        agency=agency.name,
        period=wanted.label,
        known=", ".join(dict.fromkeys(known)) or "–",
    )


def render_agency_report(agency: Agency, period: Period, ending: str) -> bytes:
    """Return the agency's report as a file of the format `ending`."""
    from django.conf import settings

    from puas.queries.recaps import agency_report_input
    from puas.reports.agency_reports import build_agency_report
    from puas.reports.wording import load_wording

    given = agency_report_input(agency, period, base_url=settings.BASE_URL)
    return render_document(build_agency_report(given, load_wording("agency")), ending)


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
