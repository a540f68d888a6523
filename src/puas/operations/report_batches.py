"""The reports of every unit of a period as one job: a ZIP to download, with a log of what was written.

One report after the other goes to a file, so that memory holds one at a time. A unit whose report cannot be
written is named in the log and among the job's problems; the others are written all the same.
"""

import csv
import hashlib
import io
import logging
import secrets
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from puas.errors import NotNow, PuasError
from puas.models import Job, JobKind, Period, Unit, User
from puas.operations.job_leases import keep_sentence
from puas.operations.job_runs import Note
from puas.operations.jobs import start_job
from puas.queries.report_batches import FOLDER, batch_path, list_batch
from puas.queries.reports import name_report, render_report
from puas.reports.formats import require_format
from puas.reports.kinds import ReportKind

KEPT = timedelta(days=7)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
LOG = "catatan.csv"
_log = logging.getLogger("puas")


@dataclass(frozen=True)
class Line:
    """What became of one unit: its file and that file's SHA-256, or the reason why there is none."""

    unit: str
    file: str = ""
    digest: str = ""
    reason: str = ""


def start_report_batch(*, unit: Unit, period: Period, ending: str, by: User | None) -> Job:
    """Have the reports of `unit` and every unit below it written by a worker. BadInput `report_format`."""
    key = f"{period.code} {require_format(ending)}"
    return start_job(kind=JobKind.WRITE_REPORTS, unit=unit, key=key, by=by)


def write_report_batch(job: Job, note: Note) -> Mapping[str, Any]:
    """Write the reports of the job's unit and period into one ZIP.

    The same data give the same ZIP on the same day: reports carry the day on which the job was asked for, the
    parts of the ZIP no time. Returns {"name": the ZIP's name on disk, "written", "failed": how many}.
    """
    code, _, ending = job.key.partition(" ")
    period, units = Period.objects.get(code=code), list_batch(job.unit, code)
    made_at = timezone.localtime(job.created_at).replace(hour=0, minute=0, second=0, microsecond=0)
    _forget_old(timezone.now())
    name = secrets.token_hex(16)
    path = batch_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".batch-", dir=path.parent) as folder:
        draft = Path(folder) / "draft.zip"
        lines = []
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for done, unit in enumerate(units):
                note(done, len(units), unit.name)
                line, problem = _write(archive, unit, period, ending, made_at)
                lines.append(line)
                if problem is not None:
                    note(done, len(units), unit.name, keep_sentence(problem, unit.name))
            _add(archive, LOG, _write_log(lines))
        draft.chmod(0o600)
        note(len(units), len(units))
        draft.replace(path)
    written = sum(bool(line.file) for line in lines)
    return {"name": name, "written": written, "failed": len(lines) - written}


def _write(
    archive: zipfile.ZipFile, unit: Unit, period: Period, ending: str, made_at: datetime
) -> tuple[Line, PuasError | None]:
    kind = ReportKind.AGENCY if unit.is_root else ReportKind.UNIT
    try:
        content = render_report(kind, unit, period, ending, made_at=made_at)
    except PuasError as refusal:
        return _fail(unit, refusal), refusal
    except Exception:  # one broken report must not cost the others
        _log.exception("report of unit %s broke", unit.pk)
        broken = NotNow(
            "report_broke",
            "Laporan ini gagal dibuat karena galat pada sistem. Sampaikan nama unit dan waktunya kepada "
            "pengelola layanan, yang menemukan sebabnya di catatan server.",
        )
        return _fail(unit, broken), broken
    file = name_report(kind, unit, period, ending)
    _add(archive, file, content)
    return Line(unit.name, file, hashlib.sha256(content).hexdigest()), None


def _fail(unit: Unit, refusal: PuasError) -> Line:
    with translation.override("id"):
        return Line(unit.name, reason=gettext(refusal.message).format(**refusal.data))


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    part = zipfile.ZipInfo(name, ZIP_TIME)
    part.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(part, content)


def _write_log(lines: list[Line]) -> bytes:
    """Return the log as CSV; a name that begins like a formula is kept from being one."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("unit", "berkas", "sha256", "sebab"))
    table.writerows(_quote(line) for line in lines)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _quote(line: Line) -> tuple[str, ...]:
    cells = (line.unit, line.file, line.digest, line.reason)
    return tuple(f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell for cell in cells)


def _forget_old(now: datetime) -> None:
    for path in _kept():
        if now.timestamp() - path.stat().st_mtime > KEPT.total_seconds():
            path.unlink(missing_ok=True)


def _kept() -> Iterator[Path]:
    yield from (Path(settings.DATA_DIR) / FOLDER).glob("*.zip")
