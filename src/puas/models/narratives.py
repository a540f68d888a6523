"""Narrative: what officials wrote in one section of a unit's report, version after version.

While somebody goes on writing, their newest version is written over (`operations.narratives`); every other
save is a version more, so that an older one can be restored.
"""

from django.db import models

from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


class Narrative(models.Model):
    """One version of one section; `section` is a key of `reports.unit_inputs.NARRATIVES`, `text` Markdown."""

    PRIVACY = classify(internal="id unit period section number text started_at written_at written_by")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="narratives")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    started_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "period", "section", "number"), name="narrative_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.section} {self.number}"
