"""One way to any official document: its kind, whom it is about, the period, the format."""

from datetime import datetime

from django.conf import settings

from puas.models import Period, Unit
from puas.queries.recaps import agency_report_input
from puas.queries.unit_reports import Narratives, unit_report_input
from puas.reports.agency_reports import build_agency_report
from puas.reports.documents import Document
from puas.reports.formats import render_document
from puas.reports.kinds import KINDS, ReportKind, require_kind
from puas.reports.unit_reports import build_unit_report
from puas.reports.wording import load_wording


def render_report(
    kind: ReportKind,
    target: Unit,
    period: Period,
    ending: str,
    *,
    made_at: datetime | None = None,
    narratives: Narratives | None = None,
) -> bytes:
    """Return the document of `kind` about `target` (an agency: its root unit) as a file of format `ending`.

    `made_at` (default: now) is its only time: the same data then give the same bytes. Raises BadInput as
    `require_kind` does, NotFound when there is nothing to report.
    """
    require_kind(kind, ending, is_agency=target.is_root)
    return render_document(build_report(kind, target, period, made_at=made_at, narratives=narratives), ending)


def build_report(
    kind: ReportKind,
    target: Unit,
    period: Period,
    *,
    made_at: datetime | None = None,
    narratives: Narratives | None = None,
) -> Document:
    """Return the document of `kind`, before it is written in any format."""
    if kind is ReportKind.UNIT:
        given = unit_report_input(target, period, made_at, narratives)
        return build_unit_report(given, load_wording("unit"))
    report = agency_report_input(target.agency, period, made_at, base_url=settings.BASE_URL)
    return build_agency_report(report, load_wording("agency"))


def name_report(kind: ReportKind, target: Unit, period: Period, ending: str) -> str:
    """Return the name of the file: "laporan-unit-dinas-satu-2023-S1.pdf"."""
    slug = target.agency.slug if target.is_root else target.slug
    return f"{KINDS[kind].slug}-{slug}-{period.code}.{ending}"
