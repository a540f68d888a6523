"""The units of an agency as rows of the table that can be imported again."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils import timezone

from puas.exchange.unit_tables import Cells
from puas.methodology.units import CHANNEL_LABELS, ServiceChannel, normalise_name
from puas.models import Agency, Service, Unit, User
from puas.permissions import Action
from puas.queries.units import existing, in_tree_order, visible_units


def unit_table(user: User, agency: Agency) -> tuple[Cells, ...]:
    """Return the units of `agency` that `user` manages and that exist today, in tree order. Three queries."""
    today = timezone.localdate()
    active = Prefetch("services", Service.objects.filter(is_active=True).order_by("id"))
    managed = visible_units(user, Action.MANAGE_UNITS).filter(existing(today), agency=agency)
    every = {unit.pk: unit for unit in Unit.objects.filter(existing(today), agency=agency)}
    names = Counter(normalise_name(unit.name) for unit in every.values())
    rows = in_tree_order(managed.prefetch_related(active))
    return tuple(_cells_of(row.unit, every, names) for row in rows if not row.unit.is_root)


def _cells_of(unit: Unit, every: dict[int, Unit], names: Counter[str]) -> Cells:
    services = list(unit.services.all())
    return (
        str(unit.number or ""),
        unit.name,
        unit.kind_label,
        _refer(unit.parent_id, every, names),
        unit.area_code,
        unit.address,
        unit.phone,
        unit.email,
        _join(service.name for service in services),
        _join((_channels_of(service) or "-" for service in services), empty="-"),
        _join(
            ("-" if service.users_per_year is None else str(service.users_per_year) for service in services),
            empty="-",
        ),
    )


def _refer(parent_id: int | None, every: dict[int, Unit], names: Counter[str]) -> str:
    """Return the name of a parent, with as many above it as make it the only one so called."""
    parent = every.get(parent_id or 0)
    if parent is None:
        return ""
    text, above = parent.name, every.get(parent.parent_id or 0)
    while above is not None and (names[normalise_name(parent.name)] > 1 or text.isdigit()):
        text = f"{above.name} > {text}"
        if names[normalise_name(above.name)] == 1:
            break
        above = every.get(above.parent_id or 0)
    return text


def _channels_of(service: Service) -> str:
    return ", ".join(CHANNEL_LABELS[one] for one in ServiceChannel if one in service.channels)


def _join(parts: Iterable[str], empty: str = "") -> str:
    """Return the parts, one on a line; "" when none says anything."""
    lines = list(parts)
    if all(line == empty for line in lines):
        return ""
    text = "\n".join(lines)
    return text + "\n" if len(lines) == 1 and ";" in text else text
