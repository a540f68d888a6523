"""Which weight explains a printed index: 1/n exactly, 0.111 or 0.11, or none (domain: three are in use)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from puas.methodology.findings.facts import Facts
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import Finding, Parameter, Rule, Severity, rule, show
from puas.methodology.grades import Grade, grade_of
from puas.methodology.numbers import places_of, round_half_up

CLAUSE = "PermenPANRB 14/2017, lampiran: pengolahan data (nilai IKM = jumlah nilai unsur × bobot)"
SMALLEST = Parameter(
    "tolerance",
    Decimal("0.0125"),
    "Setengah langkah terkecil yang tercetak pada nilai unsur dua desimal ditambah pembulatan IKM.",
)


@dataclass(frozen=True)
class RowWeight:
    """How one index was made: the weights that explain it, and index and grade under the exact rule."""

    row: RecapRow
    weights: tuple[str, ...]
    exact: Decimal
    nearest: Decimal
    exact_grade: Grade | None

    @property
    def name(self) -> str:
        """Return "1/9", "0,111", "0,11", both when they cannot be told apart, or "none"."""
        return " / ".join(self.weights) or "none"


def explain_index(facts: Facts, row: RecapRow) -> RowWeight | None:
    """Return the weights that give the printed index within the precision of the print; None without all
    figures.

    Many rules ask, so the answer is kept with the facts.
    """
    if id(row) not in facts.explained:
        facts.explained[id(row)] = _explain(facts, row)
    found = facts.explained[id(row)]
    return found if isinstance(found, RowWeight) else None


def _explain(facts: Facts, row: RecapRow) -> RowWeight | None:
    elements = facts.elements(row)
    if elements is None or row.index is None:
        return None
    total = sum((Fraction(v) for v in elements), Fraction(0))
    options = _options(total, len(elements))
    printed = Fraction(row.index)
    fitting = _fitting(options, printed, facts, row)
    counted = [gridded_weight(facts)] if facts.is_gridded else list(options)
    nearest = min(abs(options[name] - printed) for name in counted if name in options)
    exact = total / len(elements)
    return RowWeight(row, fitting, round_half_up(exact, 2), round_half_up(nearest, 4), grade_of(exact))


def _options(total: Fraction, count: int) -> dict[str, Fraction]:
    """Return the index under every weight in use; the rounded ones were printed for nine elements."""
    exact = {f"1/{count}": total / count}
    if count != 9:
        return exact
    return exact | {"0,111": total * Fraction("0.111"), "0,11": total * Fraction("0.11")}


def _fitting(options: dict[str, Fraction], printed: Fraction, facts: Facts, row: RecapRow) -> tuple[str, ...]:
    """Return the weights that fit: the one that fits to the last digit goes before those within the grid's
    rounding.

    In a recap that prints every row on the grid, a rounded weight that happens to fit proves nothing.
    """
    exact = next(iter(options))
    wide = tuple(name for name, value in options.items() if abs(value - printed) <= tolerance(facts, row))
    if facts.is_gridded:
        return tuple(name for name in wide if name == gridded_weight(facts))
    narrow = max(Fraction(SMALLEST.value), facts.index_error(row))
    close = tuple(name for name, value in options.items() if abs(value - printed) <= narrow)
    return close or ((exact,) if wide == (exact,) else wide)


@lru_cache(maxsize=8)
def gridded_weight(facts: Facts) -> str:
    """Return the one weight that fits most rows of a recap whose elements are all printed on the grid of
    0.25."""
    counts: Counter[str] = Counter()
    for row in facts.surveys:
        elements = facts.elements(row)
        if elements is None or row.index is None:
            continue
        total = sum((Fraction(v) for v in elements), Fraction(0))
        for name, value in _options(total, len(elements)).items():
            counts[name] += abs(value - Fraction(row.index)) <= tolerance(facts, row)
    return max(counts, key=lambda name: (counts[name], name.startswith("1/")), default="1/9")


def tolerance(facts: Facts, row: RecapRow) -> Fraction:
    """Return how far index and mean may differ by rounding alone: 0.0125 at full precision, 0.13 on the
    0.25 grid."""
    room = facts.value_error(row) + facts.index_error(row)
    return max(Fraction(SMALLEST.value), room)


def explain_rows(facts: Facts) -> list[RowWeight]:
    """Return the explanation of every survey row that has all its figures."""
    return [found for row in facts.surveys if (found := explain_index(facts, row))]


@rule(
    "index-elements",
    Severity.ERROR,
    CLAUSE,
    "Apakah IKM sesuai dengan nilai unsurnya menurut salah satu bobot (1/n, 0,111, 0,11)?",
    "IKM {unit} {period} tertulis {printed}, padahal rata-rata unsurnya {expected}; tidak ada bobot "
    "(1/9, 0,111, 0,11) "
    "yang menghasilkannya. Hitung ulang IKM dari nilai unsurnya, atau perbaiki nilai unsur yang salah.",
    SMALLEST,
)
def check_index(facts: Facts, this: Rule) -> Iterator[Finding]:
    """An index that no weight explains was typed by hand or belongs to other elements."""
    for found in explain_rows(facts):
        if not found.weights:
            yield this.find(found.row, show(found.row.index), show(found.exact), column="index")


@rule(
    "index-outside",
    Severity.ERROR,
    CLAUSE,
    "Apakah IKM berada di antara nilai unsur terendah dan tertinggi?",
    "IKM {unit} {period} tertulis {printed}, di luar nilai unsurnya sendiri ({low} sampai {high}); "
    "rata-rata tidak mungkin "
    "di luar rentang itu. Perbaiki IKM atau nilai unsurnya.",
)
def check_index_range(facts: Facts, this: Rule) -> Iterator[Finding]:
    """No mean lies outside its parts; rows that a rounded weight explains are let through."""
    for row in (*facts.recap.rows, *facts.agency_table):
        found = explain_index(facts, row)
        elements = facts.elements(row)
        if found is None or elements is None or row.index is None or found.weights:
            continue
        low, high = Fraction(min(elements)), Fraction(max(elements))
        room = tolerance(facts, row)
        if not low - room <= Fraction(row.index) <= high + room and len(elements) > 1:
            least, most = show(min(elements)), show(max(elements))
            yield this.find(row, show(row.index), f"{least}–{most}", column="index", low=least, high=most)


@rule(
    "weight-rounded",
    Severity.REMARK,
    CLAUSE,
    "Apakah IKM dihitung dengan bobot yang dibulatkan (0,111 atau 0,11)?",
    "IKM {unit} {period} ({printed}) dihitung dengan bobot {weight}; dengan bobot tepat 1/9 nilainya "
    "{expected} (mutu {grade}). "
    "Pakai bobot 1/n agar nilai sempurna menjadi 100.",
)
def check_rounded_weight(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A rounded weight loses up to one point, and sometimes a grade."""
    for found in explain_rows(facts):
        if found.weights in (("0,111",), ("0,11",)) and found.row.index is not None:
            own, exact = grade_of(found.row.index), found.exact_grade
            lost = own is not None and exact is not None and own.letter != exact.letter
            yield this.find(
                found.row,
                show(found.row.index),
                show(found.exact),
                severity=Severity.WARNING if lost else None,
                column="index",
                weight=found.weights[0],
                grade=exact.letter if exact else "–",
            )


