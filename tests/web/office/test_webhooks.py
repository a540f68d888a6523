"""Webhooks in the office: the secret is shown once, the log tells of every try."""

import re
from ipaddress import ip_network

import pytest
from django.utils import timezone

from puas.lifecycles import WebhookState
from puas.models import Webhook, WebhookDelivery
from puas.operations.sealed_secrets import open_secret
from puas.operations.webhook_deliveries import deliver_due
from puas.operations.webhooks import ping_webhook
from tests.factories.webhooks import make_webhook
from tests.receivers import open_receiver
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def address(office):
    return f"/kantor/unit/{office.units[0].pk}/webhook/"


def make(office, **fields):
    given = {"nama": "Dasbor", "alamat": "https://contoh.go.id/kabar", "peristiwa": ["result.published"]}
    return signed_in(office.coordinator).post(address(office), given | fields)


def test_one_is_made_and_its_secret_shown_once(office):
    response = make(office)
    hook = Webhook.objects.get()
    secret = re.search(r">(whsec_[^<]+)<", response.content.decode())[1]
    assert (response.status_code, open_secret("webhook", hook.secret)) == (200, secret)
    assert (hook.events, hook.created_by) == (["result.published"], office.coordinator)
    again = signed_in(office.coordinator).get(address(office)).content.decode()
    assert ("Dasbor" in again, "whsec_" in again) == (True, False)


def test_what_was_typed_stays_when_it_is_refused(office):
    response = make(office, alamat="http://contoh.go.id/", nama="Dasbor kota")
    page = response.content.decode()
    assert (response.status_code, Webhook.objects.count()) == (422, 0)
    assert ("Tulis alamat yang berawal dengan https://" in page, "Dasbor kota" in page) == (True, True)


def step(office, hook, name):
    return signed_in(office.coordinator).post(f"/kantor/webhook/{hook.pk}/langkah/{name}/")


def test_it_is_tested_paused_resumed_and_deleted(office):
    make(office)
    hook = Webhook.objects.get()
    page = f"/kantor/webhook/{hook.pk}/"
    states = []
    for name in ("uji", "jeda", "lanjut", "hapus"):
        response = step(office, hook, name)
        hook.refresh_from_db()
        states.append((response.status_code, response["Location"], hook.stage))
    assert states == [
        (303, page, WebhookState.ACTIVE),
        (303, page, WebhookState.PAUSED),
        (303, page, WebhookState.ACTIVE),
        (303, address(office), WebhookState.DELETED),
    ]
    assert [step(office, hook, name).status_code for name in ("uji", "lain")] == [404, 404]
    assert signed_in(office.coordinator).get(page).status_code == 404


def test_a_step_that_is_none(office):
    make(office)
    assert step(office, Webhook.objects.get(), "lain").status_code == 404


def test_the_log_tells_every_try_and_a_message_is_sent_again(office, settings):
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    with open_receiver(500) as receiver:
        hook = make_webhook(office.units[0], receiver.url)
        ping_webhook(webhook=hook, by=None)
        deliver_due(now=timezone.now())
    client = signed_in(office.coordinator)
    page = client.get(f"/kantor/webhook/{hook.pk}/").content.decode()
    words = ("Uji coba", "Menunggu dikirim", "Ditolak oleh penerima (HTTP 500)", "berikutnya")
    assert [word in page for word in words] == [True] * 4
    delivery = WebhookDelivery.objects.get()
    response = client.post(f"/kantor/webhook/kiriman/{delivery.pk}/ulang/")
    delivery.refresh_from_db()
    assert (response.status_code, delivery.tries) == (303, 0)


def test_a_stopped_one_says_so_and_what_to_do(office):
    hook = make_webhook(office.units[0])
    Webhook.objects.update(state="stopped", failures=3)
    page = signed_in(office.coordinator).get(f"/kantor/webhook/{hook.pk}/").content.decode()
    assert ("Webhook ini dihentikan" in page, "Lanjutkan" in page) == (True, True)


def test_another_secret_is_shown_once(office):
    hook = make_webhook(office.units[0])
    client = signed_in(office.coordinator)
    shown = client.post(f"/kantor/webhook/{hook.pk}/rahasia/").content.decode()
    hook.refresh_from_db()
    assert open_secret("webhook", hook.secret) in shown
    assert "whsec_" not in client.get(f"/kantor/webhook/{hook.pk}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_many(office, count, django_assert_num_queries):
    for _ in range(count):
        hook = make_webhook(office.units[0])
    for _ in range(count):
        ping_webhook(webhook=hook, by=None)
    client = signed_in(office.coordinator)
    client.get(address(office))
    with django_assert_num_queries(4):
        client.get(address(office))
    with django_assert_num_queries(6):
        client.get(f"/kantor/webhook/{hook.pk}/")


@pytest.mark.parametrize("user", ["officer", "stranger"])
def test_others_see_and_change_nothing(office, user):
    hook = make_webhook(office.units[0])
    ping_webhook(webhook=hook, by=None)
    client = signed_in(getattr(office, user))
    answers = [
        client.get(address(office)),
        client.get(f"/kantor/webhook/{hook.pk}/"),
        client.post(f"/kantor/webhook/{hook.pk}/langkah/hapus/"),
        client.post(f"/kantor/webhook/kiriman/{hook.deliveries.get().pk}/ulang/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    hook.refresh_from_db()
    assert hook.stage is WebhookState.ACTIVE
