"""Sending what waits, over real sockets: tried again with growing pauses, given up, and stopped."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from puas.errors import NotNow
from puas.exchange.webhooks import sign_webhook
from puas.lifecycles import WebhookState
from puas.models import AuditEvent, DeliveryState, WebhookDelivery, WebhookTry
from puas.operations import webhook_deliveries
from puas.operations.webhook_deliveries import (
    KEPT,
    PAUSES,
    deliver_due,
    forget_deliveries,
    queue_deliveries,
    resend_delivery,
)
from puas.operations.webhooks import pause_webhook, ping_webhook, replace_webhook_secret
from tests.factories import make_agency, make_unit, make_user
from tests.factories.jobs import work
from tests.factories.webhooks import make_webhook
from tests.receivers import open_receiver

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ours(settings):
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def unit():
    return make_unit(make_agency())


def ping(unit, receiver, count=1, **fields):
    hook = make_webhook(unit, receiver.url, **fields)
    for _ in range(count):
        ping_webhook(webhook=hook, by=None)
    return hook


def try_again(hook):
    """Let the pause of every message be over, and send."""
    hook.deliveries.filter(state="waiting").update(next_at=timezone.now())
    return deliver_due(now=timezone.now())


def give_up(hook):
    """Try the oldest message that waits until it is given up."""
    for _ in range(len(PAUSES) + 1):
        try_again(hook)


def test_a_message_is_signed_and_arrives_once(unit):
    with open_receiver() as receiver:
        hook = ping(unit, receiver)
        _, secret = replace_webhook_secret(webhook=hook, by=None)
        work()
        assert deliver_due(now=timezone.now()) == {"delivered": 0, "failed": 0}
    ((_, headers, body),) = receiver.seen
    delivery = hook.deliveries.get()
    assert (headers["webhook-id"], body.decode()) == (f"msg_{delivery.uuid.hex}", delivery.body)
    signed = sign_webhook(secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    assert headers["webhook-signature"] == signed
    assert (headers["content-type"], headers["user-agent"][:5]) == ("application/json", "puas/")
    assert (delivery.stage, delivery.next_at, delivery.tries) == (DeliveryState.DELIVERED, None, 1)
    attempt = WebhookTry.objects.get()
    assert (attempt.trouble, attempt.status, attempt.milliseconds < 10_000) == ("", 204, True)


def test_one_that_fails_is_tried_again_after_growing_pauses_and_given_up(unit):
    with open_receiver(500) as receiver:
        hook = ping(unit, receiver)
        pauses = []
        for _ in range(len(PAUSES)):
            before = timezone.now()
            assert try_again(hook) == {"delivered": 0, "failed": 1}
            delivery = hook.deliveries.get()
            assert delivery.stage is DeliveryState.WAITING
            pauses.append(round((delivery.next_at - before).total_seconds() / 60))
            assert deliver_due(now=timezone.now()) == {"delivered": 0, "failed": 0}
        assert pauses == [1, 5, 30, 120, 720]
        try_again(hook)
    delivery = hook.deliveries.get()
    assert (delivery.stage, delivery.next_at, delivery.tries) == (DeliveryState.GIVEN_UP, None, 6)
    assert list(WebhookTry.objects.values_list("trouble", "status")) == [("status", 500)] * 6
    assert len({headers["webhook-id"] for _, headers, _ in receiver.seen}) == 1


def test_one_that_comes_back_gets_everything_in_order(unit):
    with open_receiver(503) as receiver:
        hook = ping(unit, receiver, count=3)
        assert deliver_due(now=timezone.now()) == {"delivered": 0, "failed": 1}  # the others wait behind it
        receiver.status = 200
        assert try_again(hook) == {"delivered": 3, "failed": 0}
    ids = [headers["webhook-id"] for _, headers, _ in receiver.seen[1:]]
    assert ids == [one.message_id for one in hook.deliveries.order_by("id")]


def test_one_receiver_that_fails_holds_up_no_other(unit):
    with open_receiver(500) as broken, open_receiver() as whole:
        ping(unit, broken, count=2)
        ping(unit, whole, count=2)
        assert deliver_due(now=timezone.now()) == {"delivered": 2, "failed": 1}


def test_three_given_up_in_a_row_stop_a_webhook_and_its_maker_is_told(
    unit, settings, django_capture_on_commit_callbacks
):
    settings.SENDS_MAIL = True
    maker = make_user("koordinator")
    maker.email = "koordinator@contoh.go.id"
    maker.save()
    with open_receiver(500) as receiver, django_capture_on_commit_callbacks(execute=True):
        hook = ping(unit, receiver, count=4, by=maker)
        for _ in range(3):
            give_up(hook)
        receiver.status = 200
        assert try_again(hook) == {"delivered": 0, "failed": 0}
    hook.refresh_from_db()
    assert (hook.stage, hook.failures) == (WebhookState.STOPPED, 3)
    assert list(hook.deliveries.order_by("id").values_list("state", flat=True)) == [
        "given_up",
        "given_up",
        "given_up",
        "waiting",
    ]
    event = AuditEvent.objects.get(operation="stop_webhook")
    assert (event.by_name, event.data) == ("", {"failures": 3, "status": 500})
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["koordinator@contoh.go.id"], "Webhook Dasbor dihentikan")


def test_one_that_arrives_in_between_begins_the_count_anew(unit):
    with open_receiver(500) as receiver:
        hook = ping(unit, receiver, count=2)
        give_up(hook)
        hook.refresh_from_db()
        assert hook.failures == 1
        receiver.status = 204
        try_again(hook)
    hook.refresh_from_db()
    assert (hook.stage, hook.failures) == (WebhookState.ACTIVE, 0)


def test_a_receiver_that_is_gone_for_good_is_not_asked_again(unit):
    with open_receiver(410) as receiver:
        hook = ping(unit, receiver)
        deliver_due(now=timezone.now())
    hook.refresh_from_db()
    assert (hook.stage, hook.deliveries.get().stage) == (WebhookState.STOPPED, DeliveryState.GIVEN_UP)


def test_a_message_that_another_worker_holds_is_left_to_it(unit):
    with open_receiver() as receiver:
        hook = ping(unit, receiver)
        (seen,) = webhook_deliveries._due(timezone.now())
        assert webhook_deliveries._claim(seen, timezone.now())
        assert not webhook_deliveries._claim(seen, timezone.now())
        assert deliver_due(now=timezone.now()) == {"delivered": 0, "failed": 0}
        assert deliver_due(now=timezone.now() + timedelta(minutes=3)) == {"delivered": 1, "failed": 0}
    assert hook.deliveries.get().stage is DeliveryState.DELIVERED


def test_a_changed_key_of_the_installation_is_said(unit, settings):
    with open_receiver() as receiver:
        ping(unit, receiver)
        settings.SECRET_KEY = "kunci yang lain" * 3
        assert deliver_due(now=timezone.now()) == {"delivered": 0, "failed": 1}
    assert (WebhookTry.objects.get().trouble, receiver.seen) == ("secret", [])


def test_the_schedule_tells_the_workers_when_something_is_due(unit):
    now = timezone.now()
    assert queue_deliveries(now=now) == {"due": 0}
    with open_receiver(500) as receiver:
        hook = ping(unit, receiver)
        deliver_due(now=timezone.now())
        DBTaskResult.objects.all().delete()
        assert queue_deliveries(now=timezone.now()) == {"due": 0}
        assert queue_deliveries(now=timezone.now() + timedelta(minutes=2)) == {"due": 1}
        assert DBTaskResult.objects.ready().count() == 1
        pause_webhook(webhook=hook, by=None)
        assert queue_deliveries(now=timezone.now() + timedelta(minutes=2)) == {"due": 0}


def test_one_is_sent_again_by_hand_with_the_same_number(unit):
    with open_receiver() as receiver:
        hook = ping(unit, receiver)
        deliver_due(now=timezone.now())
        resend_delivery(delivery=hook.deliveries.get(), by=None)
        assert deliver_due(now=timezone.now()) == {"delivered": 1, "failed": 0}
    first, second = (headers["webhook-id"] for _, headers, _ in receiver.seen)
    assert first == second
    event = AuditEvent.objects.latest("sequence")
    assert (event.operation, event.data) == ("resend_delivery", {"event": "webhook.test", "webhook": hook.pk})


def test_nothing_is_sent_by_hand_while_paused(unit):
    with open_receiver() as receiver:
        hook = ping(unit, receiver)
    pause_webhook(webhook=hook, by=None)
    with pytest.raises(NotNow) as refusal:
        resend_delivery(delivery=hook.deliveries.get(), by=None)
    assert refusal.value.code == "webhook_not_active"


def test_the_log_is_forgotten_after_ninety_days(unit):
    with open_receiver() as receiver:
        hook = ping(unit, receiver, count=2)
        deliver_due(now=timezone.now())
    old = hook.deliveries.order_by("id").first()
    WebhookDelivery.objects.filter(pk=old.pk).update(created_at=timezone.now() - KEPT - timedelta(hours=1))
    assert forget_deliveries(now=timezone.now()) == {"deleted": 1}
    assert (WebhookDelivery.objects.count(), WebhookTry.objects.count()) == (1, 1)
