"""Taking a mistaken decision about units back, while nothing depends on it."""

from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.models import ChangeKind, Unit, UnitChange, User
from puas.operations.audits import append_event
from puas.queries.unit_changes import blocked_groups, standing_changes

IN_USE = (
    "Sesudah perubahan itu sudah ada perubahan lain, survei, atau peran di unitnya, jadi tidak dapat "
    "dibatalkan. Catat perubahan baru yang mengembalikannya."
)


@transaction.atomic
def undo_change(*, group: UUID, reason: str, by: User | None) -> list[Unit]:
    """Take all rows of a decision back: names, parents, codes and ends as before, units it made removed.

    Returns the units it was about. BadInput `unit_change_reason`; NotNow `unit_change_undone` when it was
    undone already, `unit_change_in_use` when a later change or survey, or anything in a unit it made,
    depends on it.
    """
    if not reason.strip():
        raise BadInput("unit_change_reason", "Tulis mengapa perubahan ini dibatalkan.", field="alasan")
    # the units are locked before the rows are looked at: who records a change locks them too
    ids = list(UnitChange.objects.filter(group=group).values_list("unit_id", flat=True))
    list(Unit.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    rows = list(standing_changes().filter(group=group).select_related("unit", "source").order_by("-id"))
    if not rows:
        raise NotNow("unit_change_undone", "Perubahan itu sudah dibatalkan.")
    if blocked_groups(rows):
        raise NotNow("unit_change_in_use", IN_USE)
    for row in rows:
        _restore(row)
        _record(row, reason.strip()[:1000], by)
    _remove_made({row.target_id for row in rows if row.made_target})
    units = list(Unit.objects.filter(pk__in=ids).select_related("agency"))
    data = {"group": str(group), "reason": reason.strip()[:1000], "rows": [row.pk for row in rows]}
    append_event(by=by, operation="undo_change", subject=units[0], unit=units[0], data=data)
    return units


def _restore(row: UnitChange) -> None:
    """Set back what the row had changed."""
    of_unit = Unit.objects.filter(pk=row.unit_id)
    if row.event is ChangeKind.RENAME:
        of_unit.update(name=row.before)
    elif row.event is ChangeKind.RECODE:
        of_unit.update(area_code=row.before)
    elif row.event is ChangeKind.MOVE:
        of_unit.update(parent=row.source)
    if row.ends_unit:
        of_unit.update(valid_until=None)


def _record(row: UnitChange, reason: str, by: User | None) -> None:
    UnitChange.objects.create(
        unit_id=row.unit_id,
        kind=ChangeKind.UNDO.value,
        on=row.on,
        group=row.group,
        reason=reason,
        undoes=row,
        recorded_at=timezone.now(),
        recorded_by=by,
    )


def _remove_made(ids: set[int | None]) -> None:
    try:
        with transaction.atomic():
            for unit in Unit.objects.filter(pk__in=[pk for pk in ids if pk is not None]):
                unit.delete()
    except ProtectedError as error:
        raise NotNow("unit_change_in_use", IN_USE) from error
