"""Rules over realisation: k of n plans done, claims without a plan, nothing done again and again."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from puas.methodology.findings.doubts import doubtful_realisations
from puas.methodology.findings.facts import Facts, key_of
from puas.methodology.findings.followups import is_empty
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import Finding, Rule, Severity, rule, show
from puas.methodology.numbers import round_half_up
from puas.methodology.realisation import find_done

CLAUSE = "PermenPANRB 14/2017 pasal 6 dan format laporan: realisasi tindak lanjut periode sebelumnya (%)"
HUNDRED = Decimal(100)


def planned_before(facts: Facts, row: RecapRow) -> int | None:
    """Return how many priorities the row's previous survey had.

    Before the first survey of the recap it is the number that every row of the recap names, when all name
    as many.
    """
    rows = facts.series[key_of(row)]
    at = rows.index(row)
    if at:
        return len(rows[at - 1].priorities) or None
    return facts.usual_priorities


@rule(
    "realisation-fraction",
    Severity.WARNING,
    CLAUSE,
    "Apakah realisasi sama dengan k dari n rencana periode sebelumnya?",
    "Realisasi {unit} {period} tertulis {printed} %, padahal dengan {planned} rencana hanya mungkin "
    "{expected} %. Tulis berapa rencana "
    "yang selesai dari berapa.",
)
def check_fraction(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Plans are done or not done; a share is k/n."""
    for row in facts.surveys:
        planned = planned_before(facts, row)
        value = row.realisation
        if planned is None or value is None or not 0 <= value <= 100 or find_done(value, planned) is not None:
            continue
        options = ", ".join(show(round_half_up(Fraction(100 * k, planned), 2)) for k in range(planned + 1))
        yield this.find(row, show(value), options, column="realisation", planned=planned)


@rule(
    "realisation-without-plan",
    Severity.WARNING,
    CLAUSE,
    "Apakah yang dinyatakan terlaksana memang pernah direncanakan?",
    "Realisasi {unit} {period} tertulis {printed} %, padahal {empty} dari {planned} rencana periode "
    "sebelumnya kosong atau “-”; paling "
    "banyak {expected} %. Lampirkan bukti atau perbaiki persentasenya.",
)
def check_without_plan(facts: Facts, this: Rule) -> Iterator[Finding]:
    """More done than was ever planned."""
    for earlier, later in facts.pairs():
        empty = sum(is_empty(plan) for plan in earlier.plans)
        planned = len(earlier.priorities) or len(earlier.plans)
        if not planned or later.realisation is None:
            continue
        if earlier.priorities and not earlier.plans and "plans" in earlier.blank:
            empty = planned
        most = round_half_up(Fraction(100 * max(planned - empty, 0), planned), 2)
        if empty and Fraction(later.realisation) > Fraction(most) + 1:
            yield this.find(
                later, show(later.realisation), show(most), column="realisation", empty=empty, planned=planned
            )


@rule(
    "realisation-zero-again",
    Severity.WARNING,
    CLAUSE,
    "Apakah tidak ada tindak lanjut dua periode berturut-turut?",
    "Realisasi {unit} 0 % pada {before} dan lagi pada {period}. Jelaskan hambatannya dan tetapkan "
    "penanggung jawab.",
)
def check_zero(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Nothing done in consecutive periods."""
    for earlier, later in facts.pairs():
        if earlier.realisation == 0 and later.realisation == 0:
            yield this.find(
                later, "0", ">0", column="realisation", before=earlier.code or earlier.period_label
            )


@rule(
    "realisation-blank",
    Severity.REMARK,
    CLAUSE,
    "Apakah realisasi terisi?",
    "Realisasi tindak lanjut {unit} {period} kosong. Isi persentasenya; kosong bukan 0 % dan bukan 100 %.",
)
def check_blank(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Only where the recap has the column and other rows fill it."""
    if not any(row.realisation is not None for row in facts.surveys):
        return
    for row in facts.surveys:
        if row.realisation is None and "realisation" not in row.unreadable:
            yield this.find(row, "–", "0–100", column="realisation")


@rule(
    "realisation-range",
    Severity.ERROR,
    CLAUSE,
    "Apakah realisasi antara 0 dan 100 %?",
    "Realisasi {unit} {period} tertulis {printed} %; persentase hanya antara {expected}. Perbaiki angkanya.",
)
def check_range(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A share of plans cannot be more than all of them."""
    for row in (*facts.recap.rows, *facts.recap.agency_rows):
        if row.realisation is not None and not 0 <= row.realisation <= HUNDRED:
            yield this.find(row, show(row.realisation), "0–100", column="realisation")


@rule(
    "realisation-summary",
    Severity.ERROR,
    CLAUSE,
    "Apakah jumlah unit per tingkat realisasi dalam kesimpulan sama dengan tabel?",
    "Kesimpulan menyebut {printed} unit dengan realisasi {percent} % untuk rencana {followed}, "
    "padahal tabel {period} memuat {expected}. "
    "Hitung ulang dari tabel.",
)
def check_summary(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The sentences count the rows of the period after the one whose plans they speak of."""
    for stated in facts.recap.realisation_counts:
        rows = [
            r
            for r in facts.surveys
            if r.period and (stated.period is None or r.period.previous == stated.period)
        ]
        if not rows or len({row.period for row in rows}) != 1:
            continue
        counted = sum(_falls_in(row, stated.percent) for row in rows)
        if counted != stated.units:
            agency = facts.agency_row(rows[0].period)
            doubtful = doubtful_realisations(facts, rows[0].period) if rows[0].period else 0
            explained = doubtful == 1 == abs(counted - stated.units)
            yield this.find(
                agency,
                str(stated.units),
                str(counted),
                severity=Severity.REMARK if explained else None,
                column="realisation",
                percent=stated.percent,
                followed=stated.period.label if stated.period else "–",
            )


def _falls_in(row: RecapRow, percent: int) -> bool:
    """Whether a row counts under "66 %": cut or rounded to a whole number; nothing done includes no figure
    at all."""
    if row.realisation is None:
        return percent == 0
    return percent in (int(row.realisation), int(round_half_up(row.realisation, 0)))
