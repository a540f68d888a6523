"""Progress (realisasi): what was reported about an item of a plan; Confirmation: what a second person says.

Both are written once. The newest report tells how far an item is; "done" counts when it is confirmed.
"""

from django.db import models
from django.db.models import Q

from puas.lifecycles import ItemState
from puas.models.frozen import FrozenModel
from puas.models.plans import PlanItem
from puas.models.privacy import classify
from puas.models.users import User


class Progress(FrozenModel):
    """One report. `note` says what was done, or why the item was dropped."""

    PRIVACY = classify(public="id item state note reported_at", internal="reported_by")

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=12)
    note = models.TextField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ItemState]), name="progress_state_known"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="progress_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"

    @property
    def stage(self) -> ItemState:
        """The state as the lifecycle knows it."""
        return ItemState(self.state)


class Confirmation(FrozenModel):
    """What a second person found out about a report of "done"; `note` is the reason when it is not
    accepted.
    """

    PRIVACY = classify(public="id progress is_accepted note confirmed_at", internal="confirmed_by")

    progress = models.OneToOneField(Progress, on_delete=models.PROTECT, related_name="confirmation")
    is_accepted = models.BooleanField()
    note = models.TextField(blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(is_accepted=True) | ~Q(note=""), name="confirmation_refused_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.progress_id} {self.is_accepted}"
