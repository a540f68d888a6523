"""Plans of a large example, and what came of them, many at once; see `examples`."""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from puas.demonstration.large_plans import Outcome, draw_outcome, plan_activity
from puas.lifecycles import ItemStage, ItemState, stage_of
from puas.methodology.plans import parse_quarters
from puas.models import Confirmation, Evidence, Period, Plan, PlanItem, Progress, Result, User
from puas.operations.audits import Event, append_events
from puas.queries.plans import propose_priorities

EVIDENCE = "https://contoh.go.id/bukti/"


@transaction.atomic
def write_example_plans(*, period: Period, results: Sequence[Result], people: Mapping[int, User]) -> int:
    """Plan an activity for each of the three lowest elements of results (units joined); return how many."""
    now = timezone.now()
    plans = Plan.objects.bulk_create(
        (
            Plan(
                unit=result.unit,
                period=period,
                priorities=list(propose_priorities(result)),
                created_at=now,
                created_by=people.get(result.unit_id),
                changed_at=now,
                changed_by=people.get(result.unit_id),
            )
            for result in results
        ),
        batch_size=200,
    )
    items = PlanItem.objects.bulk_create(
        (item for plan in plans for item in _items(plan, now)), batch_size=200
    )
    append_events(
        Event("add_item", item, item.plan.unit, {"period": period.code, "text": item.text}, item.created_by)
        for item in items
    )
    return len(items)


def _items(plan: Plan, now: datetime) -> Iterable[PlanItem]:
    for position, element in enumerate(plan.priorities, 1):
        content = plan_activity(plan.unit.name, element, plan.period.pure, position)
        quarters = parse_quarters(content.quarters, plan.period.pure)
        yield PlanItem(
            plan=plan,
            position=position,
            element=element,
            text=content.text,
            quarters=[quarter.code for quarter in quarters],
            due_on=quarters[-1].ends,
            person=content.person,
            indicator=content.indicator,
            budget=content.budget,
            created_at=now,
            created_by=plan.created_by,
            changed_at=now,
            changed_by=plan.created_by,
        )


@transaction.atomic
def report_example_items(*, period: Period, confirmer: User) -> int:
    """Report what came of the items of a period's plans, and confirm most of what is done; return how many.

    What is done is shown by a link. Who wrote a plan reports, `confirmer` is the second person.
    """
    joined = PlanItem.objects.select_related("plan__unit", "created_by")
    items = list(joined.filter(plan__period=period, stage=ItemStage.NOT_STARTED.value).order_by("id"))
    source = random.Random(f"large/{period.code}")  # noqa: S311  (repeatable on purpose, nothing secret)
    outcomes = [(item, draw_outcome(source)) for item in items]
    now = timezone.now()
    reports = Progress.objects.bulk_create(
        (
            Progress(item=i, state=o.state.value, note=o.note, reported_at=now, reported_by=i.created_by)
            for i, o in outcomes
            if o.state is not None
        ),
        batch_size=200,
    )
    _show(reports, now)
    confirmed = _confirm(reports, {item.pk: outcome for item, outcome in outcomes}, confirmer, now)
    _keep_stages(reports, {one.progress_id for one in confirmed})
    append_events(_tell(reports, confirmed))
    return len(reports)


def _show(reports: Iterable[Progress], now: datetime) -> None:
    done = (report for report in reports if report.stage is ItemState.DONE)
    Evidence.objects.bulk_create(
        (
            Evidence(
                progress=r,
                title="Foto kegiatan",
                link=f"{EVIDENCE}{r.item_id}",
                added_at=now,
                added_by=r.reported_by,
            )
            for r in done
        ),
        batch_size=200,
    )


def _confirm(
    reports: Iterable[Progress], outcomes: Mapping[int, Outcome], by: User, now: datetime
) -> list[Confirmation]:
    return Confirmation.objects.bulk_create(
        (
            Confirmation(progress=report, is_accepted=True, confirmed_at=now, confirmed_by=by)
            for report in reports
            if outcomes[report.item_id].is_confirmed
        ),
        batch_size=200,
    )


def _keep_stages(reports: Sequence[Progress], confirmed: set[int]) -> None:
    """Keep how far each item is after its report."""
    by_stage: dict[ItemStage, list[int]] = {}
    for report in reports:
        is_accepted = True if report.pk in confirmed else None
        by_stage.setdefault(stage_of(report.stage, is_accepted), []).append(report.item_id)
    for stage, ids in by_stage.items():
        PlanItem.objects.filter(pk__in=ids).update(stage=stage.value)


def _tell(reports: Iterable[Progress], confirmed: Iterable[Confirmation]) -> Iterable[Event]:
    for report in reports:
        data = {"item": report.item_id, "state": report.state, "note": report.note}
        yield Event("report_progress", report, report.item.plan.unit, data, report.reported_by)
    for one in confirmed:
        data = {"item": one.progress.item_id, "progress": one.progress_id, "is_accepted": True, "note": ""}
        yield Event("confirm_progress", one, one.progress.item.plan.unit, data, one.confirmed_by)
