"""The agency's figure of a period by every rule, side by side: which its policy uses, what is published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from puas.errors import BadInput
from puas.methodology import periods
from puas.methodology.indices import Index, Weighting, compute_index
from puas.methodology.rollups import (
    AGENCY_RULES,
    Row,
    Rule,
    UnitRow,
    YearRule,
    pool_tallies,
    select_heads,
    select_leaves,
)
from puas.methodology.tallies import Tally
from puas.models import Agency, Basis, InstrumentVersion, Period, Publication, Result
from puas.queries.results import (
    Figure,
    agency_rule_of,
    apply_rule,
    codes_within,
    standing_figures,
    unit_rows,
    year_rule_of,
)
from puas.queries.unit_changes import moved_since, moves_in
from puas.queries.units import root_of

MIXED = "mixed"
"""Weighting of an average whose parts were weighted differently."""


@dataclass(frozen=True)
class AgencyValue:
    """The agency's figure by one rule. `row` is None where the rule cannot be applied: `refusal` says why.

    `units`: how many rows were averaged or pooled. `is_used`: the agency's policy names this rule.
    """

    rule: Rule[Sequence[UnitRow], Row]
    row: Row | None
    refusal: BadInput | None
    units: int
    is_used: bool


@dataclass(frozen=True)
class AgencyValues:
    """Every rule of a period; the rule of a year; how many units survey how often; what is published."""

    values: tuple[AgencyValue, ...]
    yearly: YearRule
    rhythms: Mapping[periods.PeriodKind, int]
    published: Publication | None

    @property
    def is_empty(self) -> bool:
        """Say whether no unit has a figure in the period."""
        return all(value.row is None for value in self.values)


def find_agency_values(agency: Agency, period: Period) -> AgencyValues:
    """Return the agency's figures of a period as the results that stand give them. At most eight queries."""
    yearly = year_rule_of(agency)
    results = standing_figures(agency, codes_within(period.pure))
    in_force = Publication.objects.filter(unit=root_of(agency), period=period, replaced_by=None)
    published = in_force.select_related("result").first()
    rhythms = Counter(periods.parse_period(code).kind for _, code in _shortest(results))
    try:
        units = unit_rows(results, period.pure, moved_since(moves_in(agency), period.ends), yearly)
    except BadInput as refusal:  # one unit counts twice: no rule can be applied
        values = [AgencyValue(rule, None, refusal, 0, False) for rule in AGENCY_RULES]
        return AgencyValues(tuple(values), yearly, rhythms, published)
    used = agency_rule_of(agency)
    values = [_value(rule, units, results, period, rule.key == used.key) for rule in AGENCY_RULES]
    return AgencyValues(tuple(values), yearly, rhythms, published)


def _shortest(results: Mapping[tuple[int, str], Figure]) -> set[tuple[int, str]]:
    """Return (unit id, code) of the shortest period that each unit surveys in."""
    found: dict[int, str] = {}
    lengths = {code: _length(code) for _, code in results}
    for (unit_id, code), result in results.items():
        if result.index and result.basis != Basis.AVERAGE:
            found[unit_id] = min(found.get(unit_id, code), code, key=lengths.__getitem__)
    return set(found.items())


def _length(code: str) -> int:
    period = periods.parse_period(code)
    return (period.ends - period.starts).days


def _count_entering(key: str, units: Sequence[UnitRow]) -> int:
    """Return how many rows the rule with this key takes."""
    if key == "agency-all":
        return len(units)
    return len(select_leaves(units) if key == "agency-leaves" else select_heads(units))


def _value(
    rule: Rule[Sequence[UnitRow], Row],
    units: Sequence[UnitRow],
    results: Mapping[tuple[int, str], Figure],
    period: Period,
    is_used: bool,
) -> AgencyValue:
    entering = _count_entering(rule.key, units)
    if not units:
        return AgencyValue(rule, None, None, 0, is_used)
    try:
        row = apply_rule(rule, units)
    except BadInput as refusal:
        return AgencyValue(rule, None, refusal, entering, is_used)
    if rule.key == "agency-pooled":
        exact = _pool(results, units, period)
        row = row if exact is None else Row(row.values, exact[0].value, row.respondents)
    return AgencyValue(rule, row, None, entering, is_used)


def _pool(
    results: Mapping[tuple[int, str], Figure], units: Sequence[UnitRow], period: Period
) -> tuple[Index, Tally] | None:
    """Return what `pool_exactly` does; nothing is read where a head has no figure of the period itself."""
    entering = [one for one in results.values() if one.basis != Basis.AVERAGE and one.index]
    own = {str(one.unit_id) for one in entering if one.code == period.code}
    keys = {unit.key for unit in units}
    if any(unit.key not in own for unit in units if unit.parent not in keys):
        return None
    needed = ("unit_id", "period_id", "weighting", "weights", "instruments")
    parts = Result.objects.filter(pk__in=[one.pk for one in entering]).only(*needed)
    return pool_exactly(list(parts.order_by("id")), units, period)


def pool_exactly(
    parts: Sequence[Result], units: Sequence[UnitRow], period: Period
) -> tuple[Index, Tally] | None:
    """Return the index of the sum of the heads' tallies, and the sum; None unless every head has a tally and
    all were counted with one questionnaire and one weighting. Two queries.

    Weighting rows by respondents is only close when some left elements open; tallies are exact.
    """
    keys = {unit.key for unit in units}
    heads = {unit.key for unit in units if unit.parent not in keys}
    instruments, weighting = {name for part in parts for name in part.instruments}, weighting_of_parts(parts)
    of_heads = [part.pk for part in parts if part.period_id == period.pk and str(part.unit_id) in heads]
    if len(of_heads) != len(heads) or len(instruments) != 1 or weighting.name == MIXED:
        return None
    counted = Result.objects.filter(pk__in=of_heads, tally__isnull=False).order_by("id")
    tallies = [Tally.from_dict(tally) for tally in counted.values_list("tally", flat=True)]
    if len(tallies) != len(heads):
        return None
    tally = pool_tallies(tallies)
    key, _, version = instruments.pop().partition("@")
    instrument = InstrumentVersion.objects.get(key=key, version=int(version)).parsed
    return compute_index(tally, instrument, weighting), tally


def weighting_of_parts(parts: Sequence[Result]) -> Weighting:
    """Return the weighting that all parts share; one named MIXED when they differ."""
    found = {(part.weighting, tuple(part.weights)) for part in parts}
    if len(found) > 1:
        return Weighting(MIXED, ())
    name, weights = found.pop()
    return Weighting(name, tuple(Fraction(weight) for weight in weights))
