"""AnswerImport: a file of answers on its way into a survey; AnswerMapping: what an agency calls its columns.

The file itself lies in PUAS_DATA/imports until it is read, because it may hold names; the database never has
them. What is stored stays when an import is cancelled or dies: repeating it adds only what is missing.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.models.agencies import Agency
from puas.models.privacy import classify
from puas.models.responses import CHANNELS, Channel
from puas.models.services import Service
from puas.models.surveys import Survey
from puas.models.users import User

SILENCE = timedelta(seconds=150)
"""A running import that has not been heard of for so long has died with its process."""


class ImportStage(StrEnum):
    """How far an import of answers is."""

    WAITING = "waiting"  # uploaded; a person looks at the columns
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"  # the file could not be read to its end, or the survey was closed meanwhile


class AnswerImport(models.Model):
    """One file for one survey. `targets[c]` is what column c, headed `headings[c]`, is for.

    `batch` and `digest` (SHA-256 of the file): docs/adr on imports says how rows are told apart.
    `expected` counts lines, `read` is the last row looked at, `known` were stored before this import.
    """

    PRIVACY = classify(
        internal="id survey name digest sheet headings targets channel service batch is_timed "
        "is_only_period stage expected read new known bad examples refusal cancel_at created_at created_by "
        "started_at seen_at finished_at"
    )

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answer_imports")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    sheet = models.CharField(max_length=200, blank=True)
    headings = models.JSONField()
    targets = models.JSONField()
    channel = models.CharField(max_length=10, default=Channel.ONLINE.value)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.CharField(max_length=64, blank=True)
    is_timed = models.BooleanField(default=False)
    is_only_period = models.BooleanField(default=True)
    stage = models.CharField(max_length=10, default=ImportStage.WAITING.value)
    expected = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    examples = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(default=dict, blank=True)
    cancel_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in ImportStage]), name="answer_import_stage_known"
            ),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="answer_import_channel_known"),
        )

    def __str__(self) -> str:
        return f"{self.survey_id} {self.name}"

    @property
    def state(self) -> ImportStage:
        return ImportStage(self.stage)

    def is_silent(self, now: datetime) -> bool:
        """Say whether it should be running and is not; a sign of life from the future is none."""
        return self.state is ImportStage.RUNNING and (
            self.seen_at is None or abs(now - self.seen_at) > SILENCE
        )


class AnswerMapping(models.Model):
    """What an agency's files call things: folded heading -> target, as people confirmed it last."""

    PRIVACY = classify(internal="id agency instrument_key columns")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="answer_mappings")
    instrument_key = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agency", "instrument_key"), name="answer_mapping_once"),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.instrument_key}"
