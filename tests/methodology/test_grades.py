from decimal import Decimal
from fractions import Fraction

import pytest

from puas.methodology.grades import GRADES, Grade, explain_grade, grade_of


def test_grades_stand_best_first():
    assert [(g.letter, g.performance) for g in GRADES] == [
        ("A", "Sangat baik"),
        ("B", "Baik"),
        ("C", "Kurang baik"),
        ("D", "Tidak baik"),
    ]


def test_below_the_lowest_band_is_still_the_lowest_grade():
    assert grade_of(Decimal("24.75")) is GRADES[3]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            Fraction("64.996"),
            "IKM 65,00 berada pada rentang 65,00–76,60, jadi mutu pelayanannya C (Kurang baik). "
            "Mutu B dimulai dari 76,61, yaitu 11,61 poin lagi. "
            "Bila semua responden menjawab 3 (Sesuai/Baik), nilainya 3 × 25 = 75,00 dan tetap C, "
            "karena batas bawah mutu B adalah 76,61: sebagian responden harus menjawab 4.",
        ),
        (
            Decimal("25"),
            "IKM 25,00 berada pada rentang 25,00–64,99, jadi mutu pelayanannya D (Tidak baik). "
            "Mutu C dimulai dari 65,00, yaitu 40,00 poin lagi.",
        ),
        (
            Decimal("24.75"),
            "IKM 24,75 berada di bawah 25,00 karena bobotnya dibulatkan; mutu pelayanannya D (Tidak baik). "
            "Mutu C dimulai dari 65,00, yaitu 40,25 poin lagi.",
        ),
    ],
)
def test_a_grade_explains_itself(value, sentence):
    assert explain_grade(value) == sentence


def test_other_bands_may_be_given():
    bands = (
        Grade("BAIK", "Baik", Decimal(50), Decimal(100)),
        Grade("C", "Kurang baik", Decimal(25), Decimal("49.99")),
    )

    assert grade_of(Fraction(50), bands) is bands[0]
    assert explain_grade(Fraction(40), grades=bands) == (
        "IKM 40,00 berada pada rentang 25,00–49,99, jadi mutu pelayanannya C (Kurang baik). "
        "Mutu BAIK dimulai dari 50,00, yaitu 10,00 poin lagi."
    )
