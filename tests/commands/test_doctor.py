"""`puas doctor` on a sound installation and on broken ones: what it says, and what it says to do."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from puas.commands.doctor import Finding, answer
from puas.commands.doctor_questions import QUESTIONS
from puas.errors import NotNow
from tests.commands.processes import run_puas


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated data folder."""
    data = tmp_path_factory.mktemp("sound")
    assert run_puas("django", "migrate", "--skip-checks", "-v0", data=data).returncode == 0
    return data


def _examine(data: Path, **environment: str) -> tuple[int, dict[str, tuple[str, str]], str]:
    """Return (exit code, {title: (verdict and text, cure)}, last line)."""
    done = run_puas("doctor", data=data, **environment)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    found: dict[str, tuple[str, str]] = {}
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith(("baik", "BURUK")):
            title = line[7:].split(":")[0]
            found[title] = (
                line[:5].strip() + line[7 + len(title) :],
                after.removeprefix("       → ") * ("→" in after),
            )
    return done.returncode, found, lines[-1]


def test_sound_installation(sound: Path) -> None:
    code, found, last = _examine(sound)
    assert [title for title, (text, _) in found.items() if text.startswith("BURUK")] == []
    assert (code, list(found), last) == (0, list(QUESTIONS), "Pemasangan ini sehat.")
    assert found["Basis data"][0].startswith("baik: SQLite 3.")
    assert found["Ketahanan tulis"] == ("baik: journal_mode=wal, synchronous=2", "")
    assert found["Folder data"] == (f"baik: {sound}", "")


def test_new_folder_needs_its_migrations(tmp_path: Path) -> None:
    code, found, last = _examine(tmp_path)
    assert (code, last) == (1, "1 hal perlu diperbaiki.")
    assert found["Migrasi"][1] == "Jalankan puas serve: ia mencadangkan lalu memigrasi."


def test_newer_database(sound: Path) -> None:
    statement = (
        "insert into django_migrations (app, name, applied) values ('puas', '9999_later', '2030-01-01')"
    )
    with closing(sqlite3.connect(sound / "puas.sqlite3")) as connection:
        with connection:
            connection.execute(statement)
        code, found, _ = _examine(sound)
        with connection:
            connection.execute("delete from django_migrations where name = '9999_later'")
    assert code == 1
    assert found["Migrasi"][0].startswith("BURUK: Basis data ini dibuat oleh puas yang lebih baru")


def test_key_that_others_can_read(sound: Path) -> None:
    (sound / "secret_key").chmod(0o644)
    code, found, _ = _examine(sound)
    (sound / "secret_key").chmod(0o600)
    assert (code, found["Kunci rahasia"]) == (
        1,
        (f"BURUK: {sound}/secret_key dapat dibaca orang lain", f"Jalankan: chmod 600 {sound}/secret_key"),
    )


def test_clock_that_went_back(sound: Path) -> None:
    later = time.time() + 3600
    os.utime(sound / "secret_key", (later, later))
    code, found, _ = _examine(sound)
    os.utime(sound / "secret_key")
    assert code == 1
    assert found["Jam"][1] == "Setel jam, misalnya: timedatectl set-ntp true"


def test_debug_and_unreachable_database(sound: Path) -> None:
    code, found, last = _examine(
        sound, PUAS_DEBUG="1", PUAS_DATABASE_URL="postgresql://a:kata-sandi@127.0.0.1:9/b"
    )
    assert (code, last) == (1, "6 hal perlu diperbaiki.")
    assert found["Pengaturan"][1].startswith("Hapus PUAS_DEBUG")
    assert found["Basis data"][0].startswith("BURUK: Basis data tidak dapat dibuka: ")
    assert "kata-sandi" not in str(found)


def test_bad_setting_is_named_on_every_line_that_needs_it(sound: Path) -> None:
    code, found, _ = _examine(sound, PUAS_TIME_ZONE="WIB")
    assert code == 1
    assert found["Python"][0].startswith("baik")
    assert found["Pengaturan"][0].startswith("BURUK: PUAS_TIME_ZONE harus zona waktu")


def test_question_that_breaks_is_an_answer() -> None:
    def refuse() -> Finding:
        raise NotNow("code", "Sedang {what}.", what="sibuk")

    def crash() -> Finding:
        raise ZeroDivisionError("by zero")

    assert answer(refuse) == Finding(False, "Sedang sibuk.")
    assert answer(crash).text == "ZeroDivisionError: by zero"
