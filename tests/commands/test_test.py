"""`puas test` fails when a test fails, when none ran, and, where it must, when something was left out."""

from pathlib import Path

import pytest

from puas.commands.test import Leg, command, report_legs, run_leg
from puas.commands.test_databases import _find_programs, _own_server, open_postgresql
from puas.errors import BadInstallation

PASSED = {"passed": 3, "failed": 0, "skipped": 1}


def _run(folder: Path, source: str) -> Leg:
    (folder / "test_sample.py").write_text(f"import pytest\n\n{source}\n")
    return run_leg("SQLite", None, ("-p", "tests.legs", "-p", "no:cacheprovider", str(folder)))


def test_leg_counts_what_ran(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    leg = _run(tmp_path, "def test_one():\n    pass\n\ndef test_two():\n    pytest.skip('later')")
    assert (leg.code, leg.ran, leg.is_fine) == (0, 1, True)
    assert (leg.counts["passed"], leg.counts["skipped"]) == (1, 1)
    assert "1 passed, 1 skipped" in capfd.readouterr().out


@pytest.mark.parametrize(
    "source", ["def test_one():\n    pytest.skip('later')", "", "def test_one():\n    assert 0"]
)
def test_leg_without_a_passing_test_is_not_fine(tmp_path: Path, source: str) -> None:
    assert not _run(tmp_path, source).is_fine


@pytest.mark.parametrize(
    ("postgresql", "whole", "required", "code"),
    [
        (Leg("PostgreSQL", 0, PASSED), True, True, 0),
        (Leg("PostgreSQL", 1, {**PASSED, "failed": 1}), True, False, 1),
        (Leg("PostgreSQL", 5, {}), True, False, 1),
        (Leg("PostgreSQL", 5, {}), False, True, 0),
        (None, True, False, 0),
        (None, True, True, 1),
    ],
)
def test_verdict(postgresql: Leg | None, whole: bool, required: bool, code: int) -> None:
    legs = [Leg("SQLite", 0, PASSED), *([postgresql] if postgresql else [])]
    assert report_legs(legs, whole=whole, required=required) == code


def test_what_is_missing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    counts = {**PASSED, "without_chromium": 4, "without_java": 2}
    report_legs([Leg("SQLite", 0, counts)], whole=True, required=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "SQLite: lulus, 3 lulus, 0 gagal, 1 dilewati",
        "DILEWATI: uji pada PostgreSQL. Pasang dahulu: apt install postgresql",
    ]
    assert lines[2].startswith("DILEWATI: 4 uji peramban. Pasang dahulu:")
    assert lines[3].startswith("DILEWATI: 2 uji formulir dengan ODK Validate. Pasang dahulu:")


def test_tests_without_their_program_are_skipped_and_counted(tmp_path: Path) -> None:
    source = "@pytest.mark.java\ndef test_one():\n    pass\n\ndef test_two():\n    pass"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        leg = _run(tmp_path, source)
    assert (leg.is_fine, leg.counts["passed"], leg.counts["without_java"]) == (True, 1, 1)


def test_options_reach_pytest() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUAS_TEST_DATABASE_URL", "")
        assert command.main(["tests/no_such_folder", "-x"], standalone_mode=False) == 1


def test_named_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUAS_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:9/postgres")
    with pytest.raises(BadInstallation, match="PUAS_TEST_DATABASE_URL"), open_postgresql():
        pass


def test_own_server_answers_and_goes_away() -> None:
    import psycopg

    programs = _find_programs()
    if programs is None:
        pytest.skip("PostgreSQL tidak terpasang: apt install postgresql")
    with _own_server(programs) as url, psycopg.connect(url) as connection:
        assert connection.execute("select current_user").fetchone() == ("postgres",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=1)
