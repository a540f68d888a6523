"""Averages of averages: every rule with its printed name and numbers of real reports."""

from puas.methodology.rollups import AGENCY_RULES, ALL_RULES, YEAR_RULES
from tests.spec.markdown import build_table, join_blocks

# unit, its surveys (period code, IKM, respondents), half-years, year; Kota Pontianak 2023
YEARS = [
    (
        "Dinas Perumahan Rakyat dan Kawasan Permukiman",
        [("2023-Q1", "87.83", 60), ("2023-Q2", "87.6", 50), ("2023-S2", "87.80", 50)],
        {"2023-S1": "87.7150", "2023-S2": "87.8000"},
        "87.7575",
        160,
    ),
    (
        "Dinas Perpustakaan dan Kearsipan",
        [("2023-S1", "89.47", 364), ("2023-Q3", "89.59", 351), ("2023-Q4", "89.90", 341)],
        {"2023-S1": "89.4700", "2023-S2": "89.7450"},
        "89.6075",
        1056,
    ),
]
BY_RULE = {  # Perumahan Rakyat's year by each rule of a year
    "annual": "87.7575",
    "annual-surveys": "87.7433",  # (87.83 + 87.6 + 87.80) / 3
    "annual-pooled": "87.7488",  # (87.83 * 60 + 87.6 * 50 + 87.80 * 50) / 160
}

# unit a has two half-years (80, 90), unit b one (90)
AGENCY_HALVES = {"a": ["80", "90"], "b": ["90"]}
AGENCY_YEARS = {"a": "85.00", "b": "90.00"}
AGENCY_VALUE = "87.50"

# a small tree: head H with children K1 and K2, and a unit S; H pools its own 100 respondents and its children
TREE = [
    ("H", None, "82", 400),
    ("K1", "H", "80", 200),
    ("K2", "H", "86", 100),
    ("S", None, "92", 100),
]
TREE_VALUES = [
    ("agency-all", "85.0000"),  # (82 + 80 + 86 + 92) / 4
    ("agency-heads", "87.0000"),  # (82 + 92) / 2
    ("agency-leaves", "86.0000"),  # (80 + 86 + 92) / 3
    ("agency-pooled", "84.0000"),  # (82 * 400 + 92 * 100) / 500
]

# a parent with its own respondents: all nine scores of each respondent are the same number
PARENT_OWN = [4, 4]
PARENT_CHILDREN = [[3, 3, 3], [2]]
PARENT_VALUE = "79.17"  # (2 * 4 + 3 * 3 + 2) / 6 * 25

# rows of two half-years -> respondents, methods, realisation of the average
HALVES = [
    ("88.00", 120, {"online"}, "100"),
    ("90.00", 80, {"offline"}, None),
]
HALVES_AVERAGE = ("89.00", 200, {"online", "offline"}, "100")


def _comma(text: str) -> str:
    return text.replace(".", ",")


def build_page() -> str:
    """Return the page about roll-ups."""
    names = {rule.key: rule.name for rule in AGENCY_RULES}
    return join_blocks(
        "# Rata-rata dan gabungan",
        "Setiap aturan punya nama yang dicetak bersama angkanya.",
        build_table(
            ("Kunci", "Yang tercetak", "Dasarnya"),
            [(f"`{rule.key}`", rule.name, rule.clause) for rule in ALL_RULES],
        ),
        "Kebijakan instansi memilih aturannya: `rollup` untuk nilai instansi (baku `agency-all`), `annual` "
        "untuk nilai tahunan unit (baku `annual`).",
        "Aturan berlaku untuk setiap unsur dan untuk IKM: IKM rata-rata adalah rata-rata IKM, bukan "
        "dihitung ulang dari "
        "rata-rata unsur.",
        "## Semester dan tahun",
        *(
            f"{unit} (Kota Pontianak): "
            + "; ".join(f"{code} = {_comma(value)}" for code, value, _ in surveys)
            + ". Semester: "
            + "; ".join(f"{code} = {_comma(value)}" for code, value in halves.items())
            + f". Tahun = **{_comma(year)}**."
            for unit, surveys, halves, year, _ in YEARS
        ),
        f"Tahun {YEARS[0][0]} menurut setiap aturan; survei yang meliputi setahun penuh bernilai sama "
        "menurut semuanya:",
        build_table(("Aturan", "IKM tahun"), [(rule.name, _comma(BY_RULE[rule.key])) for rule in YEAR_RULES]),
        "## Instansi",
        "Unit yang disurvei lebih dari sekali setahun masuk dengan nilai tahunannya: unit a (80 dan 90) "
        "bernilai "
        f"{_comma(AGENCY_YEARS['a'])}, unit b {_comma(AGENCY_YEARS['b'])}, instansi "
        f"**{_comma(AGENCY_VALUE)}**.",
        "Induk H (400 responden, termasuk 300 responden K1 dan K2) dan unit tunggal S:",
        build_table(
            ("Unit", "Induk", "IKM", "Responden"), [(key, up or "–", _comma(v), n) for key, up, v, n in TREE]
        ),
        build_table(("Aturan", "IKM instansi"), [(names[key], _comma(value)) for key, value in TREE_VALUES]),
        "## Unit induk yang juga melayani",
        "Jawaban sendiri 4, 4; unit pertama di bawahnya 3, 3, 3; unit kedua 2 (setiap angka adalah jawaban "
        "seorang "
        f"responden untuk kesembilan unsur). IKM induk = (2 × 4 + 3 × 3 + 2) / 6 × 25 = "
        f"**{_comma(PARENT_VALUE)}**.",
        "## Kolom lain",
        "Responden sebuah rata-rata adalah jumlahnya, metodenya gabungan metodenya, dan realisasinya "
        "rata-rata realisasi "
        "yang diketahui: (100 % dan kosong) = 100 %, karena kosong bukan 0.",
    )
