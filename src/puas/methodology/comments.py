"""Comments grouped by element: whole words begun by listed stems, a tone, and negation. Nothing is guessed.

What no word tells stays without a label, and is shown as such.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache, partial

from puas.errors import BadInput
from puas.methodology.toml_tables import Table, parse_toml

REACH = 2
"""How many words after a negation its meaning turns: "tidak begitu ramah"."""
LONGEST_WORD = 40
REMEMBERED = 50_000
"""Words that a lexicon has read and need not look up again."""

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


class WordUse(StrEnum):
    """What a word of the lexicon does."""

    TOPICS = "topics"  # names the element
    PRAISE = "praise"
    COMPLAINT = "complaint"
    NEGATORS = "negators"  # turns a tone round; only among the words for every element


GENERAL = ""
"""The key of the words that give a tone to whatever element the same clause names."""
USES = {False: (WordUse.TOPICS, WordUse.PRAISE, WordUse.COMPLAINT), True: tuple(WordUse)[1:]}
"""The lists of an element, and (True) of the words for every element."""


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
    """Stems by element key, those that give a tone to any element, the words that turn it round, and those
    after which praise is only a wish.
    """

    elements: Mapping[str, Words]
    general: Words
    negators: frozenset[str]
    wishes: frozenset[str]

    @cached_property
    def read(self) -> Callable[[str], tuple[tuple[str, Tone | None], ...]]:
        """Reads a word: what it says of which element (None: names it), GENERAL for every one. Remembers the
        words it has read, for people use few.
        """
        return lru_cache(maxsize=REMEMBERED)(partial(_read_word, self))


_TURNED = {Tone.PRAISE: Tone.COMPLAINT, Tone.COMPLAINT: Tone.PRAISE}


def parse_lexicon(text: str) -> Lexicon:
    """Return the lexicon written in the TOML `text`; anything wrong is BadInput that names the line."""
    root = parse_toml(text)
    general = root.table("general")
    lexicon = Lexicon(
        elements={name: _words(root.table(name)) for name in root.names() if name != "general"},
        general=Words((), _stems(general, "praise"), _stems(general, "complaint")),
        negators=frozenset(_stems(general, "negators")),
        wishes=frozenset(_stems(general, "wishes")),
    )
    root.close()
    return lexicon


def _words(table: Table) -> Words:
    return Words(_stems(table, "topics"), _stems(table, "praise"), _stems(table, "complaint"))


def _stems(table: Table, key: str) -> tuple[str, ...]:
    return tuple(stem.lower() for stem in table.texts(key)) if table.has(key) else ()


@dataclass(frozen=True)
class Edit:
    """A word to add to one list, or to take out of it. `element`: GENERAL for the words of every element."""

    element: str
    use: WordUse
    word: str
    is_removal: bool = False


def parse_edit(element: str, use: str, word: str, *, is_removal: bool, lexicon: Lexicon) -> Edit:
    """Return a change of `lexicon` from what somebody typed.

    BadInput `lexicon_list` for no list of it, `lexicon_word` for anything but one word of 2 to 40 letters,
    `lexicon_same` when the list is like that already.
    """
    try:
        chosen, words = WordUse(use), words_of(lexicon, element, WordUse(use))
    except (KeyError, ValueError):
        raise BadInput("lexicon_list", "Pilih unsur dan kegunaan kata itu.", field="unsur") from None
    stem = word.strip().lower()
    if not (_WORD.fullmatch(stem) and 2 <= len(stem) <= LONGEST_WORD):
        raise BadInput(
            "lexicon_word",
            "Tulis satu kata, 2 sampai {most} huruf, tanpa spasi dan tanda baca.",
            field="kata",
            most=LONGEST_WORD,
        )
    if (stem in words) is not is_removal:
        raise BadInput(
            "lexicon_same",
            "Kata “{word}” sudah begitu: daftar itu tidak berubah. Pilih kata atau daftar lain.",
            field="kata",
            word=stem,
        )
    return Edit(element, chosen, stem, is_removal)


def words_of(lexicon: Lexicon, element: str, use: WordUse) -> tuple[str, ...]:
    """Return one list of a lexicon, in its order; KeyError for an element or a list that it does not have."""
    if use not in USES[element == GENERAL]:
        raise KeyError(use)
    if use is WordUse.NEGATORS:
        return tuple(sorted(lexicon.negators))
    found: tuple[str, ...] = getattr(
        lexicon.general if element == GENERAL else lexicon.elements[element], use.value
    )
    return found


def apply_edits(lexicon: Lexicon, edits: Iterable[Edit]) -> Lexicon:
    """Return the lexicon with words added and taken out, one edit after the other."""
    for edit in edits:
        lexicon = _apply(lexicon, edit)
    return lexicon


def _apply(lexicon: Lexicon, edit: Edit) -> Lexicon:
    kept = [word for word in words_of(lexicon, edit.element, edit.use) if word != edit.word]
    changed = tuple(kept) if edit.is_removal else (*kept, edit.word)
    if edit.use is WordUse.NEGATORS:
        return replace(lexicon, negators=frozenset(changed))
    if edit.element == GENERAL:
        return replace(lexicon, general=replace(lexicon.general, **{edit.use.value: changed}))
    words = replace(lexicon.elements[edit.element], **{edit.use.value: changed})
    return replace(lexicon, elements={**lexicon.elements, edit.element: words})


def hash_lexicon(lexicon: Lexicon) -> str:
    """Return the SHA-256 (hex) of every word and what it does: two lexicons with one hash label alike."""
    said = [
        [key, *(sorted(getattr(words, use)) for use in ("topics", "praise", "complaint"))]
        for key, words in [*sorted(lexicon.elements.items()), (GENERAL, lexicon.general)]
    ]
    return hashlib.sha256(
        json.dumps([said, sorted(lexicon.negators), sorted(lexicon.wishes)]).encode()
    ).hexdigest()


def label_comment(text: str, lexicon: Lexicon) -> dict[str, Tone]:
    """Return the tone of every element that `text` speaks of; {} when no word of the lexicon occurs."""
    found: dict[str, set[Tone]] = {}
    for clause in _CLAUSES.split(text.lower()):
        words = _WORD.findall(clause)
        for key, tones in _label_clause(words, lexicon).items():
            found.setdefault(key, set()).update(tones)
    return {key: _joined(tones) for key, tones in sorted(found.items())}


def _label_clause(words: Sequence[str], lexicon: Lexicon) -> dict[str, set[Tone]]:
    """Return the elements that the words speak of, each with its own tones, else those of every element."""
    found: dict[str, set[Tone]] = {}
    general: set[Tone] = set()
    for place, word in enumerate(words):
        for key, tone in lexicon.read(word):
            tones = general if key == GENERAL else found.setdefault(key, set())
            said = None if tone is None else _hear(tone, words[:place], lexicon)
            if said is not None:
                tones.add(said)
    return {key: tones or general for key, tones in found.items()}


def _hear(tone: Tone, before: Sequence[str], lexicon: Lexicon) -> Tone | None:
    """Return what a tone means after the words before it; None for praise that is only a wish."""
    is_turned = any(word in lexicon.negators for word in before[-REACH:])
    said = _TURNED[tone] if is_turned else tone
    return None if said is Tone.PRAISE and not lexicon.wishes.isdisjoint(before) else said


def _read_word(lexicon: "Lexicon", word: str) -> tuple[tuple[str, Tone | None], ...]:
    found: list[tuple[str, Tone | None]] = []
    for key, words in (*lexicon.elements.items(), (GENERAL, lexicon.general)):
        if _begins(word, words.topics):
            found.append((key, None))
        if _begins(word, words.praise):
            found.append((key, Tone.PRAISE))
        elif _begins(word, words.complaint):
            found.append((key, Tone.COMPLAINT))
    return tuple(found)


def _begins(word: str, stems: Sequence[str]) -> bool:
    return any(word.startswith(prefix + stem) for stem in stems for prefix in _PREFIXES)


def _joined(tones: set[Tone]) -> Tone:
    if len(tones) > 1:
        return Tone.MIXED
    return next(iter(tones), Tone.NEUTRAL)
