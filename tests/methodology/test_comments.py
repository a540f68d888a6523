"""Comments grouped by element."""

import pytest

from puas.errors import BadInput
from puas.exchange.lexicon_files import load_lexicon
from puas.methodology.comments import (
    GENERAL,
    Edit,
    Tone,
    WordUse,
    apply_edits,
    hash_lexicon,
    label_comment,
    parse_edit,
    words_of,
)
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
        ("Toilet kotor, mohon dibersihkan", {"U9": Tone.COMPLAINT}),
        ("Semoga petugas lebih ramah", {"U7": Tone.NEUTRAL}),
        ("Mohon jangan lama", {"U3": Tone.NEUTRAL}),
        ("Petugas ramah. Semoga makin baik", {"U7": Tone.PRAISE}),
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


@pytest.mark.parametrize(
    ("edit", "text", "labels"),
    [
        (Edit("U9", WordUse.TOPICS, "ac"), "AC mati", {"U9": Tone.NEUTRAL}),
        (Edit("U9", WordUse.COMPLAINT, "mati"), "Toilet mati", {"U9": Tone.COMPLAINT}),
        (Edit(GENERAL, WordUse.PRAISE, "keren"), "Petugas keren", {"U7": Tone.PRAISE}),
        (Edit(GENERAL, WordUse.NEGATORS, "ndada"), "Petugas ndada ramah", {"U7": Tone.COMPLAINT}),
        (Edit("U9", WordUse.COMPLAINT, "bau", is_removal=True), "Toilet bau", {"U9": Tone.NEUTRAL}),
        (Edit(GENERAL, WordUse.NEGATORS, "tidak", is_removal=True), "tidak ramah", {"U7": Tone.PRAISE}),
    ],
)
def test_an_agency_adds_words_and_takes_them_out(edit, text, labels):
    lexicon = apply_edits(load_lexicon(), [edit])
    assert label_comment(text, lexicon) == labels
    assert hash_lexicon(lexicon) != hash_lexicon(load_lexicon())


def test_an_edit_and_its_opposite_leave_the_lexicon_as_it_was():
    edits = [Edit("U1", WordUse.PRAISE, "jelas"), Edit("U1", WordUse.PRAISE, "jelas", is_removal=True)]
    assert hash_lexicon(apply_edits(load_lexicon(), edits)) == hash_lexicon(load_lexicon())


@pytest.mark.parametrize(
    ("element", "use", "word", "code"),
    [
        ("U10", "topics", "parkir", "lexicon_list"),
        ("U1", "negators", "tidak", "lexicon_list"),
        (GENERAL, "topics", "parkir", "lexicon_list"),
        ("U1", "x", "parkir", "lexicon_list"),
        ("U1", "topics", "dua kata", "lexicon_word"),
        ("U1", "topics", "x", "lexicon_word"),
        ("U1", "topics", "", "lexicon_word"),
        ("U1", "topics", "a" * 41, "lexicon_word"),
        ("U9", "topics", " Parkir ", "lexicon_same"),
    ],
)
def test_what_is_no_change_of_a_list_is_refused(element, use, word, code):
    with pytest.raises(BadInput) as caught:
        parse_edit(element, use, word, is_removal=False, lexicon=load_lexicon())
    assert caught.value.code == code


def test_a_typed_word_becomes_an_edit():
    lexicon = load_lexicon()
    added = parse_edit("U9", "topics", " Lift ", is_removal=False, lexicon=lexicon)
    assert added == Edit("U9", WordUse.TOPICS, "lift")
    assert parse_edit("U9", "topics", "lift", is_removal=True, lexicon=apply_edits(lexicon, [added])) == Edit(
        "U9", WordUse.TOPICS, "lift", is_removal=True
    )
    assert words_of(lexicon, GENERAL, WordUse.NEGATORS) == tuple(sorted(lexicon.negators))
