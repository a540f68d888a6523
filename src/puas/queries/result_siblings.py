"""A result beside those of its sibling units and of the agency, in the same period.

A unit enters when this person may see it, or when its figure is published; small ones do not enter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from puas.methodology.disclosure import DEFAULT_MINIMUM
from puas.methodology.positions import Position, find_position
from puas.models import Publication, Result, Unit, UnitKind, User
from puas.queries.results import standing
from puas.queries.units import visible_units

PARENT, KIND = "parent", "kind"
_FIGURES = ("unit", "basis", "index", "respondents", "period")


@dataclass(frozen=True)
class SiblingGroup:
    """The units with the same parent, or of the same kind. `position`: None when too few are known.

    `small`: how many are left out because few people answered; `unknown`: how many have no figure that this
    person may see.
    """

    key: str
    position: Position | None
    small: int
    unknown: int


@dataclass(frozen=True)
class Siblings:
    """A result among others. `agency`: the agency's own index; None when there is none to be seen."""

    groups: tuple[SiblingGroup, ...]
    agency: Fraction | None


def find_siblings(user: User, result: Result) -> Siblings | None:
    """Return where a result (one with an index) stands in its period; None for the agency's own.

    At most four queries. The group of the same kind is left out when it holds the same units.
    """
    if result.unit.is_root or result.exact_index is None:
        return None
    units = list(_units_beside(result.unit))
    figures = _find_figures(user, result, [unit.pk for unit in units])
    by_parent = {unit.pk for unit in units if unit.parent_id == result.unit.parent_id}
    by_kind = {unit.pk for unit in units if unit.kind == result.unit.kind}
    chosen = {PARENT: by_parent - _roots(units)} | ({KIND: by_kind} if by_kind != by_parent else {})
    minimum = result.parameters.get("minimum_cell", DEFAULT_MINIMUM)
    groups = tuple(
        _build(key, result.exact_index, ids, figures, minimum) for key, ids in chosen.items() if ids
    )
    agency = next((figures[root] for root in _roots(units) if root in figures), None)
    return Siblings(groups, agency.exact_index if agency else None)


def _units_beside(unit: Unit) -> Iterable[Unit]:
    """Return the units with the same parent or of the same kind, and the agency's root. One query."""
    same = Q(parent=unit.parent_id) | Q(kind=unit.kind) | Q(kind=UnitKind.AGENCY.value)
    beside = Unit.objects.filter(same, agency=unit.agency_id).exclude(pk=unit.pk)
    return beside.only("parent_id", "kind", "agency_id").order_by("pk")


def _roots(units: Iterable[Unit]) -> set[int]:
    return {unit.pk for unit in units if unit.is_root}


def _find_figures(user: User, result: Result, ids: list[int]) -> dict[int, Result]:
    """Return the figure of each unit with an index, by unit id: what stands where this person sees the unit,
    else what is published. Three queries.
    """
    seen = set(visible_units(user).filter(pk__in=ids).order_by().values_list("pk", flat=True))
    stands = standing(Result.objects.filter(unit__in=seen, period=result.period_id).only(*_FIGURES))
    rest = [pk for pk in ids if pk not in seen]
    in_force = Publication.objects.filter(unit__in=rest, period=result.period_id, replaced_by=None)
    shown = in_force.select_related("result").only("unit", *(f"result__{name}" for name in _FIGURES))
    found = stands | {publication.unit_id: publication.result for publication in shown}
    return {pk: one for pk, one in found.items() if one.index}


def _build(
    key: str, own: Fraction, ids: Iterable[int], figures: dict[int, Result], minimum: int
) -> SiblingGroup:
    known = [figures[pk] for pk in ids if pk in figures]
    large = [one for one in known if one.respondents is None or one.respondents >= minimum]
    values = [one.exact_index for one in large if one.exact_index is not None]
    unknown = sum(pk not in figures for pk in ids)
    return SiblingGroup(key, find_position(own, values), len(known) - len(large), unknown)
