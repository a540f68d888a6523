"""Answers as other systems write them: digits, the item's own labels, or words of a four-step scale.

Two ladders are in use. "Tidak baik" is the lowest of Tidak/Kurang/(plain)/Sangat; "tidak setuju" is the
second of Sangat tidak/Tidak/(plain)/Sangat. The item's labels say on which one "tidak sesuai" stands.
"""

import re
from functools import cached_property

from puas.exchange.answer_sheets_headings import fold
from puas.methodology.items import Item

_NUMBER = re.compile(r"(?:skor|nilai)?\s*\(?([1-4])(?:[.,]0+)?\)?(?=$|[^0-9.,])")
_TRAILING = re.compile(r"^(.*?)[\s\-–—:=]*\(?([1-4])\)?$")
_QUALITY = frozenset({"baik", "memuaskan", "puas"})
_AGREEMENT = frozenset({"setuju"})
_STEMS = frozenset(
    {"baik", "puas", "memuaskan", "setuju", "sesuai", "mudah", "cepat", "jelas", "kompeten", "mampu"}
    | {"sopan", "ramah", "nyaman", "terjangkau", "wajar", "murah", "lengkap", "tepat", "memadai", "tersedia"}
)
_SHORT = {"tb": "tidak baik", "kb": "kurang baik", "b": "baik", "sb": "sangat baik"} | {
    "sts": "sangat tidak setuju",
    "ts": "tidak setuju",
    "s": "setuju",
    "ss": "sangat setuju",
}


class WordReader:
    """Reads the answers of one item; what it has read once it remembers."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self._seen: dict[str, int | None] = {"": 0}

    def read(self, text: str) -> int | None:
        """Return 1..4, 0 for an empty cell, None for what cannot be told."""
        found = self._seen.get(text, -1)
        if found == -1:
            found = self._read(fold(text[:300]))
            if len(self._seen) < 5000:  # hostile files have a new word in every row
                self._seen[text] = found
        return found

    def _read(self, text: str) -> int | None:
        if not text or set(text) <= set("-–—."):
            return 0
        if text in self._labels:
            return self._labels[text]
        number, words = _part_number(text)
        if not words:
            return number
        worded = self._labels.get(words) or self._by_ladder(words)
        if number is None or worded is None or number == worded:
            return worded
        return None  # "4 - Tidak baik": the two disagree

    @cached_property
    def _labels(self) -> dict[str, int]:
        return {
            fold(label): place
            for labels in self.item.labels.values()
            for place, label in enumerate(labels, start=1)
        }

    @cached_property
    def _is_agreement(self) -> bool:
        return fold(self.item.labels["id"][0]).startswith("sangat tidak")

    def _by_ladder(self, text: str) -> int | None:
        words = re.findall(r"\w+", _SHORT.get(text, text))
        strengths, stems = [w for w in words if w in _STEPS], [w for w in words if w in _STEMS]
        if not stems or len(words) > len(strengths) + len(stems) + words.count("dan"):
            return None
        agreement = not _QUALITY & set(stems) and (bool(_AGREEMENT & set(stems)) or self._is_agreement)
        return _STEPS_OF[agreement].get(" ".join("tidak" if w == "tdk" else w for w in strengths))


_STEPS = frozenset({"sangat", "tidak", "kurang", "tdk"})
_STEPS_OF = {
    False: {"sangat tidak": 1, "tidak": 1, "kurang": 2, "": 3, "sangat": 4},
    True: {"sangat tidak": 1, "tidak": 2, "kurang": 2, "": 3, "sangat": 4},
}


def _part_number(text: str) -> tuple[int | None, str]:
    """Return the digit that a cell begins or ends with, and the words left: "4 - Sangat baik"."""
    if match := _NUMBER.match(text):
        return int(match.group(1)), text[match.end() :].strip(" .:-–—=()")
    if (match := _TRAILING.match(text)) and match.group(1):
        return int(match.group(2)), match.group(1).strip(" .:-–—=()")
    return None, text
