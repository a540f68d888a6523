"""How many answers an address takes in a minute, counted in the memory of each server process.

The limit belongs to the link or the survey that is used, never to the network address alone: a village, an
office and a whole provider stand behind one of those. It stops a flood, it is no quota: every process counts
for itself, so that an answer costs no query more, and with w processes up to w times as many pass.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from puas.errors import Conflict, PuasError, TooOften

MOST_KEPT = 4096
WAIT = 60
"""Seconds after which a refused sender is asked to come back; by then a full minute's worth is free again."""


class Buckets:
    """A bucket for each key: it holds a minute's worth of answers and fills up again within a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, float]] = {}

    def take(self, key: str, per_minute: int) -> bool:
        """Take one from the bucket of `key`; False when it is empty. 0 a minute means without a limit."""
        if not per_minute:
            return True
        now = self._clock()
        left, then = self._kept.get(key, (float(per_minute), now))
        left = min(float(per_minute), left + (now - then) * per_minute / 60)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = (left - 1 if left >= 1 else left, now)
        return left >= 1

    def left(self, key: str) -> int:
        """Return how many can still be taken, of a bucket that something was taken from."""
        return int(self._kept[key][0]) if key in self._kept else 0

    def give_back(self, key: str) -> None:
        """Put one back: what was taken for came to nothing."""
        if key in self._kept:
            left, then = self._kept[key]
            self._kept[key] = (left + 1, then)

    def clear(self) -> None:
        """Fill every bucket."""
        self._kept.clear()


buckets = Buckets()
GUESSES = 60
"""Unknown visit codes, and as many of reports, that a process answers at length in a minute."""


def require_room(*, link: int | None, survey: str) -> None:
    """Raise TooOften `answers_too_often` when the link, or the survey's own address, took too many."""
    if link is not None:
        _take(f"link {link}", settings.LINK_LIMIT)
    else:
        _take(f"survey {survey}", settings.SURVEY_LIMIT)


def count_guess() -> None:
    """Raise TooOften `visit_guesses` when more codes of no slip were tried than people mistype in a minute.

    Counted for all senders together, and asked only once a code has turned out to be unknown, so that a good
    slip is never refused. With more than 128 bits a code nobody can guess one; this keeps a machine that
    tries from being answered at length, no more, and each process counting for itself is enough for that.
    """
    if not buckets.take("visit guesses", GUESSES):
        raise TooOften(
            "visit_guesses",
            "Terlalu banyak kode yang tidak dikenal dicoba dalam semenit. Coba lagi sesudah pukul {clock}. "
            "Slip yang benar tetap dapat dipakai sekarang: pindai kode QR-nya.",
            clock=_clock(),
            seconds=WAIT,
        )


def count_report_guess() -> None:
    """Raise TooOften `report_guesses` when more unknown codes were tried than people mistype in a minute.

    Asked only once a code has turned out to be unknown, so that a good one is never refused.
    """
    if not buckets.take("report guesses", GUESSES):
        raise TooOften(
            "report_guesses",
            "Terlalu banyak kode laporan yang tidak dikenal dicoba dalam semenit. Coba lagi sesudah pukul "
            "{clock}.",
            clock=_clock(),
            seconds=WAIT,
        )


@contextmanager
def collect_room(link: int) -> Iterator[None]:
    """Count what a link for ODK Collect sends; what is refused does not count. TooOften as `require_room`."""
    key = f"collect {link}"
    _take(key, settings.SURVEY_LIMIT)
    try:
        yield
    except PuasError as error:
        if not isinstance(error, Conflict):  # a conflict is kept in the tray
            buckets.give_back(key)
        raise


KEY_LIMIT = 600
"""Requests a minute of one key of the API."""


def key_room(key: int) -> tuple[int, int]:
    """Count a request of an API key; return (a minute's worth, what is left). TooOften `api_too_often`."""
    name = f"api key {key}"
    if not buckets.take(name, KEY_LIMIT):
        raise TooOften(
            "api_too_often",
            "Kunci ini terlalu sering dipakai dalam semenit (batas {limit}). Ulangi sesudah pukul "
            "{clock}; kirim lagi dengan Idempotency-Key yang sama.",
            limit=KEY_LIMIT,
            clock=_clock(),
            seconds=WAIT,
        )
    return KEY_LIMIT, buckets.left(name)


def _take(key: str, per_minute: int) -> None:
    if buckets.take(key, per_minute):
        return
    raise TooOften(
        "answers_too_often",
        "Terlalu banyak jawaban masuk lewat alamat ini dalam semenit. Isian Anda belum tersimpan, tetapi "
        "tidak hilang: kirim lagi sesudah pukul {clock}.",
        clock=_clock(),
        seconds=WAIT,
    )


def _clock() -> str:
    """Return when to come back, as people read a clock here."""
    return f"{timezone.localtime(timezone.now() + timedelta(seconds=WAIT)):%H.%M.%S}"
