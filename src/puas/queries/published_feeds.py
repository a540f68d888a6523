"""The part of the shop window for programs: newest publications, every address, the present state."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache

from django.db import connection

from puas.errors import NotFound
from puas.methodology.grades import Grade, grade_of
from puas.methodology.periods import Period
from puas.models import Publication
from puas.models.audits import SHOWN_TYPES

NEWEST = 100


@dataclass(frozen=True)
class Release:
    """One publication as a feed tells it; `index` is unrounded, 25..100."""

    agency_name: str
    agency_slug: str
    unit_name: str
    unit_slug: str
    period: Period
    version: int
    published_at: datetime
    reason: str
    index: Fraction
    grade: Grade


@cache
def write_state(vendor: str) -> str:
    """Return the query of `published_state`. The types stand in it as they are, and SQLite is told by which
    index to look: one with a condition serves no query with parameters, and SQLite would prefer another.
    """
    hint = "indexed by audit_event_shown" if vendor == "sqlite" else ""
    return f"""
    select (select max(id) from puas_publication),
           (select published_at from puas_publication order by id desc limit 1),
           (select max(sequence) from puas_auditevent {hint} where object_type in {SHOWN_TYPES})
    """  # noqa: S608 - constants


def published_state() -> str:
    """Return what changes whenever a published page may: the newest publication with its time, and the newest
    event about units, agencies, services or calendars. One plain query: every visit of a public page asks it.
    """
    with connection.cursor() as cursor:
        cursor.execute(write_state(connection.vendor))
        return repr(cursor.fetchone())


def newest_releases(agency_slug: str) -> tuple[Release, ...]:
    """Return an agency's newest 100 publications, newest first; NotFound `agency_unpublished`. One query."""
    chosen = Publication.objects.filter(unit__agency__slug=agency_slug).order_by("-id")
    rows = chosen.select_related("unit__agency", "period", "result").defer("result__tally")[:NEWEST]
    releases = tuple(_build_release(row) for row in rows)
    if not releases:
        raise NotFound("agency_unpublished", "Instansi “{slug}” belum menerbitkan hasil.", slug=agency_slug)
    return releases


def _build_release(row: Publication) -> Release:
    unit, index = row.unit, row.result.exact_index
    grade = grade_of(index)
    assert index is not None  # a result without an index is never published
    assert grade is not None
    return Release(
        agency_name=unit.agency.name,
        agency_slug=unit.agency.slug,
        unit_name=unit.name,
        unit_slug=unit.slug,
        period=row.period.pure,
        version=row.version,
        published_at=row.published_at,
        reason=row.reason,
        index=index,
        grade=grade,
    )


def published_addresses() -> tuple[tuple[str, str, str, datetime], ...]:
    """Return agency, unit, period and day of every publication in force, by address. One query."""
    names = ("unit__agency__slug", "unit__slug", "period__code", "published_at")
    return tuple(Publication.objects.filter(replaced_by=None).order_by(*names).values_list(*names))
