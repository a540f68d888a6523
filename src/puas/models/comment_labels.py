"""What the comments of a survey speak of: CommentLabel and CommentMark, a cache of what the words say; and
CommentCorrection, what somebody who read one set by hand. The text itself stays in the answer.
"""

from django.db import models
from django.db.models import Q

from puas.methodology.comments import Tone
from puas.models.frozen import FrozenModel
from puas.models.privacy import classify
from puas.models.responses import Response
from puas.models.surveys import Survey
from puas.models.users import User


class CommentLabel(models.Model):
    """One comment speaks of one element in one tone; `element` "" where no word tells of which."""

    PRIVACY = classify(personal="id survey response element tone is_corrected")

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+", db_index=False)
    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="comment_labels", db_index=False
    )
    element = models.CharField(max_length=20, blank=True)
    tone = models.CharField(max_length=10)
    is_corrected = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        # The newest comments of an element of a survey, a page at a time.
        indexes = (models.Index(fields=("survey", "element", "response"), name="comment_label_survey"),)
        constraints = (
            models.UniqueConstraint(fields=("response", "element"), name="comment_label_once"),
            models.CheckConstraint(
                condition=Q(tone__in=[tone.value for tone in Tone]), name="comment_label_tone_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.response_id} {self.element} {self.tone}"


class CommentMark(models.Model):
    """Every comment of the survey in an answer with id <= `last_id` is labelled, by the word list `lexicon`.

    `counts`: {element: {tone: labels}}; `comments`: how many there are. Answers that are left out (Exclusion)
    are in both.
    """

    PRIVACY = classify(internal="survey last_id lexicon counts comments updated_at")

    survey = models.OneToOneField(
        Survey, on_delete=models.PROTECT, primary_key=True, related_name="comment_mark"
    )
    last_id = models.BigIntegerField()
    lexicon = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    comments = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.survey_id}..{self.last_id}"


class CommentCorrection(FrozenModel):
    """What a comment speaks of according to somebody who read it: {element: tone}, written once.

    The newest one of a comment counts; `labels` null gives it back to the word list.
    """

    PRIVACY = classify(internal="id response labels corrected_at corrected_by")

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="comment_corrections")
    labels = models.JSONField(null=True)
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.response_id} {self.labels}"
