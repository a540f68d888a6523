"""One cell of priorities or plans: which elements it names, and where the plan of each begins and ends.

Five layouts are met in one report; numbers inside a plan look like numbers of priorities, so a heading is
"k. <element>" or "<element>:", in the order of the priorities.
"""

import re
from dataclasses import dataclass

from puas.exchange.recaps.cells import is_blank, is_unrecorded
from puas.exchange.recaps.element_names import (
    Name,
    element_of,
    element_of_fragment,
    find_names,
    name_pieces,
    split_items,
    split_nested,
)
from puas.exchange.recaps.lines import flatten, squeeze
from puas.methodology.findings.recaps import NOT_READ, UNREADABLE, Priority

_BULLETS = re.compile(r"^[\s•·▪●■\-–—*:;,|o]+(?=\s)|^[\s•·▪●■:;,|]+")
_CODE = re.compile(r"(?<!\w)(U[1-9])(?=\s*:)")
_TRAILING = re.compile(r"[\s|;,]+$|\s\d{1,2}[.)]\s*$")


Cut = tuple[str | None, int, int, str]
"""A heading in a plan cell: its element, where it starts, where its plan starts, and the printed words."""


@dataclass(frozen=True)
class Chunk:
    """A stretch of a plan cell; `element` is None before the first heading."""

    element: str | None
    heading: str
    text: str


def read_priorities(text: str) -> list[Priority]:
    """Return the elements that a priority cell names, in order, with the printed words."""
    if is_unrecorded(text):
        return []
    codes = re.findall(r"U\d+", text.upper())
    if codes and re.fullmatch(r"(U\d+[\s.,;:|/&-]*(?:dan\s*)?)+", text, re.IGNORECASE):
        return [Priority(element_of(code), code) for code in codes]
    torn = _torn_start(text)
    if torn:
        return torn
    for parts in (_numbered(text), _separated(text)):
        if len(parts) > 1 or (parts and element_of(parts[0])):
            return [Priority(element_of(part), part) for part in parts]
    return [Priority(element, flatten(words)) for element, words in name_pieces(text)]


def _torn_start(text: str) -> list[Priority]:
    """Return the list of a cell whose first item lost its number and part of its name: "penyelesaian 2.
    Prosedur"."""
    items = split_items(flatten(text))
    first = flatten(text).split("2", 1)[0].strip(" .") if items and items[0][0] == 2 else ""
    element = element_of(first) or element_of_fragment(first)
    if not element:
        return []
    return [Priority(element, first), *(Priority(element_of(part), part) for part in _numbered(text))]


def _numbered(text: str) -> list[str]:
    items = split_items(flatten(text))
    return [flatten(part).strip(" .,;|-•") for _, part in items if part.strip(" .,;|-•")] if items else []


def _separated(text: str) -> list[str]:
    """Split at line breaks, semicolons, bars or bullets when every part then names exactly one element."""
    parts = [flatten(part).strip(" .,;|-•") for part in re.split(r"[\n;|•]", text)]
    parts = [part for part in parts if part]
    return parts if parts and all(element_of(part) for part in parts) else []


def split_plan(text: str, priorities: list[Priority]) -> list[Chunk]:
    """Cut a plan cell at its headings; the first chunk has no element when text stands before the first
    heading."""
    cuts = _numbered_headings(text, priorities) or _colon_headings(text, priorities)
    if len(cuts) < len(priorities) and len(priorities) > 1:
        items = _plain_items(text, priorities, some_headings=bool(cuts))
        if items or not cuts:
            return items
    if not cuts and len(priorities) == 1:
        return [
            Chunk(priorities[0].element, "", tidy(_numbered_lines(text)[0] if _is_single(text) else text))
        ]
    chunks = [Chunk(None, "", tidy(text[: cuts[0][1]] if cuts else text))]
    for at, (element, _, end, heading) in enumerate(cuts):
        stop = cuts[at + 1][1] if at + 1 < len(cuts) else len(text)
        chunks.append(Chunk(element, heading, tidy(text[end:stop])))
    return [chunk for chunk in chunks if chunk.element or chunk.text]


def tidy(text: str) -> str:
    """Return a plan on one line without the marks around it; a lone dash stays a dash."""
    text = text.strip(" |;,\n")
    if text and is_blank(text):
        return "-"
    bare = _TRAILING.sub("", _BULLETS.sub("", flatten(re.sub(r"[•▪●■]", " ", text)))).strip()
    return UNREADABLE if bare == NOT_READ else "" if is_unrecorded(bare) else bare


