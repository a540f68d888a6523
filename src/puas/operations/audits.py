"""The trail of operations: one event each, in a chain of hashes.

Every operation but a citizen's answer appends one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from puas.models import AuditEvent, Unit, User
from puas.operations.audit_doors import door
from puas.queries.audits import hash_event

_LOCK = 0x70756173  # "puas": the advisory lock that lets one appender at a time see the last event


def append_event(
    *, by: User | None, operation: str, subject: models.Model, unit: Unit | None, data: Mapping[str, Any]
) -> AuditEvent:
    """Append one event to the chain, inside the operation's transaction and as its last act.

    Appending is serialised until that transaction ends: on PostgreSQL by an advisory lock, on SQLite by
    IMMEDIATE transactions. `by` None means a command or a scheduled job.
    """
    _wait_for_turn()
    last = AuditEvent.objects.order_by("-sequence").first()
    event = _build(Event(operation, subject, unit, data, by), last)
    event.save()
    transaction.on_commit(partial(_note_heads, [event]), robust=True)
    return event


@dataclass(frozen=True)
class Event:
    """What happened, for `append_events`."""

    operation: str
    subject: models.Model
    unit: Unit | None
    data: Mapping[str, Any]
    by: User | None


def append_events(events: Iterable[Event]) -> int:
    """Append many events in their order, as `append_event` does one; return how many."""
    _wait_for_turn()
    last = AuditEvent.objects.order_by("-sequence").first()
    rows: list[AuditEvent] = []
    for event in events:
        last = _build(event, last)
        rows.append(last)
    AuditEvent.objects.bulk_create(rows, batch_size=500)
    transaction.on_commit(partial(_note_heads, rows), robust=True)
    return len(rows)


def _build(event: Event, last: AuditEvent | None) -> AuditEvent:
    """Return the unsaved row that follows `last` in the chain."""
    row = AuditEvent(
        sequence=last.sequence + 1 if last else 1,
        at=timezone.now(),
        by_id=event.by.pk if event.by else None,
        by_name=event.by.get_username() if event.by else "",
        operation=event.operation,
        object_type=event.subject._meta.object_name or "",
        object_id=event.subject.pk,
        unit_id=event.unit.pk if event.unit else None,
        door=door.get() or None,
        data=dict(event.data),
        previous_hash=last.hash if last else "",
    )
    row.hash = hash_event(row)
    return row


def _note_heads(events: Iterable[AuditEvent]) -> None:
    """Note events outside the database, so that a trail that was cut or computed anew can be told.

    A crash between the commit and this line leaves events that only the next ones vouch for.
    """
    with settings.AUDIT_HEADS.open("a", encoding="ascii") as lines:
        lines.writelines(f"{event.sequence} {event.hash}\n" for event in events)


def _wait_for_turn() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event is written in its operation's transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
