"""What the open data says of published things: one function for each table, numbers in, records out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any

from puas.methodology.indices import Weighting, default_weighting
from puas.methodology.instruments import Instrument
from puas.methodology.numbers import round_half_up
from puas.methodology.precision import margin
from puas.methodology.priorities import lowest_values
from puas.models import Agency, InstrumentVersion, Period, Plan, Publication, Result, Unit
from puas.queries.publications import EXAMPLE, build_exclusions, take_back
from puas.queries.published_plans import build_realisation, order_items
from puas.queries.published_rows import (
    AgencyRecord,
    ElementRecord,
    ItemRecord,
    PeriodRecord,
    PlanRecord,
    RealisationRecord,
    ResultRecord,
    UnitRecord,
    VersionRecord,
)
from puas.queries.result_changes import find_instruments

LICENCE = "CC-BY-4.0"
"""Of the data, where an agency's policy ("licence", an SPDX code) names no other."""


def licence_of(agency: Agency) -> str:
    """Return the SPDX code of the licence that an agency gives its open data under."""
    return str(agency.policy.get("licence") or LICENCE)


def read_publications(ids: Sequence[int]) -> list[Publication]:
    """Return publications by number, ascending, names and parents as on the last day of their periods."""
    joined = Publication.objects.select_related("unit__agency", "unit__parent", "period", "result")
    found = list(joined.filter(pk__in=ids).order_by("pk"))
    of_place = sorted(found, key=lambda one: (one.unit.agency_id, one.period_id))
    for _, group in groupby(of_place, key=lambda one: (one.unit.agency_id, one.period_id)):
        together = list(group)
        take_back([one.unit for one in together], together[0].period.ends)
    return found


def say_source(publication: Publication, instruments: Mapping[str, Instrument]) -> dict[str, Any]:
    """Return the fields of `Published`: what every record says about the result that it comes from."""
    unit, result = publication.unit, publication.result
    return {
        "agency": unit.agency.slug,
        "agency_name": unit.agency.name,
        "area_code": unit.area_code or unit.agency.area_code,
        "unit": unit.slug,
        "unit_name": unit.name,
        "parent": unit.parent.slug if unit.parent else "",
        "period": publication.period.code,
        "version": publication.version,
        "published_at": publication.published_at,
        "basis": result.basis,
        "rule": result.rule,
        "instrument": ";".join(result.instruments),
        "method": ";".join(result.methods),
        "weighting": result.weighting,
        "weights": ";".join(result.weights),
        "n": result.respondents,
        "margin": measure_margin(result, instruments),
        "input_count": result.input_count,
        "input_hash": result.input_hash,
        "is_example": EXAMPLE in unit.agency.policy,
        "licence": licence_of(unit.agency),
    }


def measure_margin(result: Result, instruments: Mapping[str, Instrument]) -> float | None:
    """Return the margin of a counted result in points; None for any other."""
    tally = result.pure_tally
    if tally is None:
        return None
    return _plain(margin(tally, instruments[tally.instrument], find_weighting(result)))


def find_weighting(result: Result) -> Weighting:
    """Return the weights that a result was computed with; read once for all that share them."""
    return _weighting(result.weighting, tuple(result.weights))


@lru_cache(maxsize=64)
def _weighting(name: str, weights: tuple[str, ...]) -> Weighting:
    return Weighting(name, tuple(Fraction(weight) for weight in weights))


def round_number(value: Fraction | None, places: int) -> float | None:
    """Return a figure as a program reads it, rounded half up; None stays None."""
    return None if value is None else _plain(round_half_up(value, places))


def _plain(value: Any) -> float | None:
    return None if value is None else float(value)


def _index(result: Result) -> float:
    assert result.printed is not None  # a result without an index is never published
    return float(result.printed)


def describe_agencies(ids: Sequence[int]) -> Iterator[AgencyRecord]:
    for one in Agency.objects.filter(pk__in=ids).order_by("pk"):
        yield AgencyRecord(one.slug, one.name, one.area_code, EXAMPLE in one.policy, licence_of(one))


def describe_units(ids: Sequence[int]) -> Iterator[UnitRecord]:
    for one in Unit.objects.filter(pk__in=ids).select_related("agency", "parent").order_by("pk"):
        yield UnitRecord(
            agency=one.agency.slug,
            unit=one.slug,
            unit_name=one.name,
            parent=one.parent.slug if one.parent else "",
            kind=one.kind,
            number=one.number,
            area_code=one.area_code or one.agency.area_code,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            licence=licence_of(one.agency),
        )


