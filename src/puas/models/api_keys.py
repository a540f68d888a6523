"""ApiKey: the secret with which a service application reads open surveys and sends answers.

As with a `CollectLink`, the secret is told once; what is kept of it cannot be turned back.
"""

import datetime
import hashlib
from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.language import gettext_noop
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User

PREFIX = "puas_"
"""In front of every key, so that one that leaked is recognised."""


class KeyScope(StrEnum):
    """What a key may do."""

    SURVEYS = "surveys"  # list the surveys that take answers
    ANSWERS = "answers"  # list them, and send answers

    @property
    def label(self) -> str:
        """The Indonesian name; also the message id of its translation."""
        return _LABELS[self]


_LABELS = {
    KeyScope.SURVEYS: gettext_noop("Membaca daftar survei yang dibuka"),
    KeyScope.ANSWERS: gettext_noop("Membaca daftar survei dan mengirim isian"),
}


def digest_key(secret: str) -> str:
    """Return what is kept of a key: SHA-256 (hex), under a name of its own."""
    return hashlib.sha256(b"puas api key\x00" + secret.encode("utf-8", "replace")).hexdigest()


class ApiKey(models.Model):
    """A key for `unit` and the units below, until the end of `expires_on`; only the day of use is kept."""

    PRIVACY = classify(
        internal="id unit name scope expires_on last_used_on created_at created_by revoked_at revoked_by",
        secret="digest",  # noqa: S106 - a field's name
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=80)  # the application that holds it
    scope = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(scope__in=[scope.value for scope in KeyScope]), name="api_key_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revoked_by=None),
                name="api_key_revoked_by_somebody_at_some_time",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def scope_label(self) -> str:
        return KeyScope(self.scope).label

    def is_over(self, today: datetime.date) -> bool:
        """Say whether its last day has passed."""
        return self.expires_on < today
