"""Metadata of a statistical activity as BPS asks for it: MS-Kegiatan, MS-Indikator, MS-Variabel.

Peraturan BPS 5/2020 on Perpres 39/2019 (Satu Data Indonesia). What only the agency knows is left as TO_FILL,
never guessed. The documents are in Bahasa Indonesia whatever the language of the page.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from puas.methodology.instruments import Instrument
from puas.methodology.items import ProfileField

TO_FILL = "(diisi instansi)"
COMPOSED = "Ya; indikator pembangunnya nilai setiap unsur"
KINDS = {"choice": "Pilihan", "multiple": "Pilihan ganda", "integer": "Bilangan bulat", "date": "Tanggal"}
_MADE = datetime(2024, 1, 1)  # noqa: DTZ001 - a file that is made twice is the same file

Pairs = list[tuple[str, str, str]]
"""(block, attribute, content)."""


@dataclass(frozen=True)
class ActivityFacts:
    """What is published about the survey of an agency in a period."""

    agency: str
    area_code: str
    period: str
    starts: date
    ends: date
    units: int
    respondents: int | None
    methods: tuple[str, ...]
    weighting: str
    rule: str
    instruments: tuple[Instrument, ...]
    address: str


def build_metadata(facts: ActivityFacts) -> dict[str, Any]:
    """Return the three parts as JSON values."""
    return {
        "dasar": "Peraturan BPS 5/2020; Perpres 39/2019",
        "ms_kegiatan": [
            {"blok": block, "atribut": name, "isi": content} for block, name, content in _activity(facts)
        ],
        "ms_indikator": _indicators(facts),
        "ms_variabel": _variables(facts.instruments),
    }


def _activity(facts: ActivityFacts) -> Pairs:
    counted = TO_FILL if facts.respondents is None else str(facts.respondents)
    titles = "; ".join(f"{one.title['id']} ({one.id})" for one in facts.instruments)
    asked = "; ".join(element.name for one in facts.instruments[:1] for element in one.elements)
    return [
        ("Identitas", "Judul kegiatan", f"Survei Kepuasan Masyarakat {facts.agency}, {facts.period}"),
        ("Identitas", "Tahun kegiatan", str(facts.ends.year)),
        ("Identitas", "Kode kegiatan", TO_FILL),
        ("Identitas", "Cara pengumpulan data", "Survei"),
        ("Identitas", "Sektor kegiatan", TO_FILL),
        ("Identitas", "Identitas rekomendasi", TO_FILL),
        ("I. Penyelenggara", "Instansi penyelenggara", facts.agency),
        ("I. Penyelenggara", "Kode wilayah", facts.area_code or TO_FILL),
        ("I. Penyelenggara", "Alamat, telepon, surel", TO_FILL),
        ("II. Penanggung jawab", "Unit eselon penanggung jawab", TO_FILL),
        ("II. Penanggung jawab", "Penanggung jawab teknis", TO_FILL),
        ("III. Perencanaan dan persiapan", "Latar belakang", "PermenPANRB 14/2017 mewajibkan survei ini."),
        ("III. Perencanaan dan persiapan", "Tujuan", "Mengukur kepuasan penerima layanan setiap unit."),
        ("III. Perencanaan dan persiapan", "Masa kegiatan", f"{facts.starts} sampai {facts.ends}"),
        ("III. Perencanaan dan persiapan", "Variabel yang dikumpulkan", asked),
        ("IV. Desain kegiatan", "Kegiatan dilakukan", "Berulang"),
        ("IV. Desain kegiatan", "Periode", facts.period),
        ("IV. Desain kegiatan", "Tipe pengumpulan data", "Cross sectional"),
        ("IV. Desain kegiatan", "Metode pengumpulan data", ", ".join(facts.methods) or TO_FILL),
        ("IV. Desain kegiatan", "Sarana pengumpulan data", titles or TO_FILL),
        ("IV. Desain kegiatan", "Unit pengumpulan data", "Penerima layanan"),
        ("V. Desain sampel", "Jenis rancangan sampel", TO_FILL),
        ("V. Desain sampel", "Ukuran sampel", "Rumus Krejcie dan Morgan (PermenPANRB 14/2017)"),
        ("V. Desain sampel", "Jumlah unit yang terbit", str(facts.units)),
        ("V. Desain sampel", "Jumlah responden", counted),
        ("VI. Penjaminan kualitas", "Pemeriksaan", "Tanda jawaban janggal diputuskan petugas dengan alasan"),
        ("VII. Pengolahan dan analisis", "Metode", f"Bobot: {facts.weighting}; penggabungan: {facts.rule}"),
        ("VII. Pengolahan dan analisis", "Tingkat penyajian", "Unit pelayanan dan instansi"),
        ("VIII. Diseminasi", "Produk untuk umum", "Halaman hasil; CSV, Parquet, dan JSON"),
        ("VIII. Diseminasi", "Alamat", facts.address),
    ]


def _indicators(facts: ActivityFacts) -> list[dict[str, str]]:
    index = _indicator(
        "Indeks Kepuasan Masyarakat (IKM)",
        "Kepuasan atas pelayanan publik",
        "Jumlah nilai rata-rata tertimbang setiap unsur, dikalikan 25.",
        f"IKM = 25 x jumlah (NRR unsur x bobot); bobot: {facts.weighting}",
        COMPOSED,
    )
    elements = {element.key: element for one in facts.instruments for element in one.elements}
    return [
        index,
        *(
            _indicator(
                f"Nilai unsur {element.key}: {element.name}",
                element.name,
                "Jumlah nilai persepsi dibagi jumlah yang menjawab unsur ini, dikalikan 25.",
                "Nilai unsur = 25 x NRR; NRR = jumlah nilai / jumlah penjawab",
                "Tidak",
            )
            for element in elements.values()
        ),
    ]


def _indicator(name: str, concept: str, definition: str, formula: str, composed: str) -> dict[str, str]:
    return {
        "nama_indikator": name,
        "konsep": concept,
        "definisi": definition,
        "interpretasi": "25 sampai 100, makin tinggi makin puas: di bawah 65,00 D; 76,61 C; 88,31 B; lalu A.",
        "metode_penghitungan": formula,
        "ukuran": "Indeks",
        "satuan": "Tanpa satuan",
        "klasifikasi_penyajian": "Unit pelayanan, instansi, periode",
        "indikator_komposit": composed,
        "level_estimasi": "Unit pelayanan",
        "dapat_diakses_umum": "Ya",
    }


def _variables(instruments: Sequence[Instrument]) -> list[dict[str, str]]:
    return [
        variable
        for one in instruments
        for variable in (
            *(_item(one, item.key, item.subject, item.text, item.labels["id"]) for item in one.items),
            *(_profile(one, field) for field in one.profile),
        )
    ]


def _item(
    one: Instrument, key: str, subject: str, text: Mapping[str, str], labels: Sequence[str]
) -> dict[str, str]:
    choices = "; ".join(f"{score} {label}" for score, label in enumerate(labels, 1))
    return _variable(
        one, key, subject, "Bilangan bulat", choices, "1 sampai 4", text["id"], "Ya, teragregasi"
    )


def _profile(one: Instrument, field: ProfileField) -> dict[str, str]:
    choices = "; ".join(option.label["id"] for option in field.options) or "-"
    bounds = f"{field.low} sampai {field.high}" if field.kind == "integer" else "-"
    name, kind = field.label["id"], KINDS.get(field.kind, "Teks")
    return _variable(one, field.key, name, kind, choices, bounds, name, "Ya, kelompok kecil ditahan")


def _variable(
    one: Instrument, key: str, name: str, kind: str, choices: str, rule: str, asked: str, access: str
) -> dict[str, str]:
    return {
        "kuesioner": one.id,
        "nama_variabel": name,
        "alias": key,
        "konsep": name,
        "definisi": asked,
        "referensi_pemilihan": "PermenPANRB 14/2017",
        "referensi_waktu": "Saat menerima layanan dalam periode survei",
        "tipe_data": kind,
        "klasifikasi_isian": choices,
        "aturan_validasi": rule,
        "kalimat_pertanyaan": asked,
        "dapat_diakses_umum": access,
    }


def write_metadata_workbook(facts: ActivityFacts) -> bytes:
    """Return the three parts as a workbook of three sheets."""
    import xlsxwriter

    told, file = build_metadata(facts), io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": f"Metadata SKM {facts.agency} {facts.period}", "created": _MADE})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E7EEF9"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for name, part in (("MS-Keg", "ms_kegiatan"), ("MS-Ind", "ms_indikator"), ("MS-Var", "ms_variabel")):
        sheet, rows = book.add_worksheet(name), told[part]
        for column, heading in enumerate(rows[0] if rows else ()):
            sheet.set_column(column, column, 32)
            sheet.write_string(0, column, heading.replace("_", " ").capitalize(), head)
        for line, row in enumerate(rows, 1):
            for column, content in enumerate(row.values()):
                sheet.write_string(line, column, content, text)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()
