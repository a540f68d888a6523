"""The comments behind a result, by element. They tell about people: only for the office, and without anything
else of the answer they came with.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from puas.exchange.lexicon_files import load_lexicon
from puas.methodology.comments import Tone, label_comment
from puas.methodology.elements import ELEMENTS, Element
from puas.methodology.instruments import Instrument
from puas.models import Response, Result
from puas.queries.exclusions import counted

MOST = 1000
"""The newest comments that are read for a page."""
NONE = ""
"""The group of the comments that no word of the lexicon speaks for."""


@dataclass(frozen=True)
class CommentGroup:
    """One element (None: no element found), its comments of each tone, and the texts that belong to it."""

    key: str
    element: Element | None
    tones: Mapping[Tone, int]
    quotes: tuple[tuple[str, Tone], ...]


@dataclass(frozen=True)
class Comments:
    """The comments of a result in groups, those without an element last. `total`: all there are; `read`:
    those in the groups.
    """

    total: int
    read: int
    groups: tuple[CommentGroup, ...]


def find_comments(result: Result, instrument: Instrument) -> Comments:
    """Return the comments of a counted result by element; the newest MOST of them. Two queries."""
    rows = counted(Response.objects.filter(survey__in=result.parameters["surveys"])).exclude(comment="")
    texts = list(rows.order_by("-id").values_list("comment", flat=True)[:MOST])
    by_key = _group(texts, instrument)
    elements = {element.key: element for element in instrument.elements}
    groups = tuple(_build(key, elements.get(key), by_key[key]) for key in (*elements, NONE) if key in by_key)
    return Comments(rows.count(), len(texts), groups)


def _group(texts: list[str], instrument: Instrument) -> dict[str, list[tuple[str, Tone]]]:
    """Return the comments of each element, by its key. An agency's own element has no words yet."""
    regular = {element.key: element.name for element in ELEMENTS}
    known = {element.key for element in instrument.elements if regular.get(element.key) == element.name}
    found: dict[str, list[tuple[str, Tone]]] = {}
    for text in texts:
        labels = {key: tone for key, tone in label_comment(text, load_lexicon()).items() if key in known}
        for key, tone in (labels or {NONE: Tone.NEUTRAL}).items():
            found.setdefault(key, []).append((text, tone))
    return found


def _build(key: str, element: Element | None, quotes: list[tuple[str, Tone]]) -> CommentGroup:
    """Return a group; quotes stand by their words, so that their order says nothing of when they came."""
    tones = {tone: sum(one == tone for _, one in quotes) for tone in Tone}
    return CommentGroup(key, element, tones, tuple(sorted(quotes)))
