"""Unit (UPP): a node in an agency's tree. The root is the agency itself."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from puas.models.agencies import Agency
from puas.models.privacy import classify


class UnitKind(StrEnum):
    """The level of a unit: the agency itself, an OPD (perangkat daerah), a service unit under it."""

    AGENCY = "agency"
    OPD = "opd"
    UPP = "upp"


class Unit(models.Model):
    """A unit that serves. Two units may share a place name (a Puskesmas and a kelurahan), never a slug."""

    PRIVACY = classify(
        public="id agency parent kind name slug number valid_from valid_until", internal="created_at"
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120)
    number = models.PositiveIntegerField(null=True, blank=True)  # its number in the agency's own list
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("agency", F("number").asc(nulls_last=True), "id")
        constraints = (
            models.UniqueConstraint(fields=("agency", "slug"), name="unit_slug_in_agency"),
            models.UniqueConstraint(
                fields=("agency",), condition=Q(kind="agency"), name="unit_one_root_per_agency"
            ),
            models.CheckConstraint(
                condition=Q(kind="agency", parent=None)
                | (Q(kind__in=["opd", "upp"]) & Q(parent__isnull=False)),
                name="unit_only_the_root_has_no_parent",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
                name="unit_valid_from_before_until",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_root(self) -> bool:
        return self.kind == UnitKind.AGENCY
