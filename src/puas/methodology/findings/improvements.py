"""Rules over priorities: the elements that a row names for improvement."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from puas.methodology.elements import ELEMENTS
from puas.methodology.findings.facts import Facts
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import Finding, Rule, Severity, rule, show
from puas.methodology.priorities import lowest_values

CLAUSE = "PermenPANRB 14/2017, lampiran: tindak lanjut diprioritaskan dari unsur dengan nilai terendah"
_NUMBER = {element.key: element.number for element in ELEMENTS}


def named_elements(row: RecapRow) -> tuple[str, ...]:
    """Return the keys named, each once, in order."""
    return tuple(dict.fromkeys(p.element for p in row.priorities if p.element))


def lowest_of(facts: Facts, row: RecapRow, count: int) -> tuple[str, ...]:
    """Return the `count` lowest elements of the row as printed; ties by element number."""
    values = [(f"U{n + 1}", facts.element(row, f"U{n + 1}")) for n in facts.columns]
    return lowest_values([(key, None if v is None else Fraction(v)) for key, v in values], count)


def _listed(facts: Facts, row: RecapRow, keys: tuple[str, ...]) -> str:
    return ", ".join(f"{key} {show(facts.element(row, key))}" for key in keys)


@lru_cache(maxsize=4)
def _ranked(facts: Facts) -> list[tuple[RecapRow, tuple[str, ...], tuple[str, ...]]]:
    """Return (row, named, as many lowest) for surveys whose elements and priorities are all readable."""
    found = []
    for row in facts.surveys:
        named = named_elements(row)
        known = all(facts.element(row, key) is not None for key in named)
        if named and known and facts.elements(row) is not None:
            found.append((row, named, lowest_of(facts, row, len(named))))
    return found


@rule(
    "priorities-not-lowest",
    Severity.WARNING,
    CLAUSE,
    "Apakah unsur prioritas perbaikan adalah unsur dengan nilai terendah?",
    "Unsur prioritas {unit} {period} ({printed}) bukan unsur terendahnya ({expected}). Pilih unsur "
    "terendah, atau tulis alasan "
    "memilih yang lain.",
)
def check_lowest(facts: Facts, this: Rule) -> Iterator[Finding]:
    """As many of the lowest as are named; equal values may stand for each other."""
    for row, named, lowest in _ranked(facts):
        values = sorted(v for key in named if (v := facts.element(row, key)) is not None)
        wanted = sorted(v for key in lowest if (v := facts.element(row, key)) is not None)
        if values != wanted:
            yield this.find(row, _listed(facts, row, named), _listed(facts, row, lowest), column="priorities")


@rule(
    "priorities-lowest-missing",
    Severity.WARNING,
    CLAUSE,
    "Apakah unsur yang paling rendah ikut disebut?",
    "Unsur terendah {unit} {period} ({expected}) tidak disebut sebagai prioritas ({printed}). "
    "Tambahkan unsur itu.",
)
def check_lowest_named(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The very lowest element, or one equal to it, must be among those named."""
    for row, named, lowest in _ranked(facts):
        floor = facts.element(row, lowest[0])
        if all(facts.element(row, key) != floor for key in named):
            yield this.find(
                row, _listed(facts, row, named), _listed(facts, row, lowest[:1]), column="priorities"
            )


@rule(
    "priorities-order",
    Severity.REMARK,
    CLAUSE,
    "Apakah unsur prioritas disebut dari yang terendah?",
    "Unsur prioritas {unit} {period} benar, tetapi urutannya ({printed}) bukan dari yang terendah "
    "({expected}).",
)
def check_order(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Right set, other order."""
    for row, named, lowest in _ranked(facts):
        values = [v for key in named if (v := facts.element(row, key)) is not None]
        wanted = [v for key in lowest if (v := facts.element(row, key)) is not None]
        if sorted(values) == wanted and values != wanted:
            yield this.find(row, _listed(facts, row, named), _listed(facts, row, lowest), column="priorities")


@rule(
    "priority-twice",
    Severity.WARNING,
    CLAUSE,
    "Apakah satu unsur disebut dua kali?",
    "{unit} {period} menyebut unsur {printed} lebih dari sekali, dengan nama berbeda. Sebut setiap "
    "unsur satu kali dan gabungkan "
    "rencananya.",
)
def check_twice(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Two printed names of one element."""
    for row in facts.surveys:
        counts = Counter(p.element for p in row.priorities if p.element)
        for key in sorted(key for key, count in counts.items() if count > 1):
            names = ", ".join(p.printed for p in row.priorities if p.element == key)
            yield this.find(row, f"{key} ({names})", key, column="priorities")


@rule(
    "priorities-all",
    Severity.WARNING,
    CLAUSE,
    "Apakah semua unsur disebut sebagai prioritas?",
    "{unit} {period} menyebut semua unsur sebagai prioritas ({printed}); itu bukan prioritas. Pilih "
    "unsur terendah ({expected}).",
)
def check_all(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Naming everything names nothing."""
    for row in facts.surveys:
        named = named_elements(row)
        if len(named) >= max(len(facts.columns), 5):
            lowest = lowest_of(facts, row, 3)
            yield this.find(row, str(len(named)), _listed(facts, row, lowest), column="priorities")


@rule(
    "priorities-missing",
    Severity.WARNING,
    CLAUSE,
    "Apakah setiap survei menyebut unsur prioritas perbaikan?",
    "{unit} {period} tidak menyebut unsur prioritas perbaikan. Tulis unsur terendahnya ({expected}).",
)
def check_missing(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Only in a recap that has the column, and where other rows fill it."""
    if not any(row.priorities for row in facts.surveys):
        return
    for row in facts.surveys:
        if not row.priorities and "priorities" not in row.unreadable:
            yield this.find(row, "–", _listed(facts, row, lowest_of(facts, row, 3)), column="priorities")


@rule(
    "priority-unknown",
    Severity.REMARK,
    CLAUSE,
    "Apakah nama unsur prioritas dikenal?",
    "{unit} {period} menyebut “{printed}” sebagai unsur prioritas; itu bukan salah satu dari "
    "sembilan unsur. Pakai nama unsur resmi.",
)
def check_unknown(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A name that is none of the nine."""
    for row in facts.surveys:
        for priority in row.priorities:
            if priority.element is None:
                yield this.find(row, priority.printed, ", ".join(_NUMBER), column="priorities")
