"""Making webhooks, pausing them, and everything else that a coordinator does with one."""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput
from puas.exchange.webhook_targets import parse_target
from puas.exchange.webhooks import new_webhook_secret
from puas.lifecycles import WebhookState, require_webhook_move
from puas.models import DeliveryState, Unit, User, Webhook, WebhookDelivery
from puas.models.webhooks import CHOOSABLE
from puas.operations.audits import append_event
from puas.operations.sealed_secrets import seal_secret
from puas.operations.webhook_deliveries import PURPOSE, enqueue_deliveries, require_active
from puas.operations.webhook_messages import announce_test

LONGEST_NAME = 80


@transaction.atomic
def create_webhook(
    *, unit: Unit, name: str, url: str, events: Collection[str], by: User | None
) -> tuple[Webhook, str]:
    """Let an address be told of `unit` and the units below; return it with its secret, never told again.

    BadInput `webhook_name`, `webhook_url`, `webhook_url_private`, `webhook_events`.
    """
    name, url = " ".join(name.split()), url.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(
            "webhook_name",
            "Tulis aplikasi yang menerima kiriman ini (1 sampai {longest} huruf).",
            field="nama",
            longest=LONGEST_NAME,
        )
    target = parse_target(url, settings.WEBHOOK_NETWORKS)
    chosen = [event.value for event in CHOOSABLE if event.value in events]
    if not chosen:
        raise BadInput("webhook_events", "Pilih paling sedikit satu peristiwa.", field="peristiwa")
    secret, now = new_webhook_secret(), timezone.now()
    hook = Webhook.objects.create(
        unit=unit,
        name=name,
        url=url,
        secret=seal_secret(PURPOSE, secret),
        events=chosen,
        state_at=now,
        created_at=now,
        created_by=by,
    )
    data = {"host": target.host, "events": chosen}
    append_event(by=by, operation="create_webhook", subject=hook, unit=unit, data=data)
    return hook, secret


@transaction.atomic
def pause_webhook(*, webhook: Webhook, by: User | None) -> Webhook:
    """Send nothing until it is resumed; what happens meanwhile waits. NotNow `webhook_move`."""
    return _move(webhook, WebhookState.PAUSED, "pause_webhook", by)


@transaction.atomic
def resume_webhook(*, webhook: Webhook, by: User | None) -> Webhook:
    """Send again, first what has waited. NotNow `webhook_move` unless it is paused or stopped."""
    moved = _move(webhook, WebhookState.ACTIVE, "resume_webhook", by)
    waiting = WebhookDelivery.objects.filter(webhook=moved, state=DeliveryState.WAITING.value)
    if waiting.update(next_at=timezone.now(), tries=0):
        enqueue_deliveries()
    return moved


@transaction.atomic
def delete_webhook(*, webhook: Webhook, by: User | None) -> Webhook:
    """Send nothing any more; its secret is forgotten, its log stays as long as any. NotNow `webhook_move`."""
    return _move(webhook, WebhookState.DELETED, "delete_webhook", by)


@transaction.atomic
def replace_webhook_secret(*, webhook: Webhook, by: User | None) -> tuple[Webhook, str]:
    """Sign with a new secret from now on; return it, as `create_webhook` does. NotNow `webhook_move` when it
    is deleted.
    """
    stored = _lock(webhook)
    if stored.stage is WebhookState.DELETED:
        require_webhook_move(stored.stage, WebhookState.ACTIVE)
    secret = new_webhook_secret()
    stored.secret = seal_secret(PURPOSE, secret)
    stored.save(update_fields=["secret"])
    append_event(by=by, operation="replace_webhook_secret", subject=stored, unit=stored.unit, data={})
    return stored, secret


@transaction.atomic
def ping_webhook(*, webhook: Webhook, by: User | None) -> Webhook:
    """Send a message that tells nothing. NotNow `webhook_not_active` unless it is active."""
    stored = _lock(webhook)
    require_active(stored)
    announce_test(stored)
    append_event(by=by, operation="ping_webhook", subject=stored, unit=stored.unit, data={})
    return stored


def _lock(webhook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update(of=("self",)).select_related("unit__agency").get(pk=webhook.pk)


def _move(webhook: Webhook, to: WebhookState, operation: str, by: User | None) -> Webhook:
    stored = _lock(webhook)
    require_webhook_move(stored.stage, to)
    data = {"from": stored.state, "to": to.value}
    stored.state, stored.state_at, stored.failures = to.value, timezone.now(), 0
    if to is WebhookState.DELETED:
        stored.secret = ""
    stored.save(update_fields=["state", "state_at", "failures", "secret"])
    append_event(by=by, operation=operation, subject=stored, unit=stored.unit, data=data)
    return stored
