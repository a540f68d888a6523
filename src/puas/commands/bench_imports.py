"""`puas bench import`: a large file of answers into a survey, while citizens go on answering.

The children: python -m puas.commands.bench_imports make | answer.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from puas.commands.bench_databases import Database, describe_left_out, open_databases
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine
from puas.errors import BadInstallation

MODULE, SURVEYS = "puas.commands.bench_imports", "puas.commands.bench_surveys"
TITLE = "Files of answers"
PERIOD = "2026-Q4"
TARGETS = {
    "CSV, 9 items": "kota-ukur/loket/2026-Q4",
    "XLSX, 9 items": "kota-ukur/loket-tabel/2026-Q4",
    "SKM Online, XLSX": "kota-ukur/loket-daring/2026-Q4",
}
NOTES = (
    "From starting `puas import` to its end: the columns looked at, every row read in the limited process, "
    "checked and stored. Every row is different; none is rejected; the stored rows are counted afterwards.",
    "MB: the most that all processes of the import held in memory together, sampled ten times a second.",
    "Again: the same file once more, which adds nothing.",
    "Citizen ms: how long the median and the slowest single answer took that was stored meanwhile, one every "
    "50 ms.",
)


def measure_imports(rows: int, engines: Collection[str]) -> Figures:
    """Return the seconds and the memory of importing so many rows, in each format, on these databases."""
    machine = describe_machine("puas", "django", "python-calamine")
    with tempfile.TemporaryDirectory(prefix="puas-bench-") as folder:
        files = {kind: Path(folder) / f"{place}" for place, kind in enumerate(TARGETS)}
        for kind, path in files.items():
            write_file(kind, rows, path)
        with open_databases(engines) as databases:
            found = [row for database in databases for row in _measure(database, files, rows)]
    columns = ("Database", "File", "Rows", "s", "Rows/s", "MB", "Again s", "Citizen ms: p50", "slowest")
    return Figures(
        title=TITLE,
        command=f"./puas bench import --rows {rows}",
        machine=machine,
        columns=columns,
        rows=tuple(found),
        notes=(*NOTES, *describe_left_out(engines, databases)),
    )


def _measure(database: Database, files: dict[str, Path], rows: int) -> list[tuple[str, ...]]:
    database.run(SURVEYS, "make")
    database.run(MODULE, "make")
    found = []
    for kind, path in files.items():
        before = database.count_answers()
        seconds, peak, waits = _import_beside_citizens(database, TARGETS[kind], path)
        again, _ = _import(database, TARGETS[kind], path)
        stored = database.count_answers() - before - len(waits)
        if stored != rows:
            raise AssertionError(f"{stored} of {rows} rows stored")
        p50, slowest = sorted(waits)[len(waits) // 2], max(waits)
        figures = (rows / seconds, peak / 1e6, again, p50 * 1000, slowest * 1000)
        count = f"{rows:,}".replace(",", ".")
        found.append((database.name, kind, count, print_number(seconds), *map(print_number, figures)))
    return found


def _import_beside_citizens(database: Database, target: str, path: Path) -> tuple[float, float, list[float]]:
    answering = subprocess.Popen(
        [sys.executable, "-m", MODULE, "answer"],
        env=database.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert answering.stdout is not None
    answering.stdout.readline()  # it has begun
    seconds, peak = _import(database, target, path)
    out, _ = answering.communicate("stop\n", timeout=60)
    return seconds, peak, json.loads(out)


def _import(database: Database, target: str, path: Path) -> tuple[float, float]:
    """Return (seconds, most bytes) of one `puas import`. Raises BadInstallation when it fails."""
    started, peak = time.perf_counter(), 0
    process = subprocess.Popen(
        [sys.executable, "-m", "puas", "import", "--any-date", target, str(path)],
        env=database.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
    )
    output: list[str] = []
    assert process.stdout is not None
    reading = threading.Thread(target=lambda stream: output.append(stream.read()), args=(process.stdout,))
    reading.start()
    while process.poll() is None:
        peak = max(peak, sum(_list_sizes(process.pid)))
        time.sleep(0.1)
    reading.join()
    if process.returncode:
        reason = (output[0].strip().splitlines() or ["?"])[-1]
        raise BadInstallation(
            "bench_child",
            "Pengukuran berhenti: {reason}. Jalankan puas doctor, lalu ulangi.",
            reason=reason,
        )
    return time.perf_counter() - started, peak


def _list_sizes(session: int) -> Iterator[int]:
    """Yield the resident bytes of every process of a session; nothing where there is no /proc."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == session:
            yield int(fields[21]) * os.sysconf("SC_PAGE_SIZE")


def write_file(kind: str, rows: int, path: Path) -> None:
    """Write a file of different answers that are the same in every run."""
    write = {"CSV, 9 items": _write_table, "XLSX, 9 items": _write_book, "SKM Online, XLSX": _write_online}
    write[kind](rows, path)


