"""The check of a signature in docs/api.md, taken out of the page and given what a worker really sent."""

from ipaddress import ip_network

import pytest
from django.utils import timezone

from puas.operations.webhook_deliveries import deliver_due
from puas.operations.webhooks import create_webhook, ping_webhook
from tests.api.v1.test_example_client import blocks
from tests.factories import make_agency, make_unit
from tests.receivers import open_receiver


@pytest.mark.django_db
def test_the_guide_tells_our_messages_from_others(settings):
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    names: dict = {}
    exec(blocks()[2], names)  # the page is ours
    check = names["check_message"]
    unit = make_unit(make_agency())
    with open_receiver() as receiver:
        hook, secret = create_webhook(
            unit=unit, name="Dasbor", url=receiver.url, events=["survey.opened"], by=None
        )
        ping_webhook(webhook=hook, by=None)
        deliver_due(now=timezone.now())
    ((_, headers, body),) = receiver.seen
    check(secret, headers, body)
    with pytest.raises(ValueError, match="not ours"):
        check(secret, headers, body + b" ")
    with pytest.raises(ValueError, match="too old"):
        check(secret, headers | {"webhook-timestamp": "1600000000"}, body)
