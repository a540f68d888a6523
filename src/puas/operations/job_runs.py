"""Running a job: the one task that workers get, and what each kind of job calls."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from puas.errors import NotNow, PuasError
from puas.models import Job, JobKind, JobState
from puas.operations.job_leases import (
    MAX_TRIES,
    JobCancelled,
    LeaseLost,
    Sentence,
    end_job,
    give_back,
    note_progress,
    renew_lease,
    take_job,
)

HEARTBEAT_SECONDS = 20
REMEMBERED = timedelta(days=7)

WORK: Mapping[JobKind, str] = {
    JobKind.COMPUTE_PERIOD: "puas.operations.period_results.compute_period_results",
    JobKind.WRITE_REPORTS: "puas.operations.report_batches.write_report_batch",
}
"""Where the work of each kind is. By name, because the work may start jobs itself."""

stopping = threading.Event()
"""Set when this process is asked to end: jobs are given back at their next word."""

_log = logging.getLogger("puas")


class Note(Protocol):
    """How work says how far it is: `done` of `total`, at `words` now, and what went wrong with one step."""

    def __call__(
        self, done: int, total: int, words: str = "", problem: Sentence | None = None
    ) -> None: ...  # pragma: no cover


Work = Callable[[Job, Note], Mapping[str, Any]]


class _Stopping(Exception):
    """This process ends before the job does."""


@task()
def run_job(job_id: int) -> None:
    """Do a job that waits, to its end; whatever happens is written into its row, never into the task's."""
    job = take_job(job_id=job_id, now=timezone.now())
    if job is None:
        return
    try:
        with _heartbeat(job):
            result = _work(job)
    except (LeaseLost, JobCancelled, _Stopping) as stopped:
        _stop(job, stopped)
    except PuasError as refusal:
        end_job(job=job, state=JobState.FAILED, now=timezone.now(), by=job.created_by, refusal=refusal)
    except Exception:
        _log.exception("job %s broke", job.pk)
        _try_again(job)
    else:
        end_job(job=job, state=JobState.DONE, now=timezone.now(), by=job.created_by, result=result)


def enqueue(job: Job) -> None:
    """Hand a waiting job to the workers, with the transaction around this."""
    run_job.enqueue(job.pk)


def forget_old_tasks(*, now: datetime) -> dict[str, int]:
    """Delete what the queue remembers of tasks that were started long ago; the jobs themselves stay."""
    old = DBTaskResult.objects.filter(started_at__lt=now - REMEMBERED)
    return {"deleted": old.exclude(status=TaskResultStatus.READY).delete()[0]}


def _work(job: Job) -> Mapping[str, Any]:
    work: Work = import_string(WORK[JobKind(job.kind)])

    def note(done: int, total: int, words: str = "", problem: Sentence | None = None) -> None:
        note_progress(job=job, done=done, total=total, words=words, problem=problem, now=timezone.now())
        if stopping.is_set():
            raise _Stopping

    return work(job, note)


def _stop(job: Job, stopped: Exception) -> None:
    if isinstance(stopped, JobCancelled):
        end_job(job=job, state=JobState.CANCELLED, now=timezone.now(), by=job.cancelled_by)
    elif isinstance(stopped, _Stopping):
        _wait_again(job, counts=False)


def _try_again(job: Job) -> None:
    if job.tries < MAX_TRIES:
        _wait_again(job, counts=True)
    else:
        end_job(job=job, state=JobState.FAILED, now=timezone.now(), by=job.created_by, refusal=broke(job))


@transaction.atomic
def _wait_again(job: Job, *, counts: bool) -> None:
    if give_back(job=job, counts=counts):
        enqueue(job)


def broke(job: Job) -> NotNow:
    """Return what is said of a job that did not come to its end in either try."""
    return NotNow(
        "job_broke",
        "Pekerjaan ini dua kali terhenti sebelum selesai. Ulangi nanti; bila tetap begini, sampaikan nomor "
        "pekerjaan {number} kepada pengelola layanan, yang menemukan sebabnya di catatan server.",
        number=job.pk,
    )


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease while this process lives, however long a single step takes."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(HEARTBEAT_SECONDS) and renew_lease(job=job, now=timezone.now()):
                pass
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
