"""A person's side of a job: start, cancel, repeat; and finding the jobs whose worker died."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from puas.errors import NotNow
from puas.models import Job, JobKind, JobState, Unit, User
from puas.models.jobs import UNFINISHED
from puas.operations.audits import append_event
from puas.operations.job_leases import MAX_TRIES, close_job
from puas.operations.job_runs import broke, enqueue


@transaction.atomic
def start_job(
    *,
    kind: JobKind,
    unit: Unit,
    by: User | None,
    key: str = "",
    arguments: Mapping[str, Any] | None = None,
) -> Job:
    """Put work on the list and return at once. The same work that is not over yet is returned as it is."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # one at a time, so that the same is seen
    same = Job.objects.filter(kind=kind.value, unit=unit, key=key, state__in=UNFINISHED).first()
    if same is not None:
        return same
    job = Job.objects.create(
        kind=kind.value,
        unit=unit,
        key=key,
        arguments=dict(arguments or {}),
        created_at=timezone.now(),
        created_by=by,
    )
    enqueue(job)
    append_event(by=by, operation="start_job", subject=job, unit=unit, data={"kind": job.kind, "key": key})
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: User | None) -> Job:
    """End a waiting job now, a running one at its next step. NotNow `job_over` when it is over."""
    stored = _lock(job)
    if stored.stage.is_over:
        raise NotNow("job_over", "Pekerjaan ini sudah berakhir, jadi tidak ada yang dibatalkan.")
    now = timezone.now()
    stored.cancel_at, stored.cancelled_by = now, by
    if stored.stage is JobState.WAITING:
        close_job(job=stored, state=JobState.CANCELLED, now=now, by=by)
        return stored
    stored.save(update_fields=["cancel_at", "cancelled_by"])
    data = {"kind": stored.kind, "key": stored.key}
    append_event(by=by, operation="cancel_job", subject=stored, unit=stored.unit, data=data)
    return stored


@transaction.atomic
def repeat_job(*, job: Job, by: User | None) -> Job:
    """Let a failed or cancelled job wait again. NotNow `job_not_repeated` for any other.

    When the same work was started anew meanwhile, that one is returned.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=job.unit_id)
    stored = _lock(job)
    if stored.stage not in (JobState.FAILED, JobState.CANCELLED):
        raise NotNow("job_not_repeated", "Hanya pekerjaan yang gagal atau dibatalkan yang dapat diulangi.")
    same = Job.objects.filter(
        kind=stored.kind, unit=stored.unit_id, key=stored.key, state__in=UNFINISHED
    ).first()
    if same is not None:
        return same
    stored.state, stored.tries, stored.finished_at = JobState.WAITING.value, 0, None
    stored.cancel_at, stored.cancelled_by, stored.refusal, stored.problems = None, None, {}, []
    stored.done = stored.total = 0
    stored.save()
    enqueue(stored)
    data = {"kind": stored.kind, "key": stored.key}
    append_event(by=by, operation="repeat_job", subject=stored, unit=stored.unit, data=data)
    return stored


def _lock(job: Job) -> Job:
    return Job.objects.select_for_update(of=("self",)).select_related("unit").get(pk=job.pk)


def requeue_lost_jobs(*, now: datetime) -> dict[str, int]:
    """Let jobs whose worker died wait again; end those that were lost twice. Returns how many of each.

    A waiting job that no worker was told of (its worker died between the two) is told again.
    """
    counts = {"requeued": 0, "failed": 0}
    lost = Job.objects.filter(state=JobState.RUNNING.value, leased_until__lt=now)
    for job in lost.order_by("id"):
        _take_up(job, now, counts)
    for job in Job.objects.filter(state=JobState.WAITING.value).order_by("id"):
        if not _is_queued(job):
            enqueue(job)
            counts["requeued"] += 1
    return counts


@transaction.atomic
def _take_up(job: Job, now: datetime, counts: dict[str, int]) -> None:
    stored = _lock(job)
    if not stored.is_lost(now):
        return
    if stored.cancel_at:
        close_job(job=stored, state=JobState.CANCELLED, now=now, by=stored.cancelled_by)
    elif stored.tries >= MAX_TRIES:
        counts["failed"] += 1
        refusal = broke(stored)
        close_job(job=stored, state=JobState.FAILED, now=now, by=stored.created_by, refusal=refusal)
    else:
        counts["requeued"] += 1
        stored.state, stored.words = JobState.WAITING.value, ""
        stored.lease = stored.leased_until = None
        stored.save()
        enqueue(stored)


def _is_queued(job: Job) -> bool:
    told = {"args": [job.pk], "kwargs": {}}
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY, args_kwargs=told).exists()
