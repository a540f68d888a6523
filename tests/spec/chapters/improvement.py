"""Priorities and the realisation of plans."""

from tests.spec.markdown import build_table, join_blocks

# scores of U1..U9 -> the three lowest, lowest first, ties by element number
PRIORITIES = [
    ("3 3 3 3 3 3 3 3 3", "U1 U2 U3"),
    ("4 3 2 4 3 4 4 3 1", "U8 U3 U2"),  # Q9 feeds U8; U2, U5 and U9 tie at 3
    ("4 4 4 4 4 4 4 1 4", "U9 U1 U2"),  # questions Q1..Q9: Q8 feeds U9
]

# done, planned, percent
REALISATIONS = [
    (0, 3, "0.00"),
    (1, 3, "33.33"),
    (2, 3, "66.67"),
    (3, 3, "100.00"),
    (7, 8, "87.50"),
    (0, 0, None),
]

# printed percent, planned, the k it stands for
PRINTED = [
    ("66.67", 3, 2),
    ("66.66", 3, 2),
    ("66", 3, 2),
    ("67", 3, 2),
    ("87.5", 8, 7),
    ("75", 3, None),
    ("0", 3, 0),
    ("100", 4, 4),
    ("100", 0, None),
]

# percentages of units -> the summary
SUMMARY_PERCENTS = ["100", "100", "66.67", "67", "33.33", "17.4", "0", None]
SUMMARY = [("100", 2), ("66", 2), ("33", 1), ("<33", 1), ("0", 1), ("-", 1)]


def _comma(text: str) -> str:
    return text.replace(".", ",")


def build_page() -> str:
    """Return the page about priorities and realisation."""
    return join_blocks(
        "# Perbaikan: unsur prioritas dan realisasi",
        "Perbaikan dimulai dari unsur dengan nilai terendah. Urutannya memakai nilai yang belum "
        "dibulatkan; bila sama, "
        "nomor unsur yang lebih kecil didahulukan.",
        build_table(("Jawaban Q1–Q9", "Tiga terendah"), PRIORITIES),
        "## Realisasi tindak lanjut periode sebelumnya",
        "Realisasi adalah k dari n rencana, bukan sekadar persen. Tanpa rencana tidak ada persentase.",
        build_table(
            ("Terlaksana", "Rencana", "Persen"),
            [(k, n, "–" if p is None else _comma(p)) for k, n, p in REALISATIONS],
        ),
        "Persentase yang tercetak dicocokkan dengan k dari n, dibulatkan atau dipotong:",
        build_table(
            ("Tercetak", "Rencana", "k"),
            [(_comma(p), n, "tidak ada" if k is None else k) for p, n, k in PRINTED],
        ),
        "Ringkasan menghitung unit pada tingkat 100, 66 (sampai di bawah 100), 33 (sampai di bawah 66), di "
        "bawah 33, 0, dan "
        "tidak diketahui. Realisasi "
        + "; ".join("kosong" if p is None else _comma(p) for p in SUMMARY_PERCENTS)
        + ":",
        build_table(("Tingkat", "Unit"), SUMMARY),
    )
