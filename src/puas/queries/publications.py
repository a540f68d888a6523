"""The shop window: what is published, and only that. Public doors read nothing else.

Every function returns frozen values; the publication in force is the one that nothing replaces.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from puas.errors import NotFound
from puas.methodology.grades import Grade, grade_of
from puas.methodology.indices import Weighting
from puas.methodology.periods import Period, parse_period
from puas.methodology.priorities import lowest_values
from puas.models import ChangeKind, Publication, Result, Unit, UnitChange
from puas.queries.published_agencies import (
    count_weak_elements as count_weak_elements,
    published_realisations as published_realisations,
    published_reporting as published_reporting,
    published_slugs as published_slugs,
    require_published as require_published,
)
from puas.queries.published_feeds import (
    Release as Release,
    newest_releases as newest_releases,
    published_addresses as published_addresses,
    published_state as published_state,
)
from puas.queries.published_groups import PublishedGroups as PublishedGroups, published_groups
from puas.queries.published_methods import published_method as published_method
from puas.queries.published_newest import Figure as Figure, published_figure as published_figure
from puas.queries.published_plans import (
    PublishedPlan,
    PublishedRealisation,
    build_realisation,
    published_plan,
)
from puas.queries.published_reports import (
    KnownReport as KnownReport,
    PublishedDocument,
    find_known_report as find_known_report,
    published_documents,
)
from puas.queries.published_searches import search_published as search_published
from puas.queries.published_trends import (
    Before as Before,
    TrendPoint as TrendPoint,
    build_trend,
    find_before,
    margins_of,
)
from puas.queries.result_changes import find_instruments
from puas.queries.unit_changes import Happening, describe, has_history, history_of, standing_changes

EXAMPLE = "demonstration"
"""The mark in an agency's policy that its figures are an example."""


@dataclass(frozen=True)
class PublishedElement:
    """One element: how many answered (None for averages), mean 1..4 and value 25..100, unrounded."""

    key: str
    name: str
    answered: int | None
    mean: Fraction | None
    value: Fraction | None


@dataclass(frozen=True)
class PublishedExclusions:
    """Stored answers that a result leaves out: those that somebody decided about, and corrected ones.

    `index_with`: what the index would be with the first kind, unrounded; None when there is none of it.
    """

    flagged: int
    corrected: int
    index_with: Fraction | None


@dataclass(frozen=True)
class PublishedResult:
    """A published index and everything it follows from. `index` is unrounded, 25..100.

    `margin` is in points at 95 %; None for averages, for which the regulation's figures leave it unknown.
    `excluding_parts`: how many results in an average leave answers out; each states its own.
    """

    id: int
    index: Fraction
    grade: Grade
    elements: tuple[PublishedElement, ...]
    priorities: tuple[str, ...]
    respondents: int | None
    methods: tuple[str, ...]
    basis: str
    rule: str
    rule_name: str
    weighting: Weighting
    instruments: tuple[str, ...]
    engine: str
    input_count: int
    input_hash: str
    computed_at: datetime
    margin: Decimal | None
    excluded: PublishedExclusions | None
    excluding_parts: int
    realisation: PublishedRealisation


@dataclass(frozen=True)
class Version:
    """One publication of a unit and period, the first or a correction of the one before."""

    number: int
    published_at: datetime
    reason: str
    index: Fraction
    in_force: bool


@dataclass(frozen=True)
class AgencyCard:
    """An agency in the list: its newest period with anything published, and its own index there, if
    published.
    """

    name: str
    slug: str
    area_code: str
    period: Period
    index: Fraction | None
    grade: Grade | None
    units: int


