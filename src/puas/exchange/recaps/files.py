"""A file becomes a Recap: its format is found from its content, its lines are read, its rows are
understood."""

import os
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import Any

from puas.errors import BadInput
from puas.exchange.guards import require_file, run_guarded
from puas.exchange.recaps.lines import Line, build_line
from puas.exchange.recaps.recaps import build_recap
from puas.exchange.recaps.sheets import read_workbook_lines
from puas.exchange.recaps.texts import read_characters, read_csv, read_tabbed
from puas.methodology.findings.recaps import Note, Recap, Source

MOST_WORKERS = 4
SECONDS = 120
SCANNED = (
    "{name} berisi gambar pindaian tanpa teks, jadi tabelnya tidak dapat dibaca. "
    "Jalankan OCR dahulu, atau minta berkas Word atau Excel aslinya."
)


class RecapFormat(StrEnum):
    """What a file is by its content."""

    TABBED = "text"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


def detect_format(path: Path) -> RecapFormat:
    """Return the format of `path` by its first bytes and members; raise BadInput for one that is never
    read."""
    require_file(path)
    with path.open("rb") as file:
        head = file.read(1024)
    if not head.strip():
        raise BadInput(
            "recap_empty", "{name} kosong. Berikan berkas yang berisi tabel rekap.", name=path.name
        )
    if b"%PDF-" in head:
        return RecapFormat.PDF
    if head.startswith(b"PK"):
        return _detect_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            "recap_old_office",
            "{name} adalah berkas Office lama (.xls, .doc) atau dikunci kata sandi. Simpan sebagai "
            ".xlsx atau .docx.",
            name=path.name,
        )
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(
            "recap_unknown",
            "{name} bukan teks, CSV, XLSX, DOCX, atau PDF. Berikan salah satu dari itu.",
            name=path.name,
        )
    if path.suffix.lower() == ".csv":
        return RecapFormat.CSV
    sample = read_characters(path)
    return RecapFormat.TABBED if "\t" in sample or path.suffix.lower() in (".txt", ".md") else RecapFormat.CSV


def _detect_zip(path: Path) -> RecapFormat:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise BadInput(
            "recap_zip_broken",
            "{name} rusak. Buka di aplikasi asalnya, simpan lagi, lalu coba lagi.",
            name=path.name,
        ) from error
    if "word/document.xml" in names:
        return RecapFormat.DOCX
    if "xl/workbook.xml" in names:
        return RecapFormat.XLSX
    raise BadInput(
        "recap_zip", "{name} adalah arsip zip. Ekstrak dahulu, lalu berikan isinya.", name=path.name
    )


def read_lines(path: Path) -> tuple[list[Line], list[Note], RecapFormat]:
    """Return the physical lines of a file, notes about the file, and its format. Raises BadInput."""
    form = detect_format(path)
    if form is RecapFormat.XLSX:
        lines, notes = read_workbook_lines(path, path.name)
        return lines, notes, form
    if form in (RecapFormat.PDF, RecapFormat.DOCX):
        return _read_guarded(path, form), [], form
    return (read_csv if form is RecapFormat.CSV else read_tabbed)(path, path.name), [], form


def _read_guarded(path: Path, form: RecapFormat) -> list[Line]:
    """Read a DOCX in one limited process, the pages of a PDF in one for each processor."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS) if form is RecapFormat.PDF else 1
    with ThreadPoolExecutor(workers) as pool:
        items = [
            item
            for found in pool.map(lambda n: _ask(path, form, n, workers), range(workers))
            for item in found
        ]
    items.sort(key=lambda item: (item.get("page", 0), item["line"]))
    if form is RecapFormat.PDF and sum(len(cell) for item in items for cell in item["cells"]) < 20:
        raise BadInput("pdf_scanned", SCANNED, name=path.name)
    return [
        build_line(item["cells"], Source(file=path.name, page=item.get("page"), lines=(item["line"],)))
        for item in items
    ]


def _ask(path: Path, form: RecapFormat, first: int, step: int) -> list[dict[str, Any]]:
    pages = [str(first), str(step)] if form is RecapFormat.PDF else []
    found: list[dict[str, Any]] = run_guarded(
        "puas.exchange.recaps.guarded",
        [form.value, str(path.resolve()), *pages],
        name=path.name,
        seconds=SECONDS,
    )["lines"]
    return found


def read_recap(path: Path, *, year: int | None = None) -> Recap:
    """Return everything that a published recap says. `year` is used where the file names none.

    Raises BadInput with a sentence when the file is hostile, broken, a scan without text, or holds no
    recap table.
    """
    lines, notes, form = read_lines(path)
    return build_recap(lines, name=path.name, year=year, notes=notes, scanned=form is RecapFormat.TABBED)


def read_recap_lines(lines: Sequence[Sequence[str]], *, name: str = "", year: int | None = None) -> Recap:
    """Return the recap of rows that are already cells (a form in the browser, a test)."""
    made = [build_line(cells, Source(file=name, lines=(number,))) for number, cells in enumerate(lines, 1)]
    return build_recap(made, name=name, year=year, notes=[], scanned=False)