def describe_periods(ids: Sequence[int]) -> Iterator[PeriodRecord]:
    for one in Period.objects.filter(pk__in=ids).order_by("pk"):
        yield PeriodRecord(one.code, one.pure.label, one.kind, one.starts, one.ends, LICENCE)


def describe_results(ids: Sequence[int]) -> Iterator[ResultRecord]:
    for publication, said in _sources(ids):
        result = publication.result
        means = [(one["key"], _fraction(one["mean"])) for one in result.elements]
        excluded = build_exclusions(result)
        yield ResultRecord(
            **said,
            index=_index(result),
            index_exact=result.index,
            grade=result.grade,
            priorities=";".join(lowest_values(means)),
            left_out=excluded.flagged + excluded.corrected if excluded else 0,
        )


def describe_elements(ids: Sequence[int]) -> Iterator[ElementRecord]:
    for publication, said in _sources(ids):
        for one in publication.result.elements:
            yield ElementRecord(
                **said,
                element=one["key"],
                element_name=one["name"],
                answered=one["answered"],
                mean=round_number(_fraction(one["mean"]), 4),
                value=round_number(_fraction(one["value"]), 2),
                mean_exact=one["mean"] or "",
            )


def describe_plans(ids: Sequence[int]) -> Iterator[PlanRecord]:
    found = list(_sources(ids))
    plans = _plans(publication for publication, _ in found)
    for publication, said in found:
        plan = plans.get((publication.unit_id, publication.period_id))
        names = {one["key"]: one["name"] for one in publication.result.elements}
        for place, item in enumerate(order_items(plan) if plan else (), 1):
            yield PlanRecord(
                **said,
                position=place,
                element_name=names.get(item.element, item.element),
                activity=item.text,
                scheduled=item.when,
                in_charge=item.person,
                is_carried=item.carried_from_id is not None,
            )


def _plans(publications: Iterable[Publication]) -> dict[tuple[int, int], Plan]:
    wanted = {(one.unit_id, one.period_id) for one in publications}
    found = Plan.objects.filter(
        unit__in={unit for unit, _ in wanted}, period__in={period for _, period in wanted}
    ).prefetch_related("items")
    return {(plan.unit_id, plan.period_id): plan for plan in found}


def describe_realisations(ids: Sequence[int]) -> Iterator[RealisationRecord]:
    for publication, said in _sources(ids):
        realised = build_realisation(publication.result)
        percent = round_number(realised.percent, 2)
        if percent is not None:
            yield RealisationRecord(
                **said,
                plan_period=realised.period.code if realised.period else "",
                done=realised.done,
                planned=realised.planned,
                percent=percent,
            )


def describe_versions(ids: Sequence[int]) -> Iterator[VersionRecord]:
    replaced = set(Publication.objects.filter(replaces__in=ids).values_list("replaces", flat=True))
    for publication, said in _sources(ids):
        yield VersionRecord(
            **said,
            index=_index(publication.result),
            grade=publication.result.grade,
            reason=publication.reason,
            in_force=publication.pk not in replaced,
        )


def describe_items(ids: Sequence[int]) -> Iterator[ItemRecord]:
    for version in InstrumentVersion.objects.filter(pk__in=ids).order_by("pk"):
        instrument = version.parsed
        weights = dict(zip(instrument.elements, default_weighting(instrument).weights, strict=True))
        of_key = {element.key: (element.name, weight) for element, weight in weights.items()}
        for item in instrument.items:
            name, weight = of_key.get(item.element or "", ("", ""))
            yield ItemRecord(
                instrument=instrument.id,
                title=instrument.title["id"],
                item=item.key,
                question=item.text["id"],
                element=item.element or "",
                element_name=name,
                weight=str(weight),
                answers=";".join(item.labels["id"]),
                licence=LICENCE,
            )


def _sources(ids: Sequence[int]) -> Iterator[tuple[Publication, dict[str, Any]]]:
    found = read_publications(ids)
    instruments = find_instruments(one.result for one in found)
    for publication in found:
        yield publication, say_source(publication, instruments)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
