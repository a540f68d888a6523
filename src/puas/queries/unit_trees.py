"""The tree of an agency as the office looks at it, and what hangs on one unit; only what a person sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.utils import timezone

from puas.errors import NotFound
from puas.models import Agency, Service, Unit, User
from puas.permissions import Action, above
from puas.queries.units import TreeRow, existing, in_tree_order, visible_units


@dataclass(frozen=True)
class TreeLine:
    """A unit in the tree: its depth, whether others stand below it, how many levels end after it, services.

    `path`: the names above it, without the agency, for a list that is no tree.
    """

    unit: Unit
    depth: int
    has_children: bool
    closes: int
    services: int
    users_per_year: int | None
    path: tuple[str, ...]
    has_ended: bool


def unit_tree(user: User, agency: Agency, *, with_ended: bool = False) -> tuple[TreeLine, ...]:
    """Return the units of `agency` that `user` sees, in tree order; without the ended ones. One query."""
    today = timezone.localdate()
    units = visible_units(user).filter(agency=agency)
    if not with_ended:
        units = units.filter(Q(valid_until=None) | Q(valid_until__gte=today))
    active = Q(services__is_active=True)
    counted = units.annotate(
        service_count=Count("services", filter=active),
        service_users=Sum("services__users_per_year", filter=active),
    )
    return tuple(_build_lines(in_tree_order(counted), today))


def _build_lines(rows: tuple[TreeRow, ...], today: date) -> Iterable[TreeLine]:
    names: list[str] = []
    first = int(bool(rows) and rows[0].unit.is_root)
    for place, row in enumerate(rows):
        after = rows[place + 1].depth if place + 1 < len(rows) else 0
        names[row.depth :] = [row.unit.name]
        yield TreeLine(
            unit=row.unit,
            depth=row.depth,
            has_children=after > row.depth,
            closes=max(0, row.depth - after),
            services=row.unit.service_count,  # type: ignore[attr-defined]
            users_per_year=row.unit.service_users,  # type: ignore[attr-defined]
            path=tuple(names[first : row.depth]),
            has_ended=row.unit.valid_until is not None and row.unit.valid_until < today,
        )


def path_of(unit: Unit) -> tuple[Unit, ...]:
    """Return the units above `unit`, the agency first, without itself. One query."""
    found = {one.pk: one for one in above(unit)}
    path: list[Unit] = []
    parent = found.get(unit.parent_id or 0)
    while parent is not None:
        path.insert(0, parent)
        parent = found.get(parent.parent_id or 0)
    return tuple(path)


def services_of(unit: Unit) -> tuple[Service, ...]:
    """Return the services of a unit, those that are offered first. One query."""
    return tuple(unit.services.order_by("-is_active", "id"))


def children_of(unit: Unit) -> tuple[Unit, ...]:
    """Return the units right below `unit` that have not ended, in their order. One query."""
    found = unit.children.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))
    return tuple(row.unit for row in in_tree_order(found))


def find_service(user: User, service_id: int) -> Service:
    """Return a service of a unit that `user` sees; NotFound `service_unknown` for any other."""
    joined = Service.objects.select_related("unit__agency")
    found = joined.filter(pk=service_id, unit__in=visible_units(user)).first()
    if found is None:
        raise NotFound("service_unknown", "Layanan itu tidak ada, atau bukan di unit Anda.")
    return found


def manages_any(user: User, agency: Agency) -> bool:
    """Say whether `user` manages a unit of `agency`. One query."""
    return visible_units(user, Action.MANAGE_UNITS).filter(agency=agency).exists()


def managed_units(user: User, agency: Agency) -> tuple[TreeRow, ...]:
    """Return the units of `agency` that `user` manages and that have not ended, in tree order. One query."""
    today = timezone.localdate()
    return in_tree_order(visible_units(user, Action.MANAGE_UNITS).filter(existing(today), agency=agency))
