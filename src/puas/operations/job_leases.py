"""A worker's side of a job: take it, say how far it is, end it. Every step but taking asks for the lease.

Whoever lost the lease (the worker was stopped for so long that another took its job) learns it at the next
word and stops; what it did is done again by the other, which is why every work must be harmless to repeat.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from puas.errors import PuasError
from puas.models import Job, JobState, User
from puas.operations.audits import append_event

LEASE = timedelta(minutes=2)
"""So long after a worker was last heard of, its job is another's."""

MAX_TRIES = 2

Sentence = dict[str, Any]


class LeaseLost(Exception):
    """Another worker has the job now."""


class JobCancelled(Exception):
    """Somebody asked that the job ends."""


def take_job(*, job_id: int, now: datetime) -> Job | None:
    """Return a waiting job as ours, with a new lease; None when it is not waiting (any more)."""
    with transaction.atomic():
        joined = Job.objects.select_related("unit__agency", "created_by")
        job = joined.select_for_update(of=("self",)).filter(pk=job_id, state=JobState.WAITING.value).first()
        if job is None:
            return None
        job.state, job.lease, job.tries = JobState.RUNNING.value, uuid4(), job.tries + 1
        job.leased_until, job.heard_at = now + LEASE, now
        job.started_at = job.started_at or now
        job.done, job.total, job.words, job.problems = 0, 0, "", []
        job.save()
    return job


def note_progress(
    *, job: Job, done: int, total: int, now: datetime, words: str = "", problem: Sentence | None = None
) -> None:
    """Say that `done` of `total` steps are behind us and `words` (a name) is next; this renews the lease.

    `problem`: a sentence about a step that failed while the rest goes on. Raises LeaseLost, JobCancelled.
    """
    if problem:
        job.problems.append(problem)
    changed = _ours(job).update(
        done=done,
        total=total,
        words=words[:200],
        problems=job.problems,
        leased_until=now + LEASE,
        heard_at=now,
    )
    if not changed:
        raise LeaseLost
    job.done, job.total = done, total
    job.refresh_from_db(fields=["cancel_at", "cancelled_by"])
    if job.cancel_at:
        raise JobCancelled


def renew_lease(*, job: Job, now: datetime) -> bool:
    """Hold the lease for another while during a long step; False when it is another's."""
    return bool(_ours(job).update(leased_until=now + LEASE, heard_at=now))


def end_job(
    *,
    job: Job,
    state: JobState,
    now: datetime,
    by: User | None,
    result: Mapping[str, Any] | None = None,
    refusal: PuasError | None = None,
) -> bool:
    """End a job that is ours as `state` and append its event; False when it is another's."""
    with transaction.atomic():
        stored = _ours(job).select_for_update(of=("self",)).select_related("unit").first()
        if stored is None:
            return False
        close_job(job=stored, state=state, now=now, by=by, result=result, refusal=refusal)
    return True


def close_job(
    *,
    job: Job,
    state: JobState,
    now: datetime,
    by: User | None,
    result: Mapping[str, Any] | None = None,
    refusal: PuasError | None = None,
) -> None:
    """End a locked job, inside the caller's transaction."""
    job.state, job.lease, job.leased_until, job.finished_at = state.value, None, None, now
    job.words = ""
    job.result = dict(result or {})
    job.refusal = keep_sentence(refusal) if refusal else {}
    job.save()
    data = {"kind": job.kind, "key": job.key, "state": job.state, "problems": len(job.problems)}
    append_event(by=by, operation="end_job", subject=job, unit=job.unit, data=data)


def give_back(*, job: Job, counts: bool) -> bool:
    """Let a job that is ours wait again; `counts`: this try was used up. False when it is another's."""
    tries = job.tries if counts else job.tries - 1
    return bool(
        _ours(job).update(
            state=JobState.WAITING.value, lease=None, leased_until=None, words="", tries=max(tries, 0)
        )
    )


def keep_sentence(refusal: PuasError, about: str = "") -> Sentence:
    """Return a refusal as it is stored: said again later in the language of whoever reads it."""
    data = {key: value if isinstance(value, int) else str(value) for key, value in refusal.data.items()}
    kept: Sentence = {"code": refusal.code, "message": refusal.message, "data": data}
    return kept | {"about": about} if about else kept


def _ours(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING.value)
