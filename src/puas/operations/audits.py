"""The trail of operations: one event each, in a chain of hashes.

Every operation but a citizen's answer appends one.
"""

from collections.abc import Mapping
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
    event = AuditEvent(
        sequence=last.sequence + 1 if last else 1,
        at=timezone.now(),
        by_id=by.pk if by else None,
        by_name=by.get_username() if by else "",
        operation=operation,
        object_type=subject._meta.object_name or "",
        object_id=subject.pk,
        unit_id=unit.pk if unit else None,
        door=door.get() or None,
        data=dict(data),
        previous_hash=last.hash if last else "",
    )
    event.hash = hash_event(event)
    event.save()
    transaction.on_commit(partial(_note_head, event.sequence, event.hash), robust=True)
    return event


def _note_head(sequence: int, digest: str) -> None:
    """Note the event outside the database, so that a trail that was cut or computed anew can be told.

    A crash between the commit and this line leaves one event that only the next ones vouch for.
    """
    with settings.AUDIT_HEADS.open("a", encoding="ascii") as lines:
        lines.write(f"{sequence} {digest}\n")


def _wait_for_turn() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event is written in its operation's transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
