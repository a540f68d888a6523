"""HeldResponse: the tray. Answers that arrived when they could not be counted; kept, never dropped.

LATE      the survey was closed (a phone that was offline, say)
CONFLICT  other content is already stored under the same uuid; the first counts, this one waits for a person
CORRECTION  sent to replace an answer (`corrects`) that is not there, or that does not count any more
REVOKED   it came through a link that had been revoked meanwhile
USED      it came with a one-time code by which another answer is counted
"""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.models.privacy import classify
from puas.models.responses import Answers


class HeldReason(StrEnum):
    """Why an answer waits in the tray."""

    LATE = "late"
    CONFLICT = "conflict"
    CORRECTION = "correction"
    REVOKED = "revoked"
    USED = "used"


class HeldResponse(Answers):
    """An answer that waits.

    `digest` tells two contents under one uuid apart, so a resend is still one row.
    """

    PRIVACY = classify(
        internal="id survey uuid digest reason corrects instrument channel service answered_at received_at "
        "flags link seconds",
        personal="word_a word_b profile comment was_steered device_hash address_hash",
    )

    is_held = True
    uuid = models.UUIDField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=10)
    corrects = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("survey", "id"), name="held_survey_id"),)
        constraints = (
            models.UniqueConstraint(fields=("uuid", "digest"), name="held_once_per_content"),
            models.CheckConstraint(
                condition=(Q(reason="correction") & Q(corrects__isnull=False))
                | (~Q(reason="correction") & Q(corrects=None)),
                name="held_correction_names_what_it_corrects",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[r.value for r in HeldReason]), name="held_reason_known"
            ),
        )
