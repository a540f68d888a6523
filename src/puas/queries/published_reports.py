"""The part of the shop window that tells whether a copy of a report is genuine.

A report is frozen from a publication only, so nothing here says more than the published page does.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from puas.errors import NotFound
from puas.methodology.grades import Grade, grade_of
from puas.methodology.periods import Period
from puas.models import Publication, Report, ReportFile
from puas.models.reports import parse_code, print_code


@dataclass(frozen=True)
class KnownFile:
    """One file of a report. `origin` is made, signed or scanned; `signer` and `signed_at` of a signed one."""

    format: str
    origin: str
    bytes: int
    digest: str
    signer: str
    signed_at: datetime | None
    added_at: datetime


@dataclass(frozen=True)
class KnownReport:
    """What everybody may know of a kept report. `index` is unrounded, 25..100.

    `replaced_by` is the printed code of the report that corrects this one, "" for none; `is_outdated` says
    that the published figure itself was corrected after this report was frozen.
    """

    code: str
    kind: str
    title: str
    agency_name: str
    agency_slug: str
    unit_name: str
    unit_slug: str
    period: Period
    index: Fraction
    grade: Grade
    version: int
    number: int
    frozen_at: datetime
    files: tuple[KnownFile, ...]
    replaced_by: str
    is_outdated: bool

    def find_same(self, digest: str) -> KnownFile | None:
        """Return the file with this SHA-256, None when no file of the report has it."""
        return next((file for file in self.files if file.digest == digest), None)


@dataclass(frozen=True)
class PublishedDocument:
    """A kept report of a unit and period that nothing replaced, by its printed code."""

    title: str
    code: str
    number: int
    frozen_at: datetime
    is_outdated: bool


def published_documents(publication: Publication) -> tuple[PublishedDocument, ...]:
    """Return the reports in force of a publication's unit and period, the newest first. One query.

    `is_outdated`: frozen from another version of the figure than this one.
    """
    same = {"unit": publication.unit_id, "period": publication.period_id}
    found = Report.objects.filter(**same, replaced_by=None).order_by("-id")
    return tuple(
        PublishedDocument(
            row.title, row.printed_code, row.number, row.frozen_at, row.publication_id != publication.pk
        )
        for row in found
    )


def find_known_report(text: str) -> KnownReport:
    """Return the report that a code names, as people type it; NotFound `report_code_unknown`. 2 queries."""
    joined = Report.objects.select_related(
        "unit__agency", "period", "publication__result", "publication__replaced_by", "replaced_by"
    ).defer("publication__result__tally")
    code = parse_code(text)
    report = joined.prefetch_related("files").filter(code=code).first() if code else None
    if report is None:
        raise NotFound(
            "report_code_unknown",
            "Tidak ada laporan dengan kode itu. Periksa lagi setiap huruf dan angkanya; kode laporan terdiri "
            "atas sepuluh tanda, seperti ABCDE-23456.",
        )
    return _build(report)


def _build(report: Report) -> KnownReport:
    index = report.publication.result.exact_index
    grade = grade_of(index)
    assert index is not None  # a result without an index is never published
    assert grade is not None
    later = getattr(report, "replaced_by", None)
    return KnownReport(
        code=report.printed_code,
        kind=report.kind,
        title=report.title,
        agency_name=report.unit.agency.name,
        agency_slug=report.unit.agency.slug,
        unit_name=report.unit_name,
        unit_slug=report.unit.slug,
        period=report.period.pure,
        index=index,
        grade=grade,
        version=report.publication.version,
        number=report.number,
        frozen_at=report.frozen_at,
        files=tuple(_build_file(file) for file in report.files.all()),
        replaced_by=print_code(later.code) if later else "",
        is_outdated=hasattr(report.publication, "replaced_by"),
    )


def _build_file(file: ReportFile) -> KnownFile:
    return KnownFile(
        format=file.format,
        origin=file.origin,
        bytes=file.bytes,
        digest=file.digest,
        signer=file.signer,
        signed_at=file.signed_at,
        added_at=file.added_at,
    )