def _moment(place: int) -> str:
    minutes, second = divmod(place, 60)
    days, minute = divmod(minutes, 600)
    clock = f"{8 + minute // 60:02d}:{minute % 60:02d}:{second:02d}"
    return f"2026-{10 + days // 28 % 3:02d}-{1 + days % 28:02d} {clock}"


TABLE_HEADINGS = (
    *("No", "Waktu pengisian", *(f"U{n}" for n in range(1, 10)), "Jenis kelamin", "Usia"),
    *("Pendidikan", "Pekerjaan", "Kritik dan saran", "Nama", "Email"),
)
ONLINE_HEADINGS = (
    *("No", "Waktu Pengisian", "Diimpor", "Persetujuan Responden", "Tanggal Pelayanan", "Usia"),
    *("Pendidikan", "Pekerjaan", "Disabilitas", *(f"P{n}" for n in range(1, 17)), "Kritik dan Saran"),
    *("Nama", "Email", "Telepon", "Kepercayaan Pusat", "Kepercayaan Daerah"),
)
ONLINE_LABELS = (("Nama Survei", "", "SKM 2026"), ("Jenis Layanan", "", "KTP"), ())


def _write_table(rows: int, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((TABLE_HEADINGS, *_list_table(rows)))


def _list_table(rows: int) -> Iterator[list[str]]:
    draw = random.Random(20)  # noqa: S311 - the same rows every time
    for n in range(rows):
        person = [draw.choice("LP"), str(17 + n % 50), ("SMA", "S1", "SMP")[n % 3], "Swasta"]
        kept = ["Pelayanannya cepat dan ramah" if n % 4 == 0 else "", f"Orang {n}", f"o{n}@contoh.id"]
        yield [str(n + 1), _moment(n), *draw.choices("1233344444", k=9), *person, *kept]


def _write_book(rows: int, path: Path) -> None:
    """Write the table as Excel saves it: each text once, in a part of its own; digits as numbers."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": True})
    sheet = book.add_worksheet("Jawaban")
    for place, row in enumerate((TABLE_HEADINGS, *_list_table(rows))):
        sheet.write_row(place, 0, row)
    book.close()


def _write_online(rows: int, path: Path) -> None:
    import xlsxwriter

    draw = random.Random(21)  # noqa: S311 - the same rows every time
    words = ("Tidak Baik", "Kurang Baik", "Baik", "Baik", "Sangat Baik")
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Hasil Survey")
    for place, line in enumerate((*ONLINE_LABELS, ONLINE_HEADINGS)):
        _put(sheet, place, line)
    for n in range(rows):
        moment, person = _moment(n), (f"Orang {n}", f"o{n}@contoh.id", f"0812{n:08d}")
        row = [str(n + 1), moment, "Tidak", "Ya", moment[:10], str(17 + n % 50), "SMA/SMK", "Pegawai Swasta"]
        row += ["Tidak", *draw.choices(words, k=16), "Sudah baik", *person, "8", "7"]
        _put(sheet, len(ONLINE_LABELS) + 1 + n, row)
    book.close()


def _put(sheet: Any, place: int, row: Sequence[str]) -> None:
    for column, cell in enumerate(row):
        sheet.write_string(place, column, cell)


def make() -> str:
    """Make two more units: one whose survey asks the classic form, one with the national form."""
    from puas.exchange.instrument_files import read_instrument
    from puas.models import Agency
    from puas.operations.instruments import store_instrument
    from puas.operations.periods import ensure_period
    from puas.operations.surveys import open_survey, plan_survey
    from puas.operations.units import create_unit

    for name, key in {"Loket tabel": "classic-2017", "Loket daring": "national-2024-online"}.items():
        unit = create_unit(agency=Agency.objects.get(), name=name, by=None)
        instrument = store_instrument(content=read_instrument(key), by=None)
        survey = plan_survey(unit=unit, period=ensure_period(PERIOD), instrument=instrument, by=None)
        open_survey(survey=survey, by=None)
    return name


def answer() -> str:
    """Store an answer every 50 ms until a line comes in; return JSON: the seconds that each took."""
    from django.utils import timezone

    from puas.models import Survey
    from puas.operations.responses import Answer, record_response

    survey = Survey.objects.select_related("instrument").get(unit__slug="loket")
    over = threading.Event()
    threading.Thread(target=_wait_for_line, args=(over,), daemon=True).start()
    waits: list[float] = []
    print("ready", flush=True)
    while not over.wait(0.05):
        started = time.perf_counter()
        answer = Answer(uuid4(), (3, 4, 3, 4, 3, 4, 3, 4, 3), timezone.now())
        record_response(survey=survey, answer=answer)
        waits.append(time.perf_counter() - started)
    return json.dumps(waits)


def _wait_for_line(over: threading.Event) -> None:
    sys.stdin.readline()
    over.set()


def main(arguments: list[str]) -> None:
    """Do one piece of work and print its result."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puas.settings")
    import django

    django.setup()
    work: dict[str, Callable[..., Any]] = {"make": make, "answer": answer}
    print(work[arguments[0]]())


if __name__ == "__main__":
    main(sys.argv[1:])
