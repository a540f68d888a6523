"""UnitImport: one table of units that was uploaded, looked at, and perhaps taken in."""

from django.db import models
from django.db.models import Q

from puas.models.agencies import Agency
from puas.models.privacy import classify
from puas.models.users import User


class UnitImport(models.Model):
    """The rows of the file as text (`rows`: [line, [cells]]), and once applied what came of them.

    `counts`: {status: rows}. `refused`: [line, [cells], [[sentence, data], ...]] of the rows that stayed out.
    """

    PRIVACY = classify(
        internal="id agency name digest rows counts refused created_at created_by applied_at applied_by"
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="unit_imports")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    rows = models.JSONField()
    counts = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(applied_at__isnull=False) | Q(applied_by=None), name="unit_import_applied_by"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.name}"

    @property
    def is_applied(self) -> bool:
        return self.applied_at is not None
