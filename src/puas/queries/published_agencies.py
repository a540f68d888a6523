"""The part of the shop window about a whole agency in a period: who reported of whom, the elements that are
weakest in most units, and what became of the plans before.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from puas.errors import NotFound
from puas.methodology.periods import Period
from puas.methodology.priorities import lowest_values
from puas.methodology.realisation import Level, Realisation, summarise_realisations
from puas.models import Agency, Publication, Unit
from puas.queries.calendars import UnitRule, hand_down, own_rules
from puas.queries.units import in_tree_order


class Line(Protocol):
    """What is read of a published unit."""

    @property
    def elements(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def values(self) -> tuple[Fraction | None, ...]: ...


@dataclass(frozen=True)
class MissingUnit:
    """A unit without a published result. `newest`: its last published period, None when there is none."""

    name: str
    slug: str
    parent_name: str
    newest: Period | None


@dataclass(frozen=True)
class Reporting:
    """Who published of whom in a period: the units that exist in it and that the calendar does not leave
    out.
    """

    reported: int
    missing: tuple[MissingUnit, ...]

    @property
    def expected(self) -> int:
        return self.reported + len(self.missing)


@dataclass(frozen=True)
class WeakElement:
    """An element and in how many units it is among the three lowest."""

    key: str
    name: str
    units: int


@dataclass(frozen=True)
class PublishedRealisations:
    """What became of the plans before, over the units of a period: how many units at each level, and k of n
    of those whose plans were counted here.
    """

    levels: Mapping[Level, int]
    total: Realisation

    @property
    def known(self) -> int:
        """How many units say it."""
        return sum(self.levels.values()) - self.levels[Level.UNKNOWN]


def published_slugs(agency_slug: str, period_code: str) -> frozenset[str]:
    """Return the slugs of the units that published in a period. One query."""
    chosen = Publication.objects.filter(
        unit__agency__slug=agency_slug, unit__parent__isnull=False, period__code=period_code, replaced_by=None
    )
    return frozenset(chosen.values_list("unit__slug", flat=True))


def published_reporting(agency_slug: str, period: Period, known: Collection[str]) -> Reporting:
    """Return who reported; `known`: slugs of the published units of the period. At most four queries.

    A unit that published counts whatever the calendar says. Where the calendar says nothing, every unit that
    exists is expected.
    """
    agency = Agency.objects.get(slug=agency_slug)
    units = list(Unit.objects.filter(agency=agency).defer("created_at"))
    rules = hand_down(units, own_rules(agency), {})
    by_id = {unit.pk: unit for unit in units}
    missing = [
        row.unit
        for row in in_tree_order(units)
        if row.unit.slug not in known and _is_expected(row.unit, rules[row.unit.pk], period)
    ]
    newest = _newest_of(missing, period) if missing else {}
    return Reporting(len(known), tuple(_build_missing(unit, by_id, newest) for unit in missing))


def _is_expected(unit: Unit, rule: UnitRule, period: Period) -> bool:
    is_left_out = bool(rule.kind) and not rule.surveys_in(period.kind)
    return not unit.is_root and unit.exists_during(period.starts, period.ends) and not is_left_out


def _newest_of(units: Sequence[Unit], period: Period) -> dict[int, Period]:
    """Return, by unit, the last published period before `period` ends."""
    rows = Publication.objects.filter(unit__in=units, replaced_by=None, period__ends__lte=period.ends)
    ordered = rows.select_related("period").order_by("period__ends", "-period__starts")
    return {row.unit_id: row.period.pure for row in ordered.defer("reason")}


def _build_missing(unit: Unit, by_id: Mapping[int, Unit], newest: Mapping[int, Period]) -> MissingUnit:
    parent = by_id.get(unit.parent_id or 0)
    above = parent.name if parent and not parent.is_root else ""
    return MissingUnit(unit.name, unit.slug, above, newest.get(unit.pk))


def count_weak_elements(lines: Sequence[Line]) -> tuple[WeakElement, ...]:
    """Return every element of `lines`, the one that is weak in most units first; ties by its number."""
    names: dict[str, str] = {}
    weak: Counter[str] = Counter()
    for line in lines:
        names |= dict(line.elements)
        keys = [key for key, _ in line.elements]
        weak.update(lowest_values(list(zip(keys, line.values, strict=True))))
    ordered = sorted(names, key=lambda key: -weak[key])
    return tuple(WeakElement(key, names[key], weak[key]) for key in ordered)


def published_realisations(agency_slug: str, period_code: str) -> PublishedRealisations:
    """Return what the published results of a period say of the plans before. One query."""
    chosen = Publication.objects.filter(
        unit__agency__slug=agency_slug, unit__parent__isnull=False, period__code=period_code, replaced_by=None
    )
    rows = list(chosen.values_list("result__realisation", "result__parameters__realisation"))
    levels = summarise_realisations(Fraction(percent) if percent else None for percent, _ in rows)
    counted = [plan for _, plan in rows if plan]
    total = Realisation(sum(one["done"] for one in counted), sum(one["planned"] for one in counted))
    return PublishedRealisations(levels, total)


def require_published(agency: str, period: Period, periods: Sequence[Period]) -> None:
    """Raise NotFound `period_unpublished` unless the agency (its name) published something in `period`."""
    if period not in periods:
        raise NotFound(
            "period_unpublished",
            "{agency} belum menerbitkan hasil untuk {period}. Pilih periode lain dari halaman instansi ini.",
            agency=agency,
            period=period.label,
        )
