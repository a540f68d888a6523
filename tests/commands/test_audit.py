"""`puas audit` from the command line, on a trail that somebody cut."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.processes import run_puas

MAKE = """
from puas.operations.agencies import create_agency
for name in ("Kota Satu", "Kota Dua", "Kota Tiga"):
    create_agency(name=name, by=None)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("audit")
    assert run_puas("django", "migrate", "-v", "0", data=data).returncode == 0
    assert run_puas("django", "shell", "-v", "0", "-c", MAKE, data=data).returncode == 0
    return data


def test_a_cut_trail_is_found_by_what_was_noted_outside(data: Path) -> None:
    head = run_puas("audit", "head", data=data).stdout.strip()
    whole = run_puas("audit", "verify", data=data)
    assert (whole.returncode, whole.stdout.splitlines()) == (
        0,
        [
            "3 peristiwa dibaca, 3 dibandingkan dengan catatan di luar basis data.",
            f"Ujung: {head}",
            "Jejak utuh.",
        ],
    )
    with closing(sqlite3.connect(data / "puas.sqlite3")) as connection, connection:
        connection.execute("drop trigger puas_auditevent_no_delete")
        connection.execute("delete from puas_auditevent where sequence = 3")
    cut = run_puas("audit", "verify", data=data)
    assert (cut.returncode, cut.stdout.splitlines()[-1]) == (
        1,
        "RUSAK pada peristiwa 3: hilang dari ujung: tercatat di luar basis data, tetapi tidak ada lagi.",
    )
    (data / "audit_heads").unlink()
    blind = run_puas("audit", "verify", data=data)
    assert (blind.returncode, "tidak dapat diketahui" in blind.stdout) == (0, True)
    assert run_puas("audit", "verify", "--expect", head, data=data).returncode == 1


def test_a_note_that_is_none_is_refused(data: Path) -> None:
    done = run_puas("audit", "verify", "--expect", "tiga", data=data)
    assert (done.returncode, done.stderr.startswith("puas: “tiga” bukan ujung jejak.")) == (1, True)
