"""Everything a unit's report says, gathered from its result, its survey, its plans and the years before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from django.utils import timezone

from puas.errors import BadInput, NotFound
from puas.methodology import periods
from puas.methodology.indices import Weighting, index_of_values
from puas.methodology.rollups import HALF_YEAR, Row
from puas.models import Basis, Period, Result, Unit
from puas.queries.plans import find_standing_result
from puas.queries.publications import EXAMPLE, build_result
from puas.queries.result_changes import find_instruments
from puas.queries.results import find_row, row_of, unit_standing, year_rule_of
from puas.queries.unit_report_parts import (
    find_average_parts,
    find_collection,
    find_last_plan,
    find_planned,
    find_pooled_parts,
    find_profiles,
    print_questionnaire,
)
from puas.reports.agency_inputs import LineSource, Signatory, TrendStep
from puas.reports.agency_recaps import TOLERANCE
from puas.reports.unit_inputs import ElementLine, PartLine, UnitReportInput

YEARS = 3
"""The years of a trend: this one and the two before it (PermenPANRB 14/2017)."""


@dataclass(frozen=True)
class Gathered:
    """The unit's figure for the period: its own `result`, or (None) the average `row` of shorter ones.

    `standing` are its results by period, `newest` the last of those that the figure is made of.
    """

    unit: Unit
    period: Period
    result: Result | None
    row: Row
    standing: Mapping[periods.Period, Result]
    newest: Result

    @property
    def rows(self) -> dict[periods.Period, Row]:
        """The results as lines that rollups can average."""
        return {period: row_of(result) for period, result in self.standing.items()}

    @property
    def source(self) -> LineSource:
        """Where the figure comes from: taken over when every survey in it was."""
        if self.result is not None and not self.is_average:
            is_imported = self.result.basis == Basis.RECAP
            return LineSource.IMPORTED if is_imported else LineSource.COMPUTED
        return source_of(self.standing, self.period.pure)

    @property
    def is_average(self) -> bool:
        """Say whether the figure was made of surveys of shorter periods."""
        return self.result is None or self.result.basis == Basis.AVERAGE


def unit_report_input(unit: Unit, period: Period, made_at: datetime | None = None) -> UnitReportInput:
    """Return the input of a unit's report for `period`; NotFound `report_unit_empty` names its periods.

    The figure is the standing result of the period, else the average of the shorter ones inside it by the
    agency's rule. What officials wrote is added by `reports.narratives.fill_narratives`.
    """
    found = _gather(unit, period)
    report = unit.agency.policy.get("report", {})
    names = {element["key"]: element["name"] for element in found.newest.elements}
    planned = find_planned(unit, period, names)
    parts, kind = _parts(found)
    result = found.result if found.result is not None and found.result.tally else None
    shown = build_result(found.result) if found.result else None
    profiles, withholds = find_profiles(result) if result else ((), False)
    excluded = shown.excluded if shown else None
    return replace(
        _headline(found, made_at),
        rule=shown.rule_name if shown else _rule_name(found),
        parent=unit.parent.name if unit.parent and not unit.parent.is_root else "",
        methods=found.row.methods,
        source=found.source,
        margin=shown.margin if shown else None,
        excluded=excluded.flagged if excluded else 0,
        index_with=excluded.index_with if excluded else None,
        collection=find_collection(unit, period),
        profiles=profiles,
        withholds_profiles=withholds,
        parts=parts,
        parts_kind=kind,
        questionnaire=print_questionnaire(find_instruments([result])) if result else None,
        priorities=planned.priorities,
        plan=planned.items,
        plan_reason=planned.reason,
        trend=_trend(found),
        last_plan=find_last_plan(unit, period, found.row.realisation, names),
        regulations=tuple(report.get("regulations", ())),
        is_example=EXAMPLE in unit.agency.policy,
        letterhead=tuple(report.get("letterhead", ())),
        place=report.get("place", ""),
        signatory=Signatory(**report.get("unit_signatories", {}).get(unit.slug, {})),
    )


def unit_headline(unit: Unit, period: Period) -> UnitReportInput:
    """Return the figures of a unit's report alone: index, elements, respondents. NotFound as
    `unit_report_input`. At most three queries.
    """
    return _headline(_gather(unit, period), None)


def _headline(found: Gathered, made_at: datetime | None) -> UnitReportInput:
    return UnitReportInput(
        agency=found.unit.agency.name,
        unit=found.unit.name,
        period=found.period.pure,
        made_at=timezone.localtime(made_at),
        index=found.row.index,
        elements=_elements(found),
        respondents=found.row.respondents,
        weighting=_weighting(found.newest).printed,
    )


def _gather(unit: Unit, period: Period) -> Gathered:
    standing = unit_standing(unit)
    result = find_standing_result(unit, period)
    inside = [one for inner, one in standing.items() if period.pure.contains(inner)]
    rows = {inner: row_of(one) for inner, one in standing.items()}
    row = row_of(result) if result else find_row(rows, period.pure, year_rule_of(unit.agency))
    if row is None:
        raise NotFound(
            "report_unit_empty",
            "{unit} belum punya hasil untuk {period}. Periode yang ada: {known}.",
            unit=unit.name,
            period=period.pure.label,
            known=", ".join(inner.code for inner in standing) or "–",
        )
    return Gathered(unit, period, result, row, standing, result or inside[-1])


def _rule_name(found: Gathered) -> str:
    if found.period.pure.kind is periods.PeriodKind.YEAR:
        return year_rule_of(found.unit.agency).name
    return HALF_YEAR.name


def _weighting(result: Result) -> Weighting:
    return Weighting(result.weighting, tuple(Fraction(weight) for weight in result.weights))


def _elements(found: Gathered) -> tuple[ElementLine, ...]:
    """Return the elements, with weights unless these do not give the index (a printed contradiction)."""
    before = _row_before(found)
    weights = _weights(found)
    earlier = before.values if before and len(before.values) == len(found.row.values) else ()
    tally = found.result.pure_tally if found.result else None
    return tuple(
        ElementLine(
            key=element["key"],
            name=element["name"],
            mean=None if value is None else Fraction(value) / 25,
            weight=weights[place] if weights else None,
            value=value,
            previous=earlier[place] if earlier else None,
            answered=tally.answered[place] if tally else None,
            total=Fraction(tally.sums[place], tally.scales[place]) if tally else None,
        )
        for place, (element, value) in enumerate(zip(found.newest.elements, found.row.values, strict=True))
    )


def _weights(found: Gathered) -> tuple[Fraction, ...]:
    """Return the weights with which the elements give the index; () when none are known to."""
    weighting, index = _weighting(found.newest), found.row.index
    values = [Fraction(value) for value in found.row.values if value is not None]
    if index is None or len(values) != len(weighting.weights):
        return ()
    apart = abs(index_of_values(values, weighting) - Fraction(index))
    return weighting.weights if apart <= (TOLERANCE if found.source is LineSource.IMPORTED else 0) else ()


def _row_before(found: Gathered) -> Row | None:
    return _row_in(found, found.period.pure.previous)


def _row_in(found: Gathered, period: periods.Period) -> Row | None:
    """Return the unit's line for another period; None without any, and where surveys overlap."""
    try:
        return find_row(found.rows, period, year_rule_of(found.unit.agency))
    except BadInput:
        return None


