"""Standard error, margin and real change, worked by hand."""

from tests.spec.markdown import build_table, join_blocks

# five respondents, each gives the same score to all nine elements: own indices 100, 100, 75, 75, 100
SCORES = [4, 4, 3, 3, 4]
INDEX = "90.00"
# sum of squared distances 100 + 100 + 225 + 225 + 100 = 750; 750 / 4 / 5 = 37.5; with N = 10 half of it
ERRORS = [
    (None, "37.5000", "6.1237", "12.0023"),
    (10, "18.7500", "4.3301", "8.4869"),
    (5, "0.0000", "0.0000", "0.0000"),
]

# before, standard error, after, standard error, larger than chance
CHANGES = [
    ("85", "1", "87", "1", False),  # 2 < 1.96 * 1.4142 = 2.7718
    ("85", "1", "88", "1", True),
    ("88", "1", "85", "1", True),
    ("85", "1.5", "88", "1", False),  # 3 < 1.96 * 1.8028 = 3.5334
]

# scores of two elements by four respondents -> correlation
CORRELATIONS = [
    ([1, 2, 3, 4], [1, 2, 3, 4], "1.0000"),
    ([1, 2, 3, 4], [4, 3, 2, 1], "-1.0000"),
    ([1, 2, 3, 4], [1, 1, 4, 2], "0.5477"),  # covariance 3 / 4, spreads 5 / 4 and 6 / 4: 3 / sqrt(30)
    ([3, 3, 3, 3], [1, 2, 3, 4], None),
]


def _comma(text: str) -> str:
    return text.replace(".", ",")


def build_page() -> str:
    """Return the page about precision."""
    return join_blocks(
        "# Ketelitian",
        "IKM dari sebagian penerima layanan adalah perkiraan. Peraturan hanya mengatur jumlah sampel; "
        "ketelitian dihitung "
        "menurut teori sampel acak sederhana tanpa pengembalian. IKM adalah jumlah rasio, sehingga "
        "ragamnya dihitung dari "
        "nilai setiap responden yang dilinearkan:",
        "```\n"
        "z        = Σ 25 × bobot i × (nilai i − NRR i) / jumlah yang menjawab i      (unsur yang "
        "dijawabnya)\n"
        "ragam    = n / (n − 1) × Σ z² × (1 − n / N)\n"
        "galat    = √ ragam                          batas 95 % = 1,959964 × galat\n"
        "```",
        "N adalah jumlah penerima layanan; bila tidak diketahui, faktor terakhir tidak dipakai. Kurang "
        "dari dua responden "
        "tidak punya galat.",
        f"Lima responden memberi semua unsur nilai {', '.join(map(str, SCORES))}: IKM {_comma(INDEX)}. "
        f"Jumlah kuadrat "
        "jaraknya 750, jadi ragamnya 750 / 4 / 5 = 37,5.",
        build_table(
            ("N", "Ragam", "Galat baku", "Batas 95 %"),
            [(n or "tidak diketahui", _comma(v), _comma(e), _comma(m)) for n, v, e, m in ERRORS],
        ),
        "## Apakah berubah sungguh-sungguh?",
        "Dua IKM berbeda lebih dari kebetulan bila selisihnya melebihi 1,959964 × √(galat² + galat²).",
        build_table(
            ("Sebelum", "Galat", "Sesudah", "Galat", "Lebih dari kebetulan"),
            [(a, _comma(e), b, _comma(f), "ya" if real else "tidak") for a, e, b, f, real in CHANGES],
        ),
        "## Hubungan antarunsur",
        "Korelasi Pearson, dihitung dari jumlah dan jumlah hasil kali; tanpa sebaran tidak ada korelasi.",
        build_table(
            ("Unsur pertama", "Unsur kedua", "Korelasi"),
            [
                (", ".join(map(str, a)), ", ".join(map(str, b)), "–" if r is None else _comma(r))
                for a, b, r in CORRELATIONS
            ],
        ),
    )
