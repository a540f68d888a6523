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


@dataclass(frozen=True)
class Suppression:
    """Which groups of one table stay unpublished, and whether their total does too."""

    hidden: frozenset[str]
    hides_total: bool = False

    def shown(self, counts: Mapping[str, int]) -> dict[str, int | None]:
        """Return `counts` with None for what is hidden."""
        return {key: None if key in self.hidden else count for key, count in counts.items()}


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
