"""Marks on responses that deserve a look: all answers alike, impossible speed, bursts, night hours, repeats.
A mark never drops an answer.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime, time
from enum import StrEnum

from puas.language import gettext_noop
from puas.methodology.instruments import Instrument

STRAIGHT_LINE_MINIMUM = 5
"""With fewer answered items, all alike says nothing."""

BURST_COUNT = 10
BURST_SECONDS = 60
"""Ten whole questionnaires in a minute from one device is faster than people can take turns."""

RUN_COUNT = 8
"""Eight whole questionnaires in a row with the very same answers, from one device or link."""

COMMENT_COUNT = 5
COMMENT_LETTERS = 20
"""Many people write "bagus"; hardly five write the same sentence."""

ADDRESS_FACTOR = 3
"""A service room's network, an office and a whole provider stand behind one address: it takes three times as
many answers to deserve a look as one device does.
"""

NIGHT_BEGINS, NIGHT_ENDS = time(21), time(6)
COUNTER_CHANNELS = frozenset({"kiosk", "interview"})
"""Ways to answer in front of somebody. Sheets of paper are typed in at any hour."""


class Flag(StrEnum):
    """Why a response deserves a look."""

    STRAIGHT_LINE = "straight_line"
    TOO_FAST = "too_fast"
    BURST = "burst"
    RUN = "run"
    NIGHT = "night"
    SAME_COMMENT = "same_comment"
    STEERED = "steered"
    CLOCK_AHEAD = "clock_ahead"
    OTHER_VERSION = "other_version"
    CORRECTION = "correction"
    FROM_TRAY = "from_tray"

    @property
    def reason(self) -> str:
        """The Indonesian sentence that people read; also the message id of its translation."""
        return FLAG_REASONS[self]


FLAG_REASONS: Mapping[Flag, str] = {
    Flag.STRAIGHT_LINE: gettext_noop("Semua butir dijawab sama."),
    Flag.TOO_FAST: gettext_noop("Diisi lebih cepat daripada waktu untuk membacanya."),
    Flag.BURST: gettext_noop(
        "Sepuluh isian atau lebih dalam satu menit dari satu perangkat atau tautan, atau tiga puluh dari "
        "satu alamat internet."
    ),
    Flag.RUN: gettext_noop(
        "Delapan isian atau lebih berturut-turut dengan jawaban yang persis sama dari satu perangkat atau "
        "tautan, atau dua puluh empat dari satu alamat internet."
    ),
    Flag.NIGHT: gettext_noop("Diisi di loket antara pukul 21.00 dan 06.00."),
    Flag.SAME_COMMENT: gettext_noop("Sarannya sama dengan saran di paling sedikit empat isian lain."),
    Flag.STEERED: gettext_noop("Pengisinya menyatakan diarahkan petugas."),
    Flag.CLOCK_AHEAD: gettext_noop("Jam perangkatnya mendahului; waktu terima yang dipakai."),
    Flag.OTHER_VERSION: gettext_noop("Diisi dengan versi lain dari kuesioner ini."),
    Flag.CORRECTION: gettext_noop("Menggantikan isian yang lebih dahulu."),
    Flag.FROM_TRAY: gettext_noop("Menunggu di baki, lalu dimasukkan dengan keputusan."),
}


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


def find_runs(answers: Sequence[Hashable], count: int = RUN_COUNT) -> frozenset[int]:
    """Return the positions in `answers` (one device or link, by time) that are in `count` or more equal ones
    in a row.
    """
    marked: set[int] = set()
    start = 0
    for place in range(1, len(answers) + 1):
        if place < len(answers) and answers[place] == answers[start]:
            continue
        if place - start >= count:
            marked.update(range(start, place))
        start = place
    return frozenset(marked)


def find_same_comments(
    comments: Sequence[str], count: int = COMMENT_COUNT, letters: int = COMMENT_LETTERS
) -> frozenset[int]:
    """Return the positions of comments that `count` or more have word for word.

    Case and spaces do not matter; comments shorter than `letters` are left alone.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, comment in enumerate(comments):
        text = " ".join(comment.casefold().split())
        if len(text) >= letters:
            places[text].append(place)
    return frozenset(place for found in places.values() if len(found) >= count for place in found)


def is_at_night(channel: str, answered: datetime) -> bool:
    """Say whether somebody answered at a counter while it is closed; `answered` in the agency's own time."""
    hour = answered.time()
    return channel in COUNTER_CHANNELS and (hour >= NIGHT_BEGINS or hour < NIGHT_ENDS)
