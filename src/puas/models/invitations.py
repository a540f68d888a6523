"""Invitation: a one-time link through which one person gets a role, and an account when there is none yet.

The token is told once and never kept, as with a `CollectLink`: what is stored cannot be turned back.
"""

import datetime
import hashlib
from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import Role, User

LIFETIME = datetime.timedelta(days=7)


class InvitationState(StrEnum):
    """What has become of an invitation; only a waiting one opens anything."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def digest_invitation(token: str) -> str:
    """Return what is kept of a token: SHA-256 (hex), under a name of its own."""
    return hashlib.sha256(b"puas invitation\x00" + token.encode("utf-8", "replace")).hexdigest()


class Invitation(models.Model):
    """A role at a unit that waits for the person it is meant for."""

    PRIVACY = classify(
        internal="id unit role created_at created_by expires_at accepted_at accepted_by withdrawn_at "
        "withdrawn_by",
        personal="name email",
        secret="digest",  # noqa: S106 - a field's name
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="invitation_role_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The Indonesian name of the role."""
        return Role(self.role).label

    def state_at(self, now: datetime.datetime) -> InvitationState:
        """Say what the invitation is at `now`."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.EXPIRED if self.expires_at <= now else InvitationState.WAITING
