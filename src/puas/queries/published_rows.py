"""The records of the open data: one frozen class each, and what every column means.

The classes are the only definition: the API's schema, the columns of CSV and Parquet and the data dictionary
are made from them. Indices and margins are rounded here, once; `_exact` columns hold the fraction.
"""

# ruff: noqa: RUF009 - `tells` makes a field

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from puas.language import gettext_noop as _


def tells(meaning: str) -> Any:
    """Return a dataclass field whose meaning (an Indonesian sentence) goes into the data dictionary."""
    return field(metadata={"description": meaning})


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """One agency that has published anything."""

    agency: str = tells(_("Kunci instansi, seperti pada alamat halamannya"))
    agency_name: str = tells(_("Nama instansi"))
    area_code: str = tells(_("Kode wilayah (Permendagri); kosong bila tidak diisi"))
    is_example: bool = tells(_("Benar bila angkanya contoh untuk peragaan"))
    licence: str = tells(_("Lisensi data (kode SPDX)"))


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit that has published anything, as it is today."""

    agency: str = tells(_("Kunci instansi, seperti pada alamat halamannya"))
    unit: str = tells(_("Kunci unit dalam instansi; sama dengan kunci instansi untuk instansi itu sendiri"))
    unit_name: str = tells(_("Nama unit"))
    parent: str = tells(_("Kunci unit induk; kosong untuk instansi"))
    kind: str = tells(_("Jenis unit: agency, opd, upp, dan seterusnya"))
    number: int | None = tells(_("Nomor unit dalam daftar instansi"))
    area_code: str = tells(_("Kode wilayah (Permendagri); kosong bila tidak diisi"))
    valid_from: date | None = tells(_("Hari pertama unit ini ada; kosong bila tidak dibatasi"))
    valid_until: date | None = tells(_("Hari terakhir unit ini ada; kosong bila tidak dibatasi"))
    licence: str = tells(_("Lisensi data (kode SPDX)"))


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    """One period with anything published."""

    period: str = tells(_("Kode periode: 2023-Q1, 2023-S1, atau 2023"))
    label: str = tells(_("Nama periode"))
    kind: str = tells(_("quarter, semester, atau year"))
    starts: date = tells(_("Hari pertama periode"))
    ends: date = tells(_("Hari terakhir periode"))
    licence: str = tells(_("Lisensi data (kode SPDX)"))


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One question of a questionnaire that a published result was measured with."""

    instrument: str = tells(_("Versi kuesioner, kunci@versi"))
    title: str = tells(_("Judul kuesioner"))
    item: str = tells(_("Kunci butir"))
    question: str = tells(_("Bunyi butir"))
    element: str = tells(_("Kunci unsur yang diukur; kosong bila butir tidak masuk IKM"))
    element_name: str = tells(_("Nama unsur"))
    weight: str = tells(_("Bobot unsur sebagai pecahan"))
    answers: str = tells(_("Pilihan jawaban 1 sampai 4, dipisah titik koma"))
    licence: str = tells(_("Lisensi data (kode SPDX)"))


@dataclass(frozen=True, slots=True)
class Published:
    """What every record says about the published result that it comes from."""

    agency: str = tells(_("Kunci instansi, seperti pada alamat halamannya"))
    agency_name: str = tells(_("Nama instansi"))
    area_code: str = tells(_("Kode wilayah (Permendagri); kosong bila tidak diisi"))
    unit: str = tells(_("Kunci unit dalam instansi; sama dengan kunci instansi untuk instansi itu sendiri"))
    unit_name: str = tells(_("Nama unit"))
    parent: str = tells(_("Kunci unit induk; kosong untuk instansi"))
    period: str = tells(_("Kode periode: 2023-Q1, 2023-S1, atau 2023"))
    version: int = tells(_("Versi terbitan; di atas 1 adalah koreksi"))
    published_at: datetime = tells(_("Waktu terbit, dengan zona waktu"))
    basis: str = tells(_("Asal angka: own, pooled, average, atau recap (angka cetak)"))
    rule: str = tells(_("Aturan penggabungan"))
    instrument: str = tells(_("Versi kuesioner, dipisah titik koma bila lebih dari satu"))
    method: str = tells(_("Cara pengumpulan, dipisah titik koma"))
    weighting: str = tells(_("Nama pembobotan: exact, 0.111, 0.11, atau given"))
    weights: str = tells(_("Bobot setiap unsur sebagai pecahan, dipisah titik koma"))
    n: int | None = tells(_("Jumlah responden; kosong bila tidak diketahui"))
    margin: float | None = tells(_("Batas galat indeks (95 %) dalam poin; kosong untuk rata-rata"))
    input_count: int = tells(_("Jumlah masukan yang dihitung"))
    input_hash: str = tells(_("SHA-256 dari masukan yang dihitung"))
    is_example: bool = tells(_("Benar bila angkanya contoh untuk peragaan"))
    licence: str = tells(_("Lisensi data (kode SPDX)"))


