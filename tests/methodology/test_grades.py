import struct
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


def test_the_gap_is_counted_from_the_printed_index():
    assert "yaitu 1,60 poin lagi." in explain_grade(Fraction("75.005"))


def test_other_bands_say_where_threes_end():
    bands = (
        Grade("A", "Baik", Decimal(80), Decimal(100)),
        Grade("E", "Kurang baik", Decimal(25), Decimal("79.99")),
    )

    assert explain_grade(Fraction(40), grades=bands) == (
        "IKM 40,00 berada pada rentang 25,00–79,99, jadi mutu pelayanannya E (Kurang baik). "
        "Mutu A dimulai dari 80,00, yaitu 40,00 poin lagi. "
        "Bila semua responden menjawab 3 (Sesuai/Baik), nilainya 3 × 25 = 75,00 dan tetap E, "
        "karena batas bawah mutu A adalah 80,00: sebagian responden harus menjawab 4."
    )


def write_catalogue(folder, translations):
    """Write a compiled message catalogue for the made-up language "qq" below `folder`."""
    path = folder / "qq" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **translations}.items())
    encoded = [(a.encode(), b.encode()) for a, b in pairs]
    start, texts, places = 28 + 16 * len(pairs), b"", []
    for column in (0, 1):
        for pair in encoded:
            places += [len(pair[column]), start + len(texts)]
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    path.write_bytes(head + struct.pack(f"<{len(places)}I", *places) + texts)


def test_every_sentence_is_said_in_the_language_asked_for(tmp_path, monkeypatch):
    write_catalogue(
        tmp_path,
        {
            "Belum ada jawaban, jadi belum ada IKM dan belum ada mutu pelayanan.": "NONE",
            "IKM {index} berada pada rentang {low}–{high}, "
            "jadi mutu pelayanannya {letter} ({performance}).": ("BAND {index} {letter} {performance}"),
            "IKM {index} berada di bawah {low} karena bobotnya dibulatkan; "
            "mutu pelayanannya {letter} ({performance}).": "BELOW {index} {performance}",
            "Mutu {letter} dimulai dari {low}, yaitu {gap} poin lagi.": "NEXT {letter}",
            "Bila semua responden menjawab 3 (Sesuai/Baik), nilainya 3 × 25 = 75,00 "
            "dan tetap {letter}, karena batas bawah mutu {better} adalah {low}: "
            "sebagian responden harus menjawab 4.": ("THREES {better}"),
            "Kurang baik": "poor",
            "Tidak baik": "bad",
        },
    )
    monkeypatch.setattr("puas.language.LOCALE_DIR", tmp_path)

    assert [explain_grade(value, "qq") for value in (None, Fraction(75), Fraction("24.75"))] == [
        "NONE",
        "BAND 75,00 C poor NEXT B THREES B",
        "BELOW 24,75 bad NEXT C",
    ]


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
