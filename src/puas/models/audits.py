"""AuditEvent: who did what, when, in a chain of hashes.

No foreign keys: the trail outlives what it tells about.
"""

from django.db import models

from puas.models.frozen import FrozenModel
from puas.models.privacy import classify

SHOWN_TYPES = ("Agency", "CalendarRule", "Report", "Service", "Unit", "UnitChange", "UnitImport")
"""Kinds of objects that public pages show beside what is published: an event about one makes new pages."""


class AuditEvent(FrozenModel):
    """One operation.

    `door` is the way it came: the office, a command, a worker.
    `hash` = SHA-256 of the previous hash and this row's content; a changed row breaks the chain.
    """

    PRIVACY = classify(
        internal="id sequence at by_id operation object_type object_id unit_id door data previous_hash hash",
        personal="by_name",
    )

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)
    operation = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True, db_index=True)
    door = models.CharField(max_length=20, null=True)
    data = models.JSONField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("sequence",)
        # The history of one object, which every page of an object shows.
        indexes = (
            models.Index(fields=("object_type", "object_id"), name="audit_event_object"),
            models.Index(fields=("operation", "object_type", "unit_id"), name="audit_event_operation"),
            models.Index(
                fields=("sequence",),
                condition=models.Q(object_type__in=SHOWN_TYPES),
                name="audit_event_shown",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.operation}"
