"""The agency's calendar: how often each unit surveys, when, with what; and the days nobody works.

A rule belongs to a unit and holds for everything below it, until a unit below says otherwise.
"""

from django.db import models
from django.db.models import F, Q

from puas.methodology.periods import PeriodKind
from puas.models.agencies import Agency
from puas.models.instruments import InstrumentVersion
from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User

NEVER = "never"
"""The `kind` of a unit that does not survey."""


class CalendarRule(models.Model):
    """What one unit says about its surveys; what it leaves empty comes from above.

    kind         how often: a PeriodKind, NEVER, or "" for as above
    instrument   the questionnaire
    opens_after  with `closes_after` and `due_after` the window (`methodology.windows.WindowRule`); empty
                 `opens_after`: all three as above
    phase_days   working days of the four phases
    is_handed_down  whether it also holds for the units below
    """

    PRIVACY = classify(
        public="id unit kind instrument opens_after closes_after due_after phase_days is_handed_down",
        internal="changed_at changed_by",
    )

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="calendar_rule")
    kind = models.CharField(max_length=10, blank=True)
    instrument = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opens_after = models.SmallIntegerField(null=True, blank=True)
    closes_after = models.SmallIntegerField(null=True, blank=True)
    due_after = models.SmallIntegerField(null=True, blank=True)
    phase_days = models.JSONField(null=True, blank=True)
    is_handed_down = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["", NEVER, *(kind.value for kind in PeriodKind)]),
                name="calendar_rule_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(opens_after__isnull=False) | Q(closes_after=None, due_after=None),
                name="calendar_rule_window_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind or '-'}"


class PeriodWindow(models.Model):
    """The window of one period by date, for a unit and those below it. Empty `due_on`: by the plan."""

    PRIVACY = classify(public="id unit period opens_on closes_on due_on", internal="changed_at changed_by")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="period_windows")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="windows")
    opens_on = models.DateField()
    closes_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "period"), name="period_window_once"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")), name="period_window_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(closes_on__lte=F("due_on")), name="period_window_due_after_it"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period_id}"


class Holiday(models.Model):
    """A day on which an agency does not work, besides its weekends."""

    PRIVACY = classify(public="id agency day name")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("agency", "day")
        constraints = (models.UniqueConstraint(fields=("agency", "day"), name="holiday_once"),)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