@dataclass(frozen=True, slots=True)
class ResultRecord(Published):
    """One published index in force: a unit, or the agency itself, in a period."""

    index: float = tells(_("IKM, 25 sampai 100, dibulatkan dua desimal"))
    index_exact: str = tells(_("IKM sebelum dibulatkan, sebagai pecahan"))
    grade: str = tells(_("Mutu pelayanan: A, B, C, atau D"))
    priorities: str = tells(_("Unsur prioritas perbaikan, dipisah titik koma"))
    left_out: int = tells(_("Jawaban tersimpan yang tidak dihitung karena keputusan petugas atau koreksi"))


@dataclass(frozen=True, slots=True)
class ElementRecord(Published):
    """One element of a published result."""

    element: str = tells(_("Kunci unsur"))
    element_name: str = tells(_("Nama unsur"))
    answered: int | None = tells(_("Jumlah yang menjawab unsur ini; kosong untuk rata-rata"))
    mean: float | None = tells(_("NRR, 1 sampai 4, dibulatkan empat desimal"))
    value: float | None = tells(_("Nilai unsur, 25 sampai 100, dibulatkan dua desimal"))
    mean_exact: str = tells(_("NRR sebelum dibulatkan, sebagai pecahan"))


@dataclass(frozen=True, slots=True)
class ProfileRecord(Published):
    """One group of the respondents of a published result, by one question about them."""

    question: str = tells(_("Kunci pertanyaan: channel, service, atau isian profil"))
    question_name: str = tells(_("Nama pertanyaan"))
    group: str = tells(_("Kunci kelompok; kosong untuk yang tidak menjawab"))
    group_name: str = tells(_("Nama kelompok"))
    is_withheld: bool = tells(_("Benar bila kelompok ditahan supaya tidak ada orang yang dapat dikenali"))
    group_n: int | None = tells(_("Jumlah responden kelompok; kosong bila ditahan"))
    group_share: float | None = tells(_("Bagian kelompok dari semua responden, persen"))
    group_index: float | None = tells(_("IKM kelompok, dibulatkan dua desimal; hanya untuk layanan"))


@dataclass(frozen=True, slots=True)
class PlanRecord(Published):
    """One activity of the plan that follows up a published result."""

    position: int = tells(_("Urutan kegiatan dalam rencana"))
    element_name: str = tells(_("Nama unsur"))
    activity: str = tells(_("Program atau kegiatan"))
    scheduled: str = tells(_("Waktu pelaksanaan"))
    in_charge: str = tells(_("Penanggung jawab (jabatan)"))
    is_carried: bool = tells(_("Benar bila dilanjutkan dari rencana sebelumnya"))


@dataclass(frozen=True, slots=True)
class RealisationRecord(Published):
    """How much of the plan before was carried out when a published result was measured."""

    plan_period: str = tells(_("Periode rencana yang dihitung; kosong bila hanya persennya yang diketahui"))
    done: int | None = tells(_("Kegiatan yang selesai dan dipastikan"))
    planned: int | None = tells(_("Kegiatan yang direncanakan"))
    percent: float = tells(_("Realisasi, persen, dibulatkan dua desimal"))


@dataclass(frozen=True, slots=True)
class VersionRecord(Published):
    """One publication, in force or replaced, with the reason of a correction."""

    index: float = tells(_("IKM, 25 sampai 100, dibulatkan dua desimal"))
    grade: str = tells(_("Mutu pelayanan: A, B, C, atau D"))
    reason: str = tells(_("Alasan koreksi; kosong untuk terbitan pertama"))
    in_force: bool = tells(_("Benar bila terbitan ini yang berlaku"))


@dataclass(frozen=True, slots=True)
class TallyRecord(Published):
    """The integers of a counted result, to be added to those of other units and agencies, exactly."""

    scope: str = tells(_("unit, atau agency untuk jumlah semua unit instansi"))
    is_withheld: bool = tells(_("Benar bila cacah ditahan supaya tidak ada orang yang dapat dikenali"))
    tally: str = tells(
        _("Cacah sebagai JSON: n, jumlah tiap nilai, jumlah dan hasil kali unsur; bila ditahan kosong")
    )
    uncounted: int = tells(_("Hasil yang ikut dalam angka instansi tetapi tidak punya cacah"))


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """Something that the checks find in the published figures of an agency."""

    agency: str = tells(_("Kunci instansi, seperti pada alamat halamannya"))
    period: str = tells(_("Kode periode: 2023-Q1, 2023-S1, atau 2023"))
    unit_name: str = tells(_("Nama unit; kosong untuk angka instansi"))
    rule: str = tells(_("Aturan pemeriksaan yang menemukannya"))
    severity: str = tells(_("error, warning, atau remark"))
    sentence: str = tells(_("Temuan dalam satu kalimat"))
    licence: str = tells(_("Lisensi data (kode SPDX)"))
