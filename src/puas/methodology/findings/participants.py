"""Rules over respondents: too few, exactly the minimum, the same again, and parents against their
children."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from puas.methodology.findings.facts import Facts, Key
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import Finding, Parameter, Rule, Severity, rule, show
from puas.methodology.numbers import round_half_up
from puas.methodology.periods import Period
from puas.methodology.sampling import required_sample

CLAUSE = "PermenPANRB 14/2017, lampiran: jumlah responden menurut tabel sampel Krejcie dan Morgan"
POOLED = (
    "PermenPANRB 14/2017: unit induk yang juga melayani menggabungkan responden sendiri dan unit di bawahnya"
)
MINIMUM = Parameter(
    "minimum",
    Decimal(30),
    "Di bawah 30, rata-rata mudah bergeser; populasi kecil boleh lebih sedikit, maka ini peringatan.",
)


@rule(
    "respondents-few",
    Severity.WARNING,
    CLAUSE,
    "Apakah responden paling sedikit 30?",
    "Responden {unit} {period} hanya {printed} orang (patokan {expected}). Tambah responden, atau "
    "tulis jumlah penerima layanannya bila "
    "memang sedikit.",
    MINIMUM,
)
def check_few(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Small populations have small samples, so this is no error; a stated population decides instead."""
    least = int(this.parameter("minimum"))
    for row in facts.surveys:
        if row.respondents is not None and row.respondents < least and row.population is None:
            yield this.find(row, show(row.respondents), show(least), column="respondents")


