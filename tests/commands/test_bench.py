"""`puas bench` measures what it says: every acknowledged answer is stored, every row is counted."""

import json
from pathlib import Path

import pytest

from puas.commands.bench_figures import Figures, print_number, replace_section
from puas.commands.bench_journeys import find_questions
from puas.commands.bench_machines import describe_machine
from puas.commands.bench_phones import empty_instance, fill
from puas.exchange.instrument_files import load_instrument
from puas.exchange.xforms import render_xform
from puas.exchange.xforms_documents import parse_document
from tests.commands.processes import run_puas

FIGURES = Figures(
    "Answers",
    "./puas bench x",
    {"CPU": "one"},
    ("Engine", "s"),
    (("fast", "0,100"), ("slow", "12,0")),
    ("A note.",),
)


def _measure(tmp_path: Path, *arguments: str) -> list[dict[str, str]]:
    done = run_puas("bench", "--json", *arguments, data=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout)
    assert figures["machine"]["commit"]
    return [dict(zip(figures["columns"], row, strict=True)) for row in figures["rows"]]


def test_submit_stores_what_it_acknowledged(tmp_path: Path) -> None:
    rows = _measure(tmp_path, "submit", "--clients", "4", "--seconds", "0.5")
    sqlite = [(row["Way in"], row["Clients"]) for row in rows if row["Database"] == "SQLite FULL"]
    assert sqlite == [("form", "4"), ("OpenRosa", "4")]
    for row in rows:
        assert int(row["Acknowledged"]) > 0
        assert (row["Stored"], row["Refused"]) == (row["Acknowledged"], "0")


def test_tally_counts_every_row(tmp_path: Path) -> None:
    """The command itself refuses to print the time of a wrong count."""
    rows = _measure(tmp_path, "tally", "--rows", "20000", "--database-rows", "3000")
    assert [(row["Engine"], row["Rows"]) for row in rows][:3] == [
        ("DuckDB, Parquet, even", "20.000"),
        ("DuckDB, Parquet, uneven", "20.000"),
        ("SQLite FULL, uneven", "3.000"),
    ]


def test_import_stores_every_row_once(tmp_path: Path) -> None:
    """The command itself refuses to print the time of an import that lost or doubled a row."""
    rows = _measure(tmp_path, "import", "--rows", "300")
    assert [(row["Database"], row["File"], row["Rows"]) for row in rows][:3] == [
        ("SQLite FULL", "CSV, 9 items", "300"),
        ("SQLite FULL", "XLSX, 9 items", "300"),
        ("SQLite FULL", "SKM Online, XLSX", "300"),
    ]


def test_units_are_taken_in_once(tmp_path: Path) -> None:
    """The command itself refuses to print the time of an import that lost or doubled a unit."""
    rows = _measure(tmp_path, "units", "--rows", "20")
    assert (rows[0]["Database"], rows[0]["Units"]) == ("SQLite FULL", "20")


def test_text_is_aligned() -> None:
    lines = FIGURES.render_text().splitlines()
    assert lines == ["Answers", "CPU: one", "", "Engine  s", "fast    0,100", "slow    12,0", "", "A note."]


def test_section_of_a_page_is_replaced_and_the_others_stay() -> None:
    page = "# Performance\n\n## Answers\n\nold\n\n## Other\n\nkept\n"
    written = replace_section(page, FIGURES)
    assert written == f"# Performance\n\n{FIGURES.render_markdown()}\n## Other\n\nkept\n"
    assert replace_section(written, FIGURES) == written
    assert replace_section("# Performance\n", FIGURES) == f"# Performance\n\n{FIGURES.render_markdown()}"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1432.7, "1.433"), (193.2, "193"), (34.52, "34,5"), (3.456, "3,46"), (0.2871, "0,287"), (0.0, "0,000")],
)
def test_numbers_as_people_write_them(value: float, text: str) -> None:
    assert print_number(value) == text


def test_questions_of_a_page() -> None:
    page = '<input id="a" type="radio" name="Q1" value="1"><input type="radio" value="2" name="Q1" required>'
    assert find_questions(page + '<input type="hidden" name="uuid" value="x">') == {"Q1": ["1", "2"]}


def test_a_form_is_filled_in_with_a_number_of_its_own() -> None:
    form = render_xform(load_instrument("classic-2017")).decode()
    one, other = fill(empty_instance(form)), fill(empty_instance(form))
    document = parse_document(one.encode())
    assert {document.values[f"Answers/Q{n}"] for n in range(1, 10)} <= set("1234")
    assert document.uuid != parse_document(other.encode()).uuid


def test_machine_names_what_matters() -> None:
    facts = describe_machine("django")
    assert list(facts) == ["CPU", "memory", "system", "Python", "SQLite", "django", "commit", "load before"]
    assert all(facts.values())


@pytest.mark.slow
def test_recap_reads_every_file(tmp_path: Path) -> None:
    rows = _measure(tmp_path, "recap", "--rows", "320", "--turns", "1")
    assert [row["File"] for row in rows] == [
        "text, 310 rows",
        "XLSX, 320 rows",
        "PDF, report of 31 units",
        "PDF, report of 155 units",
        "DOCX, report of 155 units",
    ]


def test_a_long_table_comes_whole(tmp_path: Path) -> None:
    """The command itself refuses to print the time of a table that lacks a row."""
    rows = _measure(tmp_path, "data", "--rows", "4000")
    for row in rows:
        assert int(row["Rows"].replace(".", "")) >= 4000
        assert float(row["MiB at most"].replace(",", ".")) > 0
