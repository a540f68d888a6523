"""Items of plans to act on now: overdue, due in this quarter, or waiting for a second person."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from puas.language import gettext_noop
from puas.lifecycles import ItemState
from puas.methodology.plans import quarter_of
from puas.models import Agency, PlanItem, Progress, User
from puas.queries.realisations import ItemStatus, item_statuses
from puas.queries.units import visible_units


class Need(StrEnum):
    """Why an item is in the list."""

    OVERDUE = "overdue"
    DUE = "due"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        """The Indonesian name that people read; also the message id of its translation."""
        return NEED_LABELS[self]


NEED_LABELS = {
    Need.OVERDUE: gettext_noop("Terlambat"),
    Need.DUE: gettext_noop("Jatuh tempo triwulan ini"),
    Need.WAITING: gettext_noop("Menunggu dipastikan"),
}


@dataclass(frozen=True)
class DueCounts:
    """How many items of each need."""

    overdue: int
    due: int
    waiting: int

    @property
    def total(self) -> int:
        return self.overdue + self.due + self.waiting


def count_due(user: User, agency: Agency, today: datetime.date) -> DueCounts:
    """Return how many items of the units of `agency` that `user` sees are in need. One query."""
    counts = {need.value: Count("pk", filter=_condition(need, today)) for need in Need}
    return DueCounts(**_items(user, agency).aggregate(**counts))


def due_items(user: User, agency: Agency, need: Need, today: datetime.date) -> QuerySet[PlanItem]:
    """Return the items of one need, the longest due first, units and periods joined; for a paginator."""
    found = _items(user, agency).filter(_condition(need, today))
    return found.select_related("plan__unit", "plan__period").order_by("due_on", "plan__unit_id", "position")


def due_statuses(items: list[PlanItem]) -> tuple[ItemStatus, ...]:
    """Return how far each of the items of one page is. Two queries."""
    return item_statuses(items)


def _items(user: User, agency: Agency) -> QuerySet[PlanItem]:
    """Return what can be in need, each with its newest report's state and the verdict on it."""
    newest = Progress.objects.filter(item=OuterRef("pk")).order_by("-id")
    units = visible_units(user).filter(agency=agency).values("pk")
    return PlanItem.objects.filter(plan__unit__in=units, carried_to=None).annotate(
        newest_state=Subquery(newest.values("state")[:1]),
        verdict=Subquery(newest.values("confirmation__is_accepted")[:1]),
    )


def _condition(need: Need, today: datetime.date) -> Q:
    done = Q(newest_state=ItemState.DONE)
    if need is Need.WAITING:
        return done & Q(verdict=None)
    going = Q(newest_state=None) | Q(newest_state=ItemState.UNDER_WAY) | (done & Q(verdict=False))
    if need is Need.OVERDUE:
        return going & Q(due_on__lt=today)
    return going & Q(due_on__gte=today, due_on__lte=quarter_of(today).ends)
