"""ResponseFlag: one answer and one reason to look at it; FlagMark: how far a survey's answers were looked at.

A cache of what the answers and `puas.methodology.quality` say. A flag never drops an answer.
"""

from django.db import models
from django.db.models import Q

from puas.methodology.quality import Flag
from puas.models.privacy import classify
from puas.models.responses import Response
from puas.models.surveys import Survey


class ResponseFlag(models.Model):
    """One answer deserves a look for one reason. `survey` is the answer's own, so that one index counts."""

    PRIVACY = classify(personal="id survey response flag")

    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, related_name="response_flags", db_index=False
    )
    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="found_flags", db_index=False
    )
    flag = models.CharField(max_length=20)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("survey", "flag", "response"), name="response_flag_survey"),)
        constraints = (
            models.UniqueConstraint(fields=("response", "flag"), name="response_flag_once"),
            models.CheckConstraint(
                condition=Q(flag__in=[flag.value for flag in Flag]), name="response_flag_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.response_id} {self.flag}"


class FlagMark(models.Model):
    """Every answer of the survey with id <= `last_id` was looked at.

    `counts`: how many of them have each flag; `answers`: how many have a reason to doubt them.
    """

    PRIVACY = classify(internal="survey last_id counts answers updated_at")

    survey = models.OneToOneField(
        Survey, on_delete=models.PROTECT, primary_key=True, related_name="flag_mark"
    )
    last_id = models.BigIntegerField()
    counts = models.JSONField(default=dict, blank=True)
    answers = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.survey_id}..{self.last_id}"
