"""Period labels: "Semester 1 (Januari – Juni)", "TW II 2023", "Rata-rata Tahunan", "2023-Q1"; their kind,
year and months.

A label and its months can contradict each other; both are kept, and series.py decides with the unit's
other rows.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from puas.exchange.recaps.lines import squeeze
from puas.methodology.periods import Period, PeriodKind

MONTHS = (
    [
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    ["jan", "feb", "mar", "apr", "mei", "jun", "jul", "agt", "sep", "okt", "nov", "des"],
)
_NUMERALS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, "l": 1, "ll": 2, "lll": 3}
_WORDS = {"pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "satu": 1, "dua": 2, "tiga": 3, "empat": 4}
_KINDS = (
    (PeriodKind.QUARTER, r"triwulan|tri\s*wulan|\btw|kuartal|quarter|trimester"),
    (PeriodKind.SEMESTER, r"semester|\bsmt|\bsem\b"),
    (PeriodKind.YEAR, r"tahunan|\btahun\b|annual|\bsetahun"),
)
_CODE = re.compile(r"\b(20\d\d)(?:[-/ ]?([QS])([1-4]))?\b")


@dataclass(frozen=True)
class Label:
    """What a label says: any part may be missing. `months` are numbers 1-12 of the first and the last
    month named."""

    kind: PeriodKind | None = None
    number: int | None = None
    year: int | None = None
    months: tuple[int, ...] = ()
    average: bool = False
    several: tuple[int, ...] = ()

    @property
    def says_period(self) -> bool:
        return self.kind is not None or bool(self.months) or self.year is not None


def find_months(text: str) -> tuple[int, ...]:
    """Return the numbers of the months named in `text`, in order; words that OCR broke ("Septembe r") are
    found too."""
    bare = re.sub(r"[\s.]+", "", text.lower())
    found: list[tuple[int, int]] = []
    for names in MONTHS[:2]:
        for number, name in enumerate(names, 1):
            found += [(match.start(), number) for match in re.finditer(name, bare)]
    if not found:
        for number, name in enumerate(MONTHS[2], 1):
            found += [(match.start(), number) for match in re.finditer(rf"\b{name}\b", text.lower())]
    return tuple(dict.fromkeys(number for _, number in sorted(found)))


def _numbers_after(text: str, pattern: str) -> tuple[int, ...]:
    """Return the ordinal numbers that follow the period word: (1, 2) of "Triwulan I dan II", (1, 2, 3, 4) of
    "TW I s.d. TW IV"."""
    word = rf"(?:{pattern})\s*(?:ke)?[-\s.]*"
    one = r"(?:[ivl]+|[1-4])(?!\w)"
    more = rf"(?:\s*(?P<join>dan|,|&|/|s\.?d\.?|sampai|hingga|-|–)\s*(?:{word})?(?P<last>{one}))"
    match = re.search(rf"{word}(?P<first>{one}){more}?", text)
    if match:
        numbers = [_NUMERALS[found] for found in (match["first"], match["last"]) if found in _NUMERALS]
        through = (
            len(numbers) == 2 and match["join"] not in ("dan", ",", "&", "/") and numbers[0] < numbers[1]
        )
        return tuple(range(numbers[0], numbers[1] + 1)) if through else tuple(numbers)
    spelled = re.search(rf"(?:{pattern})\s*(\w+)", text)
    return (_WORDS[spelled[1]],) if spelled and spelled[1] in _WORDS else ()


@lru_cache(maxsize=4096)
def parse_label(text: str) -> Label:
    """Return what a period cell says; an empty Label when it says nothing about a period."""
    lower = re.sub(r"\s+", " ", text.lower()).strip()
    average = "ratarata" in squeeze(text) or "average" in lower
    months = find_months(text)
    code = _CODE.search(text.upper())
    year = int(code[1]) if code else None
    if code and code[2]:
        kind = PeriodKind.QUARTER if code[2] == "Q" else PeriodKind.SEMESTER
        return Label(kind, int(code[3]), year, months, average)
    for kind, pattern in _KINDS:
        if re.search(pattern, lower):
            numbers = _numbers_after(lower, pattern) if kind is not PeriodKind.YEAR else (1,)
            return Label(kind, numbers[0] if numbers else None, year, months, average, numbers)
    bare = re.fullmatch(r"(?:tahun )?(20\d\d)", lower)
    if bare:
        return Label(PeriodKind.YEAR, 1, year, months, average)
    return Label(None, None, year, months, average)


def period_of_months(months: tuple[int, ...], year: int) -> Period | None:
    """Return the quarter, half or year that lasts from the first to the last month named, None when none
    does.

    One month that is missing at the end ("Oktober - November") still names its quarter; checks report it.
    """
    if not months:
        return None
    first, last = months[0], months[-1]
    for kind, length in ((PeriodKind.YEAR, 12), (PeriodKind.SEMESTER, 6), (PeriodKind.QUARTER, 3)):
        if (first - 1) % length == 0 and last == first + length - 1:
            return Period(kind, year, (first - 1) // length + 1)
    if first <= last and (first - 1) // 3 == (last - 1) // 3 and len(months) > 1:
        return Period(PeriodKind.QUARTER, year, (first - 1) // 3 + 1)
    return None


def period_of_label(label: Label, year: int) -> Period | None:
    """Return the period that the words name, without looking at the months; "TW I dan II" is a half."""
    if len(label.several) > 1:
        return spanned_period(label, year)
    if label.kind is PeriodKind.YEAR:
        return Period(PeriodKind.YEAR, label.year or year, 1)
    limit = 4 if label.kind is PeriodKind.QUARTER else 2
    if label.kind is None or label.number is None or label.number > limit:
        return None
    return Period(label.kind, label.year or year, label.number)


def spanned_period(label: Label, year: int) -> Period | None:
    """Return the half or year that several quarters or halves make together, None when they make none."""
    year = label.year or year
    if label.kind is PeriodKind.QUARTER and label.several in ((1, 2), (3, 4)):
        return Period(PeriodKind.SEMESTER, year, label.several[-1] // 2)
    if label.several in ((1, 2), (1, 2, 3, 4), (1, 4)):
        return Period(PeriodKind.YEAR, year, 1)
    return None
