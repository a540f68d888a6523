"""Service (jenis layanan): what a unit offers; a respondent names the one received."""

from django.db import models

from puas.models.privacy import classify
from puas.models.units import Unit


class Service(models.Model):
    """One service of one unit. A service that ended stays, because answers point to it."""

    PRIVACY = classify(public="id unit name is_active")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("unit", "name")
        constraints = (models.UniqueConstraint(fields=("unit", "name"), name="service_name_in_unit"),)

    def __str__(self) -> str:
        return self.name
