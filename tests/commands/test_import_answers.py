"""`puas import`: a file into a survey from the command line."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.processes import build_environment, run_puas
from tests.factories.answer_files import write_csv

HEADINGS = ("No", *(f"U{n}" for n in range(1, 10)), "Nama")
TARGET = "kota-ukur/loket/2026-Q4"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    make = [sys.executable, "-m", "puas.commands.bench_surveys", "make"]
    subprocess.run(make, env=build_environment(folder), check=True, capture_output=True)
    return folder


def test_a_file_is_imported_once_and_its_rejected_row_is_named(data: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HEADINGS, [1, *"444444444", "Siti"], [2, *"44444444x", "Budi"])
    first = run_puas("import", TARGET, str(path), data=data)
    assert (first.returncode, first.stderr) == (1, "")
    assert "Nama  data pribadi, dibuang" in first.stdout
    assert "1 jawaban baru, 0 sudah ada, 1 baris ditolak." in first.stdout
    assert "rejected.xlsx" in first.stdout
    again = run_puas("import", TARGET, str(path), data=data)
    assert "0 jawaban baru, 1 sudah ada, 1 baris ditolak." in again.stdout


def test_looking_stores_nothing(data: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "b.csv", HEADINGS, [1, *"333333333", "Siti"])
    look = run_puas("import", "--look", TARGET, str(path), data=data)
    assert (look.returncode, "jawaban baru" in look.stdout) == (0, False)
    assert [one.name for one in (data / "imports").iterdir() if (one / "file").exists()] == []


def test_an_import_that_was_killed_is_finished_by_repeating_it(data: Path, tmp_path: Path) -> None:
    """Scores that differ row by row, so that every row is one answer; killed once some are stored."""
    rows = [[n, *(str(1 + n // 4**place % 4) for place in range(9)), "x"] for n in range(40_000)]
    path = write_csv(tmp_path / "c.csv", HEADINGS, *rows)
    before = count(data)
    command = [sys.executable, "-m", "puas", "import", "--other", TARGET, str(path)]
    process = subprocess.Popen(command, env=build_environment(data), stdout=subprocess.DEVNULL)
    ends = time.monotonic() + 60
    while count(data) == before and time.monotonic() < ends:
        pass
    process.kill()
    process.wait()
    assert before < count(data) < before + len(rows)
    again = run_puas("import", "--other", TARGET, str(path), data=data)
    assert (again.returncode, count(data)) == (0, before + len(rows))


def count(data: Path) -> int:
    """Return how many answers are stored."""
    with closing(sqlite3.connect(data / "puas.sqlite3")) as database:
        return int(database.execute("select count(*) from puas_response").fetchone()[0])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("tidak-ada", __file__), "Survei “tidak-ada” tidak ada"),
        ((TARGET, "/tidak/ada.csv"), "Berkas /tidak/ada.csv tidak ditemukan"),
        ((TARGET, __file__), "Baru 0 unsur yang punya kolom jawaban"),
        ((), "Sebutkan SURVEY dan FILE."),
    ],
)
def test_refusals_are_one_sentence(data: Path, arguments: tuple[str, ...], sentence: str) -> None:
    done = run_puas("import", *arguments, data=data)
    assert done.returncode in (1, 2)
    assert sentence in done.stderr
