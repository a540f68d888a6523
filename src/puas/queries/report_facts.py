"""What the short documents are told about a unit or an agency, and the plans and realisations they list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
    """Return the plan of a unit, or of every unit of an agency that has a result: of an agency also the plans
    after every shorter period inside `period`, as in a city where units survey by quarters. At most six
    queries.
    """
    facts = report_facts(target, period, made_at)
    if not target.is_root:
        results = standing_results(target.agency, [period.code], target)
        found = find_planned(target, period, _names_of(results.get((target.pk, period.code))))
        return PlanReportInput(facts, found.items or (), reason=found.reason, is_printed=found.is_printed)
    periods = [one for one in Period.objects.order_by("ends", "-starts") if period.pure.contains(one.pure)]
    results = standing_results(target.agency, [one.code for one in periods])
    tree = _units_of(target.agency, results)
    planned = _planned_of(tree, periods, results)
    return PlanReportInput(
        facts,
        tuple(
            line if one == period else replace(line, unit=f"{row.unit.name}, {one.pure.label}")
            for row in tree
            for one in periods
            for line in planned[row.unit.pk, one.pk].items or ()
        ),
        units=len(tree),
        without=tuple(
            row.unit.name for row in tree if not any(planned[row.unit.pk, one.pk].items for one in periods)
        ),
        is_printed=any(one.is_printed for one in planned.values()),
    )


def _units_of(agency: Agency, results: Mapping[tuple[int, str], Result]) -> tuple[TreeRow, ...]:
    """Return the units that have a result, in tree order."""
    units = Unit.objects.filter(agency=agency, parent__isnull=False)
    known = {unit_id for (unit_id, _), result in results.items() if result.index}
    return tuple(row for row in in_tree_order(units) if row.unit.pk in known)


def _planned_of(
    tree: tuple[TreeRow, ...], periods: Sequence[Period], results: Mapping[tuple[int, str], Result]
) -> dict[tuple[int, int], Planned]:
    """Return what each unit planned after each period, by the numbers of both."""
    ids = [row.unit.pk for row in tree]
    plans = Plan.objects.filter(unit__in=ids, period__in=periods).prefetch_related("items")
    ours = {(plan.unit_id, plan.period_id): plan for plan in plans}
    recaps = RecapRow.objects.filter(unit__in=ids, period__in=periods, kind=RecapKind.SURVEY)
    printed = {(row.unit_id, row.period_id): row for row in recaps.order_by("-position")}
    return {
        key: read_planned(
            row.unit, ours.get(key), printed.get(key), _names_of(results.get((row.unit.pk, one.code)))
        )
        for row in tree
        for one in periods
        for key in [(row.unit.pk, one.pk)]
    }


def _names_of(result: Result | None) -> dict[str, str]:
    return {one["key"]: one["name"] for one in (result.elements if result else ())}


def realisation_report_input(
    target: Unit, period: Period, made_at: datetime | None = None
) -> RealisationReportInput:
    """Return how every unit with a result in `period` carried out its plan before. Five queries."""
    results = standing_results(target.agency, [period.code])
    tree = _units_of(target.agency, results)
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
