"""CollectLink: the secret address through which a phone with ODK Collect sends answers for a unit.

The token is shown once and never kept: it has 384 random bits, so one round of SHA-256 cannot be turned
back by guessing, and a salt or a slow hash would add nothing but work for every answer.
"""

import hashlib
import secrets

from django.db import models
from django.db.models import Q

from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


def new_secret() -> str:
    """Return a token of 64 letters that a URL can hold."""
    return secrets.token_urlsafe(48)


def digest_token(token: str) -> str:
    """Return what is kept of a token: SHA-256 (hex), under a name of its own."""
    return hashlib.sha256(b"puas collect link\x00" + token.encode("utf-8", "replace")).hexdigest()


class CollectLink(models.Model):
    """A way in for one enumerator, tablet or unit; it opens the surveys of `unit` and of the units below."""

    PRIVACY = classify(
        internal="id unit created_at created_by revoked_at revoked_by",
        personal="name",
        secret="digest",  # noqa: S106 - a field's name
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="collect_links")
    name = models.CharField(max_length=80)  # who or what holds it: a person, a tablet, a counter
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revoked_by=None),
                name="collect_link_revoked_by_somebody_at_some_time",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None
