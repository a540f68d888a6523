"""Publication: the decision that a result is shown to everyone. A correction replaces, it never edits."""

from django.db import models
from django.db.models import Q

from puas.models.frozen import FrozenModel
from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.results import Result
from puas.models.units import Unit
from puas.models.users import User


class Publication(FrozenModel):
    """What is published for a unit in a period; the highest version is the one in force."""

    PRIVACY = classify(
        public="id unit period result version replaces published_at reason", internal="published_by"
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="publications")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="publications")
    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="publication")
    version = models.PositiveIntegerField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    reason = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "period", "version"), name="publication_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, replaces=None)
                | (Q(version__gt=1, replaces__isnull=False) & ~Q(reason="")),
                name="publication_correction_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period_id} v{self.version}"
