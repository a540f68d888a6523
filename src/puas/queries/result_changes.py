"""A result beside those before it: how far the index moved, and whether that is more than chance."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from puas.methodology.indices import Weighting
from puas.methodology.instruments import Instrument
from puas.methodology.periods import Period
from puas.methodology.precision import Estimate, estimate_index, is_real_change
from puas.methodology.sampling import required_sample
from puas.models import Basis, InstrumentVersion, Result, Survey
from puas.queries.results import comparable_results


@dataclass(frozen=True)
class ElementChange:
    """One element's values (25..100) now and before, unrounded; None where there is none."""

    key: str
    name: str
    value: Fraction | None
    before: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        """How far it moved; None unless both are known."""
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True)
class Change:
    """The move of an index since `period`, in points. `is_real`: larger than chance at 95 %; None when one
    of the two is an average or a printed figure, or has fewer than two respondents.
    """

    period: Period
    before: Fraction
    difference: Fraction
    is_real: bool | None
    elements: tuple[ElementChange, ...]


@dataclass(frozen=True)
class TrendStep:
    """The index of one period; `is_printed`: taken over from an imported table."""

    period: Period
    index: Fraction
    respondents: int | None
    is_printed: bool


@dataclass(frozen=True)
class ResultContext:
    """What stands around a result: the change since the last one, and every period of the same kind."""

    change: Change | None
    trend: tuple[TrendStep, ...]


def find_context(result: Result) -> ResultContext:
    """Return what stands around a result (one with an index). At most two queries."""
    beside = comparable_results(result)
    earlier = [row for period, row in beside.items() if period.ends < result.period.pure.ends]
    trend = tuple(_step(period, row) for period, row in beside.items())
    return ResultContext(_change(earlier[-1], result) if earlier else None, trend)


def find_target(result: Result, survey: Survey | None) -> int | None:
    """Return how many respondents the unit's own survey needed; None for pooled results and averages, or
    without a population.
    """
    if survey is None or result.basis != Basis.OWN or not survey.population:
        return None
    return required_sample(survey.population)


def weighting_of(result: Result) -> Weighting:
    """Return the weights that a result was computed with."""
    return Weighting(result.weighting, tuple(Fraction(weight) for weight in result.weights))


def _step(period: Period, row: Result) -> TrendStep:
    return TrendStep(period, Fraction(row.index), row.respondents, row.basis == Basis.RECAP)


def _change(before: Result, now: Result) -> Change:
    old = {element["key"]: value for element, value in zip(before.elements, before.exact_values, strict=True)}
    elements = tuple(
        ElementChange(element["key"], element["name"], value, old.get(element["key"]))
        for element, value in zip(now.elements, now.exact_values, strict=True)
    )
    first, last = Fraction(before.index), Fraction(now.index)
    return Change(before.period.pure, first, last - first, _is_real(before, now), elements)


def _is_real(before: Result, now: Result) -> bool | None:
    if before.pure_tally is None or now.pure_tally is None:
        return None
    instruments = find_instruments([before, now])
    estimates = [_estimate(row, instruments) for row in (before, now)]
    old, new = estimates
    return None if old is None or new is None else is_real_change(old, new)


def _estimate(result: Result, instruments: dict[str, Instrument]) -> Estimate | None:
    tally = result.pure_tally
    if tally is None:
        return None
    return estimate_index(tally, instruments[tally.instrument], weighting_of(result))


def find_instruments(results: Iterable[Result]) -> dict[str, Instrument]:
    """Return the questionnaires that the tallies of `results` were counted with, by id. One query."""
    ids = {row.tally["instrument"] for row in results if row.tally}
    keys = [name.partition("@")[0] for name in ids]
    found = InstrumentVersion.objects.filter(key__in=keys).order_by()
    return {row.parsed.id: row.parsed for row in found if f"{row.key}@{row.version}" in ids}
