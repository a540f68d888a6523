"""The word list by which an agency's comments are grouped: the shipped one with the agency's own edits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from puas.exchange.lexicon_files import load_lexicon
from puas.methodology.comments import (
    GENERAL,
    USES,
    Edit,
    Lexicon,
    Tone,
    WordUse,
    apply_edits,
    label_comment,
    words_of,
)
from puas.models import Agency, LexiconEdit, Response

MOST = 500
"""The newest comments that a preview looks at."""
SHOWN = 10

Labels = Mapping[str, Tone]


@dataclass(frozen=True)
class WordList:
    """One list: its words, and which of them the agency added; `removed`: what it took out, with the edit."""

    element: str
    use: WordUse
    words: tuple[tuple[str, LexiconEdit | None], ...]
    removed: tuple[LexiconEdit, ...]


@dataclass(frozen=True)
class Preview:
    """What an edit would change among the newest `looked_at` comments: how many of them, and some with their
    labels before and after.
    """

    looked_at: int
    changed: int
    examples: tuple[tuple[str, Labels, Labels], ...]


def edits_in_force(agency: Agency) -> tuple[LexiconEdit, ...]:
    """Return an agency's edits that are not undone, the oldest first. One query."""
    found = LexiconEdit.objects.filter(agency=agency, undone_at=None).select_related("made_by")
    return tuple(found.order_by("id"))


def find_lexicon(agency: Agency) -> Lexicon:
    """Return the word list of an agency. One query."""
    return edited(edits_in_force(agency))


def edited(edits: Iterable[LexiconEdit]) -> Lexicon:
    """Return the shipped word list with `edits`; one of a list that is not there any more is passed over."""
    base = load_lexicon()
    known = {*base.elements, GENERAL}
    pure = [Edit(e.element, WordUse(e.use), e.word, e.is_removal) for e in edits if e.element in known]
    return apply_edits(base, pure) if pure else base


def word_lists(agency: Agency) -> tuple[WordList, ...]:
    """Return every list of an agency's lexicon, by element, then those for every element. One query."""
    edits = edits_in_force(agency)
    lexicon = edited(edits)
    keys = [*lexicon.elements, GENERAL]
    return tuple(_list(lexicon, edits, key, use) for key in keys for use in USES[key == GENERAL])


def _list(lexicon: Lexicon, edits: Iterable[LexiconEdit], key: str, use: WordUse) -> WordList:
    own = [edit for edit in edits if (edit.element, edit.use) == (key, use.value)]
    added = {edit.word: edit for edit in own if not edit.is_removal}
    words = tuple((word, added.get(word)) for word in words_of(lexicon, key, use))
    return WordList(key, use, words, tuple(edit for edit in own if edit.is_removal))


def preview_edit(agency: Agency, lexicon: Lexicon, edit: Edit) -> Preview:
    """Return what `edit` of `lexicon` would change among the agency's newest comments. One query."""
    rows = Response.objects.filter(survey__unit__agency=agency).exclude(comment="").order_by("-id")
    texts = list(rows.values_list("comment", flat=True)[:MOST])
    after = apply_edits(lexicon, [edit])
    pairs = ((text, label_comment(text, lexicon), label_comment(text, after)) for text in texts)
    changed = [(text, old, new) for text, old, new in pairs if old != new]
    return Preview(len(texts), len(changed), tuple(changed[:SHOWN]))
