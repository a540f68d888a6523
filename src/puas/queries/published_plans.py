"""The part of the shop window that tells what follows from a result: the plan, and what became of the one
before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from puas.methodology.periods import Period, parse_period
from puas.models import Plan, PlanItem, Publication, Result


@dataclass(frozen=True)
class PublishedRealisation:
    """How much of the plan before was carried out when the result was measured: `percent` unrounded, None
    when unknown; k of n and the plan's period only where our own plan was counted.
    """

    percent: Fraction | None
    done: int | None = None
    planned: int | None = None
    period: Period | None = None


@dataclass(frozen=True)
class PublishedItem:
    """One activity of a published plan. `element` is the name as in the result; evidence is not shown."""

    element: str
    text: str
    when: str
    person: str
    is_carried: bool


@dataclass(frozen=True)
class PublishedPlan:
    """The plan that follows up a published result; it was locked with it, so it stays as it is.

    `reason`: why other elements than the lowest were chosen.
    """

    reason: str
    items: tuple[PublishedItem, ...]


def published_plan(publication: Publication) -> PublishedPlan | None:
    """Return the plan of a publication's unit and period; None without one, or without any activity. One
    query.
    """
    same = {"plan__unit": publication.unit_id, "plan__period": publication.period_id}
    found = list(PlanItem.objects.filter(**same).select_related("plan").order_by("position"))
    if not found:
        return None
    plan = found[0].plan
    names = {element["key"]: element["name"] for element in publication.result.elements}
    items = sort_items(plan, found)
    return PublishedPlan(plan.reason, tuple(_build_item(item, names) for item in items))


def order_items(plan: Plan) -> list[PlanItem]:
    """Return the activities of a plan in the order they are published in: by priority, then as written."""
    return sort_items(plan, plan.items.all())


def sort_items(plan: Plan, items: Iterable[PlanItem]) -> list[PlanItem]:
    """Return the activities of a plan by priority, then as written."""
    order = {key: place for place, key in enumerate(plan.priorities)}
    return sorted(items, key=lambda item: (order.get(item.element, len(order)), item.position))


def _build_item(item: PlanItem, names: dict[str, str]) -> PublishedItem:
    name = names.get(item.element, item.element)
    return PublishedItem(name, item.text, item.when, item.person, item.carried_from_id is not None)


def build_realisation(result: Result) -> PublishedRealisation:
    """Return what a result keeps of the plan before it."""
    counted = result.parameters.get("realisation")
    percent = Fraction(result.realisation) if result.realisation else None
    if not counted:
        return PublishedRealisation(percent)
    return PublishedRealisation(percent, counted["done"], counted["planned"], parse_period(counted["period"]))
