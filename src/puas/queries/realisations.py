"""How far the items of plans are: the newest report of each, and whether a second person confirmed it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from puas.errors import NotFound
from puas.lifecycles import ItemStage, ItemState
from puas.methodology.realisation import Realisation
from puas.models import Confirmation, Evidence, Period, Plan, PlanItem, Progress, Unit, User
from puas.permissions import Action
from puas.queries.plans import find_plan_before
from puas.queries.units import visible_units


@dataclass(frozen=True)
class ItemStatus:
    """An item, its newest report (if any) and what the second person says about that report (if anything)."""

    item: PlanItem
    report: Progress | None = None
    confirmation: Confirmation | None = None

    @property
    def state(self) -> ItemState:
        """How far it is; a report of "done" that was not accepted leaves it under way."""
        if self.report is None:
            return ItemState.NOT_STARTED
        is_refused = self.confirmation is not None and not self.confirmation.is_accepted
        return ItemState.UNDER_WAY if is_refused else self.report.stage

    @property
    def is_done(self) -> bool:
        """Say whether it counts: reported as done, and confirmed."""
        return self.state is ItemState.DONE and self.confirmation is not None

    @property
    def is_waiting(self) -> bool:
        """Say whether a second person has to look at it."""
        return self.state is ItemState.DONE and self.confirmation is None

    @property
    def is_settled(self) -> bool:
        """Say whether nothing more is to be done: carried out and confirmed, or dropped."""
        return self.is_done or self.state is ItemState.DROPPED

    @property
    def is_open(self) -> bool:
        """Say whether it can go on in a later plan."""
        return not self.is_settled and not self.is_waiting


def item_statuses(items: Iterable[PlanItem]) -> tuple[ItemStatus, ...]:
    """Return the status of each of `items`, in their order. Two queries, or none for no items."""
    known = tuple(items)
    if not known:
        return ()
    newest: dict[int, Progress] = {}
    reports = Progress.objects.filter(item__in=[item.pk for item in known])
    for report in reports.select_related("reported_by").order_by("id"):
        newest[report.item_id] = report
    found = Confirmation.objects.filter(progress__in=[report.pk for report in newest.values()])
    confirmations = {one.progress_id: one for one in found.select_related("confirmed_by")}
    return tuple(
        ItemStatus(item, report, confirmations.get(report.pk) if report else None)
        for item in known
        for report in [newest.get(item.pk)]
    )


def plan_statuses(plan: Plan) -> tuple[ItemStatus, ...]:
    """Return the status of every item of a plan, in order. Three queries."""
    return item_statuses(plan.items.select_related("plan__period", "plan__unit"))


def count_done(statuses: Iterable[ItemStatus]) -> Realisation:
    """Return k of n: items that are done and confirmed, of all that were planned, dropped ones included."""
    known = tuple(statuses)
    return Realisation(sum(status.is_done for status in known), len(known))


@dataclass(frozen=True)
class CountedPlan:
    """k of n of the plan of `period`, a code."""

    period: str
    realisation: Realisation


def realisation_before(unit: Unit, period: Period) -> CountedPlan | None:
    """Return how much of the unit's previous plan was carried out, as it stands now.

    None without a plan before, or when it has no items. Four queries at most.
    """
    plan = find_plan_before(unit, period)
    counted = count_done(plan_statuses(plan)) if plan else None
    return CountedPlan(plan.period.code, counted) if plan and counted and counted.planned else None


def realisations_before(units: Iterable[int], period: Period) -> dict[int, CountedPlan]:
    """Return `realisation_before` of many units (ids), of those that have one. Two queries."""
    plans = Plan.objects.filter(unit__in=list(units), period__ends__lt=period.starts)
    ordered = plans.order_by("period__ends", "-period__starts").values_list("unit_id", "pk", "period__code")
    newest = {unit: (plan, code) for unit, plan, code in ordered}
    items = PlanItem.objects.filter(plan__in=[plan for plan, _ in newest.values()]).order_by()
    counts = items.values("plan_id").annotate(n=Count("pk"), done=Count("pk", filter=Q(stage=ItemStage.DONE)))
    counted = {row["plan_id"]: Realisation(row["done"], row["n"]) for row in counts}
    return {
        unit: CountedPlan(code, counted[plan]) for unit, (plan, code) in newest.items() if plan in counted
    }


def open_statuses(unit: Unit, period: Period) -> tuple[ItemStatus, ...]:
    """Return the items of the plan before `period` that are not done and not yet carried on. Four queries."""
    plan = find_plan_before(unit, period)
    if plan is None:
        return ()
    items = plan.items.select_related("plan__period", "plan__unit").filter(carried_to=None)
    return tuple(status for status in item_statuses(items) if status.is_open)


@dataclass(frozen=True)
class ReportHistory:
    """One report about an item, the verdict on it (if any), and what shows it, withdrawn pieces included."""

    report: Progress
    confirmation: Confirmation | None
    evidence: tuple[Evidence, ...]


def item_history(item: PlanItem) -> tuple[ReportHistory, ...]:
    """Return every report about an item, the newest first. Three queries."""
    reports = list(Progress.objects.filter(item=item).select_related("reported_by").order_by("-id"))
    found = Confirmation.objects.filter(progress__item=item).select_related("confirmed_by")
    verdicts = {one.progress_id: one for one in found}
    pieces: dict[int | None, list[Evidence]] = {}
    for piece in Evidence.objects.filter(progress__item=item).order_by("id"):
        pieces.setdefault(piece.progress_id, []).append(piece)
    return tuple(
        ReportHistory(report, verdicts.get(report.pk), tuple(pieces.get(report.pk, ()))) for report in reports
    )


def find_progress(user: User, progress_id: int, action: Action) -> Progress:
    """Return a report of a unit where `user` may do `action`; NotFound `progress_unknown` for any other."""
    joined = Progress.objects.select_related("item__plan__unit__agency", "item__plan__period")
    report: Progress | None = joined.filter(
        pk=progress_id, item__plan__unit__in=visible_units(user, action)
    ).first()
    if report is None:
        raise NotFound("progress_unknown", "Laporan itu tidak ada, atau bukan laporan unit Anda.")
    return report
