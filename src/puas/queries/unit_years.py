"""The years of a unit: the value of each by the agency's rule, and the surveys that it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from puas.errors import BadInput
from puas.methodology.periods import Period, PeriodKind
from puas.methodology.rollups import Row, YearRule, find_year
from puas.models import Unit
from puas.queries.results import row_of, unit_standing, year_rule_of


@dataclass(frozen=True)
class UnitYear:
    """One year: `row` is None where surveys overlap, `refusal` says which. `parts`: the index of each survey
    in it, the oldest first.
    """

    year: Period
    row: Row | None
    refusal: BadInput | None
    parts: tuple[tuple[Period, Fraction | None], ...]

    @property
    def is_averaged(self) -> bool:
        """Say whether the rule made it: not for a survey of the whole year."""
        return any(period != self.year for period, _ in self.parts)


@dataclass(frozen=True)
class UnitYears:
    """The years of a unit, the newest first, and the rule that made them."""

    rule: YearRule
    years: tuple[UnitYear, ...]


def find_years(unit: Unit) -> UnitYears:
    """Return every year in which a unit has a figure, whatever its rhythm was. One query."""
    rule = year_rule_of(unit.agency)
    standing = unit_standing(unit)
    rows = {period: row_of(result) for period, result in standing.items()}
    numbers = sorted({period.year for period in rows}, reverse=True)
    return UnitYears(rule, tuple(_build(Period(PeriodKind.YEAR, number), rows, rule) for number in numbers))


def _build(year: Period, rows: Mapping[Period, Row], rule: YearRule) -> UnitYear:
    parts = tuple((period, row.index) for period, row in rows.items() if year.contains(period))
    try:
        return UnitYear(year, find_year(rows, year, rule), None, parts)
    except BadInput as refusal:
        return UnitYear(year, None, refusal, parts)
