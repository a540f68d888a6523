"""Kept reports: an agency with published units, and its report frozen."""

from puas.models import Agency, Report
from puas.operations.periods import ensure_period
from puas.operations.reports import freeze_report
from puas.queries.units import root_of
from puas.reports.kinds import ReportKind


def make_report(agency: Agency, period: str = "2023-Q2") -> Report:
    """Freeze the report of an agency whose figure of the period is published."""
    return freeze_report(kind=ReportKind.AGENCY, unit=root_of(agency), period=ensure_period(period), by=None)
