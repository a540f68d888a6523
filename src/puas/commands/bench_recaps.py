"""`puas bench recap`: reading and checking published recaps, each by a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from puas.commands.bench_databases import open_sqlite
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine
from puas.demonstration.cities import Figure, RowKind, load_city

TITLE = "Published recaps"
NAMES = tuple(f"U{number}" for number in range(1, 10))
HEADINGS = ("No", "UPP", "Periode", *NAMES, "IKM", "Kategori", "Jumlah responden")
PERIODS = {"Q1": "Triwulan I", "Q2": "Triwulan II"}
NOTES = (
    "Read and checked: `puas recap check FILE --format json`, the whole process; the fastest of the turns.",
    "Peak memory is that of the largest process, the limited one that opens the file included.",
    "The text and the workbook hold the demonstration's figures of Kota Surakarta (in the workbook its units "
    "stand several times, under other names); PDF and DOCX are agency reports that puas wrote.",
)


def measure_recaps(rows: int, turns: int) -> Figures:
    """Return seconds and megabytes of reading and checking a text, a workbook of `rows` rows, and reports.

    Each is done `turns` times; the fastest counts.
    """
    with open_sqlite() as database:
        out = database.folder / "out"
        database.run("puas", "demo", "--no-serve", "--out", str(out))
        _write_text(out / "recap.txt")
        _write_workbook(out / "recap.xlsx", rows)
        files = (
            (out / "recap.txt", "text, 310 rows"),
            (out / "recap.xlsx", f"XLSX, {rows} rows"),
            (out / "kota-pontianak-2023.pdf", "PDF, report of 31 units"),
            (out / "kota-surakarta-2023-S1.pdf", "PDF, report of 155 units"),
            (out / "kota-surakarta-2023-S1.docx", "DOCX, report of 155 units"),
        )
        measured = tuple((name, *_check(path, turns)) for path, name in files)
    return Figures(
        title=TITLE,
        command=f"./puas bench recap --rows {rows} --turns {turns}",
        machine=describe_machine("puas", "pdfplumber", "python-calamine", "python-docx"),
        columns=("File", "Read and checked s", "Peak MB"),
        rows=measured,
        notes=NOTES,
    )


def _check(path: Path, turns: int) -> tuple[str, str]:
    """Return the fastest time and the largest memory of checking `path` in a process of its own."""
    seconds, peaks = [], []
    for _ in range(turns):
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "puas", "recap", "check", str(path), "--format", "json"],
            stdout=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - started)
        peaks.append(usage.ru_maxrss / 1024)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)
    return print_number(min(seconds)), print_number(max(peaks))


def _figures(rows: int) -> Iterator[Figure]:
    """Yield `rows` printed survey rows of the city; from the second round on under other names."""
    printed = [figure for figure in load_city("surakarta").figures if figure.kind == RowKind.SURVEY]
    for place in range(rows):
        turn, figure = place // len(printed), printed[place % len(printed)]
        yield replace(figure, unit=f"{figure.unit} {turn + 1}") if turn else figure


def _cells(place: int, figure: Figure) -> list[str]:
    year, _, part = figure.period.partition("-")
    period = f"{PERIODS[part]} {year}"
    values = [str(value).replace(".", ",") for value in (*figure.values, figure.index)]
    return [str(place), figure.unit, period, *values, figure.grade, str(figure.respondents)]


def _write_text(path: Path) -> None:
    table = (_cells(place, figure) for place, figure in enumerate(_figures(310), 1))
    path.write_text("\n".join("\t".join(row) for row in (list(HEADINGS), *table)) + "\n", encoding="utf-8")


def _write_workbook(path: Path, rows: int) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Rekap")
    sheet.write_row(0, 0, HEADINGS)
    for place, figure in enumerate(_figures(rows), 1):
        for column, cell in enumerate(_cells(place, figure)):
            sheet.write_string(place, column, cell)
    book.close()
