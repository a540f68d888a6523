"""`puas privacy report`: every personal field with its class and how long it is kept."""

import json
from pathlib import Path

from tests.commands.processes import run_puas


def test_the_report_names_fields_and_months(tmp_path: Path) -> None:
    done = run_puas("privacy", "report", "--json", data=tmp_path)
    rows = {row["field"]: row for row in json.loads(done.stdout)}
    assert (done.returncode, rows["Response.comment"]["months"], rows["User.password"]["privacy"]) == (
        0,
        60,
        "secret",
    )
    lines = run_puas("privacy", "report", data=tmp_path).stdout.splitlines()
    assert len(lines) == len(rows)
    assert lines == sorted(lines, key=lambda line: line.split()[0])
    assert any(line.split()[:3] == ["Response.comment", "personal", "60"] for line in lines)
