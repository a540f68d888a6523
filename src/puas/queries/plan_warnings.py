"""What deserves a second look in a follow-up plan: the rules that recaps are checked with, on our own plans.

A carried-on item says the same as before on purpose, so it is not held against the plan.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from puas.methodology.findings.checks import load_rules
from puas.methodology.findings.facts import Facts
from puas.methodology.findings.followups import normalise
from puas.methodology.findings.recaps import Plan as Printed, Recap, RecapRow
from puas.methodology.findings.rules import Finding
from puas.models import Plan, PlanItem, Publication, User
from puas.queries.units import visible_units

OF_ONE_PLAN = ("plan-empty", "plan-not-a-plan", "plan-repeated")
OF_TWO_PERIODS = ("plan-copied-period",)
OF_TWO_UNITS = ("plan-copied-unit",)


def plan_warnings(user: User, plan: Plan) -> tuple[Finding, ...]:
    """Return what the rules find in `plan`: empty, no activity at all, repeated, recycled from any earlier
    plan of the unit, or copied from another unit's plan of the same period. Three queries.

    Of other units only those that `user` sees, or whose plan is published.
    """
    items = list(plan.items.order_by("position"))
    own = _row(plan, items, with_missing=True)
    fresh = _row(plan, [item for item in items if item.carried_from_id is None])
    found = _check(OF_ONE_PLAN, [own])
    found += _check_recycled(plan, fresh)
    found += [one for one in _check(OF_TWO_UNITS, [fresh, *_others(user, plan)]) if one.unit == own.unit]
    return tuple(found)


def _check(rules: Iterable[str], rows: list[RecapRow]) -> list[Finding]:
    facts, known = Facts(Recap(rows=tuple(rows))), load_rules()
    return [finding for name in rules for finding in known[name].check(facts, known[name])]


def _row(plan: Plan, items: Iterable[PlanItem], *, with_missing: bool = False) -> RecapRow:
    """Return a plan as a row of a recap; a priority without any item counts as an empty plan if asked for.

    Two units of the same name are told apart by `parent`.
    """
    printed = [Printed(item.element, item.text) for item in items]
    said = {one.element for one in printed}
    missing = [Printed(key, "") for key in plan.priorities if with_missing and key not in said]
    return RecapRow(
        unit=plan.unit.name, parent=str(plan.unit_id), period=plan.period.pure, plans=(*printed, *missing)
    )


def _check_recycled(plan: Plan, fresh: RecapRow) -> list[Finding]:
    """Compare with every earlier plan of the unit, the newest first; a text is said once."""
    earlier = Plan.objects.filter(unit=plan.unit_id, period__ends__lt=plan.period.starts)
    found: dict[tuple[object, str], Finding] = {}
    for one in earlier.select_related("unit", "period").prefetch_related("items").order_by("-period__ends"):
        for finding in _check(OF_TWO_PERIODS, [_row(one, one.items.all()), fresh]):
            found.setdefault((finding.data["element"], finding.printed), finding)
    return list(found.values())


def _others(user: User, plan: Plan) -> list[RecapRow]:
    """Return the same period's plans of other units of the agency that hold a text of this plan."""
    published = Publication.objects.filter(unit=OuterRef("plan__unit"), period=OuterRef("plan__period"))
    items = PlanItem.objects.filter(plan__period=plan.period_id, plan__unit__agency=plan.unit.agency_id)
    seen = items.exclude(plan=plan.pk).filter(
        Q(plan__unit__in=visible_units(user).values("pk")) | Exists(published)
    )
    own = {normalise(item.text) for item in plan.items.all()}
    held: dict[tuple[int, str], list[Printed]] = {}
    values = seen.values_list("plan__unit_id", "plan__unit__name", "element", "text").order_by(
        "plan__unit", "id"
    )
    for unit_id, name, element, text in values:
        if normalise(text) in own:
            held.setdefault((unit_id, name), []).append(Printed(element, text))
    return [
        RecapRow(unit=name, parent=str(unit_id), period=plan.period.pure, plans=tuple(plans))
        for (unit_id, name), plans in held.items()
    ]
