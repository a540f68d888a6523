"""The nine elements, and which question feeds which (domain facts of PermenPANRB 14/2017 and SKM Online)."""

from tests.spec.markdown import build_table, join_blocks

# element, name, English, classic question, answers 1 / 2 / 3 / 4
ELEMENTS = [
    ("U1", "Persyaratan", "Q1", "Tidak sesuai / Kurang sesuai / Sesuai / Sangat sesuai"),
    ("U2", "Sistem, Mekanisme, dan Prosedur", "Q2", "Tidak mudah / Kurang mudah / Mudah / Sangat mudah"),
    ("U3", "Waktu Penyelesaian", "Q3", "Tidak cepat / Kurang cepat / Cepat / Sangat cepat"),
    ("U4", "Biaya/Tarif", "Q4", "Sangat mahal / Cukup mahal / Murah / Gratis"),
    (
        "U5",
        "Produk Spesifikasi Jenis Pelayanan",
        "Q5",
        "Tidak sesuai / Kurang sesuai / Sesuai / Sangat sesuai",
    ),
    ("U6", "Kompetensi Pelaksana", "Q6", "Tidak kompeten / Kurang kompeten / Kompeten / Sangat kompeten"),
    (
        "U7",
        "Perilaku Pelaksana",
        "Q7",
        "Tidak sopan dan ramah / Kurang sopan dan ramah / Sopan dan ramah / Sangat sopan dan ramah",
    ),
    (
        "U8",
        "Penanganan Pengaduan, Saran dan Masukan",
        "Q9",
        "Tidak ada / Ada tetapi tidak berfungsi / Berfungsi kurang maksimal / Dikelola dengan baik",
    ),
    ("U9", "Sarana dan Prasarana", "Q8", "Buruk / Cukup / Baik / Sangat baik"),
]

# item, what it feeds in the national form; a and b are asked in the hybrid variant only
NATIONAL = [
    ("P1", "U1"),
    ("P2", "U1"),
    ("P3", "U2"),
    ("P4", "U2"),
    ("P5", "IPAK"),
    ("P6", "U3"),
    ("P7", "U4"),
    ("P8", "IPAK"),
    ("P9", "IPAK"),
    ("P10", "U5"),
    ("P11", "U6"),
    ("P12", "U7"),
    ("P13", "IPAK"),
    ("P14", "IPAK"),
    ("P15", "U8"),
    ("P16", "U9"),
]
VARIANTS = [("national-2024-online", 16), ("national-2024-offline", 16), ("national-2024-hybrid", 19)]
DOUBLED = ("P11", "P12", "P16")

# printed in the reports of two cities -> element
SYNONYMS = [
    ("Persyaratan", "U1"),
    ("Persyaratan pelayanan", "U1"),
    ("Kesesuaian persyaratan", "U1"),
    ("Persyaratan (Dokumen atau formulir)", "U1"),
    ("Sistem, mekanisme dan prosedur", "U2"),
    ("Sistem mekanisme dan prosedur", "U2"),
    ("Prosedur", "U2"),
    ("Prosedur pelayanan", "U2"),
    ("Prosedur Pelayanan", "U2"),
    ("Prosedur layanan", "U2"),
    ("Waktu penyelesaian", "U3"),
    ("Waktu pelayanan", "U3"),
    ("Waktu layanan", "U3"),
    ("Kecepatan pelayanan", "U3"),
    ("Ketepatan Waktu", "U3"),
    ("Ketepatan waktu", "U3"),
    ("Jangka waktu", "U3"),
    ("Kecepatan waktu dalam memberikan pelayanan", "U3"),
    ("Naktu penyelesaian", "U3"),
    ("Biaya/tarif", "U4"),
    ("Biaya / tarif", "U4"),
    ("Biaya/tarif pelayanan", "U4"),
    ("Produk spesifikasi jenis pelayanan", "U5"),
    ("Produk, spesifikasi jenis pelayanan", "U5"),
    ("Produk spesifikasi dan jenis pelayanan", "U5"),
    ("Produk pelayanan", "U5"),
    ("Produk layanan", "U5"),
    ("Kesesuaian produk", "U5"),
    ("Kompetensi pelaksana", "U6"),
    ("Kompetensi Pelaksana", "U6"),
    ("Kompetensi", "U6"),
    ("Kompetensi petugas", "U6"),
    ("Perilaku pelaksana", "U7"),
    ("Prilaku Pelaksana", "U7"),
    ("Perilaku petugas", "U7"),
    ("Perilaku petugas layanan", "U7"),
    ("Sikap Perilaku", "U7"),
    ("Penanganan pengaduan, saran dan masukan", "U8"),
    ("Penanganan Pengaduan, Saran dan Masukan", "U8"),
    ("Penanganan pengaduan", "U8"),
    ("Penanganan Pengaduan", "U8"),
    ("Penanganan pengaduan pelayanan", "U8"),
    ("Pelayanan pengaduan", "U8"),
    ("Sarana dan prasarana", "U9"),
    ("Sarana dan Prasarana", "U9"),
    ("Sarana prasarana", "U9"),
    ("Kualitas sarana dan prasarana", "U9"),
    ("Serim dan prasarana", "U9"),
]


def build_page() -> str:
    """Return the page about elements and questionnaires."""
    return join_blocks(
        "# Unsur dan kuesioner",
        "Survei menilai sembilan unsur (PermenPANRB 14/2017). Setiap jawaban bernilai 1 sampai 4, dari "
        "yang terburuk ke "
        "yang terbaik. Kuesioner klasik bertanya satu kali untuk tiap unsur.",
        build_table(("Unsur", "Nama", "Pertanyaan", "Jawaban 1 / 2 / 3 / 4"), ELEMENTS),
        "**Urutan pertanyaan bukan urutan unsur.** Pertanyaan Q8 (sarana dan prasarana) mengisi U9, "
        "pertanyaan Q9 "
        "(pengaduan) mengisi U8. Jawaban Q1–Q9 = 4, 4, 4, 4, 4, 4, 4, 1, 4 berarti U9 = 1 dan U8 = 4. "
        "Karena itu `puas` "
        "memetakan jawaban dengan kunci butir, tidak pernah dengan letaknya.",
        "## Kuesioner nasional",
        "Kuesioner nasional (sejak 2024) berisi 16 butir, atau 19 butir untuk layanan campuran: P11, P12, "
        "dan P16 "
        "ditanyakan dua kali (a tatap muka, b elektronik). Nilai unsur seorang responden adalah rata-rata "
        "butirnya.",
        build_table(("Butir", "Mengisi"), NATIONAL),
        "Lima butir IPAK (P5, P8, P9, P13, P14) membentuk indeks persepsi antikorupsi tersendiri. Butir "
        "IPAK dan penilaian "
        "kepercayaan 1–10 tidak pernah mengubah IKM. Badan publik memakai pemetaan yang berbeda-beda; "
        "pemetaan adalah "
        "bagian dari versi kuesioner dan dicetak bersama hasilnya.",
        "## Nama lain unsur",
        "Laporan mencetak unsur dengan banyak nama. Nama-nama ini dikenali:",
        build_table(("Tercetak", "Unsur"), SYNONYMS),
    )
