"""The tree of units: who is below whom, in the order an agency prints it, and only what a person may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from puas.models import Agency, Unit, User
from puas.permissions import Action, below, units_of


@dataclass(frozen=True)
class TreeRow:
    """A unit and how deep it stands under the first one (0)."""

    unit: Unit
    depth: int


def root_of(agency: Agency) -> Unit:
    """Return the unit that is the agency itself."""
    return Unit.objects.select_related("agency").get(agency=agency, kind="agency")


def subtree(unit: Unit) -> QuerySet[Unit]:
    """Return `unit` and everything below it."""
    return below(Unit.objects.filter(pk=unit.pk))


def existing(starts: date, ends: date | None = None) -> Q:
    """Return the condition on units that exist on at least one day from `starts` to `ends` (one day alone).

    The units that a period can expect: `Unit.objects.filter(existing(period.starts, period.ends))`.
    """
    begun = Q(valid_from=None) | Q(valid_from__lte=ends or starts)
    return begun & (Q(valid_until=None) | Q(valid_until__gte=starts))


def visible_units(user: User, action: Action = Action.VIEW) -> QuerySet[Unit]:
    """Return the units where `user` may do `action`, agencies joined."""
    return units_of(user, action).select_related("agency")


def in_tree_order(units: Iterable[Unit]) -> tuple[TreeRow, ...]:
    """Return `units` with every child under its parent; siblings by number, then by age.

    A unit whose parent is not among them starts at depth 0.
    """
    known = sorted(units, key=_sibling_order)
    ids = {unit.pk for unit in known}
    children: dict[int | None, list[Unit]] = {}
    for unit in known:
        children.setdefault(unit.parent_id if unit.parent_id in ids else None, []).append(unit)
    return tuple(_walk(children, None, 0))


def _walk(children: dict[int | None, list[Unit]], parent_id: int | None, depth: int) -> Iterator[TreeRow]:
    for unit in children.get(parent_id, ()):
        yield TreeRow(unit, depth)
        yield from _walk(children, unit.pk, depth + 1)


def _sibling_order(unit: Unit) -> tuple[int, bool, int, int]:
    return unit.agency_id, unit.number is None, unit.number or 0, unit.pk
