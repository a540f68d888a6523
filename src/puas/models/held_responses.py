"""HeldResponse: the tray. Answers that arrived when they could not be counted; kept, never dropped.

LATE      the survey was closed (a phone that was offline, say)
CONFLICT  other content is already stored under the same uuid; the first counts, this one waits for a person
CORRECTION  sent to replace an answer (`corrects`) that is not there, or that does not count any more
REVOKED   it came through a link that had been revoked meanwhile
USED      it came with a one-time code by which another answer is counted
"""

import hashlib
import json
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q

from puas.models.privacy import classify
from puas.models.responses import Answers
from puas.models.visit_codes import VisitCode

# The content of an answer. Times, flags and the way it took differ between two sendings of one answer.
CONTENT = ("survey_id", "instrument_id", "channel", "service_id", "word_a", "word_b", "profile", "comment")
WAY = (
    "answered_at",
    "received_at",
    "flags",
    "link_id",
    "seconds",
    "was_steered",
    "device_hash",
    "address_hash",
)


def digest_of(answer: Answers) -> str:
    """Return SHA-256 (hex) of an answer's content: equal for the same answer sent again."""
    content: dict[str, Any] = {name: getattr(answer, name) for name in CONTENT}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


class HeldReason(StrEnum):
    """Why an answer waits in the tray."""

    LATE = "late"
    CONFLICT = "conflict"
    CORRECTION = "correction"
    REVOKED = "revoked"
    USED = "used"


class HeldResponse(Answers):
    """An answer that waits.

    `digest` tells two contents under one uuid apart, so a resend is still one row. `visit`: the one-time
    code that it would use up; emptied when it is counted, so that no code leads to a counted answer.
    """

    PRIVACY = classify(
        internal="id survey uuid digest reason corrects instrument channel service answered_at received_at "
        "flags link seconds",
        personal="word_a word_b profile comment was_steered device_hash address_hash visit",
    )

    is_held = True
    uuid = models.UUIDField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=10)
    corrects = models.UUIDField(null=True, blank=True)
    visit = models.ForeignKey(
        VisitCode, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

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
