"""Response (isian): one citizen's answers, written once. No name, no NIK, no address, no device.

The scores sit in two integers (`puas.methodology.answers.pack`), because that is what counts fastest and
takes the least space; docs/adr/0004-how-answers-are-packed.md has the measurement.
"""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.methodology.answers import unpack
from puas.models.form_links import FormLink
from puas.models.frozen import FrozenModel
from puas.models.instruments import InstrumentVersion
from puas.models.privacy import classify
from puas.models.services import Service
from puas.models.surveys import Survey


class Channel(StrEnum):
    """How an answer reached the unit."""

    ONLINE = "online"  # the respondent's own device, by link or QR
    KIOSK = "kiosk"  # a device of the unit
    INTERVIEW = "interview"  # asked by an enumerator
    PAPER = "paper"  # written on paper, typed in later


CHANNELS = [channel.value for channel in Channel]


class Answers(models.Model):
    """What an answer consists of, wherever it is kept."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    instrument = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    word_a = models.BigIntegerField()
    word_b = models.BigIntegerField(default=0)
    profile = models.JSONField(default=dict, blank=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    flags = models.JSONField(default=list, blank=True)
    link = models.ForeignKey(
        FormLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    seconds = models.PositiveIntegerField(null=True, blank=True)  # from opening the form to sending it
    was_steered = models.BooleanField(null=True, blank=True)  # the control item; None: not asked or left open
    device_hash = models.BigIntegerField(null=True, blank=True)  # salted, see OriginSalt
    address_hash = models.BigIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def scores(self) -> tuple[int, ...]:
        """One score per item of the instrument, 0 for an item left open."""
        return unpack((self.word_a, self.word_b), len(self.instrument.parsed.items))


class Response(Answers, FrozenModel):
    """One acknowledged answer. `uuid` is made by the client before it sends, so sending twice is one row."""

    PRIVACY = classify(
        internal="id survey uuid instrument channel service answered_at received_at flags link seconds",
        personal="word_a word_b profile comment was_steered device_hash address_hash",
    )

    is_held = False
    uuid = models.UUIDField(unique=True)

    class Meta:
        ordering = ("id",)
        # (survey, id): the rows of a survey after a mark; (link, received_at): how many came by a link, and
        # when the last one did. The other foreign keys are never searched by.
        indexes = (
            models.Index(fields=("survey", "id"), name="response_survey_id"),
            models.Index(
                fields=("link", "received_at"), condition=Q(link__isnull=False), name="response_by_link"
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="response_channel_known"),
            models.CheckConstraint(
                condition=Q(word_a__gte=0, word_b__gte=0), name="response_words_not_negative"
            ),
        )
