"""Webhook: an address that is told what happens; its messages, and every try to send one of them."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.exchange.webhooks import Trouble
from puas.language import gettext_noop
from puas.lifecycles import WebhookState
from puas.models.privacy import classify
from puas.models.units import Unit
from puas.models.users import User


class WebhookEvent(StrEnum):
    """What is told. The value is the `type` of the message."""

    PUBLISHED = "result.published"
    CORRECTED = "result.corrected"
    OPENED = "survey.opened"
    CLOSED = "survey.closed"
    PERIOD = "period.opened"
    TEST = "webhook.test"  # when somebody asks for it

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return _LABELS[self]


_LABELS = {
    WebhookEvent.PUBLISHED: gettext_noop("Hasil terbit"),
    WebhookEvent.CORRECTED: gettext_noop("Koreksi hasil terbit"),
    WebhookEvent.OPENED: gettext_noop("Survei dibuka"),
    WebhookEvent.CLOSED: gettext_noop("Survei ditutup"),
    WebhookEvent.PERIOD: gettext_noop("Periode disiapkan"),
    WebhookEvent.TEST: gettext_noop("Uji coba"),
}

CHOOSABLE = tuple(event for event in WebhookEvent if event is not WebhookEvent.TEST)
"""What a webhook can ask for."""


class DeliveryState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return DELIVERY_LABELS[self]


DELIVERY_LABELS = {
    DeliveryState.WAITING: gettext_noop("Menunggu dikirim"),
    DeliveryState.DELIVERED: gettext_noop("Terkirim"),
    DeliveryState.GIVEN_UP: gettext_noop("Gagal, tidak dicoba lagi"),
}


class Webhook(models.Model):
    """An address that is told of `unit` and the units below. `failures`: messages given up in a row.

    `secret` signs the messages; it is kept under the installation's key (`operations.sealed_secrets`), and
    empty once the webhook is deleted.
    """

    PRIVACY = classify(
        internal="id unit name url events state state_at failures created_at created_by",
        secret="secret",  # noqa: S106 - a field's name
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="webhooks")
    name = models.CharField(max_length=80)  # the application that listens
    url = models.CharField(max_length=500)
    secret = models.TextField(blank=True)
    events = models.JSONField()
    state = models.CharField(max_length=10, default=WebhookState.ACTIVE.value)
    state_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in WebhookState]), name="webhook_state_known"
            ),
            models.CheckConstraint(
                condition=(Q(state="deleted") & Q(secret="")) | (~Q(state="deleted") & ~Q(secret="")),
                name="webhook_secret_until_deleted",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def stage(self) -> WebhookState:
        """The state as the lifecycle knows it."""
        return WebhookState(self.state)

    @property
    def event_labels(self) -> tuple[str, ...]:
        """The names of what it asks for."""
        return tuple(event.label for event in CHOOSABLE if event.value in self.events)


class WebhookDelivery(models.Model):
    """One message to one webhook, written with what it tells. `body` is sent as it stands here.

    `uuid` stays the same however often it is sent: by it a receiver knows what it has seen.
    """

    PRIVACY = classify(internal="id uuid webhook event body state tries next_at created_at")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=30)
    body = models.TextField()
    state = models.CharField(max_length=10, default=DeliveryState.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)  # since it waits
    next_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("next_at",), condition=Q(state="waiting"), name="delivery_waiting_next"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(event__in=[event.value for event in WebhookEvent]), name="delivery_event_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False)
                | (Q(state__in=["delivered", "given_up"]) & Q(next_at=None)),
                name="delivery_waits_for_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.event}"

    @property
    def stage(self) -> DeliveryState:
        return DeliveryState(self.state)

    @property
    def message_id(self) -> str:
        """What stands in the header `webhook-id`."""
        return f"msg_{self.uuid.hex}"

    @property
    def event_label(self) -> str:
        return WebhookEvent(self.event).label


class WebhookTry(models.Model):
    """One sending of a message. `trouble` is "" when it arrived; `status` is that of HTTP, if any."""

    PRIVACY = classify(internal="id delivery at trouble status milliseconds")

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    trouble = models.CharField(max_length=20, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(trouble__in=[trouble.value for trouble in Trouble]),
                name="webhook_try_trouble_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.trouble or self.status}"

    @property
    def trouble_label(self) -> str:
        return Trouble(self.trouble).label
