"""Which characters our fonts can show. PDF/UA refuses a missing glyph, so others are replaced first.

Read from the fonts' own tables (OpenType `cmap`, format 4), so it is right for whatever font is shipped.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
MISSING = "?"
_SPACES = "\n\t\u00a0"


@cache
def load_fonts() -> Any:
    """Return our fonts as typst takes them, read once in a process; no other font is ever used."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def read_coverage() -> frozenset[str]:
    """Return the characters that every shipped font can show."""
    return frozenset.intersection(*(_read_font(path) for path in sorted(FONTS.glob("*.ttf"))))


def _read_font(path: Path) -> frozenset[str]:
    data = path.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * place) for place in range(count))
    start = next(offset for name, _, offset, _ in records if name == b"cmap")
    (tables,) = struct.unpack_from(">H", data, start + 2)
    for place in range(tables):
        (offset,) = struct.unpack_from(">L", data, start + 8 + 8 * place)
        if struct.unpack_from(">H", data, start + offset) == (4,):
            return _read_ranges(data, start + offset)
    return frozenset()


def _read_ranges(data: bytes, at: int) -> frozenset[str]:
    """Return the characters of a format 4 table: segments with an end, a start, and a way to the glyph."""
    half = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{half}H", data, at + 14)
    starts = struct.unpack_from(f">{half}H", data, at + 16 + 2 * half)
    return frozenset(
        chr(code)
        for first, last in zip(starts, ends, strict=True)
        for code in range(first, last + 1)
        if code != 0xFFFF and not 0xD800 <= code < 0xE000
    )


def make_printable(text: str) -> str:
    """Return text that our fonts can show: composed, without control marks; what they lack becomes "?"."""
    covered = read_coverage()
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        letter if letter in covered or letter in _SPACES else MISSING
        for letter in composed
        if letter in _SPACES or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )
