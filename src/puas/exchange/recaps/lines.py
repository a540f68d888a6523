"""One physical line of a document: its cells and where it stands. Every format is turned into these
first."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from puas.methodology.findings.recaps import Source

_TAG_BREAK = re.compile(r"</?(p|li|ul|ol|br|div|tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# Letters that OCR takes from the Greek and Cyrillic alphabets for the Latin ones they look like.
_LOOKALIKES = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρυАВЕКМНОРСТУХаеорсух", "ABEZHIKMNOPTYXaovpuABEKMHOPCTYXaeopcyx"
)
# A word that still holds letters of those alphabets is a phantom of the scan, not a word.
_FOREIGN_WORD = re.compile(r"\b\w*[\u0370-\u03ff\u0400-\u04ff]\w*")


@dataclass(frozen=True)
class Line:
    """Cells from left to right; `typed` are the positions that a spreadsheet holds as numbers, not text."""

    cells: tuple[str, ...]
    source: Source = field(default_factory=Source)
    typed: frozenset[int] = frozenset()

    @property
    def is_table(self) -> bool:
        return len(self.cells) > 1

    @property
    def prose(self) -> str:
        """Return the text of a line that is no table row: one cell, or one sentence alone in a row of a
        sheet."""
        filled = [cell for cell in self.cells if cell]
        alone = len(filled) == 1 and (len(self.cells) == 1 or len(filled[0].split()) > 3)
        return flatten(filled[0].replace("*", "")) if alone else ""

    @property
    def text(self) -> str:
        return " ".join(cell for cell in self.cells if cell).strip()

    def cell(self, position: int | None) -> str:
        """Return the cell at `position`, an empty string where the line is too short or the column
        unknown."""
        return self.cells[position] if position is not None and position < len(self.cells) else ""


def clean_cell(text: str) -> str:
    """Return `text` without markup: block tags become line breaks, other tags vanish, look-alike letters
    are Latin."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub("", _TAG_BREAK.sub("\n", text)))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
        text = _FOREIGN_WORD.sub("", text)
    text = text.strip(" \r\n\u00a0\ufeff")
    # what our own CSV puts before a cell that a spreadsheet would take for a formula
    return text[1:] if re.match(r"'[=+@\-\t]", text) else text


def build_line(cells: Sequence[str], source: Source, typed: frozenset[int] = frozenset()) -> Line:
    """Return the line of cleaned `cells`."""
    return Line(tuple(clean_cell(cell) for cell in cells), source, typed)


def squeeze(text: str) -> str:
    """Return only the letters and digits of `text`, in lower case: two texts that OCR broke differently
    are equal."""
    return re.sub(r"[\W_]+", "", text.lower())


def flatten(text: str) -> str:
    """Return `text` on one line with single spaces."""
    return re.sub(r"\s+", " ", text).strip()
