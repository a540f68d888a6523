"""LexiconEdit: a word that an agency adds to, or takes out of, the list by which comments are grouped."""

from django.db import models
from django.db.models import Q

from puas.methodology.comments import WordUse
from puas.models.agencies import Agency
from puas.models.privacy import classify
from puas.models.users import User


class LexiconEdit(models.Model):
    """One word in one list; in force until it is undone. `element` "": the list for every element."""

    PRIVACY = classify(internal="id agency element use word is_removal made_at made_by undone_at undone_by")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="lexicon_edits")
    element = models.CharField(max_length=20, blank=True)
    use = models.CharField(max_length=10)
    word = models.CharField(max_length=40)
    is_removal = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "element", "use", "word"),
                condition=Q(undone_at=None),
                name="lexicon_edit_once",
            ),
            models.CheckConstraint(
                condition=Q(use__in=[use.value for use in WordUse]), name="lexicon_edit_use_known"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False) | Q(undone_by=None), name="lexicon_edit_undone_by_whom"
            ),
        )

    def __str__(self) -> str:
        return f"{self.element} {self.use} {self.word}"
