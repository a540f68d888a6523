"""Small groups that stay unpublished, and marks on responses."""

from tests.spec.markdown import build_table, join_blocks

# counts per group -> what is shown (None hidden), whether the total is hidden too; minimum 5
GROUPS = [
    ([120, 85], [120, 85], False),
    ([120, 3, 40], [120, None, None], False),
    ([7, 2, 7, 60], [None, None, None, 60], False),
    ([50, 0, 12], [50, 0, 12], False),
    ([50, 2, 0], [None, None, 0], False),
    ([4, 4, 0], [None, None, None], False),
    ([1, 2], [None, None], True),
    ([4], [None], True),
]

# nine scores, seconds to answer -> marks
MARKS = [
    ("3 4 3 4 4 3 4 3 4", 95, ""),
    ("3 3 3 3 3 3 3 3 3", 95, "straight_line"),
    ("3 4 3 4 4 3 4 3 4", 8, "too_fast"),
    ("4 4 4 4 4 4 4 4 4", 3, "straight_line too_fast"),
    ("4 4 4 4 0 0 0 0 0", None, ""),
]

# Ten people gave every element 3; what else is stored -> counted, left out, IKM, IKM with the excluded ones
EXCLUDED = [
    ([], 10, 0, "75,00 C", ""),
    ([(4, "flagged"), (4, "flagged")], 10, 2, "75,00 C", "79,17 B"),
    ([(4, "flagged"), (4, "lifted")], 11, 1, "77,27 B", "79,17 B"),
    ([(4, "corrected"), (2, None)], 11, 1, "72,73 C", ""),
    ([(4, "corrected"), (2, None), (4, "flagged")], 11, 2, "72,73 C", "75,00 C"),
]
FATES = {
    None: "dihitung",
    "flagged": "dikecualikan",
    "lifted": "dikecualikan, lalu dihitung kembali",
    "corrected": "diganti isian yang lebih baru",
}


def _describe_answers(answers: list[tuple[int, str | None]]) -> str:
    return "; ".join(f"{score} {FATES[fate]}" for score, fate in answers) or "–"


def build_page() -> str:
    """Return the page about small groups, marks and answers that are left out."""
    return join_blocks(
        "# Perlindungan responden dan mutu data",
        "## Kelompok kecil",
        "Kelompok dengan 1 sampai 4 orang tidak ditampilkan (batas 5, dapat dinaikkan). Satu kelompok yang "
        "disembunyikan "
        "dapat dihitung dari jumlah seluruhnya, maka semua kelompok lain yang terkecil ikut disembunyikan. "
        "Bila hanya ada "
        "kelompok kecil, seluruh rincian disembunyikan. Nilai sebuah kelompok disembunyikan bersama jumlah "
        "orangnya.",
        build_table(
            ("Jumlah orang", "Ditampilkan", "Total"),
            [
                (
                    ", ".join(map(str, counts)),
                    ", ".join("▪" if count is None else str(count) for count in shown),
                    "▪" if hides_total else sum(counts),
                )
                for counts, shown, hides_total in GROUPS
            ],
        ),
        "## Tanda pada jawaban",
        "Tanda mengajak orang memeriksa; tanda tidak pernah membuang jawaban. `straight_line`: paling "
        "sedikit 5 butir "
        "dijawab dan semuanya sama. `too_fast`: kurang dari 1 detik tiap butir. `burst`: 10 kuesioner "
        "dalam 60 detik dari "
        "satu perangkat. Alamat internet dipakai bersama oleh banyak orang, maka batasnya tiga kali lipat.",
        build_table(
            ("Jawaban", "Detik", "Tanda"),
            [(scores, "–" if seconds is None else seconds, marks or "–") for scores, seconds, marks in MARKS],
        ),
        "## Jawaban yang tidak dihitung",
        "Sebelum survei diajukan, koordinator instansi boleh mengecualikan jawaban yang sudah diperiksa, "
        "dengan alasan; keputusan itu dapat dibatalkan. Jawaban yang diganti oleh pengisinya sendiri juga "
        "tidak dihitung: yang baru berlaku. Jawabannya sendiri tidak diubah dan tidak dihapus. Hasil "
        "menyebut banyaknya menurut jenis, dan IKM dengan dan tanpa jawaban yang dikecualikan. Jawaban yang "
        "diganti tidak masuk IKM mana pun, karena satu orang akan dihitung dua kali.",
        "Sepuluh orang menilai 3 untuk semua unsur. Selain itu tersimpan:",
        build_table(
            ("Jawaban lain, nilainya sama untuk semua unsur", "Dihitung", "Tidak", "IKM", "IKM dengannya"),
            [
                (_describe_answers(other), n, out, ikm, with_them or "–")
                for other, n, out, ikm, with_them in EXCLUDED
            ],
        ),
    )
