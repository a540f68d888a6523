"""FormLink: an address of a form that stays on the wall, at a counter or on a tablet.

A survey has an address of its own (`Survey.token`). A link says more: which counter or group of officers,
which service, and on whose device. It leads to the one survey it was made for, or to whatever survey its
unit has open, so that a poster need not be printed again every quarter. It can be revoked and replaced.
"""

import secrets
from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.models.privacy import classify
from puas.models.services import Service
from puas.models.surveys import Survey
from puas.models.units import Unit
from puas.models.users import User

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and letters that nobody mistakes for one another on paper: no 0 and o, no 1, i and l."""
CODE_LENGTH = 8


def new_code() -> str:
    """Return a code for the wall: 8 of 31 signs. It need not be secret, only free and short to type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normalise_code(text: str) -> str:
    """Return a code as it is kept, from one as people type it: any case, with hyphens or spaces."""
    return text.lower().replace("-", "").replace(" ", "")


class LinkKind(StrEnum):
    """Whose device a link is for, and how often it may be used."""

    OPEN = "open"  # anybody's phone, any number of times
    KIOSK = "kiosk"  # a device of the unit, left with a PIN
    VISIT = "visit"  # a batch of one-time codes, one a visit


class FormLink(models.Model):
    """A way to a unit's form. `code` is printed for everyone to read; it opens nothing but the form."""

    PRIVACY = classify(
        public="id unit survey service kind code visited_on",
        internal="name pin_tries pin_tried_at created_at created_by revoked_at revoked_by replaced_by",
        secret="pin_hash",  # noqa: S106 - a field's name
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="form_links")
    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, null=True, blank=True, related_name="form_links"
    )  # empty: the survey that the unit has open
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, default=LinkKind.OPEN.value)
    name = models.CharField(max_length=80)  # what it stands on: "Loket 3", "Petugas pagi"
    code = models.CharField(max_length=24, unique=True)
    pin_hash = models.CharField(max_length=200, blank=True)
    visited_on = models.DateField(null=True, blank=True)  # the day of the visits that a batch is for
    pin_tries = models.PositiveSmallIntegerField(default=0)  # in a row, since the last right one
    pin_tried_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in LinkKind]), name="form_link_kind_known"
            ),
            models.CheckConstraint(
                condition=(Q(kind="kiosk") & ~Q(pin_hash="")) | (~Q(kind="kiosk") & Q(pin_hash="")),
                name="form_link_pin_on_kiosks_only",
            ),
            models.CheckConstraint(
                condition=Q(kind="visit") | Q(visited_on=None), name="form_link_day_on_visits_only"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revoked_by=None, replaced_by=None),
                name="form_link_replaced_means_revoked",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None
