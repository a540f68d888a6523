"""Finding the names of elements inside longer text: in lists of priorities and as headings of plans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from puas.methodology.elements import ELEMENTS, find_element

_WORD = re.compile(r"[A-Za-z]+")
_FILLERS = frozenset({"dan", "atau", "unsur", "serta", "n"})
_SPELLINGS = {
    "prilaku": "perilaku",
    "naktu": "waktu",
    "serim": "sarana",
    "sistim": "sistem",
    "penangan": "penanganan",
}
_ITEM = re.compile(r"\s*(\d{1,2})\s*[.)]\s*(?=\S)")


@dataclass(frozen=True)
class Name:
    """An element named at text[start:end]."""

    element: str
    start: int
    end: int
    printed: str


@cache
def _names_by_first_word() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return every known name as words, longest first, under its first word."""
    found: dict[str, set[tuple[tuple[str, ...], str]]] = {}
    for element in ELEMENTS:
        for name in (element.name, *element.synonyms):
            words = tuple(word for word in _bare_words(name))
            found.setdefault(words[0], set()).add((words, element.key))
    return {
        first: tuple(sorted(names, key=lambda name: (-len(name[0]), name))) for first, names in found.items()
    }


def _bare_words(text: str) -> list[str]:
    return [word for raw in _WORD.findall(text.lower()) if (word := _SPELLINGS.get(raw, raw)) not in _FILLERS]


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(
        word for names in _names_by_first_word().values() for words, _ in names for word in words
    )


def _spell(word: str) -> str:
    """Return `word` as the names spell it: known misspellings and one wrong letter in a long word are
    mended."""
    lower = _SPELLINGS.get(word.lower(), word.lower())
    if lower in _vocabulary() or len(lower) < 6:
        return lower
    near = [known for known in _vocabulary() if len(known) == len(lower) and _differs_once(known, lower)]
    return near[0] if len(near) == 1 else lower


def _differs_once(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


@dataclass(frozen=True)
class _Token:
    word: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    """Return the words of `text`; a word that a narrow column broke in two is one again when the names
    know it."""
    raw = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    found: list[_Token] = []
    at = 0
    while at < len(raw):
        word, start, end = raw[at]
        if at + 1 < len(raw) and _spell(word) not in _vocabulary():
            joined = (word + raw[at + 1][0]).lower()
            if joined in _vocabulary() and not text[end : raw[at + 1][1]].strip(" \n-"):
                found.append(_Token(joined, start, raw[at + 1][2]))
                at += 2
                continue
        found.append(_Token(_spell(word), start, end))
        at += 1
    return [token for token in found if token.word not in _FILLERS]


def find_names(text: str) -> list[Name]:
    """Return the element names in `text` from left to right, the longest at each place, none
    overlapping."""
    tokens = _tokens(text)
    found: list[Name] = []
    at = 0
    while at < len(tokens):
        match = _longest(tokens, at)
        if match is None:
            at += 1
            continue
        words, element = match
        start, end = tokens[at].start, tokens[at + words - 1].end
        end = _with_brackets(text, end)
        found.append(Name(element, start, end, text[start:end]))
        at += words
        while at < len(tokens) and tokens[at].start < end:
            at += 1
    return found


def _longest(tokens: list[_Token], at: int) -> tuple[int, str] | None:
    for words, element in _names_by_first_word().get(tokens[at].word, ()):
        if tuple(token.word for token in tokens[at : at + len(words)]) == words:
            return len(words), element
    return None


def _with_brackets(text: str, end: int) -> int:
    """Return the end of a name including a remark in brackets: "Persyaratan (dokumen atau formulir)"."""
    remark = re.match(r"\s*\([^()]{1,40}\)", text[end:])
    return end + remark.end() if remark else end


def starts_with_item(text: str) -> int | None:
    """Return k when `text` begins with "k. <element>", else None."""
    item = _ITEM.match(text)
    if not item:
        return None
    rest = text[item.end() :]
    names = find_names(rest[:90])
    return int(item[1]) if names and names[0].start == 0 else None


def split_items(text: str) -> list[tuple[int, str]]:
    """Split "1. a 2. b 3. c" into its items; only numbers that count up one by one divide."""
    found: list[tuple[int, int, int]] = []
    for match in re.finditer(r"(?<![\w.,/])(\d{1,2})\s*[.)]\s*(?=\D)", text):
        number = int(match[1])
        if not found or number == found[-1][0] + 1:
            found.append((number, match.start(), match.end()))
    if not found:
        return []
    ends = [start for _, start, _ in found[1:]] + [len(text)]
    return [(number, text[end:stop].strip()) for (number, _, end), stop in zip(found, ends, strict=True)]


def split_nested(text: str, count: int) -> list[str]:
    """Split "1. 1. a 2. b 2. c 3. d" into `count` items whose own numbered lists stay whole; [] when it is
    not so.

    A list inside an item begins with "1." directly after the item's number, and goes on while its next
    number stands once more further on for the item itself.
    """
    marks = [
        (int(m[1]), m.start(), m.end()) for m in re.finditer(r"(?<![\w.,/])(\d{1,2})\s*[.)]\s*(?=\S)", text)
    ]
    starts: list[tuple[int, int]] = []
    inner = 0
    for at, (number, start, end) in enumerate(marks):
        outer = len(starts) + 1
        if inner and number == inner and (number != outer or any(n == outer for n, _, _ in marks[at + 1 :])):
            inner += 1
        elif number == outer and outer <= count:
            starts.append((start, end))
            follows = marks[at + 1] if at + 1 < len(marks) else None
            inner = 1 if follows and follows[0] == 1 and follows[1] <= end else 0
    if len(starts) != count or text[: starts[0][0]].strip():
        return []
    stops = [start for start, _ in starts[1:]] + [len(text)]
    return [text[end:stop].strip() for (_, end), stop in zip(starts, stops, strict=True)]


def name_pieces(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield (element, words) for the names in `text` and for every stretch between them that names
    nothing."""
    at = 0
    for name in find_names(text):
        between = text[at : name.start].strip(" \n.,;•-–0123456789)(")
        if len(re.sub(r"\W", "", between)) > 2 and between.lower() not in _FILLERS:
            yield None, between
        yield name.element, name.printed
        at = name.end
    rest = text[at:].strip(" \n.,;•-–0123456789)(")
    if len(re.sub(r"\W", "", rest)) > 2:
        yield None, rest


def element_of_fragment(text: str) -> str | None:
    """Return the element that a torn piece of a name can only belong to ("penyelesaian" is U3), else
    None."""
    words = [_spell(word) for word in _bare_words(text)]
    holding = {
        element
        for names in _names_by_first_word().values()
        for known, element in names
        if words and set(words) <= set(known)
    }
    return holding.pop() if len(holding) == 1 else None


@lru_cache(maxsize=4096)
def element_of(text: str) -> str | None:
    """Return the key of the element that the whole of `text` names."""
    element = find_element(text)
    if element:
        return element.key
    names = find_names(text)
    return names[0].element if len(names) == 1 and names[0].start == 0 else None
