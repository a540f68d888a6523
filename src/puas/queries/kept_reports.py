"""Kept reports as the office sees them, and where their files lie."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from puas.errors import NotFound
from puas.models import Period, Publication, Report, ReportFile, Unit, User
from puas.permissions import Action
from puas.queries.units import visible_units
from puas.reports.kinds import KINDS, ReportKind

FOLDER = "reports"


def path_of(file: ReportFile) -> Path:
    """Return where a file lies: PUAS_DATA/reports, in folders by the first two digits of its name."""
    return Path(settings.DATA_DIR) / FOLDER / file.name[:2] / file.name


def list_reports(unit: Unit, period: Period) -> tuple[Report, ...]:
    """Return the reports of a unit and period with their files, newest first. Two queries."""
    found = Report.objects.filter(unit=unit, period=period).select_related("publication", "frozen_by")
    return tuple(found.prefetch_related("files").order_by("-id"))


def kinds_of(unit: Unit) -> tuple[ReportKind, ...]:
    """Return the kinds of report that can be about `unit`."""
    wanted = "is_of_agencies" if unit.is_root else "is_of_units"
    return tuple(kind for kind, facts in KINDS.items() if getattr(facts, wanted))


def find_in_force(unit: Unit, period: Period) -> Publication | None:
    """Return the publication in force, from which a report can be frozen. One query."""
    found = Publication.objects.filter(unit=unit, period=period, replaced_by=None)
    return found.select_related("result").first()


def find_report_file(user: User, file_id: int, action: Action = Action.VIEW) -> ReportFile:
    """Return a file of a unit where `user` may do `action`; NotFound `report_file_unknown` for any other."""
    units = visible_units(user, action)
    found = ReportFile.objects.filter(pk=file_id, report__unit__in=units)
    file: ReportFile | None = found.select_related("report__unit__agency", "report__period").first()
    if file is None:
        raise NotFound(
            "report_file_unknown", "Berkas laporan itu tidak ada, atau bukan berkas unit yang Anda lihat."
        )
    return file


def find_report(user: User, report_id: int, action: Action = Action.VIEW) -> Report:
    """Return a report of a unit where `user` may do `action`; NotFound `report_unknown` for any other."""
    found = Report.objects.filter(pk=report_id, unit__in=visible_units(user, action))
    joined = found.select_related("unit__agency", "period", "publication").prefetch_related("files")
    report: Report | None = joined.first()
    if report is None:
        raise NotFound("report_unknown", "Laporan itu tidak ada, atau bukan laporan unit yang Anda lihat.")
    return report


def damaged_report_files() -> Iterator[ReportFile]:
    """Yield the files that are missing or have another size than was stored; reads no content."""
    for file in ReportFile.objects.order_by("id").iterator(chunk_size=2000):
        path = path_of(file)
        if not path.is_file() or path.stat().st_size != file.bytes:
            yield file