@dataclass(frozen=True)
class UnitLine:
    """A unit's published index among those of its agency.

    `parent` is the slug of the unit above, "" at the top. `elements`: key and name of each of `values`.
    """

    name: str
    slug: str
    parent: str
    parent_name: str
    number: int | None
    index: Fraction
    grade: Grade
    respondents: int | None
    methods: tuple[str, ...]
    values: tuple[Fraction | None, ...]
    version: int
    elements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AgencyPage:
    """An agency: every period with something published (newest first), and its own trend (oldest first).

    `is_example`: its answers were drawn for a demonstration; every page has to say so.
    """

    name: str
    slug: str
    area_code: str
    is_example: bool
    periods: tuple[Period, ...]
    trend: tuple[TrendPoint, ...]


@dataclass(frozen=True)
class RelatedUnit:
    """A unit that another went into or came out of; `period` is its newest published one, "" without any."""

    name: str
    slug: str
    period: str


@dataclass(frozen=True)
class PublishedChange:
    """Something that happened to a unit, and the other units that it concerns."""

    what: Happening
    related: tuple[RelatedUnit, ...]


@dataclass(frozen=True)
class UnitPage:
    """What is published for a unit in a period. The agency itself is the unit whose slug is the agency's.

    `unit_name` and `parent_name` are those of the period's last day; `name_now` is today's. `history`, newest
    first, holds what happened to the unit at any time.
    """

    agency_name: str
    agency_slug: str
    is_example: bool
    unit_name: str
    unit_slug: str
    is_agency: bool
    parent_name: str
    period: Period
    result: PublishedResult
    versions: tuple[Version, ...]
    trend: tuple[TrendPoint, ...]
    plan: PublishedPlan | None
    documents: tuple[PublishedDocument, ...]
    groups: PublishedGroups
    before: Before | None
    name_now: str
    history: tuple[PublishedChange, ...]


def published_agencies() -> tuple[AgencyCard, ...]:
    """Return the agencies that have published anything, by name. One query, counted in the database."""
    is_root = Q(unit__parent=None)
    rows = _in_force().values(*_CARD, "period__code", "period__ends", "period__starts")
    counted = rows.annotate(
        units=Count("id", filter=~is_root), own=Max("result__index", filter=is_root)
    ).order_by("unit__agency__name", "unit__agency__slug", "period__ends", "-period__starts")
    newest = {row["unit__agency__slug"]: row for row in counted}
    return tuple(_build_card(row) for row in newest.values())


_CARD = ("unit__agency__name", "unit__agency__slug", "unit__agency__area_code")


def published_agency(slug: str) -> AgencyPage:
    """Return an agency that has published anything; NotFound `agency_unpublished` otherwise. Two queries."""
    shown = _in_force().filter(unit__agency__slug=slug)
    found = shown.values(*_CARD, "unit__agency__policy", "period__code").distinct()
    rows = list(found.order_by("-period__ends", "period__starts"))
    if not rows:
        raise NotFound("agency_unpublished", "Instansi “{slug}” belum menerbitkan hasil.", slug=slug)
    own = _light(shown.filter(unit__parent=None).select_related("period", "result"))
    return AgencyPage(
        name=rows[0]["unit__agency__name"],
        slug=slug,
        area_code=rows[0]["unit__agency__area_code"],
        is_example=EXAMPLE in rows[0]["unit__agency__policy"],
        periods=tuple(parse_period(row["period__code"]) for row in rows),
        trend=build_trend(list(own)),
    )


def published_units(agency_slug: str, period_code: str) -> tuple[UnitLine, ...]:
    """Return the published units of an agency in a period, by number and age; () when there are none.

    Names and parents are those of the period's last day. Two queries.
    """
    chosen = _in_force().filter(
        unit__agency__slug=agency_slug, period__code=period_code, unit__parent__isnull=False
    )
    publications = _light(chosen.select_related("unit__parent", "result"))
    ordered = sorted(publications, key=lambda p: (p.unit.number is None, p.unit.number or 0, p.unit_id))
    if not ordered:
        return ()
    take_back([p.unit for p in ordered], parse_period(period_code).ends)
    return tuple(_build_line(publication) for publication in ordered)


