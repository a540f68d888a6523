"""`puas recap`: read, check and score, at the command line."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from puas.commands.recap import command
from puas.errors import BadInput
from tests.exchange.recaps.sound_recaps import SHAPES, copy_of, make_recap, regrade, text_of


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "rekap.txt"
    path.write_text(text_of(make_recap(1, SHAPES["semesters"])), encoding="utf-8")
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    recap = copy_of(make_recap(1, SHAPES["semesters"]))
    row = recap.surveys()[0]
    row.index += 2
    regrade(row)
    path = tmp_path / "salah.txt"
    path.write_text(text_of(recap), encoding="utf-8")
    return path


KEYS = [
    "no",
    "unit",
    "parent",
    "period",
    "kind",
    *(f"U{n}" for n in range(1, 10)),
    "index",
    "grade",
    "grade_word",
]
KEYS += ["respondents", "methods", "priorities", "plans", "realisation", "source", "repairs"]


def test_read_as_json_has_the_official_keys(sound: Path) -> None:
    found = json.loads(run("read", sound, "--format", "json").output)
    assert list(found) == ["rows", "agency_rows", "notes"]
    assert [key for key in found["rows"][0] if key in KEYS] == KEYS
    first = found["rows"][0]
    assert (first["no"], first["unit"], first["period"], first["kind"]) == (
        1,
        "Dinas Anggrek A",
        "2024-S1",
        "survey",
    )
    assert all(isinstance(first[key], str) for key in ("U1", "index", "realisation"))
    assert found["agency_rows"][0]["kind"] == "agency"


def test_read_as_csv_has_the_same_columns(sound: Path) -> None:
    rows = list(csv.reader(io.StringIO(run("read", sound, "--format", "csv").output)))
    assert rows[0] == KEYS
    assert len(rows) == 1 + 18 + 5


def test_read_as_a_table_marks_what_was_mended(tmp_path: Path, sound: Path) -> None:
    text = sound.read_text(encoding="utf-8").replace("Dinas Anggrek A", "Dinas Pendidi kan", 1)
    sound.write_text(text.replace("LAPORAN", "LAPORAN Dinas Pendidikan", 1), encoding="utf-8")
    output = run("read", sound).output
    assert output.splitlines()[0].split()[:3] == ["No", "Unit", "Periode"]
    assert "* Dinas Pendidikan 2024-S1 unit: “Dinas Pendidi kan” → Dinas Pendidikan" in output


def test_a_sound_recap_passes_even_strictly(sound: Path) -> None:
    result = run("check", sound, "--strict", "--format", "json")
    found = json.loads(result.output)
    assert (result.exit_code, found["findings"], found["summary"]) == (0, [], {})
    assert found["rows"] == 18 + 5


def test_check_names_the_figures_on_both_sides(faulty: Path) -> None:
    result = run("check", faulty, "--format", "json")
    assert result.exit_code == 0
    found = next(f for f in json.loads(result.output)["findings"] if f["rule"] == "index-elements")
    assert list(found)[:4] == ["rule", "severity", "unit", "period"]
    assert (found["severity"], found["unit"], found["period"]) == ("error", "Dinas Anggrek A", "2024-S1")
    assert found["printed"] in found["message"]
    assert found["expected"] in found["message"]


def test_strict_exits_with_one_on_errors(faulty: Path) -> None:
    assert run("check", faulty, "--strict").exit_code == 1
    assert run("check", faulty).exit_code == 0


def test_the_findings_as_html_hold_no_markup_of_the_file(tmp_path: Path, faulty: Path) -> None:
    text = faulty.read_text(encoding="utf-8").replace("Dinas Anggrek A", 'Dinas "Anggrek" & Co')
    faulty.write_text(text, encoding="utf-8")
    page = run("check", faulty, "--format", "html").output
    assert page.startswith("<!doctype html>")
    assert "Dinas &quot;Anggrek&quot; &amp; Co" in page
    assert "<script" not in page


def test_the_findings_as_pdf(tmp_path: Path, faulty: Path) -> None:
    out = tmp_path / "temuan.pdf"
    assert run("check", faulty, "--format", "pdf", "--out", out).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_an_output_that_cannot_be_written(tmp_path: Path, sound: Path) -> None:
    with pytest.raises(BadInput) as caught:
        run("read", sound, "--out", tmp_path / "tidak" / "ada.csv")
    assert caught.value.code == "out_unwritable"


def test_a_file_that_is_no_recap(tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("Bukan rekap.\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        run("check", tmp_path / "catatan.txt")
    assert caught.value.code == "recap_no_table"


def test_score_compares_with_a_hand_checked_table(tmp_path: Path, sound: Path) -> None:
    truth = tmp_path / "benar.csv"
    header = "no,parent,unit,is_parent,period_printed,period,kind,place,U1,U2,U3,U4,U5,U6,U7,U8,U9,IKM,"
    header += "kategori,responden,metode,prioritas,rencana,realisasi,lines,note"
    shown = json.loads(run("read", sound, "--format", "json").output)["rows"][0]
    values = ",".join(shown[f"U{n}"] for n in range(1, 10))
    plans = " | ".join(f"{plan['element']}: {plan['text']}" for plan in shown["plans"])
    line = f"1,,Dinas Anggrek A,,Semester I,2024-S1,survey,table,{values},99.9,"
    line += f"{shown['grade']},{shown['respondents']},"
    line += (
        f"{' dan '.join(shown['methods'])},{' | '.join(shown['priorities'])},{plans},{shown['realisation']},,"
    )
    truth.write_text(f"{header}\n{line}\n", encoding="utf-8")
    lines = run("score", sound, truth).output.splitlines()
    assert lines[0] == "baris: 1 dari 1, tambahan 22"
    assert lines[1] == "angka: 11 dari 12 sama (91.67 %)"
    assert lines[2:5] == [
        "mutu dan metode: 2 dari 2 sama (100.00 %)",
        "prioritas: 1 dari 1 sama (100.00 %)",
        "rencana: 3 dari 3 sama (100.00 %)",
    ]
    assert "Dinas Anggrek A [2024-S1] index: “99.9” terbaca" in "\n".join(lines)
