"""How an agency writes its own questionnaire, and what is refused with which line."""

from tests.spec.markdown import build_table, join_blocks

HEAD = """\
key = "contoh"
version = 1
languages = ["id"]
title.id = "Kuesioner contoh"

[scales.mutu]
id = ["Buruk", "Cukup", "Baik", "Sangat baik"]
"""


def build_item(key: str, element: str) -> str:
    """Return one item of the example, seven lines with the empty one before it."""
    return f"""
[[items]]
key = "{key}"
element = "{element}"
subject = "Pokok {key}"
scale = "mutu"
text.id = "Pertanyaan {key}?"
"""


NINE = "".join(build_item(f"Q{number}", f"U{number}") for number in range(1, 10))
PLAIN = HEAD + NINE

OWN = (
    HEAD
    + """
[[elements]]
key = "U4"
name = "Kepastian layanan gratis"
name_en = "Certainty that the service is free"

[[elements]]
key = "U10"
name = "Keamanan"
name_en = "Safety"

[weights]
U1 = "0.1"
U2 = "0.1"
U3 = "0.1"
U4 = "0.1"
U5 = "0.1"
U6 = "0.1"
U7 = "0.1"
U8 = "0.1"
U9 = "0.05"
U10 = "3/20"

[parameters]
minimum_cell = 10
"""
    + NINE
    + build_item("Q10a", "U10")
    + build_item("Q10b", "U10")
)

# change one text of PLAIN into another -> the message
REFUSALS = [
    (
        'key = "Q3"\nelement = "U3"',
        'key = "Q3"\nelement = "U13"',
        "Baris 25: butir Q3 menunjuk unsur U13 yang tidak ada.",
    ),
    ('key = "Q9"\nelement = "U9"', 'key = "Q9"\nelement = "U1"', "Baris 9: unsur U9 belum punya butir."),
    ('key = "Q2"', 'key = "Q1"', "Baris 17: kunci “Q1” dipakai dua kali."),
    ('key = "Q2"', 'kunci = "Q2"', "Baris 16: “key” belum ada; tambahkan teks dalam tanda kutip."),
    ('"Sangat baik"]', "]", "Baris 7: skala harus berisi 4 label yang berbeda, dari terburuk ke terbaik."),
    ("version = 1", 'version = "1"', "Baris 2: “version” harus berupa bilangan bulat."),
    ("version = 1", "version = 0", "Baris 2: “version” harus antara 1 dan 9999."),
    (
        "version = 1",
        "version = 1\nwarna = 2",
        "Baris 3: “warna” tidak dikenal di sini. Yang dikenal: elements, items, key, "
        "languages, minimum_answered, parameters, profile, ratings, scales, title, version, weights.",
    ),
    (
        'scale = "mutu"\ntext.id = "Pertanyaan Q5?"',
        'scale = "mutuu"\ntext.id = "Pertanyaan Q5?"',
        "Baris 41: skala “mutuu” tidak ada di [scales].",
    ),
    (
        "[scales.mutu]",
        '[weights]\nU1 = "0.5"\n\n[scales.mutu]',
        "Baris 6: “U2” belum ada; tambahkan teks dalam tanda kutip.",
    ),
    (
        "[scales.mutu]",
        '[[elements]]\nkey = "U1"\nname = "Lain"\nname_en = "Other"\n\n[scales.mutu]',
        "Baris 7: unsur U1 tidak boleh diganti; hanya U4, U6, U7.",
    ),
]

FIELDS = [
    ("`key`, `version`", "nama dan nomor versi; hasil menyimpan `key@version`"),
    ("`languages`", 'bahasa kuesioner, "id" yang pertama'),
    ("`title`", "judul untuk tiap bahasa"),
    (
        "`minimum_answered`",
        "unsur yang harus dijawab agar jawaban dihitung; baku separuh, dibulatkan ke atas",
    ),
    ("`[scales.NAMA]`", "empat label untuk tiap bahasa, dari terburuk ke terbaik"),
    ("`[[elements]]`", "unsur tambahan (U10, U11, …) atau pengganti U4, U6, U7"),
    ("`[weights]`", 'bobot tiap unsur, seperti "0.1" atau "1/9"; jumlahnya tepat 1; tanpa ini 1/n'),
    (
        "`[[items]]`",
        'butir: `key`, `element` atau `group = "IPAK"`, `subject`, `scale`, `text`, `required`, `keywords`',
    ),
    ("`[[profile]]`", "isian responden: `choice`, `multiple`, `integer`, `date`, `text`"),
    ("`[[ratings]]`", "penilaian terpisah dengan `low` dan `high`"),
    ("`[parameters]`", "`minimum_cell`, `error_percent`, `seconds_per_item`"),
]


def build_page() -> str:
    """Return the page about writing a questionnaire."""
    return join_blocks(
        "# Kuesioner sendiri",
        "Kuesioner adalah berkas TOML berversi. PermenPANRB 14/2017 mengizinkan unsur tambahan dan bobot "
        "sendiri yang "
        "berjumlah 1; U4 boleh diganti bila layanan gratis menurut aturan, U6 dan U7 bila layanan tanpa "
        "petugas. Paling "
        "banyak 42 butir, dan setiap unsur punya paling sedikit satu butir.",
        build_table(("Bagian", "Isi"), FIELDS),
        "## Contoh: unsur tambahan, bobot sendiri, dua butir untuk satu unsur",
        f"```toml\n{OWN}```",
        "## Pesan kesalahan",
        "Setiap kesalahan menyebut barisnya. Dari contoh tanpa tambahan, dengan satu perubahan:",
        build_table(
            ("Semula", "Menjadi", "Pesan"),
            [(f"`{_flat(old)}`", f"`{_flat(new)}`", message) for old, new, message in REFUSALS],
        ),
    )


def _flat(text: str) -> str:
    return text.replace("\n", " ⏎ ")
