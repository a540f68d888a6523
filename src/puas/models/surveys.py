"""Survey (pelaksanaan SKM): one unit in one period, and the state it is in."""

import secrets

from django.db import models
from django.db.models import F, Q

from puas.lifecycles import SurveyState
from puas.models.instruments import InstrumentVersion
from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


def new_token() -> str:
    """Return an unguessable public name for a survey's form (128 bits)."""
    return secrets.token_urlsafe(16)


class Survey(models.Model):
    """The collection of answers of one unit in one period."""

    PRIVACY = classify(
        public="id unit period instrument opens_at closes_at due_on population population_source "
        "population_on schedule token asks_steering",
        internal="state returned_reason submitted_at submitted_by created_at",
        personal="team",
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="surveys")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="surveys")
    instrument = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="surveys")
    state = models.CharField(max_length=10, default=SurveyState.PLANNED.value)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    population = models.PositiveIntegerField(
        null=True, blank=True
    )  # people served in the period, for the sample size
    population_source = models.CharField(max_length=300, blank=True)  # where that number comes from
    population_on = models.DateField(null=True, blank=True)  # the day it was true or taken
    due_on = models.DateField(null=True, blank=True)  # the last day to submit
    team = models.JSONField(default=dict, blank=True)  # names of officials (methodology.teams.Team)
    schedule = models.JSONField(default=dict, blank=True)  # the working plan (queries.schedules)
    asks_steering = models.BooleanField(default=True)  # the control item; it never changes the index
    token = models.CharField(max_length=40, unique=True, default=new_token)
    returned_reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("unit", "period")
        constraints = (
            models.UniqueConstraint(fields=("unit", "period"), name="survey_one_per_unit_and_period"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in SurveyState]), name="survey_state_known"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="survey_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=(Q(state="returned") & ~Q(returned_reason=""))
                | (~Q(state="returned") & Q(returned_reason="")),
                name="survey_returned_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"

    @property
    def stage(self) -> SurveyState:
        """The state as the lifecycle knows it."""
        return SurveyState(self.state)
