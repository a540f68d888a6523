"""Everything an agency's report says, gathered from results and imported recap rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone

from puas.methodology import periods
from puas.methodology.elements import ELEMENTS
from puas.methodology.indices import Weighting, exact_weights
from puas.methodology.numbers import parse_number
from puas.methodology.periods import PeriodKind
from puas.methodology.rollups import (
    AGENCY_RULES,
    HALF_YEAR,
    PARENT_POOLED,
    Row,
    Rule,
    UnitRow,
    find_agency_rule,
)
from puas.models import (
    Agency,
    Basis,
    Decision,
    InstrumentVersion,
    Period,
    Plan as FollowUp,
    Publication,
    RecapKind,
    RecapRow,
    Result,
    Unit,
    UnitChange,
)
from puas.queries.agency_report_parts import compare_rules, compare_units, find_findings
from puas.queries.plans import plan_texts, propose_priorities
from puas.queries.publications import build_exclusions
from puas.queries.recaps_printed import REPRINTED, agency_rows, print_average, print_survey
from puas.queries.results import (
    agency_rule_of,
    apply_rule,
    codes_within,
    find_row,
    row_of,
    standing_results,
    unit_rows,
    year_rule_of,
)
from puas.queries.unit_changes import moved_since, moves_in
from puas.queries.units import in_tree_order, root_of
from puas.reports.agency_inputs import (
    AgencyReportInput,
    LineKind,
    LineSource,
    Plan,
    RecapLine,
    Signatory,
    TrendStep,
    UnitRecap,
)

Key = tuple[int, str]
ELEMENT_NAMES = {element.key: element.name for element in ELEMENTS}
HALVES = {
    PeriodKind.SEMESTER: "Rata-rata {label}",
    PeriodKind.YEAR: "Rata-rata Tahunan {year}",
    PeriodKind.QUARTER: "Rata-rata {label}",
}


@dataclass(frozen=True)
class Gathered:
    """What the report is built from, read once: results that stand, recap rows, and the agency's own
    results.
    """

    agency: Agency
    period: periods.Period
    results: dict[Key, Result]
    recaps: dict[Key, RecapRow]
    averages: dict[Key, RecapRow]
    printed: dict[periods.Period, RecapRow]
    plans: dict[Key, FollowUp]
    own: dict[str, Result]
    published: set[Key]
    moves: tuple[UnitChange, ...]
    base_url: str

    @property
    def is_reprint(self) -> bool:
        """Say whether the agency's own row of this very period was taken over, with every survey in it.

        Then the table is the printed one: no average is added, and no figure of the agency computed, unless
        somebody computed it here.
        """
        return (
            self.period in self.printed
            and self.period.code not in self.own
            and all(result.basis == Basis.RECAP for result in self.results.values())
        )


def agency_report_input(
    agency: Agency, period: Period, made_at: datetime | None = None, base_url: str = ""
) -> AgencyReportInput:
    """Return the input of the agency's report for `period`.

    Each unit has a line for every survey in the period and for every average those make. The agency's rows
    are its stored Results; where one is missing the same rule is applied to the units' rows. Imported
    history prints what was printed, digit by digit, with the averages and agency rows of its table.
    `base_url` leads to the published pages. The text parts come from the agency's policy, table "report".
    """
    found = _gather(agency, period.pure, base_url)
    rule = _rule(found)
    report = agency.policy.get("report", {})
    rows = unit_rows(found.results, found.period, yearly=year_rule_of(agency))
    averages = _agency_lines(found, rule)
    own = next((line for line in averages if line.period == found.period and not found.is_reprint), None)
    headline = Fraction(own.index) if own is not None and own.index is not None else None
    compared = compare_units(agency, rows)
    return AgencyReportInput(
        agency=agency.name,
        period=found.period,
        made_at=timezone.localtime(made_at),
        units=_unit_recaps(found),
        averages=averages,
        rule=REPRINTED if found.is_reprint else rule.name,
        weighting=_weighting(found).printed,
        other_rules=_other_rules(found),
        counted_units=None if found.is_reprint else len(rows),
        trend=_trend(found, rule),
        instruments=_instrument_titles(found),
        instructions=tuple(report.get("instructions", ())),
        regulations=tuple(report.get("regulations", ())),
        system=report.get("system", ""),
        kinds=compared.kinds,
        levels=compared.levels,
        other_values=() if headline is None else compare_rules(agency, period, rule.key, headline),
        findings=find_findings(agency, period),
        place=report.get("place", ""),
        signatory=Signatory(**report.get("signatory", {})),
    )


def _gather(agency: Agency, period: periods.Period, base_url: str) -> Gathered:
    codes = codes_within(period)
    recaps = list(
        RecapRow.objects.filter(agency=agency, period__code__in=codes)
        .select_related("period")
        .order_by("position", "id")
    )
    own = (
        Result.objects.filter(unit=root_of(agency)).exclude(index="").select_related("period").order_by("id")
    )
    in_force = Publication.objects.filter(unit__agency=agency, period__code__in=codes, replaced_by=None)
    return Gathered(
        agency=agency,
        period=period,
        results=standing_results(agency, codes),
        recaps=_by_unit(recaps, RecapKind.SURVEY),
        averages=_by_unit(recaps, RecapKind.AVERAGE),
        printed=agency_rows(recaps),
        plans={
            (plan.unit_id, plan.period.code): plan
            for plan in FollowUp.objects.filter(unit__agency=agency, period__code__in=codes)
            .select_related("period")
            .prefetch_related("items")
        },
        own={result.period.code: result for result in own},
        published=set(in_force.values_list("unit_id", "period__code")),
        moves=moves_in(agency),
        base_url=base_url,
    )


def _by_unit(rows: Sequence[RecapRow], kind: RecapKind) -> dict[Key, RecapRow]:
    return {(row.unit_id or 0, row.period.code): row for row in rows if row.kind == kind}


def _rule(found: Gathered) -> Rule[Sequence[UnitRow], Row]:
    """Return the rule of the agency's stored figure for the period, else of its policy, else the default."""
    stored = found.own.get(found.period.code)
    known = {rule.key for rule in AGENCY_RULES}
    if stored is not None and stored.rule in known:
        return find_agency_rule(stored.rule)
    return agency_rule_of(found.agency)


