"""Reading the audit trail: is the chain whole, and what happened in a person's units."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from django.db.models import QuerySet

from puas.models import AuditEvent, User
from puas.permissions import Action, units_of


@dataclass(frozen=True)
class ChainCheck:
    """The outcome of reading the whole chain: how many events, and the first sequence number that does not
    fit.
    """

    events: int
    broken_at: int | None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def hash_event(event: AuditEvent) -> str:
    """Return SHA-256 (hex) of the previous hash and the event's content as canonical JSON."""
    content = {
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by_id": event.by_id,
        "by_name": event.by_name,
        "operation": event.operation,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "unit_id": event.unit_id,
        "data": event.data,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{event.previous_hash}\n{text}".encode()).hexdigest()


def verify_chain() -> ChainCheck:
    """Read every event in order and say whether each follows from the one before it.

    Notices a changed, removed or inserted row; it cannot notice that the last rows are missing.
    """
    previous, sequence = "", 0
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        sequence += 1
        if event.sequence != sequence or event.previous_hash != previous or event.hash != hash_event(event):
            return ChainCheck(sequence, broken_at=event.sequence)
        previous = event.hash
    return ChainCheck(sequence, broken_at=None)


def list_events(user: User) -> QuerySet[AuditEvent]:
    """Return the events of the units whose trail `user` may read, newest first."""
    return AuditEvent.objects.filter(unit_id__in=units_of(user, Action.VIEW_AUDIT)).order_by("-sequence")