def take_back(units: Sequence[Unit], day: date) -> None:
    """Set names and parents of `units` (not saved) to what they were on `day`. One query."""
    kinds = [ChangeKind.RENAME.value, ChangeKind.MOVE.value]
    later = standing_changes().filter(kind__in=kinds, on__gt=day, unit__agency=units[0].agency_id)
    first_of: dict[tuple[int, str], UnitChange] = {}
    for change in later.select_related("source").order_by("on", "id"):
        first_of.setdefault((change.unit_id, change.kind), change)
    for unit in units:
        if move := first_of.get((unit.pk, ChangeKind.MOVE.value)):
            unit.parent = move.source
    for one in [*units, *(unit.parent for unit in units if unit.parent)]:
        if rename := first_of.get((one.pk, ChangeKind.RENAME.value)):
            one.name = rename.before


def count_respondents(lines: Sequence[UnitLine]) -> int:
    """Return how many people answered in all `lines`; a unit's number holds those of the units below it."""
    shown = {line.slug for line in lines}
    return sum(line.respondents or 0 for line in lines if line.parent not in shown)


def published_unit(agency_slug: str, unit_slug: str, period_code: str) -> UnitPage:
    """Return what is published for a unit in a period; NotFound `unit_unpublished`. At most ten queries."""
    chosen = Publication.objects.filter(unit__agency__slug=agency_slug, unit__slug=unit_slug)
    every = list(chosen.select_related("unit__agency", "unit__parent", "period", "result").order_by("id"))
    versions = sorted((p for p in every if p.period.code == period_code), key=lambda p: p.version)
    if not versions:
        raise NotFound(
            "unit_unpublished",
            "Belum ada hasil yang terbit untuk “{unit}” pada {period}.",
            unit=unit_slug,
            period=period_code,
        )
    newest = versions[-1]
    unit = newest.unit
    name_now, changes = unit.name, history_of(unit) if has_history(unit) else []
    if changes:
        take_back([unit], newest.period.ends)
    replaced = {one.replaces_id for one in every}
    in_force = [one for one in every if one.pk not in replaced]
    same = [one.result for one in in_force if one.period.pure.kind is newest.period.pure.kind]
    instruments = find_instruments(same) if any(result.tally for result in same) else {}
    margins = margins_of(same, instruments)
    return UnitPage(
        agency_name=unit.agency.name,
        agency_slug=agency_slug,
        is_example=EXAMPLE in unit.agency.policy,
        unit_name=unit.name,
        unit_slug=unit_slug,
        is_agency=unit.is_root,
        parent_name=unit.parent.name if unit.parent else "",
        period=newest.period.pure,
        result=_build_result(newest.result, margins.get(newest.result_id)),
        versions=tuple(_build_version(publication, newest) for publication in versions),
        trend=build_trend(in_force, margins),
        plan=published_plan(newest),
        documents=published_documents(newest),
        groups=published_groups(versions, instruments),
        before=find_before(in_force, newest),
        name_now=name_now,
        history=_build_history(unit, changes),
    )


def _build_history(unit: Unit, groups: Sequence[Sequence[UnitChange]]) -> tuple[PublishedChange, ...]:
    """Return what happened, with the units it concerns. One query when it concerns any."""
    related = {row.pk: row.target if row.unit_id == unit.pk else row.unit for rows in groups for row in rows}
    others = {
        other.pk: other
        for rows in groups
        for row in rows
        if row.kind in (ChangeKind.MERGE, ChangeKind.SPLIT) and (other := related[row.pk]) is not None
    }
    newest: dict[int, str] = {}
    if others:
        shown = _in_force().filter(unit__in=others).order_by("period__ends", "-period__starts")
        newest = dict(shown.values_list("unit_id", "period__code"))
    return tuple(
        PublishedChange(
            describe(unit, rows),
            tuple(
                RelatedUnit(other.name, other.slug, newest.get(other.pk, ""))
                for row in reversed(rows)
                if (other := related[row.pk]) is not None and other.pk in others
            ),
        )
        for rows in groups
    )


