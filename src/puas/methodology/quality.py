"""Marks on responses that deserve a look: all answers alike, impossible speed, bursts. A mark never drops
an answer.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from puas.methodology.instruments import Instrument

STRAIGHT_LINE_MINIMUM = 5
"""With fewer answered items, all alike says nothing."""

BURST_COUNT = 10
BURST_SECONDS = 60
"""Ten whole questionnaires in a minute from one device is faster than people can take turns."""


class Flag(StrEnum):
    """Why a response deserves a look."""

    STRAIGHT_LINE = "straight_line"
    TOO_FAST = "too_fast"
    BURST = "burst"


def is_straight_line(scores: Sequence[int]) -> bool:
    """Say whether all answered items (at least 5) have the same score; 0 is unanswered."""
    answered = [score for score in scores if score]
    return len(answered) >= STRAIGHT_LINE_MINIMUM and len(set(answered)) == 1


def is_too_fast(instrument: Instrument, scores: Sequence[int], seconds: float | None) -> bool:
    """Say whether `seconds` from opening to sending are fewer than `seconds_per_item` for each answered item.

    Unknown (None) and negative times (a clock that was moved) say nothing.
    """
    if seconds is None or seconds < 0:
        return False
    return seconds < instrument.parameters["seconds_per_item"] * sum(score > 0 for score in scores)


def find_flags(
    instrument: Instrument, scores: Sequence[int], seconds: float | None = None
) -> tuple[Flag, ...]:
    """Return the marks of one response on its own; bursts need its neighbours (`find_bursts`)."""
    found = (
        (Flag.STRAIGHT_LINE, is_straight_line(scores)),
        (Flag.TOO_FAST, is_too_fast(instrument, scores, seconds)),
    )
    return tuple(flag for flag, is_set in found if is_set)


def find_bursts(
    times: Sequence[datetime], count: int = BURST_COUNT, seconds: int = BURST_SECONDS
) -> frozenset[int]:
    """Return the positions in `times` (one device, any order) that lie in `count` answers in `seconds`."""
    order = sorted(range(len(times)), key=lambda place: times[place])
    marked: set[int] = set()
    for start in range(len(order) - count + 1):
        window = order[start : start + count]
        if (times[window[-1]] - times[window[0]]).total_seconds() <= seconds:
            marked.update(window)
    return frozenset(marked)
