"""Sending what waits for webhooks: each message until it arrives, with growing pauses, then given up."""

import logging
import time
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks import task
from django_tasks_db.models import DBTaskResult

import puas
from puas.errors import NotNow
from puas.exchange.webhooks import Outcome, Trouble, send_webhook, sign_webhook
from puas.lifecycles import WebhookState
from puas.models import DeliveryState, User, Webhook, WebhookDelivery, WebhookTry
from puas.operations.audits import append_event
from puas.operations.job_runs import stopping
from puas.operations.sealed_secrets import open_secret

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""After each try that failed; after one more than these a message is given up."""

MOST_FAILURES = 3
"""So many messages given up in a row stop a webhook."""

GONE = 410
"""The status with which a receiver says that it wants no message any more."""

LEASE = timedelta(minutes=2)
"""How long a message belongs to who sends it; after that its worker has died."""

ROUND_SECONDS = 45
"""How long one round may hold a worker; what is left goes with the next."""

KEPT = timedelta(days=90)
PURPOSE = "webhook"

_log = logging.getLogger("puas")


def queue_deliveries(*, now: datetime) -> dict[str, int]:
    """Tell the workers when a message is due at `now` (aware); return how many are."""
    due = _due(now).count()
    if due:
        enqueue_deliveries()
    return {"due": due}


def enqueue_deliveries() -> None:
    """Hand a round to the workers, with the transaction around this, unless one is waiting already."""
    if not DBTaskResult.objects.ready().filter(task_path=run_deliveries.module_path).exists():
        run_deliveries.enqueue()


@task()
def run_deliveries() -> None:
    """Send what is due now."""
    deliver_due(now=timezone.now())


def deliver_due(*, now: datetime) -> dict[str, int]:
    """Send every message that is due at `now` (aware), in order; return how many arrived and how many not.

    A receiver that does not take one is not asked again in this round.
    """
    counts, failing, began = {"delivered": 0, "failed": 0}, set(), time.monotonic()
    for delivery in _due(now):
        if stopping.is_set() or time.monotonic() - began > ROUND_SECONDS:
            break
        if delivery.webhook_id in failing or not _claim(delivery, now):
            continue
        outcome = _send(delivery)
        _note(delivery, outcome)
        if outcome.trouble:
            failing.add(delivery.webhook_id)
        counts["failed" if outcome.trouble else "delivered"] += 1
    return counts


def _due(now: datetime) -> QuerySet[WebhookDelivery]:
    due = WebhookDelivery.objects.filter(
        state=DeliveryState.WAITING.value, next_at__lte=now, webhook__state=WebhookState.ACTIVE.value
    )
    return due.select_related("webhook").order_by("id")


def _claim(delivery: WebhookDelivery, now: datetime) -> bool:
    """Say whether this message is ours to send: two workers never send one at once."""
    free = WebhookDelivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.WAITING.value, next_at=delivery.next_at
    )
    return bool(free.update(next_at=max(now, timezone.now()) + LEASE))


def _send(delivery: WebhookDelivery) -> Outcome:
    try:
        secret = open_secret(PURPOSE, delivery.webhook.secret)
    except InvalidToken:
        return Outcome(Trouble.SECRET)
    body, timestamp = delivery.body.encode(), int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"puas/{puas.__version__}",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign_webhook(secret, delivery.message_id, timestamp, body),
    }
    return send_webhook(delivery.webhook.url, headers, body, settings.WEBHOOK_NETWORKS)


@transaction.atomic
def _note(delivery: WebhookDelivery, outcome: Outcome) -> None:
    """Keep what came of a try: the row of the try, the message, and what it means for the webhook."""
    hook = (
        Webhook.objects.select_for_update(of=("self",))
        .select_related("unit", "created_by")
        .get(pk=delivery.webhook_id)
    )
    now = timezone.now()
    WebhookTry.objects.create(
        delivery=delivery,
        at=now,
        trouble=outcome.trouble.value,
        status=outcome.status,
        milliseconds=outcome.milliseconds,
    )
    delivery.tries += 1
    delivery.state, delivery.next_at = _what_next(delivery.tries, outcome, now)
    delivery.save(update_fields=["tries", "state", "next_at"])
    if delivery.stage is DeliveryState.DELIVERED:
        Webhook.objects.filter(pk=hook.pk).update(failures=0)
    elif delivery.stage is DeliveryState.GIVEN_UP:
        _count_failure(hook, outcome, now)


def _what_next(tries: int, outcome: Outcome, now: datetime) -> tuple[str, datetime | None]:
    if not outcome.trouble:
        return DeliveryState.DELIVERED.value, None
    if outcome.status == GONE or tries > len(PAUSES):
        return DeliveryState.GIVEN_UP.value, None
    return DeliveryState.WAITING.value, now + PAUSES[tries - 1]


def _count_failure(hook: Webhook, outcome: Outcome, now: datetime) -> None:
    hook.failures += 1
    is_over = hook.failures >= MOST_FAILURES or outcome.status == GONE
    if is_over and hook.stage is WebhookState.ACTIVE:
        hook.state, hook.state_at = WebhookState.STOPPED.value, now
        data = {"failures": hook.failures, "status": outcome.status}
        append_event(by=None, operation="stop_webhook", subject=hook, unit=hook.unit, data=data)
        transaction.on_commit(lambda: _tell(hook), robust=True)
    hook.save(update_fields=["failures", "state", "state_at"])


def _tell(hook: Webhook) -> None:
    """Mail to who made a webhook that it was stopped; its page says so in any case."""
    maker = hook.created_by
    if not settings.SENDS_MAIL or maker is None or not maker.email:
        return
    told = {"name": hook.name, "unit": hook.unit.name}
    subject = gettext("Webhook {name} dihentikan").format(**told)
    body = gettext(
        "Webhook {name} ({unit}) dihentikan: penerimanya tidak menerima kiriman. "
        "Kiriman yang baru menunggu. Perbaiki penerimanya, lalu lanjutkan webhook ini di halamannya."
    ).format(**told)
    try:
        EmailMessage(subject, body, to=[maker.email]).send()
    except (OSError, ValueError):
        _log.exception("the mail about webhook %s could not be sent", hook.pk)


@transaction.atomic
def resend_delivery(*, delivery: WebhookDelivery, by: User | None) -> WebhookDelivery:
    """Let a message be sent at once, and with all its tries again, whatever became of it.

    NotNow `webhook_not_active` while its webhook is paused, stopped or deleted.
    """
    hook = Webhook.objects.select_for_update(of=("self",)).select_related("unit").get(pk=delivery.webhook_id)
    require_active(hook)
    stored = WebhookDelivery.objects.select_for_update().get(pk=delivery.pk)
    stored.state, stored.tries, stored.next_at = DeliveryState.WAITING.value, 0, timezone.now()
    stored.save(update_fields=["state", "tries", "next_at"])
    enqueue_deliveries()
    data = {"event": stored.event, "webhook": hook.pk}
    append_event(by=by, operation="resend_delivery", subject=stored, unit=hook.unit, data=data)
    return stored


def require_active(hook: Webhook) -> None:
    """Raise NotNow `webhook_not_active` unless messages of this webhook are sent."""
    if hook.stage is not WebhookState.ACTIVE:
        raise NotNow(
            "webhook_not_active",
            "Webhook {name} berstatus “{state}”. Lanjutkan dahulu, lalu kirim.",
            name=hook.name,
            state=hook.stage.label,
        )


def forget_deliveries(*, now: datetime) -> dict[str, int]:
    """Delete messages that are older than 90 days at `now` (aware), with their tries; return how many."""
    old = WebhookDelivery.objects.filter(created_at__lt=now - KEPT)
    with transaction.atomic():
        WebhookTry.objects.filter(delivery__in=old).delete()
        return {"deleted": old.delete()[0]}
