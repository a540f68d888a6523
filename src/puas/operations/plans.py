"""Writing follow-up plans: priorities, items and their order, and going on with what was not done.

A plan is locked with its survey (`lifecycles.PLAN_LOCKED_STATES`); an item that progress was reported
about stays as it was written.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotNow
from puas.lifecycles import require_plan_open
from puas.methodology.plan_items import ItemContent, find_faults
from puas.methodology.plans import parse_quarters
from puas.models import Period, Plan, PlanItem, Progress, Result, Survey, Unit, User
from puas.operations.audits import append_event
from puas.queries.plans import find_standing_result, needs_reason, plan_state, propose_priorities
from puas.queries.realisations import item_statuses

LONGEST_REASON = 1000


@transaction.atomic
def write_priorities(
    *, unit: Unit, period: Period, priorities: Sequence[str], by: User | None, reason: str = ""
) -> Plan:
    """Choose which elements a plan is about, the lowest first; makes the plan when there is none.

    Other elements than the three lowest need a `reason`. NotNow `plan_locked`, `plan_no_result`,
    `plan_priority_used`; BadInput `plan_priorities`, `plan_reason`.
    """
    result = _lock(unit, period)
    chosen = _order(result, priorities)
    reason = _check_reason(result, chosen, " ".join(reason.split()))
    plan = _find_or_make(unit, period, chosen, by)
    before = {"priorities": plan.priorities, "reason": plan.reason}
    _require_unused(plan, chosen)
    plan.priorities, plan.reason = list(chosen), reason
    plan.changed_at, plan.changed_by = timezone.now(), by
    plan.save()
    data = {"period": period.code, "before": before, "priorities": list(chosen), "reason": reason}
    append_event(by=by, operation="write_priorities", subject=plan, unit=unit, data=data)
    return plan


def _lock(unit: Unit, period: Period) -> Result:
    """Let one writer at a time into the plan, and none into a locked one; return the result it follows up."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    list(Survey.objects.select_for_update().filter(unit=unit, period=period).order_by())
    require_plan_open(plan_state(unit, period))
    result = find_standing_result(unit, period)
    if result is None:
        raise NotNow(
            "plan_no_result",
            "{unit} belum punya hasil pada {period}, jadi unsur terendahnya belum diketahui. Hitung hasilnya "
            "dahulu.",
            unit=unit.name,
            period=period.pure.label,
        )
    return result


def _order(result: Result, priorities: Sequence[str]) -> tuple[str, ...]:
    """Return the chosen elements, lowest first. BadInput when there are none, or one that was not
    measured.
    """
    means = {element["key"]: element["mean"] for element in result.elements}
    chosen = tuple(dict.fromkeys(priorities))
    if not chosen or any(means.get(key) is None for key in chosen):
        raise BadInput(
            "plan_priorities", "Pilih paling sedikit satu unsur yang punya nilai.", field="prioritas"
        )
    lowest = propose_priorities(result)
    place = {key: at for at, key in enumerate([*lowest, *(key for key in means if key not in lowest)])}
    return tuple(sorted(chosen, key=lambda key: place[key]))


def _check_reason(result: Result, chosen: Sequence[str], reason: str) -> str:
    """Return the reason to keep: none for the three lowest."""
    if not needs_reason(result, chosen):
        return ""
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise BadInput(
            "plan_reason",
            "Prioritas ini bukan tiga unsur terendah. Tulis alasannya (1 sampai {most} huruf); alasan "
            "itu ikut "
            "terbit.",
            field="alasan",
            most=LONGEST_REASON,
        )
    return reason


def _require_unused(plan: Plan, chosen: Sequence[str]) -> None:
    used = PlanItem.objects.filter(plan=plan, carried_from=None).exclude(element__in=chosen)
    item = used.first()
    if item is not None:
        raise NotNow(
            "plan_priority_used",
            "Unsur {element} masih punya kegiatan dalam rencana ini. Hapus kegiatannya dahulu, atau biarkan "
            "unsurnya.",
            element=item.element,
        )


def _find_or_make(unit: Unit, period: Period, priorities: Sequence[str], by: User | None) -> Plan:
    plan = Plan.objects.filter(unit=unit, period=period).first()
    if plan is not None:
        return plan
    now = timezone.now()
    made = {"created_at": now, "created_by": by, "changed_at": now, "changed_by": by}
    return Plan.objects.create(unit=unit, period=period, priorities=list(priorities), **made)


@transaction.atomic
def add_item(
    *, unit: Unit, period: Period, content: ItemContent, by: User | None, carried_from: PlanItem | None = None
) -> PlanItem:
    """Add an activity to the plan of a unit and period; makes the plan, with the three lowest, when
    there is none.

    `carried_from` is an item of an earlier plan of the unit that goes on in this one; its element need not be
    a priority now. BadInput with `field` as in `plan_items.find_faults`, NotNow `plan_locked`,
    `plan_no_result`, `plan_carry`; Conflict `plan_carried`.
    """
    result = _lock(unit, period)
    plan = _find_or_make(unit, period, propose_priorities(result), by)
    content = content.neat
    _check_carried(plan, carried_from)
    _check_content(plan, content, [carried_from.element] if carried_from else [])
    last = PlanItem.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    now = timezone.now()
    item = PlanItem.objects.create(
        plan=plan,
        position=last + 1,
        carried_from=carried_from,
        created_at=now,
        created_by=by,
        **_fields(plan, content, by, now),
    )
    data = {"period": period.code, **_describe(item)}
    append_event(by=by, operation="add_item", subject=item, unit=unit, data=data)
    return item


