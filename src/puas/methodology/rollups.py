"""From several rows to one: half-years, years, parents, agencies. Every rule has a name that is printed.

PermenPANRB 14/2017 leaves the averaging to the agency, so the rule used is stored and printed with the
figure.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Generic, TypeVar

from puas.errors import BadInput, NotFound
from puas.methodology.periods import Period, PeriodKind
from puas.methodology.tallies import Tally

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Row:
    """One line of a recap. `values` and `index` are 25..100, `realisation` is 0..100 %; None is unknown,
    never 0.
    """

    values: tuple[Fraction | None, ...]
    index: Fraction | None
    respondents: int | None
    methods: frozenset[str] = frozenset()
    realisation: Fraction | None = None


@dataclass(frozen=True)
class UnitRow:
    """The row of one unit, and the key of the unit above it (None, or one that has no row: a head)."""

    key: str
    parent: str | None
    row: Row


@dataclass(frozen=True)
class Rule(Generic[Given, Made]):
    """A way to roll up: `key` is stored, `name` is the sentence printed with the figure, `clause` says what
    the regulation has to do with it.
    """

    key: str
    name: str
    apply: Callable[[Given], Made]
    clause: str = (
        "PermenPANRB 14/2017 tidak mengatur perataan antarunit; aturannya ditetapkan instansi dan "
        "dicantumkan bersama nilainya."
    )


YearRule = Rule[Sequence[Row], Row]
"""Makes one row of a year of the rows of its halves (ANNUAL) or of its surveys (every other)."""


def mean_of_known(values: Iterable[Fraction | None]) -> Fraction | None:
    """Return the plain mean of the values that are known; None when none is."""
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def average_rows(rows: Sequence[Row]) -> Row:
    """Return the plain mean of `rows`, per element and for the index (the mean of the indices, not of the
    elements).

    Respondents are the sum, methods the union, realisation the mean of the known ones. Raises BadInput
    `rollup_empty` without rows and `rollup_mixed` when they have different elements.
    """
    _require_alike(rows)
    return _roll(rows, mean_of_known)


def pool_rows(rows: Sequence[Row]) -> Row:
    """Return the mean of `rows` weighted by their respondents; BadInput `rollup_respondents` when some are
    unknown.

    Exact only when everybody answered everything; where there are answers, add their tallies instead.
    """
    _require_alike(rows)
    sizes = [row.respondents for row in rows]
    if None in sizes or not sum(size or 0 for size in sizes):
        raise BadInput(
            "rollup_respondents",
            "Gabungan responden perlu jumlah responden setiap unit; lengkapi dahulu yang kosong.",
        )
    return _roll(rows, lambda values: _weighted_mean(values, sizes))


def _weighted_mean(values: Iterable[Fraction | None], sizes: Iterable[int | None]) -> Fraction | None:
    known = [(v, n) for v, n in zip(values, sizes, strict=True) if v is not None and n]
    return sum((v * n for v, n in known), Fraction(0)) / sum(n for _, n in known) if known else None


def _roll(rows: Sequence[Row], mean: Callable[[list[Fraction | None]], Fraction | None]) -> Row:
    known = [row.respondents for row in rows if row.respondents is not None]
    return Row(
        values=tuple(mean(list(column)) for column in zip(*(row.values for row in rows), strict=True)),
        index=mean([row.index for row in rows]),
        respondents=sum(known) if known else None,
        methods=frozenset().union(*(row.methods for row in rows)),
        realisation=mean_of_known(row.realisation for row in rows),
    )


def _require_alike(rows: Sequence[Row]) -> None:
    if not rows:
        raise BadInput("rollup_empty", "Belum ada nilai yang dapat dirata-ratakan.")
    if len({len(row.values) for row in rows}) > 1:
        raise BadInput(
            "rollup_mixed",
            "Unit dengan jumlah unsur yang berbeda tidak dapat dirata-ratakan; pisahkan kuesionernya.",
        )


def half_row(quarters: Sequence[Row]) -> Row:
    """Return the value of a half-year: the plain mean of its one or two quarters."""
    return average_rows(quarters)


def annual_row(halves: Sequence[Row]) -> Row:
    """Return the value of a year: the plain mean of its one or two halves (never of its surveys)."""
    return average_rows(halves)


def find_half(rows: Mapping[Period, Row], semester: Period) -> Row | None:
    """Return the row of `semester`: its own survey, or the mean of its quarters; None when there is neither.

    Raises BadInput `rollup_overlap` when both exist, for one of them would count twice.
    """
    quarters = [row for period, row in rows.items() if period.parent == semester]
    if semester in rows and quarters:
        raise _overlap(semester)
    if semester in rows:
        return rows[semester]
    return half_row(quarters) if quarters else None


def find_year(rows: Mapping[Period, Row], year: Period, rule: YearRule | None = None) -> Row | None:
    """Return the row of `year` from one unit's surveys of any kind: the yearly survey itself, or what `rule`
    (one of YEAR_RULES; None: the mean of its halves) makes of the shorter ones.

    Raises BadInput `rollup_overlap` when surveys exist together of which one lies in the other.
    """
    found = [find_half(rows, Period(PeriodKind.SEMESTER, year.year, number)) for number in (1, 2)]
    halves = [half for half in found if half is not None]
    if year in rows and halves:
        raise _overlap(year)
    if year in rows:
        return rows[year]
    if not halves:
        return None
    if rule is None or rule.key == ANNUAL.key:
        return annual_row(halves)
    return rule.apply([row for period, row in sorted(rows.items(), key=_by_end) if year.contains(period)])


def _by_end(item: tuple[Period, Row]) -> date:
    return item[0].ends


def _overlap(period: Period) -> BadInput:
    return BadInput(
        "rollup_overlap",
        "{period} punya survei sendiri dan juga survei di dalamnya; pilih salah satu, jangan keduanya.",
        period=period.label,
    )


def select_heads(units: Sequence[UnitRow]) -> list[Row]:
    """Return the rows of units whose parent has no row here."""
    keys = {unit.key for unit in units}
    return [unit.row for unit in units if unit.parent not in keys]


def select_leaves(units: Sequence[UnitRow]) -> list[Row]:
    """Return the rows of units that are nobody's parent."""
    parents = {unit.parent for unit in units}
    return [unit.row for unit in units if unit.key not in parents]


