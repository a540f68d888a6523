"""Results as rows of the method: which one stands for a unit in a period, and what a period is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from django.db.models import QuerySet

from puas.methodology import periods
from puas.methodology.rollups import (
    AGENCY_RULES,
    YEAR_RULES,
    Row,
    Rule,
    UnitRow,
    YearRule,
    find_agency_rule,
    find_half,
    find_year,
    find_year_rule,
    select_heads,
)
from puas.models import Agency, Basis, Result, Unit

Found = TypeVar("Found", Result, "Figure")

# Which result stands for a unit when it has several: people counted before figures taken over.
_PRECEDENCE = {Basis.POOLED: 0, Basis.OWN: 1, Basis.AVERAGE: 2, Basis.RECAP: 3}


def standing_results(
    agency: Agency, codes: Iterable[str], unit: Unit | None = None
) -> dict[tuple[int, str], Result]:
    """Return the result that stands for each (unit id, period code); the agency's own root is left out.

    `unit`: only that one's. One query.
    """
    rows = Result.objects.filter(
        unit__agency=agency, unit__parent__isnull=False, period__code__in=list(codes)
    )
    if unit is not None:
        rows = rows.filter(unit=unit)
    found: dict[tuple[int, str], Result] = {}
    for result in rows.select_related("period", "unit__agency").defer("tally").order_by("id"):
        key = (result.unit_id, result.period.code)
        found[key] = _preferred(found.get(key), result)
    return {key: result for key, result in found.items() if not _is_withdrawn(result)}


@dataclass(frozen=True)
class Figure:
    """What an average over indices needs of a result, without its elements."""

    pk: int
    unit_id: int
    parent_id: int | None
    code: str
    basis: str
    index: str
    respondents: int | None

    @property
    def row(self) -> Row:
        """The line that rollups can average, without elements."""
        return Row((), Fraction(self.index), self.respondents)


def standing_figures(agency: Agency, codes: Iterable[str]) -> dict[tuple[int, str], Figure]:
    """Return the same as `standing_results`, only the figures: for pages that average a year of 500 units.
    One query.
    """
    rows = Result.objects.filter(
        unit__agency=agency, unit__parent__isnull=False, period__code__in=list(codes)
    )
    named = ("id", "unit_id", "unit__parent_id", "period__code", "basis", "index", "respondents")
    found: dict[tuple[int, str], Figure] = {}
    for values in rows.order_by("id").values_list(*named):
        figure = Figure(*values)
        found[figure.unit_id, figure.code] = _preferred(found.get((figure.unit_id, figure.code)), figure)
    return {key: figure for key, figure in found.items() if not _is_withdrawn(figure)}


def standing(results: QuerySet[Result]) -> dict[int, Result]:
    """Return the result that stands for each unit among `results` of one period, by unit id. One query."""
    found: dict[int, Result] = {}
    for result in results.defer("tally", "elements", "parameters").order_by("id"):
        found[result.unit_id] = _preferred(found.get(result.unit_id), result)
    return {unit_id: result for unit_id, result in found.items() if not _is_withdrawn(result)}


def _is_withdrawn(result: Result | Figure) -> bool:
    """Say whether an imported figure was taken back: its newest version says that there is none."""
    return result.basis == Basis.RECAP and not result.index


def _preferred(a: Found | None, b: Found) -> Found:
    """Return the better of two: pooled before own before average before recap, and the later of equals."""
    if a is None or _PRECEDENCE[Basis(b.basis)] <= _PRECEDENCE[Basis(a.basis)]:
        return b
    return a


def row_of(result: Result) -> Row:
    """Return a result as a line that rollups can average."""
    return Row(
        values=result.exact_values,
        index=result.exact_index,
        respondents=result.respondents,
        methods=frozenset(result.methods),
        realisation=Fraction(result.realisation) if result.realisation else None,
    )


def codes_within(period: periods.Period) -> tuple[str, ...]:
    """Return the codes of `period` and of every shorter period inside it."""
    kind = periods.PeriodKind
    year = period.year
    all_periods = (
        [periods.Period(kind.YEAR, year)]
        + [periods.Period(kind.SEMESTER, year, number) for number in (1, 2)]
        + [periods.Period(kind.QUARTER, year, number) for number in (1, 2, 3, 4)]
    )
    return tuple(p.code for p in all_periods if period.contains(p))


def year_rule_of(agency: Agency) -> YearRule:
    """Return the rule of a year in the agency's policy ("annual"), else the mean of halves."""
    return find_year_rule(agency.policy.get("annual") or YEAR_RULES[0].key)


