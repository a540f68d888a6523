"""A large example: an agency that never was, of any size. The same size and quarter give the same one.

Its tree, how many answers each unit gets, and who its officers are. What is answered is in `large_answers`,
what is planned in `large_plans`.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from puas.methodology.periods import Period
from puas.methodology.units import UnitKind

NAME = "Kabupaten Contoh Besar"
LEVELS = 4
"""The agency, its offices, what stands under them, and what stands under that."""

_HEADS = (
    *("Kependudukan dan Pencatatan Sipil", "Pendidikan", "Kesehatan", "Pekerjaan Umum", "Perhubungan"),
    *("Sosial", "Tenaga Kerja", "Lingkungan Hidup", "Pertanian", "Perikanan", "Perdagangan", "Pariwisata"),
    *("Kebudayaan", "Perpustakaan", "Kearsipan", "Komunikasi", "Statistik", "Pertanahan", "Perumahan"),
    *("Penanaman Modal", "Koperasi", "Kehutanan", "Pemadam Kebakaran", "Pemuda", "Olahraga"),
)
_MIDDLE = (("Kecamatan", UnitKind.KECAMATAN), ("Puskesmas", UnitKind.PUSKESMAS), ("UPT", UnitKind.UPT))
_LEAVES = (("Kelurahan", UnitKind.KELURAHAN), ("Sekolah", UnitKind.SCHOOL), ("Loket", UnitKind.UPP))
_WEIGHTS = {1: 6.0, 2: 2.0, 3: 1.0}
_BUSIEST = 40
"""So many times busier than the other offices is the first one: a survey of tens of thousands."""


@dataclass(frozen=True)
class Size:
    """How large: units below the agency, quarters (the last one is under way), answers of all of them."""

    units: int = 500
    periods: int = 16
    answers: int = 2_000_000


@dataclass(frozen=True)
class Node:
    """A unit: its place in the list, the place of the one above it (None: the agency), its level (1..3), and
    its share of the answers as a weight.
    """

    place: int
    parent: int | None
    level: int
    name: str
    kind: UnitKind
    weight: float


def plan_tree(units: int) -> tuple[Node, ...]:
    """Return `units` units below an agency, each after the one above it: a 20th are offices, a fifth stands
    under those, the rest under that.
    """
    heads, middle = max(1, units // 20), units // 5
    source = random.Random("large/tree")  # noqa: S311  (repeatable on purpose, nothing secret)
    nodes = []
    for place in range(units):
        level, name, kind, parent = _stand(place, heads, middle)
        weight = _WEIGHTS[level] * source.lognormvariate(0, 0.5) * (_BUSIEST if place == 0 else 1)
        nodes.append(Node(place, parent, level, name, kind, weight))
    return tuple(nodes)


def _stand(place: int, heads: int, middle: int) -> tuple[int, str, UnitKind, int | None]:
    """Return level, name, kind and parent of the unit at `place`."""
    if place < heads:
        topic = _HEADS[place] if place < len(_HEADS) else f"Urusan {place + 1}"
        return 1, f"Dinas {topic}", UnitKind.OPD, None
    if place < heads + middle:
        number = place - heads
        word, kind = _MIDDLE[number % len(_MIDDLE)]
        return 2, f"{word} Contoh {number + 1}", kind, number % heads
    number = place - heads - middle
    word, kind = _LEAVES[number % len(_LEAVES)]
    return 3, f"{word} Contoh {number + 1}", kind, heads + number % middle if middle else number % heads


def last_quarters(last: Period, count: int) -> tuple[Period, ...]:
    """Return `count` quarters, oldest first, `last` being the last of them."""
    quarters = [last]
    while len(quarters) < count:
        quarters.insert(0, quarters[0].previous)
    return tuple(quarters)


def share(total: int, weights: Sequence[float]) -> tuple[int, ...]:
    """Return whole parts of `total` as near to `weights` as can be; they sum to `total` exactly."""
    whole = sum(weights)
    marks = [round(total * part / whole) for part in accumulate(weights)]
    return tuple(b - a for a, b in zip([0, *marks[:-1]], marks, strict=True))
