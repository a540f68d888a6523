"""RecapImport: one file taken into an agency's history, from the draft to its undoing."""

from django.db import models
from django.db.models import Q

from puas.lifecycles import ImportState
from puas.models.agencies import Agency
from puas.models.privacy import classify
from puas.models.users import User


class RecapImport(models.Model):
    """The recap as it was read and checked (`packet`), what a person chose, and what came of it.

    `choices` says for each printed unit name which unit it is ("12"), that it is "new", or "skip".
    `made` keeps what undoing needs: the ids of units that did not exist before.
    """

    PRIVACY = classify(
        internal="id agency name digest packet choices made state created_at created_by stored_at stored_by "
        "adopted_at adopted_by undone_at undone_by"
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="recap_imports")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    packet = models.JSONField()
    choices = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=ImportState.DRAFT.value)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField(null=True)
    stored_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "digest"), condition=~Q(state="undone"), name="recap_import_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]),
                name="recap_import_state_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.name}"

    @property
    def stage(self) -> ImportState:
        return ImportState(self.state)
