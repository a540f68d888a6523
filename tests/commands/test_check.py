"""`puas check` runs every step, whatever the others say, and fails when one failed."""

import pytest

from puas.commands.check import run_steps, run_tool
from puas.commands.check_steps import STEPS


def test_all_steps_run_and_one_fails(capsys: pytest.CaptureFixture[str]) -> None:
    steps = {"one": lambda: "", "two": lambda: "line 3 is wrong\n", "three": lambda: ""}
    assert run_steps(steps) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("(")[0] for line in lines] == [
        "lulus  one ",
        "GAGAL  two ",
        "line 3 is wrong",
        "lulus  three ",
        "1 pemeriksaan gagal: two.",
    ]


def test_all_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_steps({"one": lambda: ""}) == 0
    assert capsys.readouterr().out.endswith("Semua 1 pemeriksaan lulus.\n")


def test_tool_is_silent_when_content_and_quoted_when_not() -> None:
    assert run_tool("python", "-c", "print('fine')") == ""
    assert run_tool("python", "-c", "print('line 1'); raise SystemExit(2)") == "line 1\n"
    assert run_tool("no-such-tool") == "no-such-tool tidak terpasang; jalankan lewat ./puas check."


def test_what_is_checked() -> None:
    assert list(STEPS) == [
        "ruff check",
        "ruff format",
        "mypy",
        "import-linter",
        "migrations",
        "django check",
        "generated pages",
        "translations",
    ]
