"""Taking a table of units in: kept as a draft, looked at, applied; what is refused comes back."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.exchange.unit_tables import read_unit_table
from puas.models import Agency, ChangeKind, Service, Unit, UnitChange, UnitImport, User
from puas.operations.audits import append_event
from puas.operations.units import next_slug
from puas.queries.unit_changes import changes_about
from puas.queries.unit_imports import PlannedUnit, RowStatus, UnitPlan, plan_units
from puas.queries.unit_imports_parents import Node
from puas.queries.units import root_of

_PLAIN = ("name", "number", "kind", "area_code", "address", "phone", "email")


def receive_units(*, agency: Agency, source: Path, name: str, by: User | None) -> UnitImport:
    """Read the table in `source` and keep it as a draft; the same file again is the draft that is there.

    BadInput as `exchange.unit_tables.read_unit_table`. Changes no unit, so it is not told in the audit chain.
    """
    rows = read_unit_table(source, name)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    with transaction.atomic():
        there = UnitImport.objects.filter(agency=agency, digest=digest, applied_at=None).first()
        if there is not None:
            return there
        UnitImport.objects.filter(agency=agency, applied_at=None, created_by=by).delete()
        return UnitImport.objects.create(
            agency=agency,
            name=name[:200],
            digest=digest,
            rows=rows,
            created_at=timezone.now(),
            created_by=by,
        )


@transaction.atomic
def apply_units(*, unit_import: UnitImport, on: date, by: User | None) -> UnitImport:
    """Add and change the units of a draft, as its preview said; refused rows are kept to be handed back.

    `on`: the day from which units have their other parent or area code. NotNow `unit_import_applied`;
    BadInput `unit_change_date` for a day ahead, or before something that is recorded of such a unit. The
    number of statements does not grow with the rows.
    """
    locked: UnitImport = (
        UnitImport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=unit_import.pk)
    )
    if locked.is_applied:
        raise NotNow(
            "unit_import_applied", "Impor ini sudah diterapkan. Unggah berkasnya lagi untuk mengulang."
        )
    list(Unit.objects.select_for_update().filter(agency=locked.agency).order_by("pk").values_list("pk"))
    plan = plan_units(locked.agency, locked.rows)
    changed = plan.of(RowStatus.CHANGED)
    _require_day([row for row in changed if row.is_dated], on)
    made = _create(locked.agency, plan.of(RowStatus.NEW))
    _change(changed, made, on, locked, by)
    _store_services(plan, made)
    return _finish(locked, plan, made, by)


def _require_day(dated: Sequence[PlannedUnit], on: date) -> None:
    """Raise BadInput unless units can change on that day: not ahead, not before what is recorded."""
    units = {row.unit.pk: row.unit for row in dated if row.unit}
    if not units:
        return
    if on > timezone.localdate():
        raise BadInput(
            "unit_change_date",
            "Tanggal itu belum tiba. Catat perubahan ini pada atau sesudah hari berlakunya.",
            field="tanggal",
        )
    later = changes_about(units).filter(on__gt=on).order_by("-on").first()
    young = next((unit for unit in units.values() if unit.valid_from and unit.valid_from > on), None)
    if later is not None or young is not None:
        raise BadInput(
            "unit_change_date",
            "Pada {unit} sudah tercatat perubahan sesudah tanggal itu. Tulis tanggal yang lebih baru.",
            field="tanggal",
            unit=later.unit.name if later else young.name if young else "",
        )


def _create(agency: Agency, rows: Sequence[PlannedUnit]) -> dict[int, Unit]:
    """Create the new units, those above before those below; return them by the line of their row."""
    taken = set(Unit.objects.filter(agency=agency).values_list("slug", flat=True))
    made: dict[int, Unit] = {}
    waiting, now = list(rows), timezone.now()
    while waiting:
        ready = [row for row in waiting if row.parent and (row.parent[0] == "unit" or row.parent[1] in made)]
        assert ready, "the plan refuses rows below what is refused"
        units = []
        for row in ready:
            slug = next_slug(row.facts.name, taken)
            taken.add(slug)
            stated = {field: getattr(row.facts, field) for field in _PLAIN}
            parent = _pk_of(row.parent, made)
            units.append(Unit(agency=agency, parent_id=parent, slug=slug, created_at=now, **stated))
        created = Unit.objects.bulk_create(units)
        made |= {row.facts.line: unit for row, unit in zip(ready, created, strict=True)}
        waiting = [row for row in waiting if row.facts.line not in made]
    return made


def _pk_of(node: Node | None, made: dict[int, Unit]) -> int:
    assert node is not None
    kind, number = node
    return number if kind == "unit" else made[number].pk


def _change(
    rows: Sequence[PlannedUnit], made: dict[int, Unit], on: date, unit_import: UnitImport, by: User | None
) -> None:
    """Change units, and write down the changes that have a day."""
    history: list[UnitChange] = []
    units: list[Unit] = []
    for row in rows:
        unit = row.unit
        assert unit is not None
        if not row.changes:
            continue
        if row.is_dated:
            history += _history_of(row, unit, made)
        for change in row.changes:
            if change.field == "parent":
                unit.parent_id = _pk_of(row.parent, made)
            else:
                setattr(unit, change.field, getattr(row.facts, change.field))
        units.append(unit)
    Unit.objects.bulk_update(units, [*_PLAIN, "parent"], batch_size=200)
    for told in history:
        told.on, told.recorded_at, told.recorded_by = on, timezone.now(), by
        told.reason = f"Impor {unit_import.name}"
    UnitChange.objects.bulk_create(history)


def _history_of(row: PlannedUnit, unit: Unit, made: dict[int, Unit]) -> list[UnitChange]:
    """Return the rows of one unit's decision, still without day, reason and person."""
    group, found = uuid.uuid4(), []
    for change in row.changes:
        if change.field == "parent":
            target = _pk_of(row.parent, made)
            kind, facts = ChangeKind.MOVE, {"source_id": unit.parent_id, "target_id": target}
        elif change.field == "area_code" and change.before:
            kind, facts = ChangeKind.RECODE, {}
        else:
            continue
        found.append(
            UnitChange(
                unit_id=unit.pk,
                kind=kind.value,
                before=change.before,
                after=change.after,
                group=group,
                **facts,
            )
        )
    return found