def _check_carried(plan: Plan, item: PlanItem | None) -> None:
    """Raise unless `item` is an unfinished one of an earlier plan of the same unit, carried on by nobody
    yet.
    """
    if item is None:
        return
    (status,) = item_statuses([item])
    is_earlier = item.plan.unit_id == plan.unit_id and item.plan.period.ends < plan.period.starts
    if not is_earlier or not status.is_open:
        raise NotNow(
            "plan_carry",
            "Hanya kegiatan unit ini dari periode sebelumnya yang belum selesai dapat dilanjutkan.",
        )
    if PlanItem.objects.filter(carried_from=item).exists():
        raise Conflict("plan_carried", "Kegiatan itu sudah dilanjutkan. Muat ulang halamannya.")


def _check_content(plan: Plan, content: ItemContent, more: Sequence[str]) -> None:
    for fault in find_faults(content, plan.period.pure, [*plan.priorities, *more]):
        raise fault


def _fields(plan: Plan, content: ItemContent, by: User | None, now: datetime) -> dict[str, Any]:
    quarters = parse_quarters(content.quarters, plan.period.pure)
    return {
        "element": content.element,
        "text": content.text,
        "quarters": [quarter.code for quarter in quarters],
        "due_on": quarters[-1].ends,
        "person": content.person,
        "indicator": content.indicator,
        "budget": content.budget,
        "changed_at": now,
        "changed_by": by,
    }


def _describe(item: PlanItem) -> dict[str, Any]:
    names = ("element", "text", "quarters", "person", "indicator", "budget", "carried_from_id")
    return {name: getattr(item, name) for name in names}


@transaction.atomic
def change_item(*, item: PlanItem, content: ItemContent, by: User | None) -> PlanItem:
    """Write an item anew; the same words again change nothing.

    Errors as in `add_item`; NotNow `plan_item_started` once progress was reported.
    """
    stored = _lock_item(item)
    content = content.neat
    more = [stored.carried_from.element] if stored.carried_from else []
    _check_content(stored.plan, content, more)
    before = _describe(stored)
    fields = _fields(stored.plan, content, by, timezone.now())
    if all(fields[name] == before[name] for name in before if name in fields):
        return stored
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.save()
    data = {"before": before, "after": _describe(stored)}
    append_event(by=by, operation="change_item", subject=stored, unit=stored.plan.unit, data=data)
    return stored


@transaction.atomic
def remove_item(*, item: PlanItem, by: User | None) -> None:
    """Take an item out of its plan; the trail keeps what it said. Errors as in `change_item`."""
    stored = _lock_item(item)
    data = {"period": stored.plan.period.code, **_describe(stored)}
    append_event(by=by, operation="remove_item", subject=stored, unit=stored.plan.unit, data=data)
    stored.delete()


def _lock_item(item: PlanItem) -> PlanItem:
    _lock(item.plan.unit, item.plan.period)
    joined = PlanItem.objects.select_related("plan__unit", "plan__period", "carried_from")
    stored = joined.filter(pk=item.pk).first()
    if stored is None:
        raise _gone()
    if Progress.objects.filter(item=stored).exists():
        raise NotNow(
            "plan_item_started",
            "Kegiatan ini sudah dilaporkan perkembangannya, jadi tidak diubah atau dihapus lagi. Laporkan "
            "“Dihentikan” dengan alasannya bila tidak jadi dilakukan.",
        )
    return stored


def _gone() -> NotNow:
    return NotNow("plan_item_gone", "Kegiatan itu sudah dihapus. Muat ulang halamannya.")


@transaction.atomic
def move_item(*, item: PlanItem, is_up: bool, by: User | None) -> bool:
    """Let an item change places with the one before (or after) it of the same element; False at the end.

    NotNow `plan_locked`, `plan_no_result`, `plan_item_gone`. What the items say stays as it is.
    """
    _lock(item.plan.unit, item.plan.period)
    stored = PlanItem.objects.filter(pk=item.pk).first()
    if stored is None:
        raise _gone()
    same = PlanItem.objects.filter(plan=stored.plan_id, element=stored.element)
    if is_up:
        other = same.filter(position__lt=stored.position).order_by("-position").first()
    else:
        other = same.filter(position__gt=stored.position).order_by("position").first()
    if other is None:
        return False
    _swap(stored, other)
    data = {"with": other.pk, "position": stored.position}
    append_event(by=by, operation="move_item", subject=stored, unit=item.plan.unit, data=data)
    return True


def _swap(one: PlanItem, other: PlanItem) -> None:
    """Change the places of two items by way of a free one: no two may hold the same, not even meanwhile."""
    last = PlanItem.objects.filter(plan=one.plan_id).aggregate(last=Max("position"))["last"]
    one.position, other.position, wanted = last + 1, one.position, other.position
    one.save(update_fields=["position"])
    other.save(update_fields=["position"])
    one.position = wanted
    one.save(update_fields=["position"])
