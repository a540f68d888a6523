"""What an agency's report compares: kinds and levels of its units, the roll-up rules, and the findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from puas.methodology.rollups import UnitRow
from puas.models import Agency, Period, Result, Unit
from puas.queries.agency_values import find_agency_values
from puas.queries.own_findings import CHECKED, own_findings
from puas.queries.units import TreeRow, in_tree_order
from puas.reports.agency_inputs import FindingLine, GroupLine, RuleLine


@dataclass(frozen=True)
class Compared:
    """The units by kind and by level."""

    kinds: tuple[GroupLine, ...]
    levels: tuple[GroupLine, ...]


def compare_units(agency: Agency, rows: Sequence[UnitRow]) -> Compared:
    """Return the units of an agency by kind (in tree order) and by level, with the figures of `rows`. One
    query.
    """
    tree = in_tree_order(Unit.objects.filter(agency=agency, parent__isnull=False))
    found = {row.key: Fraction(row.row.index) for row in rows if row.row.index is not None}
    kinds: dict[str, list[TreeRow]] = {}
    levels: dict[int, list[TreeRow]] = {}
    for one in tree:
        kinds.setdefault(one.unit.kind_label, []).append(one)
        levels.setdefault(one.depth, []).append(one)
    return Compared(
        tuple(_line(name, units, found) for name, units in kinds.items()),
        tuple(_line(str(level), units, found) for level, units in sorted(levels.items())),
    )


def _line(name: str, units: Sequence[TreeRow], found: dict[str, Fraction]) -> GroupLine:
    values = [found[key] for one in units if (key := str(one.unit.pk)) in found]
    mean = sum(values, Fraction(0)) / len(values) if values else None
    return GroupLine(
        name, len(units), len(values), mean, min(values, default=None), max(values, default=None)
    )


def compare_rules(agency: Agency, period: Period, used: str, index: Fraction | None) -> tuple[RuleLine, ...]:
    """Return the agency's figure by every rule; that of the rule in use is the report's own `index`.

    At most eight queries.
    """
    return tuple(
        RuleLine(
            value.rule.name,
            value.units,
            index if value.rule.key == used else value.row.index if value.row else None,
            value.rule.key == used,
        )
        for value in find_agency_values(agency, period).values
    )


def find_findings(agency: Agency, period: Period) -> tuple[FindingLine, ...] | None:
    """Return what the checks say about figures of `period` that were counted here, with the answers; None
    when none was. At most nine queries.
    """
    counted = Result.objects.filter(unit__agency=agency, period=period, basis__in=CHECKED)
    if not counted.exists():
        return None
    return tuple(
        FindingLine(
            one.finding.severity.value,
            one.unit.name if one.unit and not one.unit.is_root else "",
            one.finding.sentence("id"),
            one.answer.reason if one.answer else "",
        )
        for one in own_findings(agency, period)
    )
