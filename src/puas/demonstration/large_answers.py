"""Answers of the large example, drawn fast: each unit has a handful of answers that its people choose among.

Drawing two million answers one by one would take longer than storing them. A unit's handful is drawn once,
with a disposition that shifts all scores of an answer together; which of them is given how often changes from
quarter to quarter. Nothing here was ever answered by anyone.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import exp

from puas.demonstration.drawings import draw_profile, draw_time, item_scores
from puas.methodology.answers import pack
from puas.methodology.instruments import Instrument

PATTERNS = 60
"""Different answers in a unit's handful."""
TIMES = 300
"""Different moments in one quarter."""
PROFILES = 150
CHANNELS = {"online": 62, "kiosk": 18, "interview": 12, "paper": 8}
COMMENTED = 0.15
"""So many of the answers come with a sentence."""

_UUID_MASK = ~(0xF << 76 | 0x3 << 62)
_UUID_MARKS = 0x4 << 76 | 0x2 << 62

_COMMENTS = (
    "Petugas ramah dan cepat, terima kasih",
    "Antrean terlalu lama, loket kurang",
    "Persyaratan tidak jelas, harus bolak-balik",
    "Ruang tunggu panas dan kursinya kurang",
    "Tidak ada biaya, bagus sekali",
    "Prosedur mudah diikuti",
    "Petugas tidak ramah waktu saya bertanya",
    "Toilet kotor, mohon dibersihkan",
    "Pengaduan saya belum ditanggapi",
    "Pelayanan sudah baik, pertahankan",
    "Parkir sempit",
    "Petugas menguasai pekerjaannya",
    "Hasilnya sesuai dengan yang dijanjikan",
    "Jadwal layanan sering berubah",
    "Informasi di situs tidak sesuai dengan di loket",
    "Cepat selesai, tidak sampai sepuluh menit",
)


@dataclass(frozen=True)
class DrawnRow:
    """One answer, ready to be stored: packed scores, the profile as JSON, the place of the service in the
    unit's list (-1: none named). `uuid` is 32 hex digits.
    """

    uuid: str
    word_a: int
    word_b: int
    profile: str
    answered_at: datetime
    channel: str
    service: int
    comment: str
    seconds: int


class Season:
    """The moments and profiles of one quarter, shared by every unit."""

    def __init__(self, instrument: Instrument, starts: date, ends: date) -> None:
        source = random.Random(f"large/{starts}")  # noqa: S311  (repeatable on purpose, nothing secret)
        self.times = sorted(draw_time(source, starts, ends) for _ in range(TIMES))
        self.profiles: dict[bool, list[str]] = {True: [], False: []}
        for is_morning in self.profiles:
            at = datetime(2000, 1, 1, 9 if is_morning else 14)  # noqa: DTZ001 - only its hour is read
            for _ in range(PROFILES):
                profile = draw_profile(instrument.profile, at, source)
                self.profiles[is_morning].append(json.dumps(profile))


class Crowd:
    """The people who come to one unit: how they answer."""

    def __init__(self, number: int, instrument: Instrument, services: int) -> None:
        source = random.Random(f"large/unit/{number}")  # noqa: S311  (repeatable on purpose, nothing secret)
        level = source.gauss(3.32, 0.14)
        elements = [level + source.gauss(0, 0.16) for _ in instrument.elements]
        patterns = [_draw_scores(elements, source) for _ in range(PATTERNS)]
        self.number, self.services = number, [-1, *range(services)]
        self.heights = [sum(scores) / len(scores) for scores in patterns]
        self.words = [pack(item_scores(instrument, scores)) for scores in patterns]
        self.trend = source.gauss(0.02, 0.05)

    def draw(self, count: int, quarter: int, season: Season) -> Iterator[DrawnRow]:
        """Yield `count` answers of the quarter with this number, in order of time."""
        source = random.Random(f"large/{self.number}/{quarter}")  # noqa: S311
        lean = self.trend * quarter + source.gauss(0, 0.15)
        words = source.choices(self.words, [exp(lean * height) for height in self.heights], k=count)
        times = sorted(source.choices(season.times, k=count))
        channels = source.choices([*CHANNELS], [*CHANNELS.values()], k=count)
        services = source.choices(self.services, k=count)
        for (word_a, word_b), at, channel, service in zip(words, times, channels, services, strict=True):
            chance = source.random()
            yield DrawnRow(
                f"{source.getrandbits(128) & _UUID_MASK | _UUID_MARKS:032x}",
                word_a,
                word_b,
                season.profiles[at.hour < 12][int(chance * 1e6) % PROFILES],
                at,
                channel,
                service,
                _COMMENTS[int(chance * 1e8) % len(_COMMENTS)] if chance < COMMENTED else "",
                45 + int(chance * 180),
            )


def _draw_scores(means: list[float], source: random.Random) -> tuple[int, ...]:
    """Return a score 1..4 for each element, near the unit's mean, shifted together by one disposition."""
    mood = source.gauss(0, 0.45)
    return tuple(min(max(round(mean + mood + source.gauss(0, 0.45)), 1), 4) for mean in means)
