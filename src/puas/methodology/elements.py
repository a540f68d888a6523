"""The nine elements (unsur) of PermenPANRB 14/2017, with the names under which reports print them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Element:
    """One element of the survey. `number` is its place in the list; `synonyms` are printed names."""

    key: str
    number: int
    name: str
    name_en: str
    synonyms: tuple[str, ...] = ()


ELEMENTS: tuple[Element, ...] = (
    Element(
        "U1",
        1,
        "Persyaratan",
        "Requirements",
        (
            "Persyaratan pelayanan",
            "Persyaratan layanan",
            "Kesesuaian persyaratan",
            "Kesesuaian persyaratan pelayanan",
            "Persyaratan (Dokumen atau formulir)",
            "Syarat pelayanan",
        ),
    ),
    Element(
        "U2",
        2,
        "Sistem, Mekanisme, dan Prosedur",
        "System, Mechanism, and Procedure",
        (
            "Prosedur",
            "Prosedur pelayanan",
            "Prosedur layanan",
            "Kemudahan prosedur",
            "Sistem dan prosedur",
            "Mekanisme dan prosedur",
        ),
    ),
    Element(
        "U3",
        3,
        "Waktu Penyelesaian",
        "Completion Time",
        (
            "Waktu",
            "Waktu pelayanan",
            "Waktu layanan",
            "Waktu penyelesaian pelayanan",
            "Kecepatan pelayanan",
            "Kecepatan waktu pelayanan",
            "Kecepatan waktu dalam memberikan pelayanan",
            "Ketepatan waktu",
            "Ketepatan waktu pelayanan",
            "Jangka waktu",
            "Jangka waktu penyelesaian",
            "Naktu penyelesaian",
        ),
    ),
    Element(
        "U4",
        4,
        "Biaya/Tarif",
        "Cost/Tariff",
        (
            "Biaya",
            "Tarif",
            "Biaya dan tarif",
            "Biaya/tarif pelayanan",
            "Biaya pelayanan",
            "Kewajaran biaya/tarif",
        ),
    ),
    Element(
        "U5",
        5,
        "Produk Spesifikasi Jenis Pelayanan",
        "Product Specification of the Service",
        (
            "Produk",
            "Produk pelayanan",
            "Produk layanan",
            "Produk spesifikasi",
            "Produk spesifikasi jenis layanan",
            "Produk spesifikasi dan jenis pelayanan",
            "Spesifikasi jenis pelayanan",
            "Kesesuaian produk",
            "Kesesuaian produk pelayanan",
        ),
    ),
    Element(
        "U6",
        6,
        "Kompetensi Pelaksana",
        "Competence of the Officers",
        ("Kompetensi", "Kompetensi petugas", "Kompetensi petugas pelayanan", "Kemampuan petugas"),
    ),
    Element(
        "U7",
        7,
        "Perilaku Pelaksana",
        "Conduct of the Officers",
        (
            "Perilaku",
            "Perilaku petugas",
            "Perilaku petugas layanan",
            "Perilaku petugas pelayanan",
            "Sikap perilaku",
            "Sikap petugas",
            "Kesopanan dan keramahan",
            "Kesopanan dan keramahan petugas",
        ),
    ),
    Element(
        "U8",
        8,
        "Penanganan Pengaduan, Saran dan Masukan",
        "Handling of Complaints, Suggestions and Input",
        (
            "Pengaduan",
            "Penanganan pengaduan",
            "Penanganan pengaduan pelayanan",
            "Penanganan pengaduan pengguna layanan",
            "Pelayanan pengaduan",
            "Pengaduan, saran dan masukan",
        ),
    ),
    Element(
        "U9",
        9,
        "Sarana dan Prasarana",
        "Facilities and Infrastructure",
        (
            "Sarana",
            "Prasarana",
            "Sarana prasarana",
            "Sarpras",
            "Kualitas sarana dan prasarana",
            "Serim dan prasarana",
        ),
    ),
)

# Letters that OCR takes from the Greek and Cyrillic alphabets for the Latin ones they look like.
_LOOKALIKES = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρυАВЕКМНОРСТУХаеорсух", "ABEZHIKMNOPTYXaovpuABEKMHOPCTYXaeopcyx"
)
_FILLERS = frozenset({"dan", "atau", "unsur", "serta"})
_TYPOS = {"prilaku": "perilaku", "prasaran": "prasarana", "sarpras": "sarana prasarana"}


def _words(text: str) -> str:
    """Return the bare lower-case words of a printed name, joining words left out, misspellings mended."""
    latin = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES).lower()
    without_tags = re.sub(r"<[^>]*>", " ", latin)
    words = re.findall(r"[a-z0-9]+", without_tags)
    return " ".join(_TYPOS.get(word, word) for word in words if word not in _FILLERS)


@cache
def _names_of(element: Element) -> frozenset[str]:
    return frozenset(_words(name) for name in (element.name, element.name_en, *element.synonyms))


def find_element(text: str, elements: Iterable[Element] = ELEMENTS) -> Element | None:
    """Return the element that `text` names by its key, its name or a synonym, in any spelling, or None.

    A list number or key before the name is allowed ("3. Waktu penyelesaian", "U3 Waktu pelayanan").
    """
    wanted = _words(text)
    bare = re.sub(r"^(u\s?)?\d+ (?=[a-z])", "", wanted)
    for element in elements:
        names = _names_of(element)
        if wanted.replace(" ", "") == element.key.lower() or wanted in names or bare in names:
            return element
    return None
