"""Exclusion: a stored answer that is left out of the index, by whom and why; and taken back, by whom and why.

The answer itself is never changed or deleted. Every count leaves out the answers with an exclusion in force.
"""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.models.privacy import classify
from puas.models.responses import Response
from puas.models.users import User


class ExclusionKind(StrEnum):
    """Why an answer is left out."""

    FLAGGED = "flagged"  # a coordinator looked at its flags and decided
    CORRECTED = "corrected"  # whoever gave it sent another in its place


class Exclusion(models.Model):
    """One decision to leave an answer out; in force until it is lifted."""

    PRIVACY = classify(
        internal="id response kind reason replaced_by excluded_at excluded_by "
        "lifted_at lifted_by lifted_reason"
    )

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="exclusions")
    kind = models.CharField(max_length=10)
    reason = models.TextField()
    replaced_by = models.ForeignKey(
        Response, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )  # of a corrected answer: the later one that is counted in its place
    excluded_at = models.DateTimeField()
    excluded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("response",), condition=Q(lifted_at=None), name="exclusion_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ExclusionKind]), name="exclusion_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exclusion_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind="corrected") | Q(replaced_by=None), name="exclusion_replaced_when_corrected"
            ),
            models.CheckConstraint(
                condition=(Q(lifted_at=None, lifted_by=None, lifted_reason=""))
                | (Q(lifted_at__isnull=False) & ~Q(lifted_reason="")),
                name="exclusion_lifted_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.response_id} {self.kind}"

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None
