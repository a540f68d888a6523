"""Forum (forum konsultasi publik): the minutes of a meeting in which the results were discussed with the
public.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.language import gettext_noop
from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


class ForumGroup(StrEnum):
    """Who takes part in a forum (PermenPANRB 16/2017)."""

    PROVIDERS = "providers"
    USERS = "users"
    STAKEHOLDERS = "stakeholders"
    EXPERTS = "experts"
    CIVIL_SOCIETY = "civil_society"
    MEDIA = "media"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return GROUP_LABELS[self]


GROUP_LABELS: Mapping[ForumGroup, str] = {
    ForumGroup.PROVIDERS: gettext_noop("Penyelenggara pelayanan"),
    ForumGroup.USERS: gettext_noop("Pengguna layanan"),
    ForumGroup.STAKEHOLDERS: gettext_noop("Pemangku kepentingan"),
    ForumGroup.EXPERTS: gettext_noop("Ahli atau praktisi"),
    ForumGroup.CIVIL_SOCIETY: gettext_noop("Organisasi masyarakat sipil"),
    ForumGroup.MEDIA: gettext_noop("Media massa"),
}


class Forum(models.Model):
    """The minutes. `participants` has the number of people by `ForumGroup`; nobody is named."""

    PRIVACY = classify(
        public="id unit period held_on place participants summary",
        internal="created_at created_by changed_at changed_by",
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="forums")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="forums")
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    participants = models.JSONField()
    summary = models.TextField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-held_on", "-id")
        constraints = (models.CheckConstraint(condition=~Q(summary=""), name="forum_says_something"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.held_on}"

    @property
    def total(self) -> int:
        """How many people took part."""
        return sum(self.participants.values())
