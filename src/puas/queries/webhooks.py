"""Webhooks: those that listen to a unit, those of a unit with what became of their messages."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, Prefetch, Q, QuerySet

from puas.errors import NotFound
from puas.lifecycles import WebhookState
from puas.models import Agency, DeliveryState, Unit, User, Webhook, WebhookDelivery, WebhookTry
from puas.permissions import Action, units_of
from puas.queries.units import visible_units


def find_listeners(units: Iterable[Unit]) -> dict[int, list[Webhook]]:
    """Return, by the number of the unit, the webhooks of it and of the units above it.

    One query where an agency has none, else two. Paused and stopped ones listen too: their messages wait.
    """
    asked = list(units)
    agencies = {unit.agency_id for unit in asked}
    hooks: dict[int, list[Webhook]] = {}
    for hook in Webhook.objects.filter(unit__agency__in=agencies).exclude(state=WebhookState.DELETED.value):
        hooks.setdefault(hook.unit_id, []).append(hook)
    if not hooks:
        return {}
    parents = dict(Unit.objects.filter(agency__in=agencies).values_list("pk", "parent_id"))
    return {
        unit.pk: [hook for above in _climb(unit.pk, parents) for hook in hooks.get(above, ())]
        for unit in asked
    }


def _climb(unit: int | None, parents: Mapping[int, int | None]) -> Iterable[int]:
    while unit is not None:
        yield unit
        unit = parents.get(unit)


def list_webhooks(unit: Unit) -> QuerySet[Webhook]:
    """Return the webhooks of a unit that are not deleted, each with `waiting` and `lost` messages."""
    found = Webhook.objects.filter(unit=unit).exclude(state=WebhookState.DELETED.value).order_by("-id")
    return found.annotate(
        waiting=_count(DeliveryState.WAITING),
        lost=_count(DeliveryState.GIVEN_UP),
    )


def _count(state: DeliveryState) -> Count:
    return Count("deliveries", filter=Q(deliveries__state=state.value))


def find_webhook(user: User, webhook_id: int, action: Action) -> Webhook:
    """Return a webhook of a unit where `user` may do `action`; NotFound `webhook_missing` for any other."""
    units = visible_units(user, action)
    hooks = Webhook.objects.select_related("unit__agency").exclude(state=WebhookState.DELETED.value)
    hook = hooks.filter(pk=webhook_id, unit__in=units).first()
    if hook is None:
        raise NotFound("webhook_missing", "Webhook itu tidak ada, atau bukan webhook unit Anda.")
    return hook


def stopped_webhooks(user: User, agency: Agency) -> QuerySet[Webhook]:
    """Return the webhooks of `agency` that stopped by themselves and that `user` can set going again."""
    units = units_of(user, Action.OPEN_SURVEY).filter(agency=agency)
    found = Webhook.objects.filter(state=WebhookState.STOPPED.value, unit__in=units)
    return found.select_related("unit").order_by("state_at", "id")


def list_deliveries(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    """Return the messages of a webhook, the newest first, each with its tries; for a paginator."""
    tries = Prefetch("attempts", WebhookTry.objects.order_by("id"))
    return webhook.deliveries.order_by("-id").prefetch_related(tries)


def find_delivery(user: User, delivery_id: int, action: Action) -> WebhookDelivery:
    """Return a message of a webhook that `find_webhook` finds; NotFound `delivery_missing` for any other."""
    units = visible_units(user, action)
    found = WebhookDelivery.objects.select_related("webhook__unit__agency").filter(
        ~Q(webhook__state=WebhookState.DELETED.value), pk=delivery_id, webhook__unit__in=units
    )
    delivery = found.first()
    if delivery is None:
        raise NotFound("delivery_missing", "Kiriman itu tidak ada, atau bukan kiriman webhook unit Anda.")
    return delivery