def _without_heading(text: str, priority: Priority) -> str:
    """Return the text after the priority's own name, when it begins with it."""
    end = _heading_end(text, re.match(r"\s*(?:\d{1,2}\s*[.)])?\s*", text).end(), priority)  # type: ignore[union-attr]
    return text[end:] if end is not None else text


def _heading_end(text: str, start: int, priority: Priority) -> int | None:
    """Return where the name of `priority` ends when it stands at `start`, else None.

    The printed words of the priority go first: "Persyaratan" must not swallow "pelayanan" of the plan
    after it.
    """
    letters = [re.escape(letter) for letter in squeeze(priority.printed)]
    exact = re.compile(r"[\W_]*".join(letters) + r"(?![a-z])", re.IGNORECASE).match(text, start)
    if exact and letters:
        return exact.end()
    names = find_names(text[start : start + 90])
    if names and names[0].start == 0 and names[0].element == priority.element:
        return start + names[0].end
    return None


def _numbered_headings(text: str, priorities: list[Priority]) -> list[Cut]:
    """Return the cuts at "k. <k-th element>", in order; when the priorities are incomplete, at any "k.
    <element>"."""
    cuts: list[Cut] = []
    for match in re.finditer(r"(?<![\w.,/])(\d{1,2})\s*[.)]\s*", text):
        number = int(match[1])
        if number != (_number_of(cuts, text) + 1 if cuts else number):
            continue
        wanted = priorities[number - 1] if number <= len(priorities) else None
        end = _heading_end(text, match.end(), wanted) if wanted else None
        if end is None and wanted is None:
            names = find_names(text[match.end() : match.end() + 90])
            if not names or names[0].start:
                continue
            wanted, end = Priority(names[0].element, names[0].printed), match.end() + names[0].end
        if end is None or wanted is None:
            continue
        colon = re.match(r"\s*:", text[end:])
        cuts.append(
            (
                wanted.element,
                match.start(),
                end + (colon.end() if colon else 0),
                flatten(text[match.end() : end]),
            )
        )
    return cuts


def _number_of(cuts: list[Cut], text: str) -> int:
    match = re.match(r"\d+", text[cuts[-1][1] :])
    return int(match[0]) if match else 0


def _colon_headings(text: str, priorities: list[Priority]) -> list[Cut]:
    cuts: list[Cut] = []
    printed = {squeeze(priority.printed) for priority in priorities}
    coded = [Name(match[1], match.start(), match.end(), match[1]) for match in _CODE.finditer(text)]
    for name in coded or find_names(text):
        colon = re.match(r"[\s\d.)]*:", text[name.end :])
        if colon and not _repeats(name, cuts, printed):
            start = name.start
            number = re.search(r"(?<![\w])\d{1,2}\s*[.)]\s*$", text[:start])
            cuts.append(
                (
                    name.element,
                    number.start() if number else start,
                    name.end + colon.end(),
                    flatten(name.printed),
                )
            )
    return cuts


def _repeats(name: Name, cuts: list[Cut], printed: set[str]) -> bool:
    """Whether a name with a colon is only words of a plan: its element has a heading and no priority is
    called so."""
    return any(cut[0] == name.element for cut in cuts) and squeeze(name.printed) not in printed


def _plain_items(text: str, priorities: list[Priority], *, some_headings: bool) -> list[Chunk]:
    """Return plans without headings: as many numbered items, lines or bullets as there are priorities.

    With `some_headings` only numbered items count: a plan may begin with the words of its element.
    """
    numbered = [_numbered_lines(text), split_nested(text, len(priorities))]
    loose = [[part for part in re.split(marks, text) if part.strip()] for marks in (r"\n|\|", r"[•▪●■;]")]
    for parts in numbered if some_headings else [*numbered, *loose]:
        if len(parts) == len(priorities):
            pairs = list(zip(priorities, parts, strict=True))
            headed = all(_without_heading(part, priority) != part for priority, part in pairs)
            texts = [_without_heading(part, priority) if headed else part for priority, part in pairs]
            return [Chunk(p.element, "", tidy(text)) for p, text in zip(priorities, texts, strict=True)]
    return [Chunk(None, "", tidy(text))] if text.strip() and not some_headings else []


def _is_single(text: str) -> bool:
    return len(_numbered_lines(text)) == 1


def _numbered_lines(text: str) -> list[str]:
    """Return the items of a list whose every item begins a line: "1. ...", "2. ..."."""
    marks = list(re.finditer(r"(?m)^\s*(\d{1,2})\s*[.)]\s*", text))
    if [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)) or not marks or marks[0].start():
        return []
    stops = [mark.start() for mark in marks[1:]] + [len(text)]
    return [text[mark.end() : stop] for mark, stop in zip(marks, stops, strict=True)]
