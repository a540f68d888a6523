"""Plan (rencana tindak lanjut): what a unit will do about its lowest elements; PlanItem: one activity of
it.
"""

from django.db import models
from django.db.models import Q

from puas.lifecycles import ItemStage
from puas.methodology import periods, plans
from puas.methodology.plans import Horizon, read_quarters
from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


class Plan(models.Model):
    """The one plan that follows up a unit's result of a period.

    priorities  keys of elements, the lowest first; `reason` is filled when they are not the lowest three
    """

    PRIVACY = classify(
        public="id unit period priorities reason", internal="created_at created_by changed_at changed_by"
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="plans")
    priorities = models.JSONField()
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("unit", "period")
        constraints = (
            models.UniqueConstraint(fields=("unit", "period"), name="plan_one_per_unit_and_period"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period_id}"


class PlanItem(models.Model):
    """One activity for one element. `quarters` are codes like "2026-Q3", the earliest first.

    `carried_from` is the item of an earlier plan that was not done and goes on here.
    """

    PRIVACY = classify(
        public="id plan position element text quarters due_on person indicator budget carried_from stage",
        internal="created_at created_by changed_at changed_by",
    )

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    element = models.CharField(max_length=20)
    text = models.TextField()
    quarters = models.JSONField()
    due_on = models.DateField()  # the last day of the last quarter, kept to search by
    stage = models.CharField(max_length=12, default=ItemStage.NOT_STARTED.value)  # after the newest report
    person = models.CharField(max_length=200)  # the office that answers for it, not a private person
    indicator = models.CharField(max_length=300, blank=True)
    budget = models.CharField(max_length=300, blank=True)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("plan", "position")
        constraints = (
            models.UniqueConstraint(fields=("plan", "position"), name="plan_item_position_once"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(person="") & ~Q(element=""), name="plan_item_says_something"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in ItemStage]), name="plan_item_stage_known"
            ),
        )
        indexes = (models.Index(fields=("stage", "due_on"), name="plan_item_by_stage"),)

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.position} {self.element}"

    @property
    def pure_quarters(self) -> tuple[periods.Period, ...]:
        """The quarters as the methodology knows them."""
        return read_quarters(self.quarters)

    @property
    def when(self) -> str:
        """The quarters as the follow-up table prints them."""
        return plans.print_quarters(self.pure_quarters)

    @property
    def horizon(self) -> Horizon:
        """How far ahead it ends; needs `plan.period`."""
        return plans.horizon_of(self.plan.period.pure, self.pure_quarters)
