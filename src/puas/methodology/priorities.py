"""Which elements to improve first: the lowest ones (PermenPANRB 14/2017, chapter on follow-up)."""

from collections.abc import Sequence
from fractions import Fraction

from puas.methodology.indices import Index

DEFAULT_COUNT = 3
"""Reports name three."""


def lowest_elements(index: Index, count: int = DEFAULT_COUNT) -> tuple[str, ...]:
    """Return the keys of the `count` lowest elements, lowest first, on unrounded means.

    Ties go by element number. Elements that nobody answered are left out.
    """
    return lowest_values([(element.key, element.mean) for element in index.elements], count)


def lowest_values(
    values: Sequence[tuple[str, Fraction | None]], count: int = DEFAULT_COUNT
) -> tuple[str, ...]:
    """Return the keys of the `count` lowest `values` (given in element order); ties keep that order."""
    known = [(value, place, key) for place, (key, value) in enumerate(values) if value is not None]
    return tuple(key for _, _, key in sorted(known)[:count])
