"""The small cells of a row: numbers in either locale, grades, methods, percentages.

Each reader returns what was understood and, when that is not what was printed, why. Nothing is guessed:
text that is no number is unreadable, an empty cell is empty, and neither is ever zero.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from puas.exchange.recaps.lines import flatten, squeeze
from puas.methodology.findings.recaps import NOT_RECORDED
from puas.methodology.numbers import round_half_up

JOINED = "Angka terpotong oleh kolom sempit; potongannya disambung."
THOUSANDS = "Titik atau koma di sini memisahkan ribuan."
GARBLED = "Tanda persen terbaca sebagai angka."
FRACTION = "Lembar kerja menyimpan persen sebagai pecahan dari satu."

_PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPLIT = re.compile(r"\d{1,3}\s*[.,]\s*\d+(?:\s+\d{1,3})?|\d{1,3}\s+[.,]\d+")
_WORDS = (
    ("Tidak baik", ("tidakbaik", "buruk")),
    ("Kurang baik", ("kurangbaik",)),
    ("Sangat baik", ("sangatbaik", "sangat")),
    ("Baik", ("baik",)),
)


@dataclass(frozen=True)
class Reading:
    """A value, or None; `unreadable` when text stood there that is no value; `reason` when it was
    mended."""

    value: Decimal | None = None
    unreadable: bool = False
    reason: str = ""


EMPTY = Reading()
LOST = Reading(unreadable=True)


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing but a dash or dots."""
    return not re.sub(r"[\s\-–—.…_]", "", text)


def is_unrecorded(text: str) -> bool:
    """Whether a cell of words is blank, or says as our own reports do that nothing was recorded."""
    return is_blank(text) or squeeze(text) == squeeze(NOT_RECORDED)


def parse_value(text: str) -> Reading:
    """Read an element value or an index: one mark is a decimal mark, digits cut off by the column are
    joined."""
    bare = flatten(text).strip("%* ")
    if is_blank(bare):
        return EMPTY
    if _PLAIN.fullmatch(bare):
        return Reading(Decimal(bare.replace(",", ".")))
    if _SPLIT.fullmatch(bare):
        return Reading(Decimal(re.sub(r"\s", "", bare).replace(",", ".")), reason=JOINED)
    if _GROUPED.fullmatch(bare):
        mark = "," if bare.rfind(",") > bare.rfind(".") else "."
        other = "." if mark == "," else ","
        return Reading(Decimal(bare.replace(other, "").replace(mark, ".")))
    return LOST


def parse_count(text: str) -> Reading:
    """Read a number of people: a dot, comma or space before three digits stands between thousands."""
    bare = re.sub(r"(?i)\s*(orang|responden|org)\.?$", "", flatten(text)).strip("* ")
    if is_blank(bare):
        return EMPTY
    if re.fullmatch(r"\d+", bare):
        return Reading(Decimal(bare))
    if re.fullmatch(r"\d+[.,]0+", bare) and not re.fullmatch(r"\d{1,3}[.,]000", bare):
        return Reading(Decimal(re.split("[.,]", bare)[0]))
    if re.fullmatch(r"\d{1,3}([., ]\d{3})+", bare):
        return Reading(Decimal(re.sub(r"[., ]", "", bare)), reason=THOUSANDS)
    return LOST


def parse_share(text: str) -> tuple[int, int] | None:
    """Return (k, n) of "2/3" or "2 dari 3", None when nothing of the kind stands there."""
    match = re.search(r"(?<![\d.,])(\d{1,3})\s*(?:/|dari)\s*(\d{1,3})(?![\d.,])", text)
    return (int(match[1]), int(match[2])) if match and 0 < int(match[2]) >= int(match[1]) else None


def parse_percent(text: str) -> Reading:
    """Read a realisation: a percentage, or k of n; "10078" is 100 % whose sign was read as digits."""
    share, printed = parse_share(text), re.search(r"\d+(?:[.,]\d+)?\s*%", text)
    if share:
        return (
            parse_value(printed[0])
            if printed
            else Reading(round_half_up(Fraction(100 * share[0], share[1]), 2))
        )
    reading = parse_value(text)
    if reading.value is not None and re.fullmatch(r"(100)(0?7[89]|[0-9]{2})", squeeze(text)):
        return Reading(Decimal(100), reason=GARBLED)
    return reading


def parse_letter(text: str) -> str | None:
    """Return the grade letter A-D printed in `text`, or None."""
    match = re.match(r"\W*([ABCD])(?![a-zA-Z])", flatten(text)) or re.search(r"\(([ABCD])\)", text)
    return match[1] if match else None


def parse_word(text: str) -> str | None:
    """Return the performance printed in `text` as the regulation writes it ("Sangat baik"), or None."""
    bare = squeeze(text)
    for word, spellings in _WORDS:
        if any(spelling in bare for spelling in spellings):
            return word
    return None


def parse_methods(text: str) -> tuple[str, ...]:
    """Return the methods in the order printed: `online`, `offline`."""
    found = [
        (match.start(), match[0].lower().replace("-", ""))
        for match in re.finditer(r"(?i)o(n|ff)-?line", text)
    ]
    if not found and (match := re.search(r"(?i)manual|tatap muka|kertas|wawancara", text)):
        found = [(match.start(), "offline")]
    if not any(word == "online" for _, word in found) and (
        match := re.search(r"(?i)\b(web|aplikasi|e-survei)", text)
    ):
        found.append((match.start(), "online"))
    return tuple(dict.fromkeys(word for _, word in sorted(found)))