def agency_rule_of(agency: Agency) -> Rule[Sequence[UnitRow], Row]:
    """Return the rule of the agency's own figure in its policy ("rollup"), else the mean over all units."""
    return find_agency_rule(agency.policy.get("rollup") or AGENCY_RULES[0].key)


def find_row(
    rows: dict[periods.Period, Row], period: periods.Period, yearly: YearRule | None = None
) -> Row | None:
    """Return a unit's row for `period`: its own, or made of the shorter ones inside it; None without any.

    `yearly`: by which rule a year is made; None the mean of its halves.
    """
    if period.kind is periods.PeriodKind.YEAR:
        return find_year(rows, period, yearly)
    if period.kind is periods.PeriodKind.SEMESTER:
        return find_half(rows, period)
    return rows.get(period)


def apply_rule(rule: Rule[Sequence[UnitRow], Row], units: Sequence[UnitRow]) -> Row:
    """Return the agency's row by `rule`; in the mean over all units everybody counts once as a respondent.

    The row of a parent already holds the respondents below it, so those of the heads are everybody's.
    """
    row = rule.apply(units)
    if rule.key != AGENCY_RULES[0].key:
        return row
    known = [head.respondents for head in select_heads(units) if head.respondents is not None]
    return replace(row, respondents=sum(known) if known else None)


def unit_rows(
    results: Mapping[tuple[int, str], Result | Figure],
    period: periods.Period,
    moved: Mapping[int, int | None] | None = None,
    yearly: YearRule | None = None,
) -> list[UnitRow]:
    """Return the row of every unit that has a figure for `period`, in the order of unit ids.

    Only surveys and recaps enter: stored averages would count their parts twice. `moved`
    gives the parents of units that have moved since the period, `yearly` the rule of a year.
    """
    by_unit: dict[int, dict[periods.Period, Row]] = {}
    parents: dict[int, int | None] = {}
    pure = {code: periods.parse_period(code) for _, code in results}
    for (unit_id, code), result in sorted(results.items(), key=lambda item: item[0]):
        parents[unit_id] = result.parent_id if isinstance(result, Figure) else result.unit.parent_id
        if result.basis != Basis.AVERAGE and result.index:
            row = result.row if isinstance(result, Figure) else row_of(result)
            by_unit.setdefault(unit_id, {})[pure[code]] = row
    parents |= moved or {}
    found = ((unit_id, find_row(rows, period, yearly)) for unit_id, rows in by_unit.items())
    return [UnitRow(str(unit_id), str(parents[unit_id]), row) for unit_id, row in found if row is not None]


def unit_standing(unit: Unit) -> dict[periods.Period, Result]:
    """Return the result that stands for a unit in each of its periods, stored averages left out, the oldest
    first. One query.
    """
    found: dict[periods.Period, Result] = {}
    rows = Result.objects.filter(unit=unit).exclude(basis=Basis.AVERAGE.value)
    for row in rows.select_related("period").defer("tally", "parameters").order_by("id"):
        found[row.period.pure] = _preferred(found.get(row.period.pure), row)
    kept = ((period, row) for period, row in found.items() if row.index)
    return dict(sorted(kept, key=lambda item: item[0].ends))


def comparable_results(result: Result) -> dict[periods.Period, Result]:
    """Return the result that stands beside `result` in each period of the same kind, oldest first, itself
    included: of the same basis and rule where there is one, else the one that stands. One query.
    """
    found: dict[periods.Period, Result] = {}
    rows = Result.objects.filter(unit=result.unit_id).select_related("period").order_by("id")
    for row in rows:
        if row.period.pure.kind is result.period.pure.kind:
            found[row.period.pure] = _more_alike(result, found.get(row.period.pure), row)
    found[result.period.pure] = result
    kept = ((period, row) for period, row in found.items() if row.index)
    return dict(sorted(kept, key=lambda item: item[0].ends))


def _more_alike(result: Result, a: Result | None, b: Result) -> Result:
    """Return the better of two to compare `result` with; the later of equals."""
    if a is None or _is_alike(result, a) == _is_alike(result, b):
        return _preferred(a, b)
    return b if _is_alike(result, b) else a


def _is_alike(a: Result, b: Result) -> bool:
    return (a.basis, a.rule) == (b.basis, b.rule)
