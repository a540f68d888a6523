"""Minutes of public consultation forums: written down, and corrected while their result is not published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.models import Forum, ForumGroup, Period, Publication, Unit, User
from puas.operations.audits import append_event

LONGEST_SUMMARY = 10_000
MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Minutes:
    """What was written down. `participants` has the number of people by group; groups without any are
    left out.
    """

    held_on: date | None
    participants: Mapping[ForumGroup, int]
    summary: str
    place: str = ""


def find_minutes_faults(minutes: Minutes, today: date) -> tuple[BadInput, ...]:
    """Return everything that is wrong with `minutes`, each with its `field`."""
    faults = []
    if minutes.held_on is None or minutes.held_on > today:
        faults.append(BadInput("forum_date", "Tulis tanggal forum yang sudah berlangsung.", field="tanggal"))
    counts = minutes.participants.values()
    if not sum(counts) or not all(0 <= count <= MOST_PEOPLE for count in counts):
        faults.append(
            BadInput(
                "forum_people", "Tulis banyaknya peserta, paling sedikit dari satu unsur.", field="peserta"
            )
        )
    if not 1 <= len(minutes.summary.strip()) <= LONGEST_SUMMARY:
        faults.append(
            BadInput(
                "forum_summary",
                "Tulis ringkasan pembahasan dan kesepakatannya (1 sampai {most} huruf).",
                field="ringkasan",
                most=LONGEST_SUMMARY,
            )
        )
    return tuple(faults)


@transaction.atomic
def record_forum(*, unit: Unit, period: Period, minutes: Minutes, by: User | None) -> Forum:
    """Write down a forum about a unit's result of `period`.

    BadInput with `field`: `forum_date`, `forum_people`, `forum_summary`.
    """
    now = timezone.now()
    made = {"created_at": now, "created_by": by}
    forum = Forum.objects.create(unit=unit, period=period, **made, **_fields(minutes, by))
    append_event(by=by, operation="record_forum", subject=forum, unit=unit, data=_describe(forum))
    return forum


@transaction.atomic
def correct_forum(*, forum: Forum, minutes: Minutes, by: User | None) -> Forum:
    """Write minutes anew. Errors as in `record_forum`; NotNow `forum_published`."""
    stored = Forum.objects.select_for_update(of=("self",)).select_related("unit", "period").get(pk=forum.pk)
    if Publication.objects.filter(unit=stored.unit, period=stored.period).exists():
        raise NotNow(
            "forum_published",
            "Hasil periode ini sudah terbit bersama notulennya, jadi notulen ini tidak berubah lagi. "
            "Catat forum "
            "baru bila ada pertemuan lain.",
        )
    before = _describe(stored)
    for name, value in _fields(minutes, by).items():
        setattr(stored, name, value)
    stored.save()
    data = {"before": before, "after": _describe(stored)}
    append_event(by=by, operation="correct_forum", subject=stored, unit=stored.unit, data=data)
    return stored


def _fields(minutes: Minutes, by: User | None) -> dict[str, Any]:
    for fault in find_minutes_faults(minutes, timezone.localdate()):
        raise fault
    return {
        "held_on": minutes.held_on,
        "place": " ".join(minutes.place.split())[:200],
        "participants": {group.value: count for group, count in minutes.participants.items() if count},
        "summary": minutes.summary.strip(),
        "changed_at": timezone.now(),
        "changed_by": by,
    }


def _describe(forum: Forum) -> dict[str, Any]:
    return {
        "period": forum.period.code,
        "held_on": forum.held_on.isoformat(),
        "place": forum.place,
        "participants": forum.participants,
        "summary": forum.summary,
    }
