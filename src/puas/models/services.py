"""Service (jenis layanan): what a unit offers; a respondent names the one received."""

from django.db import models

from puas.methodology.units import ServiceChannel
from puas.models.privacy import classify
from puas.models.units import Unit


class Service(models.Model):
    """One service of one unit. A service that ended stays, because answers point to it.

    `channels` lists where people receive it (`ServiceChannel`); `users_per_year` is what the unit states.
    """

    PRIVACY = classify(public="id unit name is_active channels users_per_year")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    channels = models.JSONField(default=list, blank=True)
    users_per_year = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("unit", "name")
        constraints = (models.UniqueConstraint(fields=("unit", "name"), name="service_name_in_unit"),)

    def __str__(self) -> str:
        return self.name

    @property
    def channel_labels(self) -> tuple[str, ...]:
        """The Indonesian names of its channels, in the order of the list."""
        return tuple(channel.label for channel in ServiceChannel if channel in self.channels)
