"""Items of plans to act on now: overdue, due in this quarter, or waiting for a second person."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from puas.language import gettext_noop
from puas.lifecycles import ItemStage
from puas.methodology.plans import quarter_of
from puas.models import Agency, PlanItem, User
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
    """Return how many items of the units of `agency` that `user` sees are in need. Two queries."""
    conditions = {need.value: _condition(need, today) for need in Need}
    in_need = _items(user, agency).filter(reduce(or_, conditions.values()))
    return DueCounts(**in_need.aggregate(**{name: Count("pk", filter=c) for name, c in conditions.items()}))


def due_items(user: User, agency: Agency, need: Need, today: datetime.date) -> QuerySet[PlanItem]:
    """Return the items of one need, the longest due first, units and periods joined; for a paginator."""
    found = _items(user, agency).filter(_condition(need, today))
    return found.select_related("plan__unit", "plan__period").order_by("due_on", "plan__unit_id", "position")


def due_statuses(items: list[PlanItem]) -> tuple[ItemStatus, ...]:
    """Return how far each of the items of one page is. Two queries."""
    return item_statuses(items)


def _items(user: User, agency: Agency) -> QuerySet[PlanItem]:
    """Return the items of the units of `agency` that `user` sees, those left out that go on elsewhere."""
    units = list(visible_units(user).filter(agency=agency).values_list("pk", flat=True))
    goes_on = PlanItem.objects.filter(carried_from=OuterRef("pk"))
    return PlanItem.objects.filter(~Exists(goes_on), plan__unit__in=units)


def _condition(need: Need, today: datetime.date) -> Q:
    if need is Need.WAITING:
        return Q(stage=ItemStage.WAITING)
    going = Q(stage__in=[ItemStage.NOT_STARTED, ItemStage.UNDER_WAY])
    if need is Need.OVERDUE:
        return going & Q(due_on__lt=today)
    return going & Q(due_on__gte=today, due_on__lte=quarter_of(today).ends)
