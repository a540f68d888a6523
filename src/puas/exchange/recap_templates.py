"""The recap template: a workbook with the official columns, checks on what is typed, one example row."""

import io
from datetime import UTC, datetime
from typing import Any

from puas.methodology.elements import ELEMENTS

SHEET, GUIDE = "Rekap SKM", "Petunjuk"
EXAMPLE_UNIT = "Contoh Dinas (hapus baris ini)"
ROWS = 500
"""Rows below the header that check what is typed."""

_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same file every time
_HEAD, _FIRST = 2, 3
_BEFORE = (("No", 5), ("UPP", 34), ("Periode", 20))
_AFTER = (
    ("IKM", 9),
    ("Kategori", 10),
    ("Jumlah Responden", 12),
    ("Metode", 24),
    ("Unsur Prioritas Perbaikan", 34),
    ("Rencana Tindak Lanjut", 52),
    ("Realisasi Tindak Lanjut Periode Sebelumnya (%)", 18),
)
_PERIODS = ("Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV", "Semester I", "Semester II", "Tahun")
_METHODS = ("SKM Online", "SKM Offline (Manual)", "SKM Online dan SKM Offline (Manual)")
_GUIDE = (
    "Satu baris untuk setiap unit dan periode. Jangan menggabungkan sel atau mengubah judul kolom.",
    "UPP: nama lengkap dengan ejaan yang sama di setiap baris dan setiap tahun.",
    "Periode: pilih dari daftar, lalu tambahkan tahunnya di belakang, misalnya Triwulan I 2026.",
    "U1 sampai U9: nilai unsur 25 sampai 100 (nilai rata-rata jawaban dikali 25), desimal selengkapnya.",
    "IKM: rata-rata kesembilan unsur dari nilai yang belum dibulatkan (bobot tepat 1/9).",
    "Kategori: A 88,31 sampai 100; B 76,61 sampai 88,30; C 65,00 sampai 76,60; D 25,00 sampai 64,99.",
    "Unsur prioritas: unsur bernilai terendah, yang terendah lebih dahulu, bernomor, satu baris satu unsur.",
    "Rencana: bernomor sama dengan unsurnya, diawali nama unsur dan titik dua.",
    "Realisasi: persen rencana periode sebelumnya yang dilaksanakan; kosongkan bila belum ada rencana.",
)


def write_recap_template() -> bytes:
    """Return the XLSX file. Its example row is a sound recap: reading and checking it finds nothing wrong."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": "Templat rekap SKM", "created": _MADE})
    _write_table(book, book.add_worksheet(SHEET))
    _write_guide(book, book.add_worksheet(GUIDE))
    book.close()
    return file.getvalue()


def _columns() -> list[tuple[str, int]]:
    return [*_BEFORE, *((element.key, 8) for element in ELEMENTS), *_AFTER]


def _write_table(book: Any, sheet: Any) -> None:
    columns = _columns()
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#E7EEF9"}
    )
    names = {element.key: element.name for element in ELEMENTS}
    sheet.write_string(
        0, 0, "Rekapitulasi Survei Kepuasan Masyarakat", book.add_format({"bold": True, "font_size": 14})
    )
    for at, (title, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(_HEAD, at, title, head)
        if title in names:
            sheet.write_comment(_HEAD, at, names[title])
    sheet.set_row(_HEAD, 48)
    sheet.freeze_panes(_FIRST, 2)
    _write_example(book, sheet)
    for at, (title, _) in enumerate(columns):
        if check := _check_of(title):
            sheet.data_validation(_FIRST, at, _FIRST + ROWS, at, check)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)


def _write_example(book: Any, sheet: Any) -> None:
    """Values whose plain mean is the index, the three lowest named, plans that say what is done."""
    plain = {"italic": True, "font_color": "#49546A", "text_wrap": True, "valign": "top", "border": 1}
    text, number = book.add_format(plain), book.add_format({**plain, "num_format": "0.00"})
    values = (90.25, 88.5, 84.75, 96.0, 89.25, 91.5, 92.0, 87.5, 86.25)
    lowest = ("Waktu Penyelesaian", "Sarana dan Prasarana", "Penanganan Pengaduan, Saran dan Masukan")
    plans = (
        "menambah satu loket pada jam ramai sebelum akhir triwulan berikutnya",
        "memperbaiki kursi dan pendingin ruang tunggu",
        "menjawab setiap pengaduan paling lama tiga hari kerja",
    )
    cells = [
        1,
        EXAMPLE_UNIT,
        "Triwulan I 2026",
        *values,
        round(sum(values) / len(values), 4),
        "A",
        187,
        _METHODS[0],
        "\n".join(f"{n}. {name}" for n, name in enumerate(lowest, 1)),
        "\n".join(
            f"{n}. {name}: {plan}" for n, (name, plan) in enumerate(zip(lowest, plans, strict=True), 1)
        ),
        "",
    ]
    for at, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(_FIRST, at, cell, text)
        else:
            sheet.write_number(_FIRST, at, cell, number if isinstance(cell, float) else text)
    sheet.set_row(_FIRST, 92)


def _check_of(title: str) -> dict[str, Any] | None:
    """Return what a column accepts, with a sentence for what it does not."""
    if title == "IKM" or title in {element.key for element in ELEMENTS}:
        return _between("decimal", 25, 100, "Isi nilai 25 sampai 100 (nilai rata-rata dikali 25).")
    if title.startswith("Realisasi"):
        return _between("decimal", 0, 100, "Isi persen 0 sampai 100, atau kosongkan.")
    if title == "Jumlah Responden":
        return _between("integer", 0, 10_000_000, "Isi bilangan bulat.")
    if title == "Kategori":
        return _listed(("A", "B", "C", "D"), "Pilih A, B, C, atau D.", "stop")
    if title == "Metode":
        return _listed(_METHODS, "Pilih cara pengumpulan.", "stop")
    if title == "Periode":
        return _listed(_PERIODS, "Tulis periode dan tahunnya, misalnya Triwulan I 2026.", "information")
    return None


def _between(kind: str, least: int, most: int, sentence: str) -> dict[str, Any]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_title": "Periksa isian",
        "error_message": sentence,
    }


def _listed(options: tuple[str, ...], sentence: str, kind: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(options),
        "error_title": "Periksa isian",
        "error_message": sentence,
        "error_type": kind,
    }


def _write_guide(book: Any, sheet: Any) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, "Cara mengisi", book.add_format({"bold": True, "font_size": 14}))
    for at, line in enumerate(_GUIDE, 2):
        sheet.write_string(at, 0, line, wrapped)
