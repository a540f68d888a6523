"""The part of the shop window that finds: agencies and units with anything published, by words of a name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, QuerySet

from puas.methodology.grades import Grade, grade_of
from puas.methodology.periods import Period
from puas.models import Publication, Unit

MOST = 50
LONGEST = 100
"""Letters of a search that are read."""


@dataclass(frozen=True)
class Hit:
    """A unit or an agency that was found, with its newest published figure (unrounded, 25..100)."""

    name: str
    slug: str
    agency_name: str
    agency_slug: str
    parent_name: str
    period: Period
    index: Fraction
    grade: Grade

    @property
    def is_agency(self) -> bool:
        return self.slug == self.agency_slug


@dataclass(frozen=True)
class Hits:
    """The best hits, and how many there are in all."""

    shown: tuple[Hit, ...]
    total: int


def search_published(text: str) -> Hits:
    """Return what has every word of `text` in its own name or its agency's, the best 50 first. Two queries;
    none without a word.

    First come names that are the text, that begin with it, that have words beginning with its words.
    """
    words = split_words(text)
    if not words:
        return Hits((), 0)
    found = list(_matching(words).values_list("id", "name", "kind"))
    found.sort(key=lambda row: _rank(row[1], row[2], words))
    best = [pk for pk, _, _ in found[:MOST]]
    newest = _newest_of(best)
    return Hits(tuple(_build_hit(newest[pk]) for pk in best), len(found))


def split_words(text: str) -> list[str]:
    """Return the words of a search in small letters; signs part words, as a name may or may not have them."""
    return re.findall(r"\w+", text[:LONGEST].casefold())


def _matching(words: Sequence[str]) -> QuerySet[Unit]:
    published = Publication.objects.filter(unit=OuterRef("pk"), replaced_by=None)
    units = Unit.objects.filter(Exists(published))
    for word in words:
        units = units.filter(Q(name__icontains=word) | Q(agency__name__icontains=word))
    return units.order_by("id")


def _rank(name: str, kind: str, words: Sequence[str]) -> tuple[object, ...]:
    """Return what sorts a name: smaller is better."""
    own = split_words(name)
    begun = sum(any(mine.startswith(word) for mine in own) for word in words)
    held = sum(any(word in mine for mine in own) for word in words)
    is_start = own[: len(words)] == list(words)
    return own != list(words), not is_start, -begun, -held, kind != "agency", len(own), name.casefold()


def _newest_of(units: Sequence[int]) -> dict[int, Publication]:
    """Return the newest publication in force of each unit. One query."""
    rows = Publication.objects.filter(unit__in=units, replaced_by=None)
    joined = rows.select_related("unit__agency", "unit__parent", "period", "result")
    light = joined.defer("result__tally", "result__parameters", "result__elements", "unit__agency__policy")
    return {row.unit_id: row for row in light.order_by("period__ends", "-period__starts")}


def _build_hit(row: Publication) -> Hit:
    unit, index = row.unit, row.result.exact_index
    grade = grade_of(index)
    assert index is not None  # a result without an index is never published
    assert grade is not None
    parent = unit.parent if unit.parent and not unit.parent.is_root else None
    return Hit(
        name=unit.name,
        slug=unit.slug,
        agency_name=unit.agency.name,
        agency_slug=unit.agency.slug,
        parent_name=parent.name if parent else "",
        period=row.period.pure,
        index=index,
        grade=grade,
    )
