"""StoredMonitor: how many answers a survey has by day, channel, link, service and profile, up to a row.

A cache: the rows are the truth, and the sum with later rows is exact.
"""

from django.db import models

from puas.models.privacy import classify
from puas.models.surveys import Survey


class StoredMonitor(models.Model):
    """The counts of a survey's rows with id <= `last_id`, those left out (Exclusion) included."""

    PRIVACY = classify(internal="survey counts last_id updated_at")

    survey = models.OneToOneField(
        Survey, on_delete=models.PROTECT, primary_key=True, related_name="stored_monitor"
    )
    counts = models.JSONField()
    last_id = models.BigIntegerField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.survey_id}..{self.last_id}"
