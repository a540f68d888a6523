"""Rules over two periods of one unit: repeated figures, jumps, and U8 and U9 changing places."""

from collections.abc import Iterator
from decimal import Decimal

from puas.methodology.findings.facts import Facts
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import Finding, Parameter, Rule, Severity, rule, show

CLAUSE = (
    "PermenPANRB 14/2017 pasal 1: survei dilakukan setiap periode; "
    "hasilnya dibandingkan dengan periode sebelumnya"
)
PERFECT = Decimal(100)


def _same_elements(facts: Facts, earlier: RecapRow, later: RecapRow) -> bool:
    before, after = facts.elements(earlier), facts.elements(later)
    return before is not None and before == after and any(value != PERFECT for value in before)


@rule(
    "vector-repeated",
    Severity.WARNING,
    CLAUSE,
    "Apakah semua nilai unsur persis sama dengan periode sebelumnya?",
    "Semua nilai unsur {unit} pada {period} persis sama dengan {before}, sedangkan IKM-nya {printed} "
    "dan sebelumnya {expected}. "
    "Salah satu periode memuat nilai unsur periode lain; isi dengan hasil olah data periodenya sendiri.",
)
def check_repeated_vector(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Nine means of different people are never all equal; a vector of only 100s is left alone."""
    for earlier, later in facts.pairs():
        if _same_elements(facts, earlier, later):
            before = earlier.code or earlier.period_label
            yield this.find(later, show(later.index), show(earlier.index), column="U1", before=before)


@rule(
    "row-repeated",
    Severity.WARNING,
    CLAUSE,
    "Apakah seluruh baris (unsur, IKM, responden) sama dengan periode sebelumnya?",
    "Unsur, IKM ({printed}), dan jumlah responden {unit} pada {period} sama semua dengan {before}; "
    "baris ini tampaknya disalin. "
    "Isi dengan hasil periode {period}, atau nyatakan bahwa survei tidak dilakukan.",
)
def check_repeated_row(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The whole row was copied."""
    for earlier, later in facts.pairs():
        same = earlier.index == later.index and earlier.respondents == later.respondents
        if same and _same_elements(facts, earlier, later):
            before = earlier.code or earlier.period_label
            yield this.find(later, show(later.index), "–", column="index", before=before)


@rule(
    "index-repeated",
    Severity.WARNING,
    CLAUSE,
    "Apakah IKM sama dengan periode sebelumnya padahal unsurnya berbeda?",
    "IKM {unit} pada {period} sama dengan {before} ({printed}), padahal nilai unsurnya berbeda "
    "(rata-ratanya {expected}). "
    "Perbarui IKM dari nilai unsur periode {period}.",
)
def check_repeated_index(facts: Facts, this: Rule) -> Iterator[Finding]:
    """An index that did not move although its elements did, and does not follow from them."""
    from puas.methodology.findings.weights import SMALLEST, explain_index, tolerance

    for earlier, later in facts.pairs():
        before, after = facts.elements(earlier), facts.elements(later)
        if None in (before, after, later.index) or before == after or earlier.index != later.index:
            continue
        found = explain_index(facts, later)
        room = tolerance(facts, later) if facts.is_gridded else SMALLEST.value
        if found and found.nearest > room:
            name = earlier.code or earlier.period_label
            yield this.find(later, show(later.index), show(found.exact), column="index", before=name)


@rule(
    "index-jump",
    Severity.WARNING,
    CLAUSE,
    "Apakah IKM berubah lebih dari lima poin antarperiode?",
    "IKM {unit} berubah {change} poin dari {before} ({expected}) ke {period} ({printed}). Periksa "
    "datanya; bila benar, "
    "jelaskan sebabnya dalam laporan.",
    Parameter(
        "points",
        Decimal(5),
        "Survei dengan 30 responden berubah kurang dari lima poin karena kebetulan saja.",
    ),
)
def check_jump(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A change larger than chance explains."""
    for earlier, later in facts.pairs():
        if earlier.index is None or later.index is None:
            continue
        change = later.index - earlier.index
        if abs(change) > this.parameter("points"):
            before = earlier.code or earlier.period_label
            yield this.find(
                later,
                show(later.index),
                show(earlier.index),
                column="index",
                before=before,
                change=show(change),
            )


@rule(
    "elements-swapped",
    Severity.WARNING,
    "PermenPANRB 14/2017, lampiran: pertanyaan 8 mengukur U9 dan pertanyaan 9 mengukur U8",
    "Apakah U8 dan U9 bertukar tempat antarperiode?",
    "U8 dan U9 {unit} bertukar antara {before} ({expected}) dan {period} ({printed}). Pertanyaan 8 "
    "kuesioner adalah sarana "
    "prasarana (U9) dan pertanyaan 9 pengaduan (U8); periksa urutan kolomnya.",
    Parameter("points", Decimal(4), "Lebih kecil dari ini dapat terjadi tanpa kolom tertukar."),
)
def check_swap(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Both moved far in opposite directions, and exchanging them explains it."""
    for earlier, later in facts.pairs():
        before = (facts.element(earlier, "U8"), facts.element(earlier, "U9"))
        after = (facts.element(later, "U8"), facts.element(later, "U9"))
        if before[0] is None or before[1] is None or after[0] is None or after[1] is None:
            continue
        moves = (after[0] - before[0], after[1] - before[1])
        straight = abs(moves[0]) + abs(moves[1])
        crossed = abs(after[0] - before[1]) + abs(after[1] - before[0])
        if (
            moves[0] * moves[1] < 0
            and min(map(abs, moves)) >= this.parameter("points")
            and crossed * 2 < straight
        ):
            yield this.find(
                later,
                f"U8 {show(after[0])}, U9 {show(after[1])}",
                f"U8 {show(before[0])}, U9 {show(before[1])}",
                column="U8",
                before=earlier.code or earlier.period_label,
            )
