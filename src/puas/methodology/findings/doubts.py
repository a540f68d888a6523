"""Rows that contradict themselves: where one enters a mean, the mean is the witness and not the culprit.

A fault in one row makes every average above it look wrong. If one doubtful row alone can explain the
difference, the average is no error; the finding says what the row must have held for it to be right.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from puas.methodology.findings.facts import Facts, Key, key_of
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import REGISTRY
from puas.methodology.periods import Period

SELF_CONTRADICTIONS = (
    "index-elements",
    "weight-rounded",
    "value-range",
    "cell-missing",
    "vector-repeated",
    "index-repeated",
    "elements-swapped",
    "index-jump",
)
DOUBLED = ("row-duplicate",)
UNDONE = (
    "realisation-fraction",
    "realisation-range",
    "realisation-blank",
    "realisation-zero-again",
    "realisation-without-plan",
    *DOUBLED,
)


@lru_cache(maxsize=16)
def found_places(facts: Facts, identities: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Return (unit, period code) of every row in which one of the rules `identities` found something.

    A rule that finds something in half of the rows tells none of them apart (a whole recap with weight 0.11).
    """
    found: set[tuple[str, str]] = set()
    for identity in identities:
        rule = REGISTRY[identity]
        places = {(f.unit, f.period) for f in rule.check(facts, rule)}
        found |= places if 2 * len(places) <= max(len(facts.surveys), 2) else set()
    return frozenset(found)


def is_doubtful(facts: Facts, row: RecapRow) -> bool:
    """Whether a rule about this row alone found something."""
    return (row.unit, row.code) in found_places(facts, SELF_CONTRADICTIONS)


def doubtful_units(facts: Facts, period: Period) -> list[Key]:
    """Return the units with a doubtful row within `period`, or with two rows for one period somewhere."""
    doubled = {unit for unit, _ in found_places(facts, DOUBLED)}
    found: dict[Key, None] = {}
    for row in facts.recap.rows:
        inside = row.period is not None and period.contains(row.period) and is_doubtful(facts, row)
        if inside or row.unit in doubled:
            found[key_of(row)] = None
    return list(found)


def doubtful_realisations(facts: Facts, period: Period) -> int:
    """Return in how many units a rule about the realisation in `period` found something."""
    doubled = {unit for unit, _ in found_places(facts, DOUBLED)}
    return len({unit for unit, code in found_places(facts, UNDONE) if code == period.code} | doubled)


def could_be(facts: Facts, name: str, value: Fraction) -> bool:
    """Whether a solved figure is one that a survey can have."""
    least = Decimal(25) / (1 if name == "index" else facts.scale)
    return Fraction(least) <= value <= Fraction(least) * 4
