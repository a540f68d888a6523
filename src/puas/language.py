"""Sentences for people: Indonesian is the source, English a translation (PUAS_LANGUAGE=en)."""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALE_DIR = Path(__file__).parent / "locale"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE_DIR, languages=[language], fallback=True)


def say(sentence: str, language: str | None = None, **data: object) -> str:
    """Return `sentence` in `language` (default: PUAS_LANGUAGE, else `id`), its `{name}` places filled."""
    chosen = language or os.environ.get("PUAS_LANGUAGE", "id")
    text = sentence if chosen == "id" else _catalogue(chosen).gettext(sentence)
    return text.format(**data) if data else text


def gettext_noop(sentence: str) -> str:
    """Mark a sentence that is kept now and said later, so that it is found for translation."""
    return sentence
