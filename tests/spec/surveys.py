"""Tallies of small surveys for the worked examples: scores are written per element, U1..U9."""

from collections.abc import Iterable, Sequence

from puas.exchange.instrument_files import load_instrument
from puas.methodology.tallies import Tally, tally_responses

CLASSIC = load_instrument("classic-2017")


def order_by_element(values: Sequence[int]) -> tuple[int, ...]:
    """Return scores U1..U9 in the order of the classic questions Q1..Q9."""
    by_element = dict(zip((element.key for element in CLASSIC.elements), values, strict=True))
    return tuple(by_element[str(item.element)] for item in CLASSIC.items)


def tally_elements(respondents: Iterable[Sequence[int]]) -> Tally:
    """Return the tally of respondents whose scores are given per element."""
    return tally_responses(CLASSIC, [order_by_element(values) for values in respondents])


def tally_same(scores: Iterable[int]) -> Tally:
    """Return the tally of respondents who gave every element the same score."""
    return tally_elements([[score] * 9 for score in scores])


def read_scores(text: str) -> tuple[int, ...]:
    """Return the numbers of "4 3 4 ..."."""
    return tuple(int(number) for number in text.split())
