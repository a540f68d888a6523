"""HeldDocument: a filled form of a version that we do not know, kept as it came for a person to look at."""

from django.db import models

from puas.models.collect_links import CollectLink
from puas.models.privacy import classify
from puas.models.surveys import Survey


class HeldDocument(models.Model):
    """An XML document that cannot be read as an answer now. `digest` (SHA-256) keeps a resend one row."""

    PRIVACY = classify(internal="id survey link uuid digest form_id version received_at", personal="content")

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="held_documents")
    link = models.ForeignKey(CollectLink, on_delete=models.PROTECT, related_name="held_documents")
    uuid = models.UUIDField()
    digest = models.CharField(max_length=64)
    form_id = models.CharField(max_length=120)
    version = models.CharField(max_length=120, blank=True)
    content = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("uuid", "digest"), name="held_document_once_per_content"),
        )

    def __str__(self) -> str:
        return f"{self.form_id} {self.version} {self.uuid}"
