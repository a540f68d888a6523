"""The grade table with its gaps, and the values around every bound."""

from puas.methodology.grades import explain_grade
from puas.methodology.numbers import parse_number
from tests.spec.markdown import build_table, join_blocks

# NI from, NI to, NIK from, NIK to, grade, performance: as the regulation prints it
TABLE = [
    ("1.00", "2.5996", "25.00", "64.99", "D", "Tidak baik"),
    ("2.60", "3.064", "65.00", "76.60", "C", "Kurang baik"),
    ("3.0644", "3.532", "76.61", "88.30", "B", "Baik"),
    ("3.5324", "4.00", "88.31", "100.00", "A", "Sangat baik"),
]

# unrounded IKM, printed IKM, grade
BOUNDS = [
    ("24.75", "24.75", "D"),
    ("25", "25.00", "D"),
    ("64.994", "64.99", "D"),
    ("64.996", "65.00", "C"),
    ("65", "65.00", "C"),
    ("75", "75.00", "C"),
    ("76.602", "76.60", "C"),
    ("76.605", "76.61", "B"),
    ("88.304", "88.30", "B"),
    ("88.305", "88.31", "A"),
    ("100", "100.00", "A"),
]

EXPLANATIONS = [
    (
        "75",
        "IKM 75,00 berada pada rentang 65,00–76,60, jadi mutu pelayanannya C (Kurang baik). "
        "Mutu B dimulai dari 76,61, yaitu 1,61 poin lagi. "
        "Bila semua responden menjawab 3 (Sesuai/Baik), nilainya 3 × 25 = 75,00 dan tetap C, karena batas "
        "bawah "
        "mutu B adalah 76,61: sebagian responden harus menjawab 4.",
    ),
    (
        "88.30",
        "IKM 88,30 berada pada rentang 76,61–88,30, jadi mutu pelayanannya B (Baik). "
        "Mutu A dimulai dari 88,31, yaitu 0,01 poin lagi.",
    ),
    ("88.305", "IKM 88,31 berada pada rentang 88,31–100,00, jadi mutu pelayanannya A (Sangat baik)."),
]
NO_INDEX = "Belum ada jawaban, jadi belum ada IKM dan belum ada mutu pelayanan."


def _comma(text: str) -> str:
    return text.replace(".", ",")


def build_page() -> str:
    """Return the page about grades."""
    return join_blocks(
        "# Mutu pelayanan",
        build_table(
            ("NI", "NIK", "Mutu", "Kinerja"),
            [
                (f"{_comma(a)}–{_comma(b)}", f"{_comma(c)}–{_comma(d)}", letter, word)
                for a, b, c, d, letter, word in TABLE
            ],
        ),
        "Tabel ini berlubang: di antara 64,99 dan 65,00 tidak ada mutu. Karena itu IKM dibulatkan dahulu "
        "ke dua desimal "
        "(setengah ke atas), baru ditentukan mutunya.",
        build_table(
            ("IKM tepat", "IKM tercetak", "Mutu"), [(_comma(a), _comma(b), letter) for a, b, letter in BOUNDS]
        ),
        "Survei tanpa jawaban tidak punya mutu. Bobot 0,11 dapat membawa nilai terburuk ke bawah 25,00; "
        "mutunya tetap D.",
        "## Mengapa semua jawaban 3 menghasilkan C",
        *(f"> {explain_grade(parse_number(value))}" for value, _ in EXPLANATIONS),
    )
