"""`puas worker --once` and `puas tick` from the command line."""

from pathlib import Path

from tests.commands.processes import run_puas


def test_neither_starts_before_the_database_is_migrated(tmp_path: Path) -> None:
    for arguments in (("worker", "--once"), ("tick",)):
        done = run_puas(*arguments, data=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("puas: Basis data belum dimigrasi.")


def test_a_tick_says_what_it_did_and_does_it_once(tmp_path: Path) -> None:
    assert run_puas("django", "migrate", "-v", "0", data=tmp_path).returncode == 0
    first = run_puas("tick", data=tmp_path)
    assert first.returncode == 0
    assert "Membuang catatan antrean yang sudah selesai: deleted=0\n" in first.stdout
    assert "Membuang catatan" not in run_puas("tick", data=tmp_path).stdout
    assert run_puas("worker", "--once", data=tmp_path).returncode == 0
