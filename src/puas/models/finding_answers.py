"""FindingAnswer: why a figure is published although a check calls it wrong. Written once.

It answers one finding with exactly these figures (`digest`): when they change, the finding asks again.
"""

from django.db import models
from django.db.models import Q

from puas.models.agencies import Agency
from puas.models.frozen import FrozenModel
from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


class FindingAnswer(FrozenModel):
    """One answer. `unit`: the one that the finding speaks of, None for one about the agency's own figures.

    digest    SHA-256 (hex) of the finding, see `puas.queries.own_findings`
    sentence  what the check said, in Indonesian, as it stood then
    """

    PRIVACY = classify(internal="id agency period unit rule digest sentence reason answered_at answered_by")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="finding_answers")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="finding_answers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    sentence = models.TextField()
    reason = models.TextField()
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "period", "digest"), name="finding_answered_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="finding_answer_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.digest[:8]}"
