"""Sentences of reading a recap that are kept in constants: why a cell was mended, why a file is refused."""

import importlib
from collections.abc import Iterator

_MODULES = (
    "cells",
    "drafts",
    "files",
    "guarded",
    "mending",
    "offices",
    "plans",
    "recaps",
    "series",
    "sheets",
)
_WORDS = (
    *("Kesalahan", "Peringatan", "Catatan", "Unit", "Periode", "Tercetak", "Seharusnya", "Penjelasan"),
    *("rumus yang belum dihitung", "kesalahan rumus"),
    *("Realisasi {percent} % dari rencana {period}", "Jumlah unit", "Jumlah unit di lampiran"),
)


def recap_sentences() -> list[str]:
    """Return every such sentence once (Indonesian, the ids of their translations)."""
    return list(dict.fromkeys((*_WORDS, *_constants())))


def _constants() -> Iterator[str]:
    for name in _MODULES:
        module = importlib.import_module(f"puas.exchange.recaps.{name}")
        for constant, value in vars(module).items():
            sentence = value[1] if isinstance(value, tuple) and len(value) == 2 else value
            if constant.isupper() and isinstance(sentence, str) and sentence.endswith("."):
                yield sentence
