"""HeldDecision: what somebody decided about an answer in the tray, and why. Written once.

A changed mind is a new row that replaces the last one, until the answer is included: then it is counted,
and leaving it out again is an Exclusion (docs/adr/0020-the-tray.md).
"""

from django.db import models
from django.db.models import Q

from puas.lifecycles import TrayDecision
from puas.models.frozen import FrozenModel
from puas.models.held_responses import HeldResponse
from puas.models.privacy import classify
from puas.models.responses import Response
from puas.models.surveys import Survey
from puas.models.users import User


class HeldDecision(FrozenModel):
    """One decision. `survey`: in whose tray it was made; `response`: the answer that counts by it."""

    PRIVACY = classify(internal="id held survey kind response reason replaces decided_at decided_by")

    held = models.ForeignKey(HeldResponse, on_delete=models.PROTECT, related_name="decisions")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="held_decisions")
    kind = models.CharField(max_length=10)
    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.TextField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("held",), condition=Q(replaces=None), name="held_decision_one_first"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in TrayDecision]), name="held_decision_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="include", response__isnull=False) | (~Q(kind="include") & Q(response=None)),
                name="held_decision_include_is_an_answer",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="held_decision_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.held_id} {self.kind}"
