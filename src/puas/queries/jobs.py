"""Jobs as people see them: their own, and those of the agencies they manage."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from puas.errors import NotFound
from puas.models import Job, ScheduledRun, User
from puas.models.jobs import UNFINISHED
from puas.permissions import Action, units_of

SHOWN = 100


@dataclass(frozen=True)
class JobList:
    """The newest jobs that a person sees, how many are not over, and whether there were more."""

    jobs: tuple[Job, ...]
    unfinished: int
    has_more: bool


def visible_jobs(user: User) -> QuerySet[Job]:
    """Return the jobs that `user` started, and all in the units whose agency `user` manages."""
    managed = units_of(user, Action.MANAGE_AGENCY)
    jobs = Job.objects.filter(Q(created_by=user.pk) | Q(unit__in=managed))
    return jobs.select_related("unit__agency", "created_by")


def list_jobs(user: User) -> JobList:
    """Return the newest hundred, newest first. One query, and one for those that are not over."""
    found = list(visible_jobs(user).order_by("-id")[: SHOWN + 1])
    unfinished = visible_jobs(user).filter(state__in=UNFINISHED).count()
    return JobList(tuple(found[:SHOWN]), unfinished, len(found) > SHOWN)


def find_job(user: User, job_id: int) -> Job:
    """Return a job that `user` sees; NotFound `job_unknown` for any other."""
    job = visible_jobs(user).filter(pk=job_id).first()
    if job is None:
        raise NotFound("job_unknown", "Pekerjaan itu tidak ada, atau bukan pekerjaan Anda.")
    return job


def last_runs() -> dict[str, ScheduledRun]:
    """Return what repeated work did last, by name. One query."""
    return {run.name: run for run in ScheduledRun.objects.all()}


def count_lost_jobs(now: datetime) -> int:
    """Return how many jobs should be running and are not."""
    return Job.objects.filter(state="running", leased_until__lt=now).count()
