"""Job: work that takes longer than a page may, and how far it is; ScheduledRun: when repeated work ran last.

A worker holds a job by a lease that it renews. A lease that ran out belongs to a worker that died, and the
next worker takes the job: docs/adr/0027-jobs.md.
"""

from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self not in (JobState.WAITING, JobState.RUNNING)


UNFINISHED = (JobState.WAITING.value, JobState.RUNNING.value)


class JobKind(StrEnum):
    """What there is to do; who does it is in `puas.operations.jobs`."""

    COMPUTE_PERIOD = "compute_period"
    WRITE_REPORTS = "write_reports"


class Job(models.Model):
    """One piece of work for one unit and everything below it. `key` tells apart what is asked of a unit.

    `done` of `total` steps, at `words` (a name) now. `lease` is made anew for each try; who does not hold it
    any more has nothing to say. `problems` and `refusal`: sentences as {"code", "message", "data"},
    problems with "about" (a name). `result`: what the door needs to lead to what came of it.
    """

    PRIVACY = classify(
        internal="id kind unit key arguments state done total words tries lease leased_until heard_at "
        "cancel_at cancelled_by result problems refusal created_at created_by started_at finished_at"
    )

    kind = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="jobs")
    key = models.CharField(max_length=100, blank=True)
    arguments = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, default=JobState.WAITING.value)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    cancel_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    result = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    refusal = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "leased_until"), name="job_state_lease"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in JobState]), name="job_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in JobKind]), name="job_kind_known"),
            models.UniqueConstraint(
                fields=("kind", "unit", "key"), condition=Q(state__in=UNFINISHED), name="job_unfinished_once"
            ),
            # Who works on it is known, and until when; nobody else is.
            models.CheckConstraint(
                condition=Q(state="running", lease__isnull=False, leased_until__isnull=False)
                | (~Q(state="running") & Q(lease=None, leased_until=None)),
                name="job_running_has_a_lease",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.key}"

    @property
    def stage(self) -> JobState:
        return JobState(self.state)

    def is_lost(self, now: datetime) -> bool:
        """Say whether its worker has died."""
        return self.stage is JobState.RUNNING and self.leased_until is not None and self.leased_until < now


class ScheduledRun(models.Model):
    """One kind of repeated work: the slot of time that was run last, and what came of it."""

    PRIVACY = classify(internal="id name slot started_at finished_at outcome error")

    name = models.CharField(max_length=40, unique=True)
    slot = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"