def _weighting(found: Gathered) -> Weighting:
    """Return the weighting of the agency's figure, or of the units' when they agree; else the default's."""
    stored = found.own.get(found.period.code)
    candidates = [stored] if stored else list(found.results.values())
    names = {(result.weighting, tuple(result.weights)) for result in candidates}
    if len(names) == 1:
        name, weights = names.pop()
        return Weighting(name, tuple(Fraction(weight) for weight in weights))
    return exact_weights(len(ELEMENTS))


def _other_rules(found: Gathered) -> tuple[str, ...]:
    kinds = {periods.parse_period(code).kind for _, code in found.results}
    is_long = found.period.kind is not PeriodKind.QUARTER
    rules = []
    if is_long and PeriodKind.QUARTER in kinds:
        rules.append(HALF_YEAR.name)
    if found.period.kind is PeriodKind.YEAR:
        rules.append(year_rule_of(found.agency).name)
    if any(result.basis == Basis.POOLED for result in found.results.values()):
        rules.append(PARENT_POOLED.name)
    return tuple(rules)


def _instrument_titles(found: Gathered) -> tuple[str, ...]:
    names = {name for result in found.results.values() for name in result.instruments}
    stored = InstrumentVersion.objects.filter(key__in={name.partition("@")[0] for name in names})
    return tuple(row.parsed.title["id"] for row in stored if str(row) in names)


def _unit_recaps(found: Gathered) -> tuple[UnitRecap, ...]:
    units = Unit.objects.filter(agency=found.agency, parent__isnull=False)
    return tuple(_unit_recap(found, row.unit, row.depth) for row in in_tree_order(units))