def _store_services(plan: UnitPlan, made: dict[int, Unit]) -> None:
    new: list[Service] = []
    changed: list[Service] = []
    for row in plan.rows:
        unit = row.unit or made.get(row.facts.line)
        for planned in row.services:
            assert unit is not None
            service = planned.service or Service(unit_id=unit.pk, name=planned.name)
            service.channels, service.is_active = list(planned.channels), True
            service.users_per_year = planned.users_per_year
            (changed if planned.service else new).append(service)
    Service.objects.bulk_create(new)
    Service.objects.bulk_update(changed, ["channels", "users_per_year", "is_active"], batch_size=200)


def _finish(locked: UnitImport, plan: UnitPlan, made: dict[int, Unit], by: User | None) -> UnitImport:
    locked.counts = {status.value: count for status, count in plan.counts.items()}
    locked.refused = [
        [row.facts.line, list(row.facts.cells), [list(reason) for reason in row.reasons]]
        for row in plan.of(RowStatus.BAD)
    ]
    locked.applied_at, locked.applied_by = timezone.now(), by
    locked.save(update_fields=["counts", "refused", "applied_at", "applied_by"])
    data: dict[str, Any] = {
        "file": locked.name,
        "sha256": locked.digest,
        "counts": locked.counts,
        "created": sorted(unit.pk for unit in made.values()),
        "changed": [
            [row.unit.pk, [[change.field, change.before, change.after] for change in row.changes]]
            for row in plan.of(RowStatus.CHANGED)
            if row.unit
        ],
    }
    append_event(by=by, operation="apply_units", subject=locked, unit=root_of(locked.agency), data=data)
    return locked
