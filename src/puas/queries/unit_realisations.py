"""How much of its plans every unit of an agency carried out, in sets: no query for each unit."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.db.models import Count, Q

from puas.lifecycles import ItemStage
from puas.methodology.realisation import Level, Realisation, level_of, summarise_realisations
from puas.models import Agency, Period, Plan, PlanItem, Result, Survey, Unit, User
from puas.queries.results import standing_results
from puas.queries.units import in_tree_order, visible_units
from puas.reports.follow_ups import FollowUp

LOOK_BACK = datetime.timedelta(days=800)
"""How long before a period the plan before it may end: a yearly unit's is a year away."""


@dataclass(frozen=True)
class UnitRealisation:
    """A unit's plan of a period, and the one before it; `done` is None when there is no plan."""

    unit: Unit
    depth: int
    done: Realisation | None
    before: Realisation | None
    before_period: Period | None

    @property
    def percent(self) -> Fraction | None:
        """Unrounded; None without a plan or when nothing was planned."""
        return self.done.percent if self.done else None

    @property
    def level(self) -> Level:
        return level_of(self.percent)

    @property
    def is_idle(self) -> bool:
        """Say whether nothing was done in two plans in a row."""
        return self.percent == 0 and self.before is not None and self.before.percent == 0


@dataclass(frozen=True)
class RealisationSummary:
    """The units of an agency that surveyed or planned in a period; `levels` counts them."""

    agency: Agency
    period: Period
    rows: tuple[UnitRealisation, ...]

    @cached_property
    def levels(self) -> Mapping[Level, int]:
        return summarise_realisations(row.percent for row in self.rows)

    @property
    def idle(self) -> tuple[UnitRealisation, ...]:
        """Units that did nothing for two periods."""
        return tuple(row for row in self.rows if row.is_idle)

    @property
    def total(self) -> Realisation:
        """The items of all units together."""
        known = [row.done for row in self.rows if row.done]
        return Realisation(sum(one.done for one in known), sum(one.planned for one in known))


def plan_periods(user: User, agency: Agency) -> tuple[Period, ...]:
    """Return the periods with a plan of a unit of `agency` that `user` sees, newest first. One query."""
    units = visible_units(user).filter(agency=agency).values("pk")
    return tuple(Period.objects.filter(plans__unit__in=units).distinct().order_by("-ends", "starts"))


def realisation_summary(user: User, agency: Agency, period: Period) -> RealisationSummary:
    """Return how much of the plans of `period` is done, unit by unit in tree order. Seven queries."""
    units = {unit.pk: unit for unit in visible_units(user).filter(agency=agency)}
    current, before = _plans_until(period, list(units))
    counts = _count([*current.values(), *(plan for plan, _ in before.values())])
    periods = Period.objects.in_bulk({code for _, code in before.values()})
    surveyed = _surveyed(period, units)
    rows = (
        _build(row.unit, row.depth, current.get(row.unit.pk), before.get(row.unit.pk), counts, periods)
        for row in in_tree_order(units.values())
        if row.unit.pk in current or row.unit.pk in surveyed
    )
    return RealisationSummary(agency, period, tuple(rows))


def _build(
    unit: Unit,
    depth: int,
    plan: int | None,
    before: tuple[int, int] | None,
    counts: dict[int, Realisation],
    periods: dict[int, Period],
) -> UnitRealisation:
    return UnitRealisation(
        unit=unit,
        depth=depth,
        done=counts[plan] if plan else None,
        before=counts[before[0]] if before else None,
        before_period=periods[before[1]] if before else None,
    )


def _plans_until(period: Period, unit_ids: list[int]) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    """Return, by unit, the plan of `period`, and the newest plan not long before it with its period."""
    plans = Plan.objects.filter(unit__in=unit_ids)
    current = dict(plans.filter(period=period).values_list("unit_id", "pk"))
    earlier = plans.filter(period__ends__lt=period.starts, period__ends__gte=period.starts - LOOK_BACK)
    ordered = earlier.order_by("period__ends", "-period__starts").values_list("unit_id", "pk", "period_id")
    return current, {unit: (plan, before) for unit, plan, before in ordered}


def _surveyed(period: Period, units: Mapping[int, Unit]) -> set[int]:
    """Return the units (never the agency itself) that have a survey or an index in `period`."""
    ids = [unit.pk for unit in units.values() if not unit.is_root]
    surveys = Survey.objects.filter(period=period, unit__in=ids)
    results = Result.objects.filter(period=period, unit__in=ids).exclude(index="")
    return {*surveys.values_list("unit_id", flat=True), *results.values_list("unit_id", flat=True)}


def _count(plan_ids: list[int]) -> dict[int, Realisation]:
    """Return k of n for each plan. One query."""
    items = PlanItem.objects.filter(plan__in=plan_ids).order_by().values("plan_id")
    counted = items.annotate(n=Count("pk"), done=Count("pk", filter=Q(stage=ItemStage.DONE)))
    found = {row["plan_id"]: Realisation(row["done"], row["n"]) for row in counted}
    return {plan_id: found.get(plan_id, Realisation(0, 0)) for plan_id in plan_ids}


def agency_follow_ups(user: User, agency: Agency, period: Period) -> tuple[FollowUp, ...]:
    """Return every activity of the plans of `period`, by unit in tree order and by priority. Four queries.

    A priority without any activity has one empty line.
    """
    units = {unit.pk: unit for unit in visible_units(user).filter(agency=agency)}
    plans = Plan.objects.filter(period=period, unit__in=list(units)).prefetch_related("items")
    by_unit = {plan.unit_id: plan for plan in plans}
    results = standing_results(agency, [period.code])
    return tuple(
        line
        for row in in_tree_order(units.values())
        if row.unit.pk in by_unit
        for line in list_follow_ups(
            row.unit, by_unit[row.unit.pk], _names_of(results.get((row.unit.pk, period.code)))
        )
    )


def list_follow_ups(unit: Unit, plan: Plan, names: Mapping[str, str]) -> tuple[FollowUp, ...]:
    """Return the activities of a plan by priority; `names`: of the elements, by key. One query.

    A priority without any activity has one empty line.
    """
    items: dict[str, list[PlanItem]] = {key: [] for key in plan.priorities}
    for item in plan.items.all():
        items.setdefault(item.element, []).append(item)
    lines: list[FollowUp] = []
    for key, held in items.items():
        name = names.get(key, key)
        lines += [FollowUp(name, one.text, one.pure_quarters, one.person, unit.name) for one in held] or [
            FollowUp(name, unit=unit.name)
        ]
    return tuple(lines)


def _names_of(result: Result | None) -> dict[str, str]:
    return {one["key"]: one["name"] for one in (result.elements if result else ())}
