"""Which unit a printed name means: the one of that name, or look-alikes for a person to choose from.

A name has a kind (Puskesmas, Kelurahan, SMP Negeri) and the rest. Names of different kinds are never alike,
however equal the place; nor are names with different numbers (SMP Negeri 1 and 7).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from puas.models import Unit

LEAST = 60
"""A suggestion is at least so alike, in percent: below that a new unit is more likely."""
MOST = 3
_NEAR = 0.7
_ONLY_PLAIN = 90
_PLAIN = frozenset(("dan", "kota", "kabupaten", "daerah"))

_SHORT = {
    "kec": "kecamatan",
    "kel": "kelurahan",
    "pkm": "puskesmas",
    "smpn": "smp negeri",
    "sman": "sma negeri",
    "smkn": "smk negeri",
    "sdn": "sd negeri",
    "bpbd": "badan penanggulangan bencana daerah",
    "dpmptsp": "dinas penanaman modal dan pelayanan terpadu satu pintu",
    "disdukcapil": "dinas kependudukan dan pencatatan sipil",
    "satpol": "satuan polisi",
    "pp": "pamong praja",
    "setda": "sekretariat daerah",
    "setwan": "sekretariat dprd",
    "uptd": "upt",
}
_ROMAN = frozenset(("i", "ii", "iii", "iv", "v", "vi"))
_KIND = re.compile(
    r"badan|bagian|bidang|bumd|dinas|inspektorat|kantor|kecamatan|kelurahan|pdam|perumda|perusahaan|"
    r"puskesmas|rsud|rumah|satuan|sd|sekretariat|seksi|sma|smk|smp|upt"
)


@dataclass(frozen=True)
class Likeness:
    """A unit that a printed name may mean, and how alike the names are in percent (100: marks differ)."""

    unit: Unit
    percent: int


def find_same(name: str, parent: str, units: Iterable[Unit]) -> Unit | None:
    """Return the unit whose name is printed so, letter by letter; of several the one under `parent`."""
    same = [unit for unit in units if unit.name == name]
    if len(same) > 1:
        same = [unit for unit in same if unit.parent is not None and unit.parent.name == parent]
    return same[0] if len(same) == 1 else None


def find_alike(name: str, units: Iterable[Unit]) -> tuple[Likeness, ...]:
    """Return the units with nearly this name and of the same kind, the most alike first, three at most."""
    words = normalise(name)
    found = [Likeness(unit, likeness(words, normalise(unit.name))) for unit in units]
    near = [one for one in found if one.percent >= LEAST]
    return tuple(sorted(near, key=lambda one: (-one.percent, one.unit.pk))[:MOST])


def normalise(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, abbreviations written out."""
    words = re.findall(r"[a-z]+|[0-9]+", name.casefold())
    return tuple(" ".join(_SHORT.get(word, word) for word in words).split())


def likeness(a: Sequence[str], b: Sequence[str]) -> int:
    """Return how alike two names are in percent; 0 when they are certainly two offices.

    Every word looks for its like in the other name; the letters of words that found one are counted. Two
    names that each have a word of their own (Timur and Barat) are two, however long the rest is.
    """
    if kind_of(a) != kind_of(b) or _numbers(a) != _numbers(b):
        return 0
    if "".join(a) == "".join(b):
        return 100
    mine, theirs = _likes(a, b), _likes(b, a)
    if not all(mine.values()) and not all(theirs.values()):
        return 0
    if not mine and not theirs:
        return _ONLY_PLAIN
    found = [(len(word), ratio) for pairs in (mine, theirs) for word, ratio in pairs.items()]
    return int(100 * sum(size * ratio for size, ratio in found) / sum(size for size, _ in found))


def _likes(words: Sequence[str], others: Sequence[str]) -> dict[str, float]:
    """Return for each telling word how alike its nearest in the other name is; 0 when none is near."""
    telling = [word for word in words if word not in _PLAIN and word != kind_of(words)]
    ratios = {
        word: max((SequenceMatcher(None, word, other).ratio() for other in others), default=0.0)
        for word in telling
    }
    return {word: ratio if ratio >= _NEAR else 0.0 for word, ratio in ratios.items()}


def kind_of(words: Sequence[str]) -> str:
    """Return the first word when it says what kind of office this is, else nothing."""
    return words[0] if words and _KIND.fullmatch(words[0]) else ""


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if word.isdigit() or word in _ROMAN]
