"""Reasons for repairs and refusals are sentences, and are said in English too."""

from puas.exchange.recaps.spoken import recap_sentences
from puas.language import say


def test_every_sentence_is_translated() -> None:
    found = list(recap_sentences())
    assert len(found) == len(set(found))
    assert [text for text in found if text != "Unit" and say(text, "en") == text] == []
