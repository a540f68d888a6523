"""Comments grouped by element."""

import pytest

from puas.exchange.lexicon_files import load_lexicon
from puas.methodology.comments import Tone, label_comment
from puas.methodology.elements import ELEMENTS


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Petugasnya ramah", {"U7": Tone.PRAISE}),
        ("Petugas tidak begitu ramah", {"U7": Tone.COMPLAINT}),
        ("Waktu tunggu LAMA sekali", {"U3": Tone.COMPLAINT}),
        ("tidak lama, petugas sopan", {"U3": Tone.PRAISE, "U7": Tone.PRAISE}),
        ("Petugas ramah tapi toilet kotor", {"U7": Tone.PRAISE, "U9": Tone.COMPLAINT}),
        ("Persyaratan kurang jelas", {"U1": Tone.NEUTRAL}),
        ("Toilet bersih. Toilet bau.", {"U9": Tone.MIXED}),
        ("Prosedur baik", {"U2": Tone.PRAISE}),
        ("Terima kasih", {}),
        ("", {}),
    ],
)
def test_a_comment_speaks_of_elements_with_a_tone(text, labels):
    assert label_comment(text, load_lexicon()) == labels


def test_every_element_of_the_regulation_has_words():
    lexicon = load_lexicon()
    assert list(lexicon.elements) == [element.key for element in ELEMENTS]
    assert all(words.topics for words in lexicon.elements.values())