@rule(
    "respondents-sample",
    Severity.WARNING,
    CLAUSE,
    "Apakah responden mencapai ukuran sampel untuk populasinya?",
    "Responden {unit} {period} {printed} orang; untuk {population} penerima layanan diperlukan "
    "{expected}. Tambah responden.",
)
def check_sample(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Only where the recap prints the population."""
    for row in facts.surveys:
        if row.population and row.respondents is not None:
            needed = required_sample(row.population)
            if row.respondents < needed:
                yield this.find(
                    row,
                    show(row.respondents),
                    show(needed),
                    column="respondents",
                    population=show(row.population),
                )


@rule(
    "respondents-minimum",
    Severity.REMARK,
    CLAUSE,
    "Apakah jumlah responden tepat sama dengan batas minimum?",
    "Responden {unit} {period} tepat {printed} orang, sama dengan batas minimum. Periksa apakah "
    "pengumpulan dihentikan begitu batas "
    "tercapai.",
    MINIMUM,
)
def check_minimum(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Collected until it was enough."""
    for row in facts.surveys:
        if row.respondents == int(this.parameter("minimum")):
            yield this.find(row, show(row.respondents), "–", column="respondents")


@rule(
    "respondents-equal",
    Severity.REMARK,
    CLAUSE,
    "Apakah jumlah responden sama dengan periode sebelumnya?",
    "Responden {unit} pada {period} sama dengan {before} ({printed} orang). Periksa apakah "
    "respondennya memang orang yang berbeda.",
)
def check_equal(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The same number again."""
    for earlier, later in facts.pairs():
        if later.respondents is not None and earlier.respondents == later.respondents:
            before = earlier.code or earlier.period_label
            yield this.find(later, show(later.respondents), "–", column="respondents", before=before)


@rule(
    "respondents-none",
    Severity.ERROR,
    CLAUSE,
    "Adakah responden untuk nilai yang tercetak?",
    "{unit} {period} mempunyai IKM {index} dengan {printed} responden; tanpa responden tidak ada "
    "IKM. Perbaiki salah satunya.",
)
def check_none(facts: Facts, this: Rule) -> Iterator[Finding]:
    """An empty survey has no index."""
    for row in facts.recap.rows:
        if row.respondents is not None and row.respondents <= 0 and row.index is not None:
            yield this.find(row, show(row.respondents), ">0", column="respondents", index=show(row.index))


def _child_rows(facts: Facts, parent: str, period: Period) -> list[RecapRow]:
    keys = facts.children.get(parent, [])
    return [row for key in keys if (row := facts.by_period.get(key, {}).get(period)) is not None]


def parents(facts: Facts) -> Iterator[tuple[RecapRow, list[RecapRow]]]:
    """Yield every row of a parent with the rows of its children in the same period, where all numbers are
    known."""
    for row in facts.surveys:
        if row.parent is None and row.period and row.unit in facts.children and row.respondents is not None:
            rows = _child_rows(facts, row.unit, row.period)
            if rows and all(child.respondents is not None for child in rows):
                yield row, rows


def _total(rows: list[RecapRow]) -> int:
    return sum(row.respondents or 0 for row in rows)


def pools_children(facts: Facts) -> bool:
    """Whether this recap's parents count their children's respondents: most do, and there are enough to
    say so."""
    found = [(row.respondents or 0) >= _total(rows) for row, rows in parents(facts)]
    return len(found) >= 3 and sum(found) * 4 >= len(found) * 3


@rule(
    "parent-respondents",
    Severity.ERROR,
    POOLED,
    "Apakah responden unit induk paling sedikit jumlah responden unit di bawahnya?",
    "Responden {unit} {period} tertulis {printed}, lebih sedikit daripada jumlah unit di bawahnya "
    "({expected}). Periksa pengelompokan unit: "
    "{suspects}.",
)
def check_parent(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A sum cannot be smaller than its parts; the children at the end of the group are the first
    suspects."""
    if not pools_children(facts):
        return
    for row, rows in parents(facts):
        if (row.respondents or 0) < _total(rows):
            moved = misplaced(facts, row.unit)
            suspects = ", ".join(key[1] for key in moved) or "–"
            yield this.find(
                row, show(row.respondents), show(_total(rows)), column="respondents", suspects=suspects
            )


def misplaced(facts: Facts, parent: str) -> list[Key]:
    """Return the fewest children at the end (or start) of a group whose removal makes the parent's number
    possible.

    The neighbour group must have room for them in every period: its parent's number minus its own children.
    """
    keys = facts.children.get(parent, [])
    heads = list(dict.fromkeys(row.unit for row in facts.surveys if row.parent is None))
    at = heads.index(parent)
    for neighbour, ordered in ((heads[at + 1 : at + 2], keys[::-1]), (heads[max(at - 1, 0) : at], keys)):
        for count in range(1, len(ordered)):
            if neighbour and _fits(facts, parent, neighbour[0], ordered[:count]):
                return ordered[:count][::-1] if ordered is not keys else ordered[:count]
    return []


def _fits(facts: Facts, parent: str, neighbour: str, moved: list[Key]) -> bool:
    for row, rows in parents(facts):
        there = sum(
            (facts.by_period[key][row.period].respondents or 0)
            for key in moved
            if row.period and row.period in facts.by_period.get(key, {})
        )
        if row.unit == parent and (row.respondents or 0) < _total(rows) - there:
            return False
        if row.unit == neighbour and (row.respondents or 0) < _total(rows) + there:
            return False
    return neighbour in facts.children


@rule(
    "group-misplaced",
    Severity.WARNING,
    POOLED,
    "Apakah unit tercetak di bawah induk yang benar?",
    "{unit} tercetak di bawah {printed}, padahal jumlah respondennya hanya cocok di bawah "
    "{expected}. Pindahkan unit ini.",
)
def check_misplaced(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Found from the parent's number: without these units it is possible, and the neighbour has room for
    them."""
    if not pools_children(facts):
        return
    heads = list(dict.fromkeys(row.unit for row in facts.surveys if row.parent is None))
    wrong = dict.fromkeys(row.unit for row, rows in parents(facts) if (row.respondents or 0) < _total(rows))
    for parent in wrong:
        moved = misplaced(facts, parent)
        at = heads.index(parent)
        after = moved and moved[-1] == facts.children[parent][-1]
        for key in moved:
            yield this.find(facts.series[key][0], parent, heads[at + 1 if after else at - 1], column="unit")


@rule(
    "parent-impossible",
    Severity.WARNING,
    POOLED,
    "Apakah survei induk sendiri yang tersirat mempunyai IKM yang mungkin?",
    "IKM {unit} {period} tertulis {printed}; setelah dikurangi unit di bawahnya, survei sendirinya "
    "harus ber-IKM {expected}, dan itu tidak "
    "mungkin (25 sampai 100). Periksa IKM atau responden induk dan unitnya.",
    Parameter(
        "rounding", Decimal("0.5"), "Ruang untuk pembulatan IKM unit, dibagi survei sendiri yang kecil."
    ),
)
def check_own_survey(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The parent pools its own respondents and its children's; what is left must be a possible survey."""
    if not pools_children(facts):
        return
    for row, rows in parents(facts):
        own = (row.respondents or 0) - _total(rows)
        if own <= 0 or row.index is None or any(child.index is None for child in rows):
            continue
        sums = sum((Fraction(c.index or 0) * (c.respondents or 0) for c in rows), Fraction(0))
        implied = (Fraction(row.index) * (row.respondents or 0) - sums) / own
        room = Fraction(this.parameter("rounding"))
        if not 25 - room <= implied <= 100 + room:
            yield this.find(row, show(row.index), show(round_half_up(implied, 1)), column="index")
