"""Agency (instansi): a city, a regency, a ministry; the owner of a tree of units."""

from django.db import models

from puas.models.privacy import classify


class Agency(models.Model):
    """One public body.

    `policy` holds its parameters (weighting, roll-up rule, smallest cell): data, not settings.
    """

    PRIVACY = classify(public="id name slug area_code", internal="policy needs_second_factor created_at")

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    area_code = models.CharField(max_length=20, blank=True)  # Permendagri 58/2021, changes over time
    policy = models.JSONField(default=dict, blank=True)
    needs_second_factor = models.BooleanField(default=False)  # of its coordinators and administrators
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
