"""Answers to index: the vectors. Every number here was written by hand, none by the program."""

from tests.spec.markdown import build_table, join_blocks

# nine scores of every respondent -> IKM and grade with 1/9, 0.111 and 0.11
VECTORS = [
    ("4 4 4 4 4 4 4 4 4", ("100.00", "A"), ("99.90", "A"), ("99.00", "A")),
    ("3 3 3 3 3 3 3 3 3", ("75.00", "C"), ("74.93", "C"), ("74.25", "C")),
    ("4 3 4 3 4 3 4 3 4", ("88.89", "A"), ("88.80", "A"), ("88.00", "B")),
    ("1 1 1 1 1 1 1 1 1", ("25.00", "D"), ("24.98", "D"), ("24.75", "D")),
]

# two respondents, one of whom left U2 open: NRR divides by who answered
RESPONDENTS = [(4, 4, 3, 4, 3, 4, 4, 4, 3), (3, 0, 3, 4, 2, 3, 4, 3, 3)]
MEANS = [
    ("U1", 2, "3.50", "87.50"),
    ("U2", 1, "4.00", "100.00"),
    ("U3", 2, "3.00", "75.00"),
    ("U4", 2, "4.00", "100.00"),
    ("U5", 2, "2.50", "62.50"),
    ("U6", 2, "3.50", "87.50"),
    ("U7", 2, "4.00", "100.00"),
    ("U8", 2, "3.50", "87.50"),
    ("U9", 2, "3.00", "75.00"),
]
MEANS_INDEX = "86.11"  # 775 / 9 = 86.1111...

# classic form, answers in the order of the questions -> element values
CLASSIC_ANSWERS = (4, 4, 4, 4, 4, 4, 4, 1, 4)
CLASSIC_VALUES = {"U8": "100.00", "U9": "25.00"}

# one respondent of the hybrid national form: the score of an element is the mean of its items
HYBRID_ANSWERS = {
    "P1": 4,
    "P2": 3,
    "P3": 4,
    "P4": 4,
    "P5": 1,
    "P6": 3,
    "P7": 4,
    "P8": 1,
    "P9": 1,
    "P10": 3,
    "P11a": 4,
    "P11b": 2,
    "P12a": 4,
    "P12b": 3,
    "P13": 1,
    "P14": 1,
    "P15": 3,
    "P16a": 3,
    "P16b": 3,
}
HYBRID_SCORES = [
    ("U1", "P1, P2", "3.50"),
    ("U2", "P3, P4", "4.00"),
    ("U3", "P6", "3.00"),
    ("U4", "P7", "4.00"),
    ("U5", "P10", "3.00"),
    ("U6", "P11a, P11b", "3.00"),
    ("U7", "P12a, P12b", "3.50"),
    ("U8", "P15", "3.00"),
    ("U9", "P16a, P16b", "3.00"),
]
HYBRID_INDEX = "83.33"  # 30 / 9 * 25
HYBRID_IPAK = "25.00"

# rounding: half up, in decimal arithmetic
ROUNDING = [
    ("88.304", 2, "88.30"),
    ("88.305", 2, "88.31"),
    ("2.675", 2, "2.68"),
    ("64.994", 2, "64.99"),
    ("-0.005", 2, "-0.01"),
    ("0.5", 0, "1"),
    ("2.5", 0, "3"),
]
PRINTED = [
    ("88.305", 2, "88,31"),
    ("4087", 0, "4.087"),
    ("1234567.5", 1, "1.234.567,5"),
    ("-0.001", 2, "0,00"),
]


def _comma(text: str) -> str:
    return text.replace(".", ",")


def build_page() -> str:
    """Return the page about the index."""
    return join_blocks(
        "# Indeks (IKM)",
        "Untuk setiap unsur i, dari semua responden:",
        "```\n"
        "NRR i            = jumlah nilai unsur i / jumlah responden yang menjawab unsur i     1,00–4,00\n"
        "NRR tertimbang i = NRR i × bobot i\n"
        "NI (SKM)         = jumlah semua NRR tertimbang\n"
        "NIK (IKM)        = NI × 25                                                           25–100\n"
        "```",
        "Bobot baku adalah 1/n, tepat: 1/9 untuk sembilan unsur. Laporan lama memakai 0,111 atau 0,11; "
        "keduanya dapat "
        "dihitung ulang, dan bobot yang dipakai selalu dicetak. Dengan 0,11 nilai sempurna hanya 99,00, "
        "dan setiap IKM "
        "dari 88,31 sampai 89,19 turun dari A ke B. Instansi boleh memberi bobot sendiri asal jumlahnya 1.",
        "Semua responden menjawab sama:",
        build_table(
            ("Nilai U1–U9", "IKM, 1/9", "IKM, 0,111", "IKM, 0,11"),
            [
                (scores, *(f"{_comma(value)} {grade}" for value, grade in results))
                for scores, *results in VECTORS
            ],
        ),
        "## Pertanyaan yang tidak dijawab",
        f"Dua responden: {RESPONDENTS[0]} dan {RESPONDENTS[1]}; 0 berarti U2 tidak dijawab. Pembagi sebuah "
        f"unsur adalah "
        "jumlah responden yang menjawabnya.",
        build_table(
            ("Unsur", "Menjawab", "NRR", "Nilai"), [(k, n, _comma(m), _comma(v)) for k, n, m, v in MEANS]
        ),
        f"IKM = rata-rata kesembilan nilai = **{_comma(MEANS_INDEX)}**. Survei tanpa jawaban tidak punya "
        f"IKM dan tidak punya "
        "mutu (bukan D). Begitu juga bila ada unsur yang tidak dijawab siapa pun: bobotnya tidak "
        "dipindahkan diam-diam.",
        "## Beberapa butir untuk satu unsur",
        "Seorang responden kuesioner nasional campuran: "
        + ", ".join(f"{key} = {score}" for key, score in HYBRID_ANSWERS.items())
        + ".",
        build_table(("Unsur", "Butir", "Nilai"), [(k, i, _comma(v)) for k, i, v in HYBRID_SCORES]),
        f"IKM = **{_comma(HYBRID_INDEX)}**. Butir antikorupsi bernilai 1 semua: IPAK = "
        f"{_comma(HYBRID_IPAK)}, dan IKM tidak "
        "berubah olehnya.",
        "## Pembulatan",
        "Semua hitungan memakai bilangan bulat dan pecahan; pembulatan hanya sekali, di akhir, setengah ke "
        "atas.",
        build_table(
            ("Nilai", "Desimal", "Dibulatkan"),
            [(_comma(value), n, _comma(rounded)) for value, n, rounded in ROUNDING],
        ),
    )
