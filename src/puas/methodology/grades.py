"""Grades (mutu) and performance (kinerja) of an index. PermenPANRB 14/2017, table of perception values."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from puas.language import say
from puas.methodology.numbers import format_number, round_half_up


@dataclass(frozen=True)
class Grade:
    """One band of the index: both bounds belong to it, with two decimals."""

    letter: str
    performance: str
    low: Decimal
    high: Decimal


GRADES: tuple[Grade, ...] = (
    Grade("A", "Sangat baik", Decimal("88.31"), Decimal("100.00")),
    Grade("B", "Baik", Decimal("76.61"), Decimal("88.30")),
    Grade("C", "Kurang baik", Decimal("65.00"), Decimal("76.60")),
    Grade("D", "Tidak baik", Decimal("25.00"), Decimal("64.99")),
)
"""Best first. The printed table has gaps (64.99 to 65.00), so an index is rounded before it is graded."""

ALL_THREES = Decimal(75)
"""The index when everybody answers 3."""


def grade_of(value: Fraction | Decimal | None, grades: Sequence[Grade] = GRADES) -> Grade | None:
    """Return the grade of an index (25..100), rounded to two decimals first; None for no index (never D).

    Weights 0.11 can bring a worst score below 25.00; that is still the lowest grade.
    """
    return None if value is None else _find_band(value, grades)


def _find_band(value: Fraction | Decimal, grades: Sequence[Grade]) -> Grade:
    rounded = round_half_up(value, 2)
    return next((grade for grade in grades if rounded >= grade.low), grades[-1])


def explain_grade(
    value: Fraction | Decimal | None, language: str = "id", grades: Sequence[Grade] = GRADES
) -> str:
    """Return sentences that say why an index has its grade, and how far the next one is.

    For the grade that answers of 3 alone reach (C) they add why 3 is not enough.
    """
    if value is None:
        return say("Belum ada jawaban, jadi belum ada IKM dan belum ada mutu pelayanan.", language)
    grade = _find_band(value, grades)
    sentences = [_explain_band(value, grade, language)]
    if grade is not grades[0]:
        better = grades[grades.index(grade) - 1]
        sentences.append(_explain_next(value, better, language))
        if _find_band(ALL_THREES, grades) is grade:
            sentences.append(_explain_threes(grade, better, language))
    return " ".join(sentences)


def _explain_band(value: Fraction | Decimal, grade: Grade, language: str) -> str:
    facts = {
        "index": format_number(value, 2),
        "low": format_number(grade.low, 2),
        "high": format_number(grade.high, 2),
        "letter": grade.letter,
        "performance": say(grade.performance, language),
    }
    if round_half_up(value, 2) < grade.low:
        return say(
            "IKM {index} berada di bawah {low} karena bobotnya dibulatkan; "
            "mutu pelayanannya {letter} ({performance}).",
            language,
            **facts,
        )
    return say(
        "IKM {index} berada pada rentang {low}–{high}, jadi mutu pelayanannya {letter} ({performance}).",
        language,
        **facts,
    )


def _explain_next(value: Fraction | Decimal, better: Grade, language: str) -> str:
    return say(
        "Mutu {letter} dimulai dari {low}, yaitu {gap} poin lagi.",
        language,
        letter=better.letter,
        low=format_number(better.low, 2),
        gap=format_number(better.low - round_half_up(value, 2), 2),
    )


def _explain_threes(grade: Grade, better: Grade, language: str) -> str:
    return say(
        "Bila semua responden menjawab 3 (Sesuai/Baik), nilainya 3 × 25 = 75,00 dan tetap {letter}, "
        "karena batas bawah mutu {better} adalah {low}: sebagian responden harus menjawab 4.",
        language,
        letter=grade.letter,
        better=better.letter,
        low=format_number(better.low, 2),
    )