def _average_all(units: Sequence[UnitRow]) -> Row:
    return average_rows([unit.row for unit in units])


def _average_heads(units: Sequence[UnitRow]) -> Row:
    return average_rows(select_heads(units))


def _average_leaves(units: Sequence[UnitRow]) -> Row:
    return average_rows(select_leaves(units))


def _pool_heads(units: Sequence[UnitRow]) -> Row:
    """Pool heads only: a head's row already holds the respondents below it, so everybody counts once."""
    return pool_rows(select_heads(units))


def pool_tallies(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of `tallies`: every respondent counts once. BadInput `rollup_empty` without any."""
    if not tallies:
        raise BadInput("rollup_empty", "Belum ada nilai yang dapat dirata-ratakan.")
    total = tallies[0]
    for tally in tallies[1:]:
        total += tally
    return total


_YEARLY = (
    "PermenPANRB 14/2017 Pasal 1 meminta survei paling sedikit sekali setahun; bagaimana beberapa survei "
    "dijadikan satu nilai ditetapkan instansi."
)

HALF_YEAR = Rule[Sequence[Row], Row](
    "half-year",
    "Nilai semester unit yang disurvei tiap triwulan adalah rata-rata sederhana nilai triwulannya.",
    half_row,
    _YEARLY,
)
ANNUAL = Rule[Sequence[Row], Row](
    "annual",
    "Nilai tahunan adalah rata-rata sederhana nilai semester, bukan rata-rata semua survei.",
    annual_row,
    _YEARLY,
)
YEAR_RULES: tuple[YearRule, ...] = (
    ANNUAL,
    Rule(
        "annual-surveys",
        "Nilai tahunan adalah rata-rata sederhana semua survei dalam tahun itu.",
        average_rows,
        _YEARLY,
    ),
    Rule(
        "annual-pooled",
        "Nilai tahunan adalah gabungan semua responden dalam tahun itu: nilai tiap survei ditimbang jumlah "
        "respondennya.",
        pool_rows,
        _YEARLY,
    ),
)
"""The first is the default. A survey of the whole year is its value under every rule."""
PARENT_POOLED = Rule[Sequence[Tally], Tally](
    "parent-pooled",
    "Nilai unit induk dihitung dari gabungan jawaban respondennya sendiri dan responden unit di bawahnya.",
    pool_tallies,
    "PermenPANRB 14/2017, Lampiran: nilai rata-rata unsur adalah jumlah nilai dibagi jumlah responden yang "
    "mengisinya, siapa pun unit yang melayaninya.",
)
AGENCY_RULES: tuple[Rule[Sequence[UnitRow], Row], ...] = (
    Rule("agency-all", "Nilai instansi adalah rata-rata sederhana nilai semua unit.", _average_all),
    Rule("agency-heads", "Nilai instansi adalah rata-rata sederhana nilai unit induk saja.", _average_heads),
    Rule(
        "agency-leaves",
        "Nilai instansi adalah rata-rata sederhana nilai unit yang tidak membawahi unit lain.",
        _average_leaves,
    ),
    Rule(
        "agency-pooled",
        "Nilai instansi adalah gabungan semua responden: nilai tiap unit ditimbang jumlah respondennya.",
        _pool_heads,
    ),
)
"""The first is the default: PermenPANRB 14/2017 practice of the city reports."""


def find_year_rule(key: str) -> YearRule:
    """Return the rule of a year stored as `key`; NotFound `rollup_unknown` lists what there is."""
    return _find_rule(key, YEAR_RULES)


def find_agency_rule(key: str) -> Rule[Sequence[UnitRow], Row]:
    """Return the agency rule stored as `key`; NotFound `rollup_unknown` lists what there is."""
    return _find_rule(key, AGENCY_RULES)


def _find_rule(key: str, rules: Sequence[Rule[Sequence[Given], Row]]) -> Rule[Sequence[Given], Row]:
    for rule in rules:
        if rule.key == key:
            return rule
    known = ", ".join(rule.key for rule in rules)
    raise NotFound("rollup_unknown", "Aturan “{key}” tidak ada. Yang ada: {known}.", key=key, known=known)


ALL_RULES: tuple[Rule[Any, Any], ...] = (HALF_YEAR, PARENT_POOLED, *YEAR_RULES, *AGENCY_RULES)
"""Every rule there is, for what must know all of their sentences."""
