"""What a table of units would do to an agency: every row new, changed, unchanged, or refused and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils import timezone

from puas.errors import NotFound
from puas.exchange.unit_rows import Reason, ServiceFacts, UnitFacts, parse_unit_row
from puas.language import gettext_noop
from puas.methodology.units import normalise_name
from puas.models import Agency, Service, Unit, UnitImport, User
from puas.permissions import Action
from puas.queries.unit_imports_parents import Node, Tree
from puas.queries.units import visible_units


class RowStatus(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BAD = "bad"


@dataclass(frozen=True)
class FieldChange:
    """One field of a unit that a row changes; `before` and `after` as people read them."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedService:
    """A service that a row adds (`service` None) or changes, with what it becomes."""

    service: Service | None
    name: str
    channels: tuple[str, ...]
    users_per_year: int | None


@dataclass(frozen=True)
class PlannedUnit:
    """One row: the unit it is (None for a new one), its parent afterwards, and what changes."""

    facts: UnitFacts
    status: RowStatus
    unit: Unit | None
    parent: Node | None
    parent_name: str
    changes: tuple[FieldChange, ...]
    services: tuple[PlannedService, ...]
    reasons: tuple[Reason, ...]

    @property
    def is_dated(self) -> bool:
        """Say whether the change has a day: another parent, or another area code."""
        return any(change.field in ("parent", "area_code") and change.before for change in self.changes)


@dataclass(frozen=True)
class UnitPlan:
    """All rows in the order of the file, and how many units of the agency are not among them."""

    rows: tuple[PlannedUnit, ...]
    absent: int

    @property
    def counts(self) -> dict[RowStatus, int]:
        """Rows by status; every status is there."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in RowStatus}

    def of(self, status: RowStatus) -> list[PlannedUnit]:
        """Return the rows of a status, in the order of the file."""
        return [row for row in self.rows if row.status is status]


def plan_units(agency: Agency, rows: Iterable[Sequence[Any]]) -> UnitPlan:
    """Return what `rows` ([line, cells]) would do to the units of `agency` that have not ended.

    Two queries.
    """
    today = timezone.localdate()
    every = Unit.objects.filter(agency=agency).select_related("agency").order_by("id")
    units = [unit for unit in every if unit.valid_until is None or unit.valid_until >= today]
    services: dict[int, list[Service]] = {}
    for service in Service.objects.filter(unit__agency=agency).order_by("id"):
        services.setdefault(service.unit_id, []).append(service)
    facts = [parse_unit_row(line, tuple(cells)) for line, cells in rows]
    tree = Tree(units, facts)
    planned = tuple(_plan_row(tree, fact, services) for fact in facts)
    known = {row.unit.pk for row in planned if row.unit}
    return UnitPlan(planned, sum(not unit.is_root and unit.pk not in known for unit in units))


def _plan_row(tree: Tree, facts: UnitFacts, services: dict[int, list[Service]]) -> PlannedUnit:
    unit, parent = tree.unit_of(facts), tree.parent_of(facts)
    reasons = (*facts.reasons, *tree.reasons_of(facts))
    row = PlannedUnit(facts, RowStatus.NEW, unit, parent, tree.name_of(parent), (), (), reasons)
    if unit is not None and not reasons:
        row = replace(row, changes=_compare(unit, facts, tree, parent))
        reasons = _refuse_change(row, unit)
    if reasons:
        return replace(row, status=RowStatus.BAD, changes=(), reasons=reasons)
    row = replace(row, services=_plan_services(facts.services, services.get(unit.pk, []) if unit else []))
    if unit is None:
        return row
    is_changed = row.changes or row.services
    return replace(row, status=RowStatus.CHANGED if is_changed else RowStatus.UNCHANGED)


def _refuse_change(row: PlannedUnit, unit: Unit) -> tuple[Reason, ...]:
    if row.is_dated and unit.valid_until is not None:
        sentence = gettext_noop("Unit ini akan berakhir, jadi induk dan kode wilayahnya tidak diubah lagi.")
        return ((sentence, {}),)
    return ()


def _compare(unit: Unit, facts: UnitFacts, tree: Tree, parent: Node | None) -> tuple[FieldChange, ...]:
    """Return the fields that a row states otherwise; the name only in its spelling."""
    stated = {
        "name": facts.name,
        "number": facts.number,
        "kind": facts.kind,
        "area_code": facts.area_code,
        "address": facts.address,
        "phone": facts.phone,
        "email": facts.email,
    }
    found = [
        FieldChange(field, str(getattr(unit, field) or ""), str(after))
        for field, after in stated.items()
        if after and after != getattr(unit, field)
    ]
    if parent is not None and parent != tree.parent_now(unit):
        found.append(FieldChange("parent", tree.name_of(tree.parent_now(unit)), tree.name_of(parent)))
    return tuple(found)


def _plan_services(stated: Iterable[ServiceFacts], there: Iterable[Service]) -> tuple[PlannedService, ...]:
    by_name = {normalise_name(service.name): service for service in there}
    planned = []
    for one in stated:
        service = by_name.get(normalise_name(one.name))
        if service is None:
            planned.append(
                PlannedService(None, " ".join(one.name.split()), one.channels or (), one.users_per_year)
            )
            continue
        channels = tuple(service.channels) if one.channels is None else one.channels
        users = service.users_per_year if one.users_per_year is None else one.users_per_year
        if (channels, users, True) != (tuple(service.channels), service.users_per_year, service.is_active):
            planned.append(PlannedService(service, service.name, channels, users))
    return tuple(planned)


def find_unit_import(user: User, import_id: int) -> UnitImport:
    """Return an import into an agency whose root `user` manages; NotFound `unit_import_unknown` otherwise."""
    roots = visible_units(user, Action.MANAGE_UNITS).filter(parent=None)
    joined = UnitImport.objects.select_related("agency", "applied_by")
    found: UnitImport | None = joined.filter(pk=import_id, agency__in=roots.values("agency")).first()
    if found is None:
        raise NotFound("unit_import_unknown", "Impor unit itu tidak ada, atau bukan di instansi Anda.")
    return found


def list_unit_imports(agency: Agency) -> tuple[UnitImport, ...]:
    """Return the imports of an agency that were applied, newest first, at most twenty. One query."""
    applied = UnitImport.objects.filter(agency=agency, applied_at__isnull=False)
    return tuple(applied.select_related("applied_by").defer("rows", "refused")[:20])
