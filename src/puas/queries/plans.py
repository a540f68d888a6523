"""Follow-up plans: what a unit should improve, what it plans, and what of that is missing."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from puas.errors import NotFound
from puas.lifecycles import SurveyState
from puas.methodology.findings.followups import normalise
from puas.methodology.priorities import is_lowest_choice, lowest_values
from puas.models import Period, Plan, PlanItem, Publication, Result, Survey, Unit, User
from puas.permissions import Action
from puas.queries.results import standing
from puas.queries.units import visible_units

Values = list[tuple[str, Fraction | None]]


def find_standing_result(unit: Unit, period: Period) -> Result | None:
    """Return the result that stands for a unit in a period and has an index; None when there is none."""
    result = standing(Result.objects.filter(unit=unit, period=period)).get(unit.pk)
    return result if result is not None and result.index else None


def mean_values(result: Result) -> Values:
    """Return the unrounded mean of every element of a result, in its order."""
    return [
        (element["key"], None if element["mean"] is None else Fraction(element["mean"]))
        for element in result.elements
    ]


def propose_priorities(result: Result | None) -> tuple[str, ...]:
    """Return the three lowest elements of a result, lowest first; () without a result."""
    return lowest_values(mean_values(result)) if result else ()


def needs_reason(result: Result, priorities: Sequence[str]) -> bool:
    """Say whether `priorities` are other elements than the three lowest (equal ones may stand for each
    other).
    """
    return not is_lowest_choice(mean_values(result), priorities)


def plan_state(unit: Unit, period: Period) -> SurveyState:
    """Return the state that decides whether the plan of a unit and period can still be written.

    That of its survey; without a survey (an average, a recap) PUBLISHED once its result is, before CLOSED.
    """
    survey = Survey.objects.filter(unit=unit, period=period).only("state").first()
    if survey is not None:
        return survey.stage
    is_published = Publication.objects.filter(unit=unit, period=period).exists()
    return SurveyState.PUBLISHED if is_published else SurveyState.CLOSED


def find_plan(unit: Unit, period: Period) -> Plan | None:
    """Return the plan of a unit and period. One query."""
    return Plan.objects.select_related("unit__agency", "period").filter(unit=unit, period=period).first()


def find_plan_before(unit: Unit, period: Period) -> Plan | None:
    """Return the newest plan of a unit for a period that ended before `period` starts. One query."""
    earlier = Plan.objects.filter(unit=unit, period__ends__lt=period.starts)
    return (
        earlier.select_related("unit__agency", "period").order_by("-period__ends", "period__starts").first()
    )


def find_item(user: User, item_id: int, action: Action = Action.VIEW) -> PlanItem:
    """Return an item of a unit where `user` may do `action`; NotFound `plan_item_unknown` for any other."""
    joined = PlanItem.objects.select_related("plan__unit__agency", "plan__period")
    item = joined.filter(pk=item_id, plan__unit__in=visible_units(user, action)).first()
    if item is None:
        raise NotFound("plan_item_unknown", "Kegiatan itu tidak ada, atau bukan kegiatan unit Anda.")
    return item


def missing_plan_elements(survey: Survey) -> tuple[str, ...]:
    """Return the priorities of a survey's unit and period that no item of its plan speaks of.

    Without a plan the priorities are the three lowest elements of the standing result; without a result
    either nothing can be said, and nothing is missing: that there is no result is another question.
    """
    plan = find_plan(survey.unit, survey.period)
    if plan is None:
        return propose_priorities(find_standing_result(survey.unit, survey.period))
    said = {item.element for item in plan.items.all() if normalise(item.text)}
    return tuple(key for key in plan.priorities if key not in said)


def plan_snapshot(plan: Plan) -> dict[str, Any]:
    """Return what a plan says, as values that JSON has: what a publication can freeze.

    Nothing in it needs the database to be read, and nothing tells who wrote it. Two queries.
    """
    return {
        "unit": plan.unit.name,
        "period": plan.period.code,
        "priorities": list(plan.priorities),
        "reason": plan.reason,
        "items": [
            _item_snapshot(plan, item) for item in plan.items.select_related("carried_from__plan__period")
        ],
    }


def _item_snapshot(plan: Plan, item: PlanItem) -> dict[str, Any]:
    item.plan = plan
    return {
        "element": item.element,
        "text": item.text,
        "quarters": list(item.quarters),
        "horizon": item.horizon.value,
        "person": item.person,
        "indicator": item.indicator,
        "budget": item.budget,
        "carried_from": item.carried_from.plan.period.code if item.carried_from else "",
    }


def plan_texts(plan: Plan) -> dict[str, str]:
    """Return what is planned for each priority, in order, as one text; "" where nothing is. One query."""
    texts: dict[str, list[str]] = {key: [] for key in plan.priorities}
    for item in plan.items.all():
        texts.setdefault(item.element, []).append(item.text)
    return {key: "; ".join(texts[key]) for key in plan.priorities}
