"""Webhooks through their life: made with a secret, paused, resumed, deleted, each with its event."""

import pytest
from django_tasks_db.models import DBTaskResult

from puas.errors import BadInput, NotNow
from puas.lifecycles import WebhookState
from puas.models import AuditEvent, Webhook, WebhookDelivery, WebhookEvent
from puas.operations.sealed_secrets import open_secret
from puas.operations.webhooks import (
    create_webhook,
    delete_webhook,
    pause_webhook,
    ping_webhook,
    replace_webhook_secret,
    resume_webhook,
)
from tests.factories import make_agency, make_unit
from tests.factories.webhooks import make_webhook

pytestmark = pytest.mark.django_db

URL = "https://contoh.go.id/kabar"


@pytest.fixture
def unit():
    return make_unit(make_agency())


def last_event():
    event = AuditEvent.objects.latest("sequence")
    return event.operation, event.data


def test_one_is_made_with_a_secret_that_is_kept_sealed(unit):
    hook, secret = create_webhook(
        unit=unit, name=" Dasbor  kota ", url=f" {URL} ", events=["survey.opened", "x"], by=None
    )
    hook.refresh_from_db()
    assert (hook.name, hook.url, hook.events, hook.stage) == (
        "Dasbor kota",
        URL,
        ["survey.opened"],
        WebhookState.ACTIVE,
    )
    assert (open_secret("webhook", hook.secret), secret in hook.secret) == (secret, False)
    assert last_event() == ("create_webhook", {"host": "contoh.go.id", "events": ["survey.opened"]})


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"name": " "}, "webhook_name", "nama"),
        ({"name": "a" * 81}, "webhook_name", "nama"),
        ({"url": "http://contoh.go.id"}, "webhook_url", "alamat"),
        ({"url": "https://10.0.0.1/"}, "webhook_url_private", "alamat"),
        ({"events": ["webhook.test"]}, "webhook_events", "peristiwa"),
    ],
)
def test_what_does_not_fit_is_refused(unit, wrong, code, field):
    given = {"name": "Dasbor", "url": URL, "events": ["survey.opened"]} | wrong
    with pytest.raises(BadInput) as refusal:
        create_webhook(unit=unit, by=None, **given)
    assert (refusal.value.code, refusal.value.data["field"], Webhook.objects.count()) == (code, field, 0)


def test_pausing_and_resuming_sends_what_waited(unit):
    hook = make_webhook(unit)
    ping_webhook(webhook=hook, by=None)
    assert pause_webhook(webhook=hook, by=None).stage is WebhookState.PAUSED
    assert last_event() == ("pause_webhook", {"from": "active", "to": "paused"})
    WebhookDelivery.objects.update(tries=4)
    DBTaskResult.objects.all().delete()
    assert resume_webhook(webhook=hook, by=None).stage is WebhookState.ACTIVE
    assert last_event() == ("resume_webhook", {"from": "paused", "to": "active"})
    assert (WebhookDelivery.objects.get().tries, DBTaskResult.objects.count()) == (0, 1)


def test_one_that_runs_cannot_be_resumed(unit):
    with pytest.raises(NotNow) as refusal:
        resume_webhook(webhook=make_webhook(unit), by=None)
    assert refusal.value.code == "webhook_move"


def test_a_deleted_one_has_no_secret_and_no_way_back(unit):
    hook = make_webhook(unit)
    delete_webhook(webhook=hook, by=None)
    hook.refresh_from_db()
    assert (hook.stage, hook.secret) == (WebhookState.DELETED, "")
    assert last_event() == ("delete_webhook", {"from": "active", "to": "deleted"})
    for work in (pause_webhook, resume_webhook, delete_webhook, replace_webhook_secret):
        with pytest.raises(NotNow) as refusal:
            work(webhook=hook, by=None)
        assert refusal.value.code == "webhook_move"
    with pytest.raises(NotNow) as refusal:
        ping_webhook(webhook=hook, by=None)
    assert refusal.value.code == "webhook_not_active"


def test_another_secret_takes_the_place_of_the_first(unit):
    hook = make_webhook(unit)
    stored, secret = replace_webhook_secret(webhook=hook, by=None)
    assert (open_secret("webhook", stored.secret), stored.secret != hook.secret) == (secret, True)
    assert last_event() == ("replace_webhook_secret", {})


def test_a_test_is_a_message_that_waits_for_a_worker(unit):
    hook = make_webhook(unit, events=[WebhookEvent.CLOSED])
    ping_webhook(webhook=hook, by=None)
    ping_webhook(webhook=hook, by=None)
    assert list(hook.deliveries.values_list("event", "state")) == [("webhook.test", "waiting")] * 2
    assert DBTaskResult.objects.count() == 1  # one round takes both
    assert last_event() == ("ping_webhook", {})
