"""`puas bench report`: the agency report of the demonstration's largest city, step by step."""

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from puas.commands.bench_databases import open_sqlite
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine
from puas.commands.bench_surveys import time_best

TITLE = "Agency report"
CITY, PERIOD = "Kota Surakarta", "2023-S1"
TURNS = 3
Step = tuple[str, float, float, int]
NOTES = (
    "The report of the demonstration's city, every unit with every period that it reported.",
    "First: the first turn in a process, its libraries loaded on the way; best: the fastest of three, "
    "where the typesetter may use again what it worked out before.",
    "From the command line: start, read the database, write the file, as a person waits for it.",
)


def measure_documents() -> Figures:
    """Return the seconds of gathering, building and writing the report in each format."""
    machine = describe_machine("puas", "typst", "python-docx", "xlsxwriter")
    with open_sqlite() as database:
        database.run("puas", "demo", "--no-serve", "--out", str(database.folder / "out"))
        target = str(database.folder / "report.pdf")
        started = time.perf_counter()
        database.run("puas", "report", "agency", CITY, "--period", PERIOD, "--out", target)
        first = time.perf_counter() - started
        seen = json.loads(database.run("puas.commands.bench_documents"))
    rows = [_print_row(*step) for step in seen["steps"]]
    return Figures(
        title=TITLE,
        command="./puas bench report",
        machine=machine,
        columns=(f"{CITY}, {PERIOD}: {seen['units']} units, {seen['lines']} rows", "First s", "Best s", "KB"),
        rows=(*rows, ("PDF from the command line", print_number(first), "-", "-")),
        notes=NOTES,
    )


def _print_row(name: str, first: float, best: float, size: int) -> tuple[str, ...]:
    return name, print_number(first), print_number(best), print_number(size / 1000) if size else "-"


def time_steps() -> dict[str, Any]:
    """Return the best time of each step and the sizes of the files (in a child process, on its database)."""
    from puas.commands.report_targets import find_period, find_target
    from puas.queries.recaps import agency_report_input
    from puas.reports.agency_reports import build_agency_report
    from puas.reports.formats import FORMATS, render_document
    from puas.reports.kinds import ReportKind
    from puas.reports.wording import load_wording

    root = find_target(ReportKind.AGENCY, CITY)
    agency, period = root.agency, find_period(root, PERIOD)
    given, steps = _time("reading the database", lambda: agency_report_input(agency, period, base_url=""))
    document, more = _time(
        "building the document", lambda: build_agency_report(given, load_wording("agency"))
    )
    steps += more
    for ending in FORMATS:
        steps += _time(f"writing {ending.upper()}", partial(render_document, document, ending))[1]
    lines = sum(len(unit.lines) for unit in given.units)
    return {"steps": steps, "units": len(given.units), "lines": lines}


def _time(name: str, work: Callable[[], Any]) -> tuple[Any, list[Step]]:
    """Return the result and (name, seconds of the first turn, of the fastest, size of a file or 0)."""
    result, first = time_best(work, 1)
    _, best = time_best(work, TURNS - 1)
    return result, [(name, first, min(first, best), len(result) if isinstance(result, bytes) else 0)]


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(time_steps()))
