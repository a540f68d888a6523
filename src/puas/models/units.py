"""Unit (UPP): a node in an agency's tree. The root is the agency itself."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from puas.methodology.units import KINDS_BELOW, UnitKind
from puas.models.agencies import Agency
from puas.models.privacy import classify

__all__ = ["Unit", "UnitKind"]


class Unit(models.Model):
    """A unit that serves. Two units may share a place name (a Puskesmas and a kelurahan), never a slug.

    `name`, `parent` and `area_code` are those of today; what they were is in its `UnitChange` rows. `phone`
    and `email` are those of the office, not of a person. It exists from `valid_from` to `valid_until`, both
    days included; None has no bound.
    """

    PRIVACY = classify(
        public="id agency parent kind name slug number area_code address phone email valid_from valid_until",
        internal="created_at",
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120)
    number = models.PositiveIntegerField(null=True, blank=True)  # its number in the agency's own list
    area_code = models.CharField(max_length=13, blank=True)  # Permendagri 58/2021, changes over time
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
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
                | (Q(kind__in=[kind.value for kind in KINDS_BELOW]) & Q(parent__isnull=False)),
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

    @property
    def kind_label(self) -> str:
        """The Indonesian name of its kind; also the message id of its translation."""
        return UnitKind(self.kind).label

    def exists_during(self, starts: date, ends: date) -> bool:
        """Say whether the unit exists on at least one day from `starts` to `ends`."""
        begun = self.valid_from is None or self.valid_from <= ends
        return begun and (self.valid_until is None or self.valid_until >= starts)
