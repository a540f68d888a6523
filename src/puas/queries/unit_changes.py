"""What happened to units: names, parents and codes of a day, and what a person may still take back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from puas.errors import NotFound
from puas.models import Agency, ChangeKind, Survey, Unit, UnitChange, User
from puas.permissions import Action
from puas.queries.units import visible_units


@dataclass(frozen=True)
class Happening:
    """What one decision meant for a unit, as a sentence needs it.

    `others`: the names of the units it went into or that came out of it, or (`is_subject` false) that came
    into it or that it came out of. `ends_unit`: the unit's last day is the one before `on`.
    """

    kind: ChangeKind
    on: date
    before: str
    after: str
    others: tuple[str, ...]
    is_subject: bool
    ends_unit: bool


@dataclass(frozen=True)
class ChangeLine:
    """One decision as the office shows it in the history of a unit."""

    group: UUID
    what: Happening
    reason: str
    by: str
    recorded_at: datetime
    can_undo: bool


def standing_changes() -> QuerySet[UnitChange]:
    """Return the changes in force: neither undone nor an undoing."""
    return UnitChange.objects.filter(undone_by=None).exclude(kind=ChangeKind.UNDO.value)


def changes_about(units: Iterable[int]) -> QuerySet[UnitChange]:
    """Return the changes in force in which any of `units` (ids) is the subject or the target."""
    ids = list(units)
    return standing_changes().filter(Q(unit__in=ids) | Q(target__in=ids))


def unit_changes(unit: Unit) -> tuple[ChangeLine, ...]:
    """Return what happened to a unit, newest first. At most three queries."""
    groups = history_of(unit, "recorded_by")
    blocked = blocked_groups([row for rows in groups for row in rows]) if groups else set()
    return tuple(
        ChangeLine(
            group=rows[0].group,
            what=describe(unit, rows),
            reason=rows[0].reason,
            by=rows[0].recorded_by.get_username() if rows[0].recorded_by else "",
            recorded_at=rows[0].recorded_at,
            can_undo=rows[0].group not in blocked,
        )
        for rows in groups
    )


def has_history(unit: Unit) -> bool:
    """Say whether anything was ever recorded about a unit: most have nothing, and asking is cheap."""
    return UnitChange.objects.filter(Q(unit=unit.pk) | Q(target=unit.pk)).exists()


def history_of(unit: Unit, *joined: str) -> list[list[UnitChange]]:
    """Return the changes about a unit (`joined` with it), one list a decision, newest first. One query.

    What moved under it is told at the units that moved.
    """
    found = changes_about([unit.pk]).exclude(kind=ChangeKind.MOVE.value, target=unit.pk)
    groups: dict[UUID, list[UnitChange]] = {}
    for change in found.select_related("unit", "target", *joined).order_by("-on", "-id"):
        groups.setdefault(change.group, []).append(change)
    return list(groups.values())


def describe(unit: Unit, rows: Sequence[UnitChange]) -> Happening:
    """Return what the rows of one decision meant for `unit`."""
    first = rows[0]
    is_subject = first.unit_id == unit.pk
    is_between = first.kind in (ChangeKind.MERGE, ChangeKind.SPLIT)
    others = [row.after if is_subject else row.before for row in reversed(rows)]
    return Happening(
        kind=first.event,
        on=first.on,
        before=first.before,
        after=first.after,
        others=tuple(dict.fromkeys(others)) if is_between else (),
        is_subject=is_subject,
        ends_unit=is_subject and first.ends_unit,
    )


def blocked_groups(found: Sequence[UnitChange]) -> set[UUID]:
    """Return the decisions of `found` that something came after: a later one, or a survey. Two queries."""
    ids = {pk for row in found for pk in (row.unit_id, row.target_id) if pk is not None}
    newest: dict[int, tuple[int, UUID]] = {}
    for row in changes_about(ids).order_by("id"):
        for pk in touched_by(row):
            newest[pk] = (row.pk, row.group)
    planned = dict(
        Survey.objects.filter(unit__in=ids).order_by("created_at").values_list("unit_id", "created_at")
    )
    blocked = set()
    for row in found:
        for pk in touched_by(row):
            later = pk in newest and newest[pk][1] != row.group
            used = pk in planned and planned[pk] > row.recorded_at
            if later or used:
                blocked.add(row.group)
    return blocked


def touched_by(row: UnitChange) -> tuple[int, ...]:
    """Return the ids of the units whose own facts a change set: the subject, and what it went into."""
    into = row.target_id if row.kind in (ChangeKind.MERGE, ChangeKind.SPLIT) else None
    return (row.unit_id,) if into is None else (row.unit_id, into)


def find_group(user: User, group: UUID) -> tuple[UnitChange, ...]:
    """Return the rows of a decision in force, all of whose units `user` manages; NotFound for any other."""
    rows = tuple(standing_changes().filter(group=group).select_related("unit__agency", "source", "target"))
    ids = {pk for row in rows for pk in (row.unit_id, row.source_id, row.target_id) if pk is not None}
    managed = visible_units(user, Action.MANAGE_UNITS).filter(pk__in=ids).count()
    if not rows or managed != len(ids):
        raise NotFound("unit_change_unknown", "Perubahan itu tidak ada, atau bukan di unit Anda.")
    return rows


def moves_in(agency: Agency) -> tuple[UnitChange, ...]:
    """Return the moves of the units of an agency, the newest first. One query."""
    moves = standing_changes().filter(kind=ChangeKind.MOVE.value, unit__agency=agency)
    return tuple(moves.order_by("-on", "-id"))


def moved_since(moves: Iterable[UnitChange], day: date) -> dict[int, int | None]:
    """Return {unit id: id of its parent on `day`} of the units that moved after it; `moves` newest first."""
    return {move.unit_id: move.source_id for move in moves if move.on > day}


def parents_at(agency: Agency, day: date) -> dict[int, int | None]:
    """Return {unit id: id of its parent on `day`} of every unit of an agency. Two queries."""
    parents: dict[int, int | None] = dict(Unit.objects.filter(agency=agency).values_list("pk", "parent_id"))
    return parents | moved_since(moves_in(agency), day)


def ids_below(unit: Unit, day: date) -> set[int]:
    """Return the ids of `unit` and of what stood below it on `day`. Two queries."""
    children: dict[int | None, list[int]] = {}
    for pk, parent_id in parents_at(unit.agency, day).items():
        children.setdefault(parent_id, []).append(pk)
    found, waiting = set(), [unit.pk]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += children.get(pk, [])
    return found


def name_at(unit: Unit, day: date) -> str:
    """Return what `unit` was called on `day`. One query."""
    later = standing_changes().filter(unit=unit, kind=ChangeKind.RENAME.value, on__gt=day)
    first = later.order_by("on", "id").first()
    return first.before if first else unit.name


def code_at(unit: Unit, day: date) -> str:
    """Return the area code of `unit` on `day`. One query."""
    later = standing_changes().filter(unit=unit, kind=ChangeKind.RECODE.value, on__gt=day)
    first = later.order_by("on", "id").first()
    return first.before if first else unit.area_code
