"""Rules over grades: the letter, its word, and the index they belong to."""

from collections.abc import Iterator
from decimal import Decimal

from puas.methodology.findings.facts import Facts
from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import Finding, Parameter, Rule, Severity, rule, show
from puas.methodology.grades import GRADES, grade_of
from puas.methodology.numbers import round_half_up

CLAUSE = "PermenPANRB 14/2017, lampiran: tabel nilai persepsi, interval, mutu, dan kinerja"


def _graded(facts: Facts) -> Iterator[RecapRow]:
    yield from (row for row in (*facts.recap.rows, *facts.recap.agency_rows) if row.index is not None)


@rule(
    "grade-index",
    Severity.ERROR,
    CLAUSE,
    "Apakah huruf mutu sesuai dengan IKM yang tercetak?",
    "Mutu {unit} {period} tertulis {printed}, padahal IKM {index} bermutu {expected}. Perbaiki "
    "mutunya (batas: A 88,31; B 76,61; "
    "C 65,00).",
)
def check_grade(facts: Facts, this: Rule) -> Iterator[Finding]:
    """The index is rounded to two decimals, then graded."""
    for row in _graded(facts):
        grade = grade_of(row.index)
        if grade and row.grade and row.grade != grade.letter:
            yield this.find(row, row.grade, grade.letter, column="grade", index=show(row.index))
        elif grade and not row.grade and row.grade_word and row.grade_word != grade.performance:
            yield this.find(row, row.grade_word, grade.performance, column="grade", index=show(row.index))


@rule(
    "grade-word",
    Severity.ERROR,
    CLAUSE,
    "Apakah kata kinerja sesuai dengan huruf mutunya?",
    "{unit} {period}: huruf mutu dan katanya bertentangan, “{printed}”; untuk huruf itu katanya "
    "“{expected}”. Perbaiki salah satunya "
    "menurut IKM-nya.",
)
def check_word(facts: Facts, this: Rule) -> Iterator[Finding]:
    """A letter has exactly one word."""
    words = {grade.letter: grade.performance for grade in GRADES}
    for row in (*facts.recap.rows, *facts.recap.agency_rows):
        if row.grade and row.grade_word and words[row.grade] != row.grade_word:
            yield this.find(row, f"{row.grade} ({row.grade_word})", words[row.grade], column="grade")


@rule(
    "grade-border",
    Severity.REMARK,
    CLAUSE,
    "Apakah IKM begitu dekat dengan batas mutu sehingga pembulatan menentukan?",
    "IKM {unit} {period} ({printed}) hanya {gap} poin dari batas mutu {expected}; pembulatan dapat "
    "menentukan mutunya. Periksa "
    "perhitungannya sampai desimal terakhir.",
    Parameter("points", Decimal("0.05"), "Sebesar kesalahan yang lazim karena nilai unsur dibulatkan."),
)
def check_border(facts: Facts, this: Rule) -> Iterator[Finding]:
    """Close to a limit of the table."""
    for row in facts.surveys:
        for grade in GRADES[:-1]:
            gap = abs(row.index - grade.low) if row.index is not None else None
            if gap is not None and gap <= this.parameter("points"):
                yield this.find(
                    row, show(row.index), show(grade.low), column="grade", gap=show(round_half_up(gap, 2))
                )
