"""Small groups are not published, so nobody can be recognised (UU 27/2022 on personal data).

A table of counts with a known total hides every count from 1 to the minimum, and with them the smallest
other counts, because one hidden count alone is the total minus the rest. The choice depends on values only,
never on the order of groups, so hidden counts can be exchanged without any trace in what is shown: none can
be worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from puas.errors import BadInput

DEFAULT_MINIMUM = 5
LOWEST_MINIMUM = 3
"""Below three a hidden group could only be one person."""
HIGHEST_MINIMUM = 100


@dataclass(frozen=True)
class Suppression:
    """Which groups of one table stay unpublished, and whether their total does too."""

    hidden: frozenset[str]
    hides_total: bool = False

    def shown(self, counts: Mapping[str, int]) -> dict[str, int | None]:
        """Return `counts` with None for what is hidden."""
        return {key: None if key in self.hidden else count for key, count in counts.items()}


def choose_minimum(floor: int, chosen: int | None) -> int:
    """Return the smallest group that is shown: what an agency chose, never below its questionnaire's."""
    return floor if chosen is None else max(floor, chosen)


def suppress_small(counts: Mapping[str, int], minimum: int = DEFAULT_MINIMUM) -> Suppression:
    """Return what to hide of `counts` (people per group; together the published total).

    Primary: counts from 1 to `minimum` - 1. Complementary: all counts equal to the smallest remaining one.
    When only small counts exist the whole table is hidden, and the total too when it is small. A figure
    computed for a group (its index) is hidden with its count. Raises BadInput `minimum_cell` below 3.
    """
    if minimum < LOWEST_MINIMUM:
        raise BadInput(
            "minimum_cell", "Batas kelompok kecil paling rendah {low}, bukan {given}.", low=3, given=minimum
        )
    if not any(0 < count < minimum for count in counts.values()):
        return Suppression(frozenset())
    large = [count for count in counts.values() if count >= minimum]
    if large:
        return Suppression(frozenset(key for key, count in counts.items() if 0 < count <= min(large)))
    return Suppression(frozenset(counts), hides_total=sum(counts.values()) < minimum)


def withhold_parts(
    counts: Mapping[str, int],
    parents: Mapping[str, str],
    minimum: int = DEFAULT_MINIMUM,
    small: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Return which counts of people in a tree stay unpublished, where each whole holds its parts.

    `counts`: people of each node, those of the nodes below it included. `parents`: the node that holds it;
    nodes without one are parts of a total that is taken to be known. Small nodes are withheld (and those of
    `small` like them), and then so many of the smallest others that what a known whole leaves over is never
    one withheld node alone, nor fewer people than `minimum`.
    """
    hidden = {key for key, count in counts.items() if 0 < count < minimum} | small
    parts: dict[str, list[str]] = {}
    for key in counts:
        parts.setdefault(parents.get(key, ""), []).append(key)
    while found := _gives_away(counts, parts, minimum, hidden):
        hidden.add(found)
    return frozenset(hidden)


def _gives_away(
    counts: Mapping[str, int], parts: Mapping[str, list[str]], minimum: int, hidden: set[str]
) -> str:
    """Return one more node to withhold, "" when nothing can be worked out any more."""
    for whole, below in parts.items():
        own = counts[whole] - sum(counts[key] for key in below) if whole else 0
        unknown = [counts[key] for key in below if key in hidden] + ([own] if own > 0 else [])
        shown = [key for key in below if key not in hidden and counts[key]]
        if whole in hidden:
            is_safe = bool(unknown)  # else the parts would add up to it
        else:
            is_safe = not unknown or (unknown == [own] and own >= minimum)
            is_safe = is_safe or (len(unknown) > 1 and sum(unknown) >= minimum)
        if not is_safe and shown:
            return min(shown, key=lambda key: (counts[key], key))
        if not is_safe and whole and whole not in hidden:
            return whole
    return ""
