"""A parent unit that also serves: its own survey, the units under it, and all of them pooled."""

from dataclasses import dataclass
from fractions import Fraction

from puas.methodology.indices import compute_index
from puas.models import Basis, Result, Survey, Unit
from puas.queries.result_changes import weighting_of
from puas.queries.results import standing
from puas.queries.tallies import live_tally
from puas.queries.unit_changes import moved_since, moves_in


@dataclass(frozen=True)
class OwnFigure:
    """What the unit's own survey alone gives; `index` is None without an answer."""

    index: Fraction | None
    respondents: int


@dataclass(frozen=True)
class ParentView:
    """A pooled result in its parts. `own`: None when the unit had no survey itself. `children`: the units
    right under it in the period, each with the result that stands for it (None: none).
    """

    own: OwnFigure | None
    children: tuple[tuple[Unit, Result | None], ...]


def find_parent_view(result: Result, survey: Survey | None) -> ParentView | None:
    """Return what a pooled result consists of; None for any other.

    The parts are as they stand now; the pooled figure is the frozen result itself.
    """
    if result.basis != Basis.POOLED:
        return None
    units = list(Unit.objects.filter(agency=result.unit.agency_id).order_by("number", "pk"))
    moved = moved_since(moves_in(result.unit.agency), result.period.ends)
    below = [unit for unit in units if moved.get(unit.pk, unit.parent_id) == result.unit_id]
    figures = standing(Result.objects.filter(unit__in=[unit.pk for unit in below], period=result.period_id))
    with_any = [unit for unit in below if unit.pk in figures or _exists(unit, result)]
    children = tuple((unit, figures.get(unit.pk)) for unit in with_any)
    return ParentView(_own(result, survey), children)


def _exists(unit: Unit, result: Result) -> bool:
    return unit.exists_during(result.period.starts, result.period.ends)


def _own(result: Result, survey: Survey | None) -> OwnFigure | None:
    if survey is None or survey.pk not in result.parameters["surveys"]:
        return None
    tally = live_tally(survey)
    index = compute_index(tally, survey.instrument.parsed, weighting_of(result))
    return OwnFigure(index.value, tally.respondents)