def trend(agency_slug: str, unit_slug: str) -> tuple[TrendPoint, ...]:
    """Return the published indices of a unit, oldest period first. One query."""
    chosen = _in_force().filter(unit__agency__slug=agency_slug, unit__slug=unit_slug)
    return build_trend(list(_light(chosen.select_related("period", "result"))))


def _in_force() -> QuerySet[Publication]:
    return Publication.objects.filter(replaced_by=None)


def _light(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Leave out of lists what only a single page shows; the tally alone is two kilobytes a row."""
    return publications.defer("result__tally", "result__parameters", "result__weights")


def _build_card(row: dict[str, Any]) -> AgencyCard:
    own = Fraction(row["own"]) if row["own"] else None
    return AgencyCard(
        name=row["unit__agency__name"],
        slug=row["unit__agency__slug"],
        area_code=row["unit__agency__area_code"],
        period=parse_period(row["period__code"]),
        index=own,
        grade=grade_of(own),
        units=row["units"],
    )


def _build_line(publication: Publication) -> UnitLine:
    unit, result = publication.unit, publication.result
    parent = unit.parent if unit.parent and not unit.parent.is_root else None
    return UnitLine(
        name=unit.name,
        slug=unit.slug,
        parent=parent.slug if parent else "",
        parent_name=parent.name if parent else "",
        number=unit.number,
        index=_index_of(result),
        grade=_grade_of(result),
        respondents=result.respondents,
        methods=tuple(result.methods),
        values=result.exact_values,
        version=publication.version,
        elements=tuple((element["key"], element["name"]) for element in result.elements),
    )


def _build_version(publication: Publication, newest: Publication) -> Version:
    return Version(
        number=publication.version,
        published_at=publication.published_at,
        reason=publication.reason,
        index=_index_of(publication.result),
        in_force=publication is newest,
    )


def build_result(result: Result) -> PublishedResult:
    """Return a result (one with an index) as it shows, or would show, when it is published. One query."""
    return _build_result(result, margins_of([result]).get(result.pk))


def _build_result(result: Result, margin: Decimal | None) -> PublishedResult:
    elements = tuple(_build_element(element) for element in result.elements)
    return PublishedResult(
        id=result.pk,
        index=_index_of(result),
        grade=_grade_of(result),
        elements=elements,
        priorities=lowest_values([(element.key, element.mean) for element in elements]),
        respondents=result.respondents,
        methods=tuple(result.methods),
        basis=result.basis,
        rule=result.rule,
        rule_name=result.parameters.get("rule_name", ""),
        weighting=Weighting(result.weighting, tuple(Fraction(weight) for weight in result.weights)),
        instruments=tuple(result.instruments),
        engine=result.engine,
        input_count=result.input_count,
        input_hash=result.input_hash,
        computed_at=result.computed_at,
        margin=margin,
        excluded=build_exclusions(result),
        excluding_parts=len(result.parameters.get("excluding", ())),
        realisation=build_realisation(result),
    )


def build_exclusions(result: Result) -> PublishedExclusions | None:
    """Return what a result leaves out; None when it counts every stored answer, or none at all."""
    stated = result.parameters.get("excluded")
    if not stated:
        return None
    return PublishedExclusions(
        flagged=stated["counts"].get("flagged", 0),
        corrected=stated["counts"].get("corrected", 0),
        index_with=Fraction(stated["index_with"]) if stated["index_with"] else None,
    )


def _build_element(element: dict[str, Any]) -> PublishedElement:
    mean, value = (None if element[name] is None else Fraction(element[name]) for name in ("mean", "value"))
    return PublishedElement(element["key"], element["name"], element["answered"], mean, value)


def _index_of(result: Result) -> Fraction:
    """Return the index of a published result: a result without one is never published."""
    index = result.exact_index
    assert index is not None
    return index


def _grade_of(result: Result) -> Grade:
    grade = grade_of(_index_of(result))
    assert grade is not None
    return grade
