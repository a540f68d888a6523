"""Both cities' reports of the demonstration: one document each, in every format."""

from dataclasses import replace
from pathlib import Path

from django.conf import settings

from puas.commands.demo_progress import Progress, step
from puas.commands.report import write_file
from puas.language import say
from puas.models import Agency
from puas.operations.periods import ensure_period
from puas.queries.recaps import agency_report_input
from puas.reports.agency_reports import build_agency_report
from puas.reports.documents import Document
from puas.reports.formats import FORMATS, render_document
from puas.reports.wording import load_wording

EXAMPLE = "Dokumen contoh dari angka tercetak, bukan dokumen resmi"
"""Stands on the cover and under every page: nobody may take these for what the cities published."""

REPORTS = (("kota-surakarta", "2023-S1"), ("kota-pontianak", "2023"))


def write_reports(out: Path) -> list[Path]:
    """Write the reports into the folder `out` and return the files; BadInput when it cannot be."""
    with step(say("Laporan PDF, DOCX, XLSX"), len(REPORTS) * len(FORMATS)) as progress:
        return [path for slug, code in REPORTS for path in _write_report(out, slug, code, progress)]


def _write_report(out: Path, slug: str, code: str, progress: Progress) -> list[Path]:
    agency = Agency.objects.get(slug=slug)
    given = agency_report_input(agency, ensure_period(code), base_url=settings.BASE_URL)
    document = _mark(build_agency_report(given, load_wording("agency")))
    paths = []
    for ending in FORMATS:
        paths.append(out / f"{slug}-{code}.{ending}")
        write_file(paths[-1], render_document(document, ending))
        progress.advance()
    return paths


def _mark(document: Document) -> Document:
    cover = replace(document.cover, made=f"{document.cover.made} – {EXAMPLE}")
    return replace(document, cover=cover, footer=f"{document.footer} – {EXAMPLE}")