def _trend(found: Gathered) -> tuple[TrendStep, ...]:
    """Return the index of three years in periods of the same length, from the first known one to this."""
    wanted = [found.period.pure]
    while wanted[0].previous.year > found.period.pure.year - YEARS:
        wanted.insert(0, wanted[0].previous)
    steps = [
        TrendStep(one, row.index if row else None, source_of(found.standing, one))
        for one in wanted[:-1]
        for row in [_row_in(found, one)]
    ]
    while steps and steps[0].index is None:
        del steps[0]
    return (*steps, TrendStep(found.period.pure, found.row.index, found.source))


def source_of(standing: Mapping[periods.Period, Result], period: periods.Period) -> LineSource:
    """Return where the figures inside `period` come from."""
    inside = [result.basis for inner, result in standing.items() if period.contains(inner)]
    is_imported = bool(inside) and all(basis == Basis.RECAP for basis in inside)
    return LineSource.IMPORTED if is_imported else LineSource.COMPUTED


def _parts(found: Gathered) -> tuple[tuple[PartLine, ...], str]:
    """Return the surveys that went into the figure, and what they are of."""
    if found.result is None or found.is_average:
        return find_average_parts(found.standing, found.period.pure), "periods"
    pooled = find_pooled_parts(found.result)
    return pooled, "units" if pooled else ""
