"""A plan with everything its page shows: priorities, items and how far they are, and the plan before."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from puas.errors import NotFound, NotNow
from puas.lifecycles import require_plan_open
from puas.methodology.findings.rules import Finding
from puas.methodology.realisation import Realisation
from puas.models import Period, Plan, Result, Survey, Unit, User
from puas.queries.plan_warnings import plan_warnings
from puas.queries.plans import (
    find_plan,
    find_plan_before,
    find_standing_result,
    plan_state,
    propose_priorities,
)
from puas.queries.realisations import ItemStatus, count_done, plan_statuses


@dataclass(frozen=True)
class ElementFigure:
    """An element of the result that is followed up; `value` (25..100, unrounded) None when unknown."""

    key: str
    name: str
    value: Fraction | None


@dataclass(frozen=True)
class PriorityPlan:
    """What is planned for one element. `is_priority` is False for one that only carries on old items."""

    element: ElementFigure
    statuses: tuple[ItemStatus, ...]
    is_priority: bool


@dataclass(frozen=True)
class FormerPlan:
    """The unit's plan before this one: how much of it is done, and what can be carried on."""

    plan: Plan
    realisation: Realisation
    open: tuple[ItemStatus, ...]


@dataclass(frozen=True)
class PlanOverview:
    """The plan of a unit and period, written or not yet. `lock` says why it cannot be changed, None if it
    can.
    """

    unit: Unit
    period: Period
    survey: Survey | None
    result: Result | None
    plan: Plan | None
    lock: NotNow | None
    elements: tuple[ElementFigure, ...]
    priorities: tuple[PriorityPlan, ...]
    statuses: tuple[ItemStatus, ...]
    warnings: tuple[Finding, ...]
    former: FormerPlan | None

    @property
    def realisation(self) -> Realisation:
        """k of n: what is done and confirmed of all that is planned."""
        return count_done(self.statuses)

    @property
    def can_be_written(self) -> bool:
        return self.lock is None and self.result is not None


def find_plan_period(unit: Unit, code: str) -> Period:
    """Return a period in which the unit has a survey, a result or a plan; NotFound `plan_period_unknown`."""
    period = Period.objects.filter(code=code).first()
    if period is None or not any(
        model.objects.filter(unit=unit, period=period).exists() for model in (Survey, Result, Plan)
    ):
        raise NotFound(
            "plan_period_unknown",
            "{unit} belum punya survei atau hasil pada periode itu, jadi belum ada yang direncanakan.",
            unit=unit.name,
        )
    return period


def plan_overview(user: User, unit: Unit, period: Period) -> PlanOverview:
    """Return the plan of a unit that `user` was let in to, with what stands around it.

    The number of queries does not grow with the items.
    """
    result, plan = find_standing_result(unit, period), find_plan(unit, period)
    statuses = plan_statuses(plan) if plan else ()
    elements = list_elements(result)
    priorities = tuple(plan.priorities) if plan else propose_priorities(result)
    return PlanOverview(
        unit=unit,
        period=period,
        survey=Survey.objects.filter(unit=unit, period=period).first(),
        result=result,
        plan=plan,
        lock=find_lock(unit, period),
        elements=elements,
        priorities=_group(priorities, elements, statuses),
        statuses=statuses,
        warnings=plan_warnings(user, plan) if plan else (),
        former=find_former(unit, period),
    )


def find_lock(unit: Unit, period: Period) -> NotNow | None:
    """Return why the plan of a unit and period cannot be changed any more; None while it can."""
    try:
        require_plan_open(plan_state(unit, period))
    except NotNow as refusal:
        return refusal
    return None


def list_elements(result: Result | None) -> tuple[ElementFigure, ...]:
    """Return the elements of a result, in its order; () without one."""
    return tuple(
        ElementFigure(one["key"], one["name"], None if one["value"] is None else Fraction(one["value"]))
        for one in (result.elements if result else ())
    )


def _group(
    priorities: Iterable[str], elements: Iterable[ElementFigure], statuses: tuple[ItemStatus, ...]
) -> tuple[PriorityPlan, ...]:
    """Return the items by element: the priorities, lowest first, then elements with carried-on items only."""
    chosen, known = list(priorities), {element.key: element for element in elements}
    keys = dict.fromkeys([*chosen, *(status.item.element for status in statuses)])
    return tuple(
        PriorityPlan(
            known.get(key, ElementFigure(key, key, None)),
            tuple(status for status in statuses if status.item.element == key),
            key in chosen,
        )
        for key in keys
    )


def find_former(unit: Unit, period: Period) -> FormerPlan | None:
    """Return the plan before `period` and how far it is; None without one. Five queries at most."""
    plan = find_plan_before(unit, period)
    if plan is None:
        return None
    statuses = plan_statuses(plan)
    carried = set(plan.items.filter(carried_to__isnull=False).values_list("pk", flat=True))
    left = tuple(status for status in statuses if status.is_open and status.item.pk not in carried)
    return FormerPlan(plan, count_done(statuses), left)
