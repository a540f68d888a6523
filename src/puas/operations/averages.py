"""Results made of other results by a named rule: a unit's half-year and year, and the agency."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from puas.errors import BadInput, NotNow
from puas.methodology.periods import PeriodKind
from puas.methodology.rollups import (
    HALF_YEAR,
    Row,
    UnitRow,
    find_agency_rule,
)
from puas.models import Agency, Basis, Period, Result, Unit, User
from puas.operations.measurements import (
    Measurement,
    elements_of_index,
    elements_of_row,
    hash_parts,
    store_measurement,
)
from puas.queries.agency_values import pool_exactly, weighting_of_parts
from puas.queries.results import (
    agency_rule_of,
    apply_rule,
    codes_within,
    standing_results,
    unit_rows,
    year_rule_of,
)
from puas.queries.unit_changes import moved_since, moves_in
from puas.queries.units import root_of


def compute_agency(*, agency: Agency, period: Period, by: User | None, rule: str | None = None) -> Result:
    """Measure the agency in a period from its units' results, by a rule of `rollups.AGENCY_RULES`.

    `rule` is a key; None takes the agency's policy ("rollup"), else the plain mean over all units. A unit
    that was surveyed more often enters with its average. NotFound `rollup_unknown`; NotNow
    `agency_no_results`.
    """
    chosen = find_agency_rule(rule) if rule else agency_rule_of(agency)
    results = standing_results(agency, codes_within(period.pure))
    parts = _parts(results)
    moved = moved_since(moves_in(agency), period.ends)
    units = unit_rows(results, period.pure, moved, year_rule_of(agency))
    if not units:
        raise NotNow(
            "agency_no_results",
            "Belum ada hasil unit pada {period}. Hitung hasil unit dahulu.",
            period=period.pure.label,
        )
    measurement = _average(
        parts, apply_rule(chosen, units), chosen.key, _parameters(chosen.name, parts, len(units))
    )
    if chosen.key == "agency-pooled":
        measurement = _pooled_exactly(measurement, parts, units, period) or measurement
    return store_measurement(unit=root_of(agency), period=period, by=by, measurement=measurement)


def compute_average(*, unit: Unit, period: Period, by: User | None) -> Result:
    """Measure a unit's half-year as the mean of its quarters, a year by the agency's rule ("annual").

    NotNow `average_no_parts` when there is nothing to average; BadInput `rollup_overlap` when a period would
    count twice.
    """
    yearly = year_rule_of(unit.agency)
    rule = {PeriodKind.SEMESTER: HALF_YEAR, PeriodKind.YEAR: yearly}.get(period.pure.kind)
    results = standing_results(unit.agency, codes_within(period.pure), unit)
    parts = _parts(results)
    rows = unit_rows(results, period.pure, yearly=yearly)
    own = results.get((unit.pk, period.code))
    if rule is None or not rows or (own is not None and own.basis != Basis.AVERAGE):
        raise NotNow(
            "average_no_parts",
            "Tidak ada yang dirata-ratakan untuk {unit} pada {period}.",
            unit=unit.name,
            period=period.pure.label,
        )
    measurement = _average(parts, rows[0].row, rule.key, _parameters(rule.name, parts, 1))
    return store_measurement(unit=unit, period=period, by=by, measurement=measurement)


def _parts(results: dict[tuple[int, str], Result]) -> list[Result]:
    """Return the results that enter an average, by id: with an index, and no averages themselves.

    BadInput `average_mixed` when their elements differ, for they are averaged one by one.
    """
    entering = [result for result in results.values() if result.basis != Basis.AVERAGE and result.index]
    if len({tuple(element["key"] for element in result.elements) for result in entering}) > 1:
        raise BadInput(
            "average_mixed",
            "Ada hasil dengan unsur yang berbeda, jadi nilainya tidak dapat dirata-ratakan per unsur. "
            "Pakai kuesioner yang sama.",
        )
    return sorted(entering, key=lambda result: result.pk)


def _parameters(rule_name: str, parts: Sequence[Result], units: int) -> dict[str, Any]:
    """Return the parameters of an average; "excluding" are those of its parts that leave answers out."""
    excluding = [part.pk for part in parts if "excluded" in part.parameters]
    stated = {"rule_name": rule_name, "units": units, "parts": [part.pk for part in parts]}
    return {**stated, "excluding": excluding} if excluding else stated


def _average(parts: Sequence[Result], row: Row, rule: str, parameters: dict[str, Any]) -> Measurement:
    return Measurement(
        basis=Basis.AVERAGE,
        rule=rule,
        index=row.index,
        elements=elements_of_row(row, parts[0].elements),
        weighting=weighting_of_parts(parts),
        instruments=sorted({name for part in parts for name in part.instruments}),
        engine="rollups",
        respondents=row.respondents,
        methods=sorted(row.methods),
        mark=hash_parts(parts),
        parameters=parameters,
        realisation=row.realisation,
    )


def _pooled_exactly(
    measurement: Measurement, parts: Sequence[Result], units: Sequence[UnitRow], period: Period
) -> Measurement | None:
    """Return the same measurement from the sum of the heads' tallies; None unless every head has one."""
    pooled = pool_exactly(parts, units, period)
    if pooled is None:
        return None
    index, tally = pooled
    return replace(measurement, index=index.value, elements=elements_of_index(index), tally=tally)
