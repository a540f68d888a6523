"""Which reports a batch holds, and where its ZIP lies until it is forgotten."""

from pathlib import Path

from django.conf import settings

from puas.errors import NotFound
from puas.methodology.periods import parse_period
from puas.models import Job, JobKind, Result, Unit
from puas.queries.results import codes_within
from puas.queries.units import in_tree_order, subtree

FOLDER = "batches"


def list_batch(unit: Unit, code: str) -> list[Unit]:
    """Return `unit` and those below it that have a result in the period, in the order of the tree."""
    with_result = Result.objects.filter(period__code__in=codes_within(parse_period(code))).exclude(index="")
    found = subtree(unit).filter(pk__in=with_result.values("unit_id")).select_related("agency", "parent")
    return [row.unit for row in in_tree_order(found)]


def batch_path(name: str) -> Path:
    """Return where the ZIP of a batch lies; it is no part of the backup and goes after a week."""
    return Path(settings.DATA_DIR) / FOLDER / f"{name}.zip"


def find_batch(job: Job) -> Path:
    """Return the ZIP that a job made; NotFound `report_batch_gone` when there is none any more."""
    path = batch_path(str(job.result.get("name", ""))) if job.kind == JobKind.WRITE_REPORTS else None
    if path is None or not path.is_file():
        raise NotFound(
            "report_batch_gone", "ZIP itu tidak ada lagi; disimpan selama tujuh hari. Buat sekali lagi."
        )
    return path
