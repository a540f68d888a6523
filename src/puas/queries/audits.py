"""Reading the audit trail: is the chain whole, and what happened in a person's units."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from pathlib import Path

from puas.models import AuditEvent


class Fault(StrEnum):
    """What is wrong with the trail at one place; docs/adr/0028-traces.md says what finds which."""

    CHANGED = "changed"  # the content does not give the hash beside it
    MISSING = "missing"  # numbers left out
    UNLINKED = "unlinked"  # does not follow from the one before: inserted, or put elsewhere
    REWRITTEN = "rewritten"  # whole in itself, but not what was noted outside the database
    CUT = "cut"  # the last ones are gone: more was noted outside than there is


@dataclass(frozen=True)
class Break:
    """One fault: the first and last sequence number that it concerns."""

    fault: Fault
    first: int
    last: int


@dataclass(frozen=True)
class Head:
    """The last event at some moment: whoever noted it can later tell whether the trail before it changed."""

    sequence: int
    hash: str


@dataclass(frozen=True)
class ChainCheck:
    """The outcome of reading the whole chain: how many events, what does not fit, where it ends.

    `compared`: how many events were also compared with what was noted outside the database.
    """

    events: int
    breaks: tuple[Break, ...]
    head: Head | None
    compared: int

    @property
    def is_whole(self) -> bool:
        return not self.breaks

    @property
    def broken_at(self) -> int | None:
        return self.breaks[0].first if self.breaks else None


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
    if event.door:  # events from before it was kept are hashed as they were
        content["door"] = event.door
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{event.previous_hash}\n{text}".encode()).hexdigest()


def verify_chain(heads: Iterable[Head] = ()) -> ChainCheck:
    """Read every event in order and say where one was changed, removed, inserted or moved.

    Without `heads` (what was noted outside the database) a chain that was cut at its end, or computed anew
    as a whole, looks sound.
    """
    noted: dict[int, set[str]] = {}
    for head in heads:
        noted.setdefault(head.sequence, set()).add(head.hash)
    breaks: list[Break] = []
    last, count, compared = Head(0, ""), 0, 0
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        count += 1
        breaks += _look(event, last, noted.get(event.sequence))
        compared += event.sequence in noted
        last = Head(event.sequence, event.hash)
    furthest = max(noted, default=0)
    if furthest > last.sequence:
        breaks.append(Break(Fault.CUT, last.sequence + 1, furthest))
    return ChainCheck(count, tuple(breaks), last if count else None, compared)


def _look(event: AuditEvent, before: Head, noted: set[str] | None) -> Iterator[Break]:
    at = event.sequence
    if at != before.sequence + 1:
        yield Break(Fault.MISSING, before.sequence + 1, at - 1)
    elif event.previous_hash != before.hash:
        yield Break(Fault.UNLINKED, at, at)
    if event.hash != hash_event(event):
        yield Break(Fault.CHANGED, at, at)
    elif noted is not None and noted != {event.hash}:
        yield Break(Fault.REWRITTEN, at, at)


def find_head() -> Head | None:
    """Return the last event's number and hash; None for an empty trail. One query."""
    last = AuditEvent.objects.order_by("-sequence").first()
    return Head(last.sequence, last.hash) if last else None


def read_heads(path: Path) -> Iterator[Head]:
    """Yield what was noted in a file of lines "sequence hash"; a line that a crash cut off is left out."""
    with suppress(FileNotFoundError), path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            sequence, _, digest = line.rstrip("\n").partition(" ")
            if sequence.isdigit() and len(digest) == 64:
                yield Head(int(sequence), digest)
