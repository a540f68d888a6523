"""Searching the trail: who did what, where, when and why; within what a person may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from puas.models import AuditEvent, Plan, PlanItem, Result, Unit, User
from puas.permissions import Action, units_of

PAGE = 50
HISTORY = 30


@dataclass(frozen=True)
class Search:
    """What is looked for; "" and None leave a field open. Days are whole local days, both included.

    `before`: only events with a smaller number, to go on after a page.
    """

    actor: str = ""
    operation: str = ""
    object_type: str = ""
    object_id: int | None = None
    unit: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Found:
    """One page of events, newest first, the names of their units, and where the next page begins."""

    events: tuple[AuditEvent, ...]
    unit_names: dict[int, str]
    next_before: int | None


def readable_events(user: User) -> QuerySet[AuditEvent]:
    """Return the events of the units whose trail `user` may read, newest first.

    What belongs to no unit (an account, a salt) is for those who may read the trail of every agency.
    """
    units = units_of(user, Action.VIEW_AUDIT)
    events = AuditEvent.objects.order_by("-sequence")
    if _reads_everything(units):  # no condition: the newest are read from the end, however long the trail is
        return events
    return events.filter(unit_id__in=units.values("pk"))


def _reads_everything(units: QuerySet[Unit]) -> bool:
    roots = Unit.objects.filter(parent=None)
    return units.filter(parent=None).count() == roots.count() > 0


def search_events(user: User, search: Search) -> QuerySet[AuditEvent]:
    """Return the events that fit, newest first, none beyond what `user` may read."""
    events = readable_events(user)
    exact = {
        "operation": search.operation,
        "object_type": search.object_type,
        "object_id": search.object_id,
    }
    events = events.filter(**{name: value for name, value in exact.items() if value})
    if search.actor:
        events = events.filter(by_name__icontains=search.actor)
    if search.unit:
        named = units_of(user, Action.VIEW_AUDIT).filter(name__icontains=search.unit)
        events = events.filter(unit_id__in=list(named.values_list("pk", flat=True)))
    if search.words:
        events = events.annotate(text=Cast("data", TextField())).filter(text__icontains=search.words)
    if search.since:
        events = events.filter(at__gte=_start_of(search.since))
    if search.until:
        events = events.filter(at__lt=_start_of(search.until + timedelta(days=1)))
    return events.filter(sequence__lt=search.before) if search.before else events


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def find_events(user: User, search: Search) -> Found:
    """Return one page of what fits. Four queries, however many events there are."""
    rows = list(search_events(user, search)[: PAGE + 1])
    shown = rows[:PAGE]
    more = shown[-1].sequence if len(rows) > PAGE else None
    return Found(tuple(shown), unit_names(shown), more)


def unit_names(events: Iterable[AuditEvent]) -> dict[int, str]:
    """Return the names of the units of some events. One query."""
    ids = {event.unit_id for event in events if event.unit_id}
    return dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))


def object_history(subject: Model) -> tuple[AuditEvent, ...]:
    """Return the newest events about one object. One query; whoever sees the object may see them."""
    about = Q(object_type=subject._meta.object_name, object_id=subject.pk)
    if isinstance(subject, Result):
        about |= Q(operation="publish_result", unit_id=subject.unit_id, data__result=subject.pk)
    if isinstance(subject, Plan):
        items = PlanItem.objects.filter(plan=subject.pk).values("pk")
        about |= Q(object_type="PlanItem", object_id__in=items)
    if isinstance(subject, User):
        about |= Q(object_type="Membership", data__user=subject.pk)
    return tuple(AuditEvent.objects.filter(about).order_by("-sequence")[:HISTORY])


_PAIRS = """
WITH RECURSIVE pairs(operation, object_type) AS (
    SELECT operation, object_type FROM (
        SELECT CAST(operation AS text) AS operation, CAST(object_type AS text) AS object_type
        FROM puas_auditevent ORDER BY puas_auditevent.operation, puas_auditevent.object_type LIMIT 1
    ) AS first_one
    UNION ALL
    SELECT
        (SELECT CAST(e.operation AS text) FROM puas_auditevent AS e
         WHERE (e.operation, e.object_type) > (p.operation, p.object_type)
         ORDER BY e.operation, e.object_type LIMIT 1),
        (SELECT CAST(e.object_type AS text) FROM puas_auditevent AS e
         WHERE (e.operation, e.object_type) > (p.operation, p.object_type)
         ORDER BY e.operation, e.object_type LIMIT 1)
    FROM pairs AS p WHERE p.operation IS NOT NULL
)
SELECT operation, object_type FROM pairs WHERE operation IS NOT NULL
"""
"""Each next pair is looked up in the index: a long trail is not read for the few things that happen."""


def known_operations() -> tuple[tuple[str, str], ...]:
    """Return (operation, kind of object) of everything that ever happened here, by name. One query.

    What happened where is another question: within a person's reach there may be nothing of the kind.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        return tuple(sorted((operation, kind) for operation, kind in cursor.fetchall()))
