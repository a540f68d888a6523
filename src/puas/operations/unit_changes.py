"""What happens to units: renamed, moved, given another code, merged, split, closed; each from a day on.

Results, surveys and roles stay with the unit that had them. One decision is one `group` of rows.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotNow
from puas.lifecycles import SurveyState
from puas.methodology.units import normalise_name, parse_area_code
from puas.models import ChangeKind, Survey, Unit, UnitChange, User
from puas.operations.audits import append_event
from puas.operations.units import create_unit
from puas.queries.unit_changes import changes_about, ids_below, touched_by


class Decision:
    """One decision that is being recorded: its day, reason, who and when, and the rows so far."""

    def __init__(self, on: date, reason: str, by: User | None) -> None:
        if not reason.strip():
            raise BadInput(
                "unit_change_reason",
                "Tulis dasar perubahan ini, misalnya nomor peraturan daerah atau surat keputusan.",
                field="alasan",
            )
        self.on, self.reason, self.by = on, reason.strip()[:1000], by
        self.group, self.recorded_at = uuid.uuid4(), timezone.now()
        self.rows: list[UnitChange] = []

    def add(self, unit: Unit, kind: ChangeKind, **facts: Any) -> None:
        """Add a row about `unit`."""
        self.rows.append(
            UnitChange(
                unit=unit,
                kind=kind.value,
                on=self.on,
                group=self.group,
                reason=self.reason,
                recorded_at=self.recorded_at,
                recorded_by=self.by,
                **facts,
            )
        )

    def store(self) -> list[UnitChange]:
        """Write the rows."""
        return [UnitChange.objects.create(**_facts_of(row)) for row in self.rows]


def _facts_of(row: UnitChange) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname != "id"
    }


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, on: date, reason: str, by: User | None) -> Unit:
    """Give a unit another name from `on`; earlier periods keep the old one. BadInput `unit_name`,
    `unit_change_same`, `unit_change_date`, `unit_change_reason`; NotNow `unit_root`, `unit_ended`.
    """
    unit, decision = _take(unit), Decision(on, reason, by)
    name = " ".join(name.split())[:200]
    if not name:
        raise BadInput("unit_name", "Nama unit harus diisi.", field="nama")
    _require_changed(unit.name, name, "nama")
    _require_day(unit, on, ChangeKind.RENAME)
    decision.add(unit, ChangeKind.RENAME, before=unit.name, after=name)
    unit.name = name
    unit.save(update_fields=["name"])
    return _finish(decision, unit, "rename_unit")


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit, on: date, reason: str, by: User | None) -> Unit:
    """Put a unit under another one of the same agency from `on`. BadInput `unit_parent` for one below
    itself, of another agency or that has ended; else as `rename_unit`.
    """
    unit, decision = _take(unit), Decision(on, reason, by)
    _require_day(unit, on, ChangeKind.MOVE)
    require_parent(unit, parent, on)
    _require_changed(unit.parent_id, parent.pk, "induk")
    _move(decision, unit, parent)
    return _finish(decision, unit, "move_unit")


def require_parent(unit: Unit, parent: Unit, on: date) -> None:
    """Raise BadInput `unit_parent` unless `unit` can stand under `parent` from `on`."""
    if parent.agency_id != unit.agency_id or parent.pk in ids_below(unit, timezone.localdate()):
        raise BadInput(
            "unit_parent_below",
            "{unit} tidak dapat berada di bawah {parent}: pilih unit lain dari instansi yang sama.",
            field="induk",
            unit=unit.name,
            parent=parent.name,
        )
    if not parent.exists_during(on, on):
        raise BadInput(
            "unit_parent_ended",
            "{parent} tidak ada pada tanggal itu, jadi tidak dapat menjadi induk.",
            field="induk",
            parent=parent.name,
        )


def _move(decision: Decision, unit: Unit, parent: Unit) -> None:
    old = unit.parent
    assert old is not None
    decision.add(unit, ChangeKind.MOVE, source=old, target=parent, before=old.name, after=parent.name)
    unit.parent = parent
    unit.save(update_fields=["parent"])


@transaction.atomic
def recode_unit(*, unit: Unit, area_code: str, on: date, reason: str, by: User | None) -> Unit:
    """Give a unit that has an area code another one from `on`; refusals as `rename_unit`."""
    unit, decision = _take(unit), Decision(on, reason, by)
    code = parse_area_code(area_code)
    if not unit.area_code or not code:
        raise BadInput(
            "unit_recode",
            "Tulis kode wilayah yang baru. Kode yang pertama diisi di “Ubah data unit”.",
            field="kode",
        )
    _require_changed(unit.area_code, code, "kode")
    _require_day(unit, on, ChangeKind.RECODE)
    decision.add(unit, ChangeKind.RECODE, before=unit.area_code, after=code)
    unit.area_code = code
    unit.save(update_fields=["area_code"])
    return _finish(decision, unit, "recode_unit")


@transaction.atomic
def merge_units(
    *,
    units: Sequence[Unit],
    on: date,
    reason: str,
    by: User | None,
    into: Unit | None = None,
    new_name: str = "",
) -> Unit:
    """Let `units` go into another from `on`: one that exists, or a new one beside the first of them.

    What stands below them moves along; their results, surveys and roles stay with them. Returns the unit
    they went into. BadInput `unit_merge` without sources or with the target among them; NotNow
    `unit_has_later_surveys`; else as `rename_unit`.
    """
    decision = Decision(on, reason, by)
    sources = [_take(unit) for unit in units]
    if not sources or (into is not None and into.pk in {unit.pk for unit in sources}):
        raise BadInput("unit_merge", "Pilih unit lain sebagai tujuan penggabungan.", field="tujuan")
    for unit in sources:
        _require_end(unit, on, ChangeKind.MERGE)
    target = _take(into) if into else _create_beside(sources[0], new_name, decision)
    children = Unit.objects.filter(parent__in=sources).exclude(pk__in=[target.pk, *(u.pk for u in sources)])
    for source in sources:
        require_parent(source, target, on)
    if into is not None:
        _require_day(target, on, ChangeKind.MERGE)
    for child in children.select_related("parent").order_by("id"):
        if child.valid_until is None or child.valid_until >= on:
            _require_day(child, on, ChangeKind.MOVE)
            _move(decision, child, target)
    for source in sources:
        decision.add(
            source,
            ChangeKind.MERGE,
            target=target,
            before=source.name,
            after=target.name,
            ends_unit=True,
            made_target=into is None,
        )
        _end(source, on)
    return _finish(decision, target, "merge_units")


@transaction.atomic
def split_unit(
    *,
    unit: Unit,
    new_names: Sequence[str],
    on: date,
    reason: str,
    by: User | None,
    stays: bool = False,
) -> list[Unit]:
    """Let new units come out of `unit` from `on`, beside it; `stays`: the unit itself goes on.

    BadInput `unit_split` without a name (with fewer than two when the unit ends); NotNow
    `unit_has_children` when it would end above others; else as `merge_units`.
    """
    unit, decision = _take(unit), Decision(on, reason, by)
    names = [name for name in dict.fromkeys(" ".join(name.split()) for name in new_names) if name]
    if len(names) < (1 if stays else 2):
        raise BadInput(
            "unit_split",
            "Tulis nama unit-unit barunya, satu baris satu nama; paling sedikit dua bila unit lama berakhir.",
            field="nama",
        )
    if stays:
        _require_day(unit, on, ChangeKind.SPLIT)
    else:
        _require_end(unit, on, ChangeKind.SPLIT)
        _require_childless(unit, on)
    made = [_create_beside(unit, name, decision) for name in names]
    for new in made:
        decision.add(
            unit,
            ChangeKind.SPLIT,
            target=new,
            before=unit.name,
            after=new.name,
            ends_unit=not stays,
            made_target=True,
        )
    if not stays:
        _end(unit, on)
    _finish(decision, unit, "split_unit")
    return made


@transaction.atomic
def close_unit(*, unit: Unit, on: date, reason: str, by: User | None) -> Unit:
    """Let a unit end: `on` is the first day without it, and may be ahead. Refusals as `split_unit`."""
    unit, decision = _take(unit), Decision(on, reason, by)
    _require_end(unit, on, ChangeKind.CLOSE)
    _require_childless(unit, on)
    decision.add(unit, ChangeKind.CLOSE, before=unit.name, ends_unit=True)
    _end(unit, on)
    return _finish(decision, unit, "close_unit")


def _take(unit: Unit) -> Unit:
    """Return the unit as it is now, locked; NotNow `unit_root` for the agency itself."""
    taken = Unit.objects.select_for_update(of=("self",)).select_related("agency", "parent").get(pk=unit.pk)
    if taken.is_root:
        raise NotNow(
            "unit_root",
            "{unit} adalah instansi itu sendiri, jadi tidak dapat dipindah, digabung, dipecah, ditutup, atau "
            "berganti nama di sini. Administrator mengubah nama instansi.",
            unit=unit.name,
        )
    return taken


def _create_beside(unit: Unit, name: str, decision: Decision) -> Unit:
    """Create a unit of the same kind under the same parent, there from the day of the decision."""
    twins = Unit.objects.filter(agency=unit.agency, parent=unit.parent_id)
    if normalise_name(name) in {normalise_name(twin.name) for twin in twins}:
        raise Conflict(
            "unit_name_taken",
            "Di bawah induk yang sama sudah ada unit bernama “{name}”. Pilih unit itu, atau pakai nama lain.",
            field="nama",
            name=name,
        )
    return create_unit(
        agency=unit.agency,
        name=name,
        parent=unit.parent,
        kind=unit.kind,
        area_code=unit.area_code,
        valid_from=decision.on,
        by=decision.by,
    )


def _end(unit: Unit, on: date) -> None:
    unit.valid_until = on - timedelta(days=1)
    unit.save(update_fields=["valid_until"])


def _require_changed(before: object, after: object, field: str) -> None:
    if before == after:
        raise BadInput("unit_change_same", "Isinya sama dengan yang sekarang.", field=field)


def _require_day(unit: Unit, on: date, kind: ChangeKind, *, ends: bool = False) -> None:
    """Raise unless `unit` exists on `on`, nothing later is recorded about it, and the day is not ahead.

    Only an end may be ahead: what pages show of a unit is always what it is today.
    """
    if unit.valid_until is not None:
        raise NotNow(
            "unit_ended",
            "{unit} berakhir pada {day}, jadi tidak berubah lagi. Batalkan dahulu penutupannya bila keliru.",
            unit=unit.name,
            day=unit.valid_until.strftime("%d-%m-%Y"),
        )
    later = changes_about([unit.pk]).order_by("-on", "-id")
    last = max((row.on for row in later if unit.pk in touched_by(row)), default=unit.valid_from)
    is_before = last is not None and (on < last or (ends and on == unit.valid_from))
    is_ahead = on > timezone.localdate() and kind is not ChangeKind.CLOSE
    if is_before or is_ahead:
        raise BadInput(
            "unit_change_date",
            "Tanggal itu belum tiba. Catat perubahan ini pada atau sesudah hari berlakunya."
            if is_ahead
            else "Tanggal itu sebelum unit ini ada, atau sebelum perubahan terakhirnya. Tulis tanggal "
            "sesudahnya.",
            field="tanggal",
        )


def _require_end(unit: Unit, on: date, kind: ChangeKind) -> None:
    """Raise unless `unit` can end before `on`: nothing of a period after that has been answered or shown."""
    _require_day(unit, on, kind, ends=True)
    later = Survey.objects.filter(unit=unit, period__starts__gte=on).exclude(state=SurveyState.PLANNED)
    if later.exists():
        raise NotNow(
            "unit_has_later_surveys",
            "{unit} punya survei dari periode sesudah tanggal itu. Tulis tanggal yang lebih baru.",
            unit=unit.name,
        )


def _require_childless(unit: Unit, on: date) -> None:
    below = [child.name for child in unit.children.all() if child.exists_during(on, on)]
    if below:
        raise NotNow(
            "unit_has_children",
            "Di bawah {unit} masih ada {children}. Pindahkan atau tutup dahulu.",
            unit=unit.name,
            children=", ".join(below[:3]) + (" …" if len(below) > 3 else ""),
        )


def _finish(decision: Decision, unit: Unit, operation: str) -> Unit:
    """Write the rows and the one event, and return `unit`."""
    decision.store()
    rows: Iterable[UnitChange] = decision.rows
    data = {
        "group": str(decision.group),
        "on": decision.on.isoformat(),
        "reason": decision.reason,
        "rows": [
            [row.kind, row.unit_id, row.source_id, row.target_id, row.before, row.after] for row in rows
        ],
    }
    append_event(by=decision.by, operation=operation, subject=unit, unit=unit, data=data)
    return unit
