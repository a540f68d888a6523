"""From a tally to element means (NRR), the index (IKM) and the anti-corruption index (IPAK).

PermenPANRB 14/2017, chapter on processing. Everything is a Fraction until `round_half_up`, the one rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from puas.errors import BadInput
from puas.methodology.instruments import Group, Instrument
from puas.methodology.numbers import Number, round_half_up
from puas.methodology.tallies import Tally

__all__ = [
    "ElementMean",
    "Index",
    "Weighting",
    "compute_index",
    "compute_ipak",
    "exact_weights",
    "given_weights",
    "index_of_values",
    "parse_weighting",
    "printed_weights",
    "round_half_up",
]

POINTS_PER_SCORE = 25
"""A score of 1..4 becomes 25..100."""

PRINTED_WEIGHTS = ("0.111", "0.11")
"""The rounded weights found in reports: the regulation prints 0.11, its processing sheet 0.111."""


@dataclass(frozen=True)
class Weighting:
    """A weight for each element, and the name it is stored under: "exact", "0.111", "0.11" or "given"."""

    name: str
    weights: tuple[Fraction, ...]

    @property
    def printed(self) -> str:
        """Return how the weight is printed in a report: "1/9", "0,111", or the given weights."""
        if self.name == "exact":
            return f"1/{len(self.weights)}"
        if self.name in PRINTED_WEIGHTS:
            return self.name.replace(".", ",")
        return "; ".join(str(weight) for weight in self.weights)


@dataclass(frozen=True)
class ElementMean:
    """One element: how many answered, the NRR (`mean`, 1..4), times 25 (`value`); None if nobody did."""

    key: str
    name: str
    answered: int
    mean: Fraction | None
    value: Fraction | None


@dataclass(frozen=True)
class Index:
    """The index of one group: `value` is the unrounded IKM (25..100), None when it cannot be computed."""

    elements: tuple[ElementMean, ...]
    respondents: int
    weighting: Weighting
    value: Fraction | None

    @property
    def rounded(self) -> Decimal | None:
        """Return the IKM with two decimals, half up."""
        return None if self.value is None else round_half_up(self.value, 2)


def exact_weights(n: int) -> Weighting:
    """Return 1/n for each of `n` elements: the default."""
    return Weighting("exact", (Fraction(1, n),) * n)


def printed_weights(n: int, text: str) -> Weighting:
    """Return the rounded weight "0.111" or "0.11" for each of `n` elements, to reproduce a printed report.

    Their sum is below 1, so a perfect nine-element score is 99.90 or 99.00.
    """
    return Weighting(text, (Fraction(text),) * n)


def given_weights(weights: Sequence[Number], name: str = "given") -> Weighting:
    """Return the agency's own weights; BadInput `weights_sum` unless positive and summing to exactly 1."""
    exact = tuple(Fraction(weight) for weight in weights)
    if sum(exact) != 1 or min(exact) <= 0:
        raise BadInput(
            "weights_sum",
            "Bobot harus lebih dari 0 dan berjumlah tepat 1, bukan {total}.",
            total=str(sum(exact)),
        )
    return Weighting(name, exact)


def default_weighting(instrument: Instrument) -> Weighting:
    """Return the instrument's own weights, or exactly 1/n when it gives none."""
    if instrument.weights is None:
        return exact_weights(len(instrument.elements))
    return given_weights(instrument.weights)


def parse_weighting(text: str, instrument: Instrument) -> Weighting:
    """Return the weighting called "exact", "0.111", "0.11" or "given"; else BadInput `weights_unknown`."""
    size = len(instrument.elements)
    if text == "exact":
        return exact_weights(size)
    if text in PRINTED_WEIGHTS:
        return printed_weights(size, text)
    if text == "given" and instrument.weights is not None:
        return given_weights(instrument.weights)
    raise BadInput(
        "weights_unknown", "Bobot “{text}” tidak dikenal; pilih exact, 0.111, atau 0.11.", text=text
    )


def compute_index(tally: Tally, instrument: Instrument, weighting: Weighting | None = None) -> Index:
    """Return the index of `tally` (NRR = sum / answered; IKM = 25 * sum of weight * NRR).

    No respondents, or an element that nobody answered: value None, for weights may not be moved silently.
    Raises BadInput `tally_other_instrument` when the tally belongs to another instrument version.
    """
    require_same(tally, instrument)
    chosen = weighting or default_weighting(instrument)
    elements = tuple(_element_mean(tally, instrument, place) for place in range(len(instrument.elements)))
    values = [element.value for element in elements if element.value is not None]
    complete = len(values) == len(elements)
    return Index(elements, tally.respondents, chosen, index_of_values(values, chosen) if complete else None)


def require_same(tally: Tally, instrument: Instrument) -> None:
    """Raise BadInput unless `tally` was counted with this version of the instrument."""
    if (tally.instrument, tally.scales) != (instrument.id, instrument.scales):
        raise BadInput(
            "tally_other_instrument",
            "Hitungan ini dari kuesioner {counted}, bukan {wanted}.",
            counted=tally.instrument,
            wanted=instrument.id,
        )


def _element_mean(tally: Tally, instrument: Instrument, place: int) -> ElementMean:
    element, answered = instrument.elements[place], tally.answered[place]
    mean = Fraction(tally.sums[place], answered * tally.scales[place]) if answered else None
    value = None if mean is None else mean * POINTS_PER_SCORE
    return ElementMean(element.key, element.name, answered, mean, value)


def index_of_values(values: Sequence[Fraction | Decimal], weighting: Weighting) -> Fraction:
    """Return the IKM of element values already in 25..100 (a printed row): the sum of weight * value."""
    return sum((Fraction(v) * w for v, w in zip(values, weighting.weights, strict=True)), Fraction(0))


def compute_ipak(tally: Tally, instrument: Instrument) -> Fraction | None:
    """Return the anti-corruption index (25..100): the plain mean of its items' means; never part of the IKM.

    None when the instrument has no IPAK items or one of them was answered by nobody.
    """
    counts = [
        tally.item_counts[place] for place, item in enumerate(instrument.items) if item.group == Group.IPAK
    ]
    if not counts or not all(any(count) for count in counts):
        return None
    means = [Fraction(c[0] + 2 * c[1] + 3 * c[2] + 4 * c[3], sum(c)) for c in counts]
    return sum(means, Fraction(0)) / len(means) * POINTS_PER_SCORE
