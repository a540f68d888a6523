"""PaperBatch (bundel): numbered sheets of one survey on paper; PaperEntry: every time a sheet was typed in.

A sheet that is typed in again gets a new entry, so what was typed first can always be read; the answers
become responses when the batch is finished (docs/adr/0015-paper-sheets-wait-in-their-batch.md).
"""

from enum import IntEnum
from uuid import UUID, uuid4, uuid5

from django.db import models
from django.db.models import Q

from puas.models.frozen import FrozenModel
from puas.models.privacy import classify
from puas.models.surveys import Survey
from puas.models.users import User


class Keying(IntEnum):
    """Which reading of a sheet an entry is: by the first person, by a second one, or settled between them."""

    FIRST = 1
    SECOND = 2
    SETTLED = 3


class PaperBatch(models.Model):
    """Sheets `first_sheet` to `last_sheet` of a survey. `needs_second`: two people type in every sheet."""

    PRIVACY = classify(
        internal="id uuid survey number language first_sheet sheets needs_second created_at created_by "
        "finished_at finished_by"
    )

    uuid = models.UUIDField(unique=True, default=uuid4)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="paper_batches")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=3)
    first_sheet = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField()
    needs_second = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("survey", "number")
        constraints = (
            models.UniqueConstraint(fields=("survey", "number"), name="paper_batch_number_in_survey"),
            models.UniqueConstraint(fields=("survey", "first_sheet"), name="paper_batch_sheets_once"),
            models.CheckConstraint(
                condition=Q(first_sheet__gte=1, sheets__gte=1), name="paper_batch_has_sheets"
            ),
        )

    def __str__(self) -> str:
        return f"{self.survey_id}-{self.number}"

    @property
    def last_sheet(self) -> int:
        return self.first_sheet + self.sheets - 1

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    def uuid_of(self, sheet: int) -> UUID:
        """Return the uuid of the response that a sheet becomes: always the same one."""
        return uuid5(self.uuid, str(sheet))


class PaperEntry(FrozenModel):
    """What somebody read on a sheet at one time. `content` has only what was answered, by field."""

    PRIVACY = classify(
        internal="id batch sheet keying revision is_spoiled typed_at typed_by",
        personal="content",
    )

    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="entries")
    sheet = models.PositiveIntegerField()
    keying = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField()  # 1 when first typed; more are corrections
    is_spoiled = models.BooleanField(default=False)  # came back empty or unreadable: not counted
    content = models.JSONField(default=dict, blank=True)
    typed_at = models.DateTimeField()
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "sheet", "keying", "revision"), name="paper_entry_revision_once"
            ),
            models.CheckConstraint(
                condition=Q(keying__in=[keying.value for keying in Keying]), name="paper_entry_keying_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.sheet}"
