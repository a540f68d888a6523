"""The index of each group of respondents, with what is too small hidden; and which elements go together.

PermenPANRB 14/2017 asks for the respondents' characteristics and a bivariate analysis; both follow from
tallies.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from puas.methodology.disclosure import suppress_small
from puas.methodology.indices import Weighting, compute_index
from puas.methodology.instruments import Instrument, ProfileField
from puas.methodology.precision import correlate_elements, margin
from puas.methodology.profile_groups import AGE_BANDS, UNKNOWN
from puas.methodology.tallies import Tally


@dataclass(frozen=True)
class GroupIndex:
    """One group: how many people, their share of all (%), index (25..100, unrounded), margin in points.

    A hidden group has None everywhere; an empty one has 0 people and no index.
    """

    key: str
    respondents: int | None
    share: Fraction | None
    index: Fraction | None
    margin: Decimal | None
    lowest: str
    is_hidden: bool


@dataclass(frozen=True)
class Pair:
    """Two elements and how they go together, -1..1."""

    first: str
    second: str
    strength: Decimal


def break_down(
    tallies: Mapping[str, Tally], total: Tally, instrument: Instrument, weighting: Weighting, minimum: int
) -> tuple[GroupIndex, ...]:
    """Return the index of each group of `tallies`, in their order; groups below `minimum` are hidden, with
    others that would give them away (`disclosure`).

    Groups may overlap (several choices): then one that lacks fewer than `minimum` of all is hidden too.
    """
    counts = {key: tally.respondents for key, tally in tallies.items()}
    hidden = find_hidden(counts, total.respondents, minimum)
    return tuple(
        GroupIndex(key, None, None, None, None, "", is_hidden=True)
        if key in hidden
        else _measure(key, tally, total, instrument, weighting)
        for key, tally in tallies.items()
    )


def find_hidden(counts: Mapping[str, int], total: int, minimum: int) -> frozenset[str]:
    """Return the groups of one question that stay unpublished; `total` counts every respondent once.

    Groups may overlap (several choices): then one that lacks fewer than `minimum` of all is hidden too.
    """
    hidden = suppress_small(counts, minimum).hidden
    if sum(counts.values()) == total:
        return hidden
    return hidden | {key for key, count in counts.items() if count and 0 < total - count < minimum}


def _measure(
    key: str, tally: Tally, total: Tally, instrument: Instrument, weighting: Weighting
) -> GroupIndex:
    index = compute_index(tally, instrument, weighting)
    share = Fraction(100 * tally.respondents, total.respondents) if total.respondents else None
    means = [(element.mean, element.name) for element in index.elements if element.mean is not None]
    lowest = min(means, key=lambda pair: pair[0])[1] if index.value is not None else ""
    error = margin(tally, instrument, weighting)
    return GroupIndex(key, tally.respondents, share, index.value, error, lowest, is_hidden=False)


def regroup(
    field: ProfileField, found: Mapping[str | None, Tally], instrument: Instrument
) -> dict[str, Tally]:
    """Return the tally of every choice of `field`, in its order, those who left it open last when there are
    any. `found`: by the stored value as text; ages come together in bands, several choices count in each.
    """
    keys = [f"{low}-{high}" for low, high, *_ in AGE_BANDS if high >= field.low and low <= field.high]
    if field.kind != "integer":
        keys = [option.key for option in field.options]
    groups = {key: Tally.empty(instrument) for key in keys}
    for value, tally in found.items():
        for key in _keys_of(field, value):
            groups[key] = groups.get(key, Tally.empty(instrument)) + tally
    unknown = groups.pop(UNKNOWN, None)
    return groups | ({UNKNOWN: unknown} if unknown is not None else {})


def _keys_of(field: ProfileField, value: str | None) -> list[str]:
    if value is None or value in ("", "[]"):
        return [UNKNOWN]
    if field.kind == "multiple":
        return list(json.loads(value)) if value.startswith("[") else [value]
    if field.kind == "integer":
        years = int(value)
        return [f"{low}-{high}" for low, high, *_ in AGE_BANDS if low <= years <= high]
    return [value]


def rank_pairs(tally: Tally, instrument: Instrument) -> tuple[Pair, ...]:
    """Return the pairs of elements that have a correlation, the strongest first (by its size)."""
    table, keys = correlate_elements(tally), [element.key for element in instrument.elements]
    pairs = [
        Pair(keys[i], keys[j], strength)
        for i in range(len(keys))
        for j in range(i + 1, len(keys))
        if (strength := table[i][j]) is not None
    ]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.strength)))
