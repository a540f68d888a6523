"""ExtensionRequest: a unit asks for more time to collect, and what was decided."""

from django.db import models
from django.db.models import Q

from puas.lifecycles import ExtensionState
from puas.models.privacy import classify
from puas.models.surveys import Survey
from puas.models.users import User


class ExtensionRequest(models.Model):
    """One request for one survey. `wanted_on`: the last day asked for; `granted_on`: the one given."""

    PRIVACY = classify(
        internal="id survey state reason wanted_on asked_at asked_by granted_on answer decided_at decided_by"
    )

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="extension_requests")
    state = models.CharField(max_length=10, default=ExtensionState.WAITING.value)
    reason = models.TextField()
    wanted_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    granted_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)  # why it is declined, or what goes with granting it
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("survey",), condition=Q(state="waiting"), name="extension_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ExtensionState]), name="extension_state_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
            models.CheckConstraint(
                condition=(Q(state="waiting", decided_at=None) | ~Q(state="waiting", decided_at=None))
                & (~Q(state="granted") | Q(granted_on__isnull=False))
                & (~Q(state="declined") | ~Q(answer="")),
                name="extension_decided_whole",
            ),
        )

    @property
    def stage(self) -> ExtensionState:
        """The state as the lifecycle knows it."""
        return ExtensionState(self.state)

    def __str__(self) -> str:
        return f"{self.survey_id} {self.state}"
