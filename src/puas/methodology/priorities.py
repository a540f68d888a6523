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


def tied_elements(
    values: Sequence[tuple[str, Fraction | None]], count: int = DEFAULT_COUNT
) -> tuple[str, ...]:
    """Return the keys that are as low as the last of the `count` lowest but were left out; () without a
    tie.
    """
    chosen = lowest_values(values, count)
    known = dict(values)
    if not chosen:
        return ()
    border = known[chosen[-1]]
    return tuple(key for key, value in values if value == border and key not in chosen)


def is_lowest_choice(
    values: Sequence[tuple[str, Fraction | None]], chosen: Sequence[str], count: int = DEFAULT_COUNT
) -> bool:
    """Say whether `chosen` are the `count` lowest elements; equal values may stand for each other."""
    known = dict(values)
    found = [known.get(key) for key in dict.fromkeys(chosen)]
    lowest = [known[key] for key in lowest_values(values, count)]
    sure = [value for value in found if value is not None]
    return len(sure) == len(found) == len(chosen) and sorted(sure) == sorted(
        v for v in lowest if v is not None
    )