def _unit_recap(found: Gathered, unit: Unit, depth: int) -> UnitRecap:
    results = {
        periods.parse_period(code): result
        for (unit_id, code), result in found.results.items()
        if unit_id == unit.pk and result.basis != Basis.AVERAGE
    }
    lines = [_survey_line(found, result, period) for period, result in results.items()]
    lines += _average_lines(found, unit, results)
    return UnitRecap(
        name=unit.name,
        lines=tuple(sorted(lines, key=_line_order)),
        number=unit.number if depth == 0 else None,
        level=depth,
        link=_link(found, unit),
    )


def _line_order(line: RecapLine) -> tuple[Any, ...]:
    """Return the printed place: by end, the shorter period first, a survey before an average."""
    return line.period.ends, -line.period.starts.toordinal(), line.kind is LineKind.AVERAGE


def _survey_line(found: Gathered, result: Result, period: periods.Period) -> RecapLine:
    recap = found.recaps.get((result.unit_id, period.code))
    excluded = build_exclusions(result)
    line = RecapLine(
        period=period,
        values=result.exact_values,
        index=result.exact_index,
        respondents=result.respondents,
        methods=frozenset(result.methods),
        plans=_plans(result, recap, found.plans.get((result.unit_id, period.code))),
        realisation=Fraction(result.realisation) if result.realisation else None,
        source=LineSource.IMPORTED if result.basis == Basis.RECAP else LineSource.COMPUTED,
        weighting=Weighting(result.weighting, tuple(Fraction(weight) for weight in result.weights)).printed,
        excluded=excluded.flagged if excluded else 0,
        index_with=excluded.index_with if excluded else None,
    )
    return print_survey(line, recap) if recap is not None and result.basis == Basis.RECAP else line


def _plans(result: Result, recap: RecapRow | None, plan: FollowUp | None) -> tuple[Plan, ...]:
    """Return the priorities, lowest first: those printed in a recap, of our own plan, else the lowest
    elements.
    """
    texts = list(recap.printed["plans"]) if recap else []
    if recap is not None and (recap.printed["priorities"] or result.basis == Basis.RECAP):
        keys = tuple(recap.printed["priorities"])
    elif plan is not None:
        keys, texts = tuple(plan.priorities), list(plan_texts(plan).values())
    else:
        keys = propose_priorities(result)
    names = {element["key"]: element["name"] for element in result.elements}
    padded = texts + [""] * len(keys)
    return tuple(Plan(names.get(key, key), text) for key, text in zip(keys, padded, strict=False))


def _average_lines(found: Gathered, unit: Unit, results: Mapping[periods.Period, Result]) -> list[RecapLine]:
    """Return a unit's averages: of each half-year made of quarters, and of the year if asked for.

    One that was printed stands as printed while nothing in it was counted here.
    """
    rows = {period: row_of(result) for period, result in results.items()}
    lines = []
    for code in codes_within(found.period):
        inner = periods.parse_period(code)
        printed = _printed_average(found, unit, inner, results)
        if printed is not None:
            lines.append(print_average(printed, _label_average(inner)))
        elif inner not in rows and inner.kind is not PeriodKind.QUARTER and not found.is_reprint:
            row = find_row(rows, inner, year_rule_of(found.agency))
            lines += [] if row is None else [_average_line(inner, row)]
    return lines


def _printed_average(
    found: Gathered, unit: Unit, period: periods.Period, results: Mapping[periods.Period, Result]
) -> RecapRow | None:
    """Return the imported average of a unit, unless somebody decided for the computed one."""
    row = found.averages.get((unit.pk, period.code))
    parts = [result.basis for inner, result in results.items() if period.contains(inner)]
    is_whole = bool(parts) and all(basis == Basis.RECAP for basis in parts)
    return row if row is not None and is_whole and row.decision != Decision.COMPUTED else None


