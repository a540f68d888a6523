"""Comments grouped by element: whole words begun by listed stems, a tone, and negation. Nothing is guessed.

What no word tells stays without a label, and is shown as such.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from puas.methodology.toml_tables import Table, parse_toml

REACH = 2
"""How many words after a negation its meaning turns: "tidak begitu ramah"."""

_PREFIXES = (
    "",
    "mem",
    "men",
    "meng",
    "me",
    "pem",
    "pen",
    "peng",
    "pe",
    "per",
    "ter",
    "ber",
    "di",
    "ke",
    "se",
)
_CLAUSES = re.compile(r"[.,;:!?()\n]|\b(?:tapi|tetapi|namun|hanya|cuma|sedangkan|padahal|dan)\b")
_WORD = re.compile(r"[^\W\d_]+")


class Tone(StrEnum):
    """What a comment says of an element."""

    PRAISE = "praise"
    COMPLAINT = "complaint"
    MIXED = "mixed"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Words:
    """The stems of one element, or of the tones of any."""

    topics: tuple[str, ...]
    praise: tuple[str, ...]
    complaint: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Stems by element key, those that give a tone to any element, and the words that turn it round."""

    elements: Mapping[str, Words]
    general: Words
    negators: frozenset[str]


def parse_lexicon(text: str) -> Lexicon:
    """Return the lexicon written in the TOML `text`; anything wrong is BadInput that names the line."""
    root = parse_toml(text)
    general = root.table("general")
    lexicon = Lexicon(
        elements={name: _words(root.table(name)) for name in root.names() if name != "general"},
        general=Words((), _stems(general, "praise"), _stems(general, "complaint")),
        negators=frozenset(_stems(general, "negators")),
    )
    root.close()
    return lexicon


def _words(table: Table) -> Words:
    return Words(_stems(table, "topics"), _stems(table, "praise"), _stems(table, "complaint"))


def _stems(table: Table, key: str) -> tuple[str, ...]:
    return tuple(stem.lower() for stem in table.texts(key)) if table.has(key) else ()


def label_comment(text: str, lexicon: Lexicon) -> dict[str, Tone]:
    """Return the tone of every element that `text` speaks of; {} when no word of the lexicon occurs."""
    found: dict[str, set[Tone]] = {}
    for clause in _CLAUSES.split(text.lower()):
        words = _WORD.findall(clause)
        for key, tones in _label_clause(words, lexicon).items():
            found.setdefault(key, set()).update(tones)
    return {key: _joined(tones) for key, tones in sorted(found.items())}


def _label_clause(words: Sequence[str], lexicon: Lexicon) -> dict[str, set[Tone]]:
    general = set(_tones(words, lexicon.general, lexicon.negators))
    found: dict[str, set[Tone]] = {}
    for key, stems in lexicon.elements.items():
        own = set(_tones(words, stems, lexicon.negators))
        if own or any(_begins(word, stems.topics) for word in words):
            found[key] = own or general
    return found


def _tones(words: Sequence[str], stems: Words, negators: frozenset[str]) -> Iterator[Tone]:
    for place, word in enumerate(words):
        is_praise = _begins(word, stems.praise)
        if is_praise or _begins(word, stems.complaint):
            is_turned = any(one in negators for one in words[max(0, place - REACH) : place])
            yield Tone.PRAISE if is_praise != is_turned else Tone.COMPLAINT


def _begins(word: str, stems: Sequence[str]) -> bool:
    return any(word.startswith(prefix + stem) for stem in stems for prefix in _PREFIXES)


def _joined(tones: set[Tone]) -> Tone:
    if len(tones) > 1:
        return Tone.MIXED
    return next(iter(tones), Tone.NEUTRAL)
