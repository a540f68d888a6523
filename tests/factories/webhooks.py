"""Webhooks, and what was sent through them."""

from collections.abc import Iterable

from puas.models import Unit, User, Webhook
from puas.models.webhooks import CHOOSABLE
from puas.operations.webhooks import create_webhook


def make_webhook(
    unit: Unit,
    url: str = "https://contoh.go.id/kabar",
    events: Iterable[str] = CHOOSABLE,
    by: User | None = None,
) -> Webhook:
    """Let an address be told of a unit."""
    return create_webhook(unit=unit, name="Dasbor", url=url, events=list(events), by=by)[0]