def _label_average(period: periods.Period) -> str:
    return HALVES[period.kind].format(label=period.label, year=period.year)


def _average_line(period: periods.Period, row: Row, source: LineSource = LineSource.COMPUTED) -> RecapLine:
    return RecapLine(
        period=period,
        values=row.values,
        index=row.index,
        respondents=row.respondents,
        methods=row.methods,
        realisation=row.realisation,
        kind=LineKind.AVERAGE,
        source=source,
        label=_label_average(period),
    )


def _agency_lines(found: Gathered, rule: Rule[Sequence[UnitRow], Row]) -> tuple[RecapLine, ...]:
    """Return the agency's own rows: for each inner period in which units have figures, and for the period."""
    if found.is_reprint:
        reprinted = (print_average(row, _label_average(period)) for period, row in found.printed.items())
        return tuple(sorted(reprinted, key=_line_order))
    lines = []
    for code in codes_within(found.period):
        inner = periods.parse_period(code)
        row = _agency_row(found, rule, inner)
        if row is not None:
            lines.append(_average_line(inner, row))
    return tuple(sorted(lines, key=_line_order))


def _agency_row(found: Gathered, rule: Rule[Sequence[UnitRow], Row], period: periods.Period) -> Row | None:
    """Return the stored figure of `period` by this rule, else the rule applied to the units' rows.

    Inner periods in which only some units ran a survey of that length (quarters of a city that reports by
    half-year) would be figures of those units, not of the agency: they are left out unless stored.
    """
    stored = found.own.get(period.code)
    if stored is not None and stored.rule == rule.key:
        return row_of(stored)
    yearly = year_rule_of(found.agency)
    rows = unit_rows(found.results, period, moved_since(found.moves, period.ends), yearly)
    whole = unit_rows(found.results, found.period, yearly=yearly)
    if not rows or (period.kind is PeriodKind.QUARTER and 2 * len(rows) < len(whole)):
        return None
    return apply_rule(rule, rows)


def _link(found: Gathered, unit: Unit) -> str:
    codes = [code for code in codes_within(found.period) if (unit.pk, code) in found.published]
    return (
        f"{found.base_url}/i/{found.agency.slug}/{unit.slug}/{codes[-1]}/" if codes and found.base_url else ""
    )


def _trend(found: Gathered, rule: Rule[Sequence[UnitRow], Row]) -> tuple[TrendStep, ...]:
    """Return the agency's index up to the period, oldest first: stored results of the same kind of period,
    and figures printed earlier.

    Without any before it, the two parts of the period stand for the trend; never a part beside its average,
    which would read as a fall or a rise in time.
    """
    steps = _earlier_steps(found)
    lines = _agency_lines(found, rule)
    parts = [line for line in lines if line.period.parent == found.period]
    chosen = (
        parts if len(parts) > 1 and not steps else [line for line in lines if line.period == found.period]
    )
    steps |= {line.period: TrendStep(line.period, line.index, line.source) for line in chosen}
    return tuple(sorted(steps.values(), key=lambda s: (s.period.ends, -s.period.starts.toordinal())))


def _earlier_steps(found: Gathered) -> dict[periods.Period, TrendStep]:
    imported = _imported_steps(found).items()
    steps = {period: step for period, step in imported if period.starts < found.period.starts}
    for code, result in found.own.items():
        period = periods.parse_period(code)
        if period.kind is found.period.kind and period.ends < found.period.ends:
            steps[period] = TrendStep(period, result.exact_index)
    return steps


def _imported_steps(found: Gathered) -> dict[periods.Period, TrendStep]:
    rows = RecapRow.objects.filter(agency=found.agency, kind=RecapKind.AGENCY).select_related("period")
    return {
        row.period.pure: TrendStep(
            row.period.pure,
            Fraction(parse_number(row.printed["index"])),
            LineSource.IMPORTED,
            row.printed["label"],
        )
        for row in rows.order_by("-position")
        if row.printed["index"]
    }
