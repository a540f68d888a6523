"""Files of answers as people and SKM Online make them."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

WORDS = ("Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik")
ONLINE_HEADINGS = (
    *("No", "Waktu Pengisian Survei", "Diimpor", "Persetujuan Responden", "Tanggal Pelayanan", "Usia"),
    *("Pendidikan Terakhir", "Pekerjaan", "Disabilitas"),
    "Informasi pelayanan tersedia melalui media elektronik maupun non elektronik?",
    "Persyaratan pelayanan sesuai dengan yang diinformasikan",
    "Informasi prosedur pelayanan jelas",
    "Prosedur/alur mudah diikuti",
    "Tidak ada kecurangan dalam pelayanan",
    "Jangka waktu penyelesaian sesuai",
    "Biaya pelayanan sesuai ketentuan",
    "Tidak ada pungutan liar (pungli)",
    "Tidak ada percaloan",
    "Produk/hasil pelayanan sesuai",
    "Sistem/aplikasi merespon dengan cepat",
    "Fitur aplikasi mudah digunakan",
    "Tidak ada diskriminasi",
    "Tidak ada gratifikasi",
    "Layanan pengaduan dan konsultasi mudah",
    "Sistem online nyaman digunakan",
    *("Kritik dan Saran", "Nama", "Email", "No. Telepon"),
    *("Tingkat kepercayaan pada Pemerintah Pusat", "Tingkat kepercayaan pada Pemerintah Daerah"),
)


def write_csv(path: Path, headings: Sequence[str], *rows: Sequence[object]) -> Path:
    """Write a comma-separated file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook of text cells."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write_string(place, column, str(cell))
    book.close()
    return path


def online_row(number: int, scores: Sequence[int], **changed: str) -> list[str]:
    """Make a row of the export; `changed` by a word of the heading."""
    row = [str(number), f"2023-05-02 08:{number:02d}:10", "Tidak", "Ya", "02/05/2023", "31"]
    row += ["SMA/SMK", "Pegawai Swasta", "Tidak", *(WORDS[score - 1] for score in scores)]
    row += ["Bagus", f"Siti Nomor {number}", f"siti{number}@contoh.id", f"0812345678{number:02d}", "8", "7"]
    for word, cell in changed.items():
        row[next(c for c, heading in enumerate(ONLINE_HEADINGS) if word in heading)] = cell
    return row


def write_online(path: Path, *rows: Sequence[str], service: str = "KTP Elektronik") -> Path:
    """Write an export of SKM Online: labels, a blank row, the header, the rows."""
    labels = [["Nama Survei", "", "SKM 2023"], ["Jenis Layanan", "", service], ["Nama Pengelola", "", "Budi"]]
    return write_xlsx(path, {"Hasil Survey": [*labels, [], list(ONLINE_HEADINGS), *rows]})
