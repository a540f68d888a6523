"""What the short documents are told about a unit or an agency, and the plans and realisations they list."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from django.utils import timezone

from puas.methodology.periods import parse_period
from puas.models import Agency, Period, Plan, RecapKind, RecapRow, Result, Unit
from puas.queries.publications import EXAMPLE
from puas.queries.realisations import realisations_before
from puas.queries.results import standing_results
from puas.queries.unit_report_parts import Planned, find_planned, read_planned
from puas.queries.units import TreeRow, in_tree_order
from puas.reports.agency_inputs import Signatory
from puas.reports.plan_reports import PlanReportInput
from puas.reports.realisation_reports import RealisationLine, RealisationReportInput
from puas.reports.report_facts import ReportFacts


def report_facts(target: Unit, period: Period, made_at: datetime | None = None) -> ReportFacts:
    """Return what every short document about `target` (an agency: its root) says."""
    report = target.agency.policy.get("report", {})
    who = (
        report.get("signatory", {})
        if target.is_root
        else report.get("unit_signatories", {}).get(target.slug, {})
    )
    return ReportFacts(
        agency=target.agency.name,
        name=target.agency.name if target.is_root else target.name,
        period=period.pure,
        made_at=timezone.localtime(made_at),
        is_agency=target.is_root,
        is_example=EXAMPLE in target.agency.policy,
        letterhead=tuple(report.get("letterhead", ())),
        place=report.get("place", ""),
        signatory=Signatory(**who),
    )


def plan_report_input(target: Unit, period: Period, made_at: datetime | None = None) -> PlanReportInput:
    """Return the plan of a unit, or of every unit of an agency that has a result. At most six queries."""
    facts = report_facts(target, period, made_at)
    results = standing_results(target.agency, [period.code])
    if not target.is_root:
        found = find_planned(target, period, _names_of(results.get((target.pk, period.code))))
        return PlanReportInput(facts, found.items or (), reason=found.reason, is_printed=found.is_printed)
    tree = _units_of(target.agency, period, results)
    planned = _planned_of(tree, period, results)
    without = tuple(row.unit.name for row in tree if not planned[row.unit.pk].items)
    return PlanReportInput(
        facts,
        tuple(line for row in tree for line in planned[row.unit.pk].items or ()),
        units=len(tree),
        without=without,
        is_printed=any(one.is_printed for one in planned.values()),
    )


def _units_of(
    agency: Agency, period: Period, results: Mapping[tuple[int, str], Result]
) -> tuple[TreeRow, ...]:
    """Return the units that have a result in the period, in tree order."""
    units = Unit.objects.filter(agency=agency, parent__isnull=False)
    known = {unit_id for (unit_id, _), result in results.items() if result.index}
    return tuple(row for row in in_tree_order(units) if row.unit.pk in known)


def _planned_of(
    tree: tuple[TreeRow, ...], period: Period, results: Mapping[tuple[int, str], Result]
) -> dict[int, Planned]:
    ids = [row.unit.pk for row in tree]
    plans = {
        plan.unit_id: plan
        for plan in Plan.objects.filter(unit__in=ids, period=period).prefetch_related("items")
    }
    recaps = RecapRow.objects.filter(unit__in=ids, period=period, kind=RecapKind.SURVEY).order_by("-position")
    printed = {row.unit_id: row for row in recaps}
    return {
        row.unit.pk: read_planned(
            row.unit,
            plans.get(row.unit.pk),
            printed.get(row.unit.pk),
            _names_of(results.get((row.unit.pk, period.code))),
        )
        for row in tree
    }


def _names_of(result: Result | None) -> dict[str, str]:
    return {one["key"]: one["name"] for one in (result.elements if result else ())}


def realisation_report_input(
    target: Unit, period: Period, made_at: datetime | None = None
) -> RealisationReportInput:
    """Return how every unit with a result in `period` carried out its plan before. Five queries."""
    results = standing_results(target.agency, [period.code])
    tree = _units_of(target.agency, period, results)
    ours = realisations_before([row.unit.pk for row in tree], period)
    lines = []
    for row in tree:
        counted, result = ours.get(row.unit.pk), results[row.unit.pk, period.code]
        printed = Fraction(result.realisation) if result.realisation else None
        lines.append(
            RealisationLine(row.unit.name, row.depth, printed)
            if counted is None
            else RealisationLine(
                unit=row.unit.name,
                level=row.depth,
                percent=counted.realisation.percent,
                planned_in=parse_period(counted.period),
                done=counted.realisation.done,
                planned=counted.realisation.planned,
            )
        )
    return RealisationReportInput(report_facts(target, period, made_at), tuple(lines))
