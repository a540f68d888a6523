"""Evidence (bukti): a file or a link that shows what was done. Files lie in PUAS_DATA/evidence, not in
the database.

A file's place there is a random name, so that nobody can guess it and nothing of the given name is used.
"""

import secrets

from django.db import models
from django.db.models import Q

from puas.models.forums import Forum
from puas.models.privacy import classify
from puas.models.realisations import Progress
from puas.models.users import User


def new_name() -> str:
    """Return an unguessable name for a stored file (128 bits, 32 hex digits)."""
    return secrets.token_hex(16)


class Evidence(models.Model):
    """What belongs to one report of progress, or to the minutes of one forum.

    `digest` is the SHA-256 of what is stored. Withdrawn: the file is gone, this row and the reason stay.
    """

    PRIVACY = classify(
        public="id progress forum title kind bytes digest link added_at",
        internal="name added_by withdrawn_at withdrawn_by withdrawn_reason",
    )

    progress = models.ForeignKey(
        Progress, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, blank=True)  # an EvidenceKind; empty for a link
    name = models.CharField(max_length=32, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    link = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(progress=None, forum__isnull=False) | Q(progress__isnull=False, forum=None),
                name="evidence_of_one_thing",
            ),
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(kind="") & ~Q(name="") & ~Q(digest=""))
                | (~Q(link="") & Q(kind="", name="", digest="")),
                name="evidence_file_or_link",
            ),
            models.UniqueConstraint(fields=("name",), condition=~Q(name=""), name="evidence_name_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="evidence_withdrawn_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_file(self) -> bool:
        return bool(self.name)
