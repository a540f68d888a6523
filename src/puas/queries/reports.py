"""One way to any official document: its kind, whom it is about, the period, the format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from puas.errors import BadInput, NotFound
from puas.exchange.word_templates import fill_template
from puas.models import Period, Unit
from puas.queries.kept_reports import find_in_force
from puas.queries.narratives import written_texts
from puas.queries.own_findings import check_own, hash_finding
from puas.queries.recaps import agency_report_input
from puas.queries.report_facts import plan_report_input, realisation_report_input
from puas.queries.report_identities import read_template, show_identity, wording_of
from puas.queries.respondent_rows import respondent_scores
from puas.queries.unit_reports import unit_report_input
from puas.reports.agency_inputs import AgencyReportInput
from puas.reports.agency_reports import build_agency_report
from puas.reports.documents import Document
from puas.reports.finding_sheets import build_findings_document
from puas.reports.formats import render_document
from puas.reports.kinds import KINDS, ReportKind, require_kind
from puas.reports.narratives import fill_narratives
from puas.reports.plan_reports import build_plan_report
from puas.reports.processing_sheets import build_processing_sheet
from puas.reports.realisation_reports import build_realisation_report
from puas.reports.recap_reports import build_recap_report
from puas.reports.result_posters import ResultPoster, render_result_poster
from puas.reports.template_values import template_values
from puas.reports.unit_realisations import build_unit_realisation
from puas.reports.unit_reports import build_unit_report
from puas.reports.wording import load_wording

MOST_PRINTED_ROWS = 5000
"""Respondents that a processing sheet is printed for; more of them are for a workbook."""


@dataclass(frozen=True)
class Wanted:
    """Whom a document is about, when, and how it will be written."""

    target: Unit
    period: Period
    ending: str
    made_at: datetime | None


def render_report(
    kind: ReportKind,
    target: Unit,
    period: Period,
    ending: str,
    *,
    made_at: datetime | None = None,
    paper: str = "a4",
) -> bytes:
    """Return the document of `kind` about `target` (an agency: its root unit) as a file of format `ending`.

    `made_at` (default: now) is its only time: the same data then give the same bytes. Raises BadInput as
    `require_kind` does, NotFound when there is nothing to report. `paper`: "a4" or "a3", of a poster.
    """
    if kind is ReportKind.POSTER:
        require_kind(kind, ending, is_agency=target.is_root)
        return _render_poster(target, period, made_at, paper)
    document = build_report(kind, target, period, ending, made_at=made_at)
    return render_document(document, ending)


def build_report(
    kind: ReportKind,
    target: Unit,
    period: Period,
    ending: str = "pdf",
    *,
    made_at: datetime | None = None,
) -> Document:
    """Return the document of `kind` as it will be written in the format `ending`."""
    require_kind(kind, ending, is_agency=target.is_root)
    document = _BUILDERS[kind](Wanted(target, period, ending, made_at))
    return show_identity(document, target.agency)


def render_own_template(unit: Unit, period: Period, made_at: datetime | None = None) -> bytes:
    """Return a unit's report as the agency's own DOCX template has it; NotFound `report_template_none`."""
    template = read_template(unit.agency)
    if not template:
        raise NotFound("report_template_none", "Instansi ini belum mengunggah templat Word sendiri.")
    given = unit_report_input(unit, period, made_at)
    return fill_template(template, template_values(given, written_texts(unit, period)))


def name_report(kind: ReportKind, target: Unit, period: Period, ending: str) -> str:
    """Return the name of the file: "laporan-unit-dinas-satu-2023-S1.pdf"."""
    slug = target.agency.slug if target.is_root else target.slug
    return f"{KINDS[kind].slug}-{slug}-{period.code}.{ending}"


def _render_poster(target: Unit, period: Period, made_at: datetime | None, paper: str) -> bytes:
    is_published = find_in_force(target, period) is not None
    slug = target.agency.slug
    address = f"{settings.BASE_URL}/i/{slug}/{target.slug}/{period.code}/" if is_published else ""
    given = unit_report_input(target, period, made_at)
    return render_result_poster(ResultPoster(given, address, paper), load_wording("result_poster"))


def _unit(wanted: Wanted) -> Document:
    given = unit_report_input(wanted.target, wanted.period, wanted.made_at)
    given = fill_narratives(given, written_texts(wanted.target, wanted.period))
    return build_unit_report(given, wording_of(wanted.target.agency, "unit"))


def _agency_input(wanted: Wanted) -> AgencyReportInput:
    agency = wanted.target.agency
    return agency_report_input(agency, wanted.period, wanted.made_at, base_url=settings.BASE_URL)


def _agency(wanted: Wanted) -> Document:
    return build_agency_report(_agency_input(wanted), wording_of(wanted.target.agency, "agency"))


def _recap(wanted: Wanted) -> Document:
    is_workbook = wanted.ending == "xlsx"
    return build_recap_report(_agency_input(wanted), load_wording("agency"), is_workbook=is_workbook)


def _sheet(wanted: Wanted) -> Document:
    rows, minimum = respondent_scores(wanted.target, wanted.period)
    if len(rows) > MOST_PRINTED_ROWS and wanted.ending != "xlsx":
        raise BadInput(
            "sheet_long",
            "Lembar ini memuat {n} responden, terlalu banyak untuk dicetak; pilih format xlsx.",
            n=len(rows),
        )
    given = unit_report_input(wanted.target, wanted.period, wanted.made_at)
    return build_processing_sheet(given, rows, minimum, load_wording("processing"))


def _plans(wanted: Wanted) -> Document:
    given = plan_report_input(wanted.target, wanted.period, wanted.made_at)
    return build_plan_report(given, load_wording("plans"))


def _realisation(wanted: Wanted) -> Document:
    if wanted.target.is_root:
        report = realisation_report_input(wanted.target, wanted.period, wanted.made_at)
        return build_realisation_report(report, load_wording("realisation"))
    given = unit_report_input(wanted.target, wanted.period, wanted.made_at)
    return build_unit_realisation(given, load_wording("unit_realisation"))


def _findings(wanted: Wanted) -> Document:
    agency = wanted.target.agency
    checked, answers = check_own(agency, wanted.period)
    return build_findings_document(
        checked,
        f"{agency.name}, {wanted.period.pure.label}",
        made_at=timezone.localtime(wanted.made_at),
        answer_of=lambda finding: answers.get(hash_finding(finding), ""),
    )


_BUILDERS: Mapping[ReportKind, Callable[[Wanted], Document]] = {
    ReportKind.UNIT: _unit,
    ReportKind.AGENCY: _agency,
    ReportKind.SHEET: _sheet,
    ReportKind.PLANS: _plans,
    ReportKind.REALISATION: _realisation,
    ReportKind.FINDINGS: _findings,
    ReportKind.RECAP: _recap,
}
