"""UnitChange: what happened to a unit on a day, so that what it was before can still be said."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from puas.language import gettext_noop
from puas.models.frozen import FrozenModel
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


class ChangeKind(StrEnum):
    """What happened. UNDO takes one earlier row back."""

    RENAME = "rename"
    MOVE = "move"
    RECODE = "recode"
    MERGE = "merge"
    SPLIT = "split"
    CLOSE = "close"
    UNDO = "undo"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return CHANGE_LABELS[self]


CHANGE_LABELS = {
    ChangeKind.RENAME: gettext_noop("Ganti nama"),
    ChangeKind.MOVE: gettext_noop("Pindah induk"),
    ChangeKind.RECODE: gettext_noop("Ganti kode wilayah"),
    ChangeKind.MERGE: gettext_noop("Penggabungan"),
    ChangeKind.SPLIT: gettext_noop("Pemecahan"),
    ChangeKind.CLOSE: gettext_noop("Penutupan"),
    ChangeKind.UNDO: gettext_noop("Pembatalan"),
}
_BOTH = Q(before__gt="", after__gt="")


class UnitChange(FrozenModel):
    """One thing that happened to `unit` from the day `on`. Rows of one decision share `group`.

    `target`: the new parent (move), the unit it went into (merge), a unit that came out of it (split).
    `source`: the old parent (move). `before`, `after`: names (rename), codes (recode), the names of the old
    and the new parent (move). `ends_unit`: the unit's last day is the one before `on`. `made_target`: the
    target was created by this decision. The units have no database constraint: undoing a decision removes a
    unit that it made, and the rows stay.
    """

    PRIVACY = classify(
        public="id unit kind on source target before after ends_unit made_target group undoes",
        internal="reason recorded_at recorded_by",
    )

    unit = models.ForeignKey(Unit, on_delete=models.DO_NOTHING, db_constraint=False, related_name="changes")
    kind = models.CharField(max_length=10)
    on = models.DateField()
    source = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    target = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="changes_into"
    )
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    ends_unit = models.BooleanField(default=False)
    made_target = models.BooleanField(default=False)
    group = models.UUIDField(db_index=True)
    reason = models.TextField()
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ChangeKind]), name="unit_change_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="unit_change_has_a_reason"),
            models.CheckConstraint(
                condition=(Q(kind__in=["rename", "recode"]) & _BOTH & ~Q(before=F("after")))
                | (Q(kind="move", source__isnull=False, target__isnull=False) & _BOTH)
                | Q(kind__in=["merge", "split"], target__isnull=False)
                | Q(kind__in=["close", "undo"], target=None),
                name="unit_change_says_what",
            ),
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False) | (~Q(kind="undo") & Q(undoes=None)),
                name="unit_change_only_an_undo_undoes",
            ),
            models.CheckConstraint(
                condition=Q(ends_unit=False, kind__in=["rename", "move", "recode", "split", "undo"])
                | Q(ends_unit=True, kind__in=["merge", "split", "close"]),
                name="unit_change_ends_by_its_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.on}"

    @property
    def event(self) -> ChangeKind:
        """The kind as an enumeration (its label)."""
        return ChangeKind(self.kind)
