"""RecapRow: one row of an imported recap table; what was printed is kept beside what we compute from it."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.models.agencies import Agency
from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.recap_imports import RecapImport
from puas.models.units import Unit
from puas.models.users import User


class RecapKind(StrEnum):
    """What a row of a recap table is: a survey, an average of a unit's surveys, or the agency's own."""

    SURVEY = "survey"
    AVERAGE = "average"
    AGENCY = "agency"


class Decision(StrEnum):
    """Which of two contradicting figures a report prints."""

    PRINTED = "printed"
    COMPUTED = "computed"


class RecapRow(models.Model):
    """Printed values are text, character by character.

    `decision` says which of the two a report shows; without one it is the printed figure.
    """

    PRIVACY = classify(
        public="id agency unit period kind position printed computed source",
        internal="digest decision decided_at decided_by created_at recap_import",
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="recap_rows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="recap_rows")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="recap_rows")
    kind = models.CharField(max_length=10)
    position = models.PositiveIntegerField(default=0)  # order in the source
    printed = models.JSONField()
    computed = models.JSONField()
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    decision = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    recap_import = models.ForeignKey(
        RecapImport, on_delete=models.PROTECT, null=True, blank=True, related_name="rows"
    )

    class Meta:
        ordering = ("agency", "position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "period", "kind"), condition=Q(unit__isnull=False), name="recap_once_per_unit"
            ),
            models.UniqueConstraint(
                fields=("agency", "period", "kind", "source"),
                condition=Q(unit=None),
                name="recap_once_per_agency",
            ),
            models.CheckConstraint(
                condition=Q(kind="agency", unit=None)
                | (Q(kind__in=["survey", "average"]) & Q(unit__isnull=False)),
                name="recap_agency_rows_have_no_unit",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="recap_decision_has_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.unit_id} {self.period_id} {self.kind}"