@rule(
    "weight-mixed",
    Severity.WARNING,
    CLAUSE,
    "Apakah semua unit dalam satu rekap memakai bobot yang sama?",
    "Rekap ini memakai lebih dari satu bobot ({printed}); nilai antarunit tidak dapat dibandingkan. "
    "Hitung ulang semua unit "
    "dengan bobot {expected}.",
)
def check_mixed_weights(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Units of one agency are compared, so they must be computed alike."""
    explained = explain_rows(facts)
    counts = Counter(found.weights[0] for found in explained if len(found.weights) == 1)
    if len(counts) > 1:
        printed = ", ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
        yield this.find(facts.agency_row(), printed, "1/n", column="index")


@rule(
    "grade-exact",
    Severity.WARNING,
    CLAUSE,
    "Apakah mutu tetap sama bila IKM dihitung ulang dari unsurnya?",
    "Mutu {unit} {period} tertulis dari IKM {printed}; dihitung ulang dari unsurnya IKM menjadi "
    "{exact} dan mutunya {expected}. "
    "Periksa IKM sebelum mutu diumumkan.",
)
def check_exact_grade(facts: Facts, this: Rule) -> Iterator[Finding]:
    """What the grade would be under the exact rule, where that differs by more than rounding can
    explain."""
    for row in facts.recap.rows:
        found = explain_index(facts, row)
        if found is None or row.index is None or found.exact_grade is None:
            continue
        own = grade_of(row.index)
        exact_fits = found.weights and found.weights[0].startswith("1/")
        if own and own.letter != found.exact_grade.letter and not exact_fits:
            printed = f"{show(row.index, max(2, places_of(row.index)))} ({own.letter})"
            yield this.find(row, printed, found.exact_grade.letter, column="grade", exact=show(found.exact))
