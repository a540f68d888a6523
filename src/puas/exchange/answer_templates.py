"""The answer template of an instrument: its columns, checks on what is typed, one example row."""

import io
from datetime import UTC, datetime
from typing import Any

from puas.methodology.instruments import Instrument
from puas.methodology.items import Item, ProfileField, Rating

SHEET, GUIDE, CHOICES = "Jawaban", "Petunjuk", "Pilihan"
EXAMPLE = "Contoh"
"""What stands under No in the example row; an untouched example is never imported."""

ROWS = 2000
_NUMBER, _DATE, _COMMENT = "No", "Tanggal pengisian", "Kritik dan saran"
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same file every time
_GUIDE = (
    "Satu baris untuk setiap responden. Jangan menggabungkan sel atau mengubah judul kolom.",
    "Kolom jawaban diisi 1, 2, 3, atau 4; kosongkan pertanyaan yang tidak dijawab.",
    "Tanggal pengisian ditulis seperti 2026-11-20; tambahkan jamnya bila ada: 2026-11-20 09.30.",
    "Jangan menambah nama, surel, nomor telepon, atau NIK: kolom seperti itu tidak diimpor.",
    "Baris contoh boleh dihapus; bila dibiarkan tidak ikut diimpor.",
)


def item_heading(item: Item) -> str:
    """Return the heading of an item's column: its key and what it is about."""
    return f"{item.key} {item.subject}"


def example_cells(instrument: Instrument) -> dict[str, str]:
    """Return the example row of the template: heading -> text."""
    cells = {_NUMBER: EXAMPLE, _DATE: "2026-11-20 09:30"}
    cells |= {item_heading(item): "4" if place % 3 else "3" for place, item in enumerate(instrument.items)}
    cells |= {field.label["id"]: _example_of(field) for field in instrument.profile}
    cells |= {rating.label["id"]: str(rating.high - 2) for rating in instrument.ratings}
    return cells | {_COMMENT: "Tulis saran responden di sini"}


def _example_of(field: ProfileField) -> str:
    if field.kind in ("choice", "multiple"):
        return "" if field.kind == "multiple" else field.options[-1].label["id"]
    return {"integer": str(min(field.low + 25, field.high)), "date": "2026-11-20", "text": ""}[field.kind]


def write_answer_template(instrument: Instrument) -> bytes:
    """Return the XLSX file of an instrument."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": f"Templat jawaban {instrument.id}", "created": _MADE})
    sheet = book.add_worksheet(SHEET)
    guide, choices = book.add_worksheet(GUIDE), book.add_worksheet(CHOICES)
    _write_head(book, sheet, instrument)
    _write_checks(sheet, choices, instrument)
    _write_guide(book, guide, instrument)
    choices.hide()
    book.close()
    return file.getvalue()


def _write_head(book: Any, sheet: Any, instrument: Instrument) -> None:
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E7EEF9"}
    )
    example = book.add_format({"italic": True, "font_color": "#49546A"})
    for column, (heading, cell) in enumerate(example_cells(instrument).items()):
        sheet.set_column(column, column, 8 if heading == _NUMBER else 18)
        sheet.write_string(0, column, heading, head)
        if cell:
            sheet.write_string(1, column, cell, example)
    sheet.set_row(0, 64)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _write_checks(sheet: Any, choices: Any, instrument: Instrument) -> None:
    places = {heading: column for column, heading in enumerate(example_cells(instrument))}
    for item in instrument.items:
        labels = item.labels["id"]
        check: dict[str, Any] = {
            "validate": "list",
            "source": ["1", "2", "3", "4"],
            "input_title": item.key,
            "input_message": "; ".join(f"{n} = {label}" for n, label in enumerate(labels, 1))[:250],
            "error_message": "Isi 1, 2, 3, atau 4, atau kosongkan.",
        }
        _check(sheet, places[item_heading(item)], check)
    for used, field in enumerate(f for f in instrument.profile if f.kind == "choice"):
        for row, option in enumerate(field.options):
            choices.write_string(row, used, option.label["id"])
        letter = chr(ord("A") + used % 26)
        source = f"={CHOICES}!${letter}$1:${letter}${len(field.options)}"
        check = {"validate": "list", "source": source, "error_message": "Pilih dari daftar."}
        _check(sheet, places[field.label["id"]], check)
    integers: list[ProfileField | Rating] = [f for f in instrument.profile if f.kind == "integer"]
    for one in (*integers, *instrument.ratings):
        bounds = {"validate": "integer", "criteria": "between", "minimum": one.low, "maximum": one.high}
        message = f"Isi {one.low} sampai {one.high}."
        _check(sheet, places[one.label["id"]], {**bounds, "error_message": message})


def _check(sheet: Any, column: int, check: dict[str, Any]) -> None:
    sheet.data_validation(1, column, ROWS, column, {**check, "ignore_blank": True})


def _write_guide(book: Any, sheet: Any, instrument: Instrument) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, instrument.title["id"], book.add_format({"bold": True, "font_size": 14}))
    for row, line in enumerate((*_GUIDE, *map(_describe, instrument.items)), start=1):
        sheet.write_string(row, 0, line, wrapped)


def _describe(item: Item) -> str:
    labels = "; ".join(f"{n} = {label}" for n, label in enumerate(item.labels["id"], 1))
    return f"{item.key}: {item.text['id']} {labels}."
