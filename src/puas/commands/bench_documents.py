"""`puas bench report`: the agency report step by step, of two quarters and of four, and every unit's report
of a period as the batch job writes them.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from puas.commands.bench_databases import Database, open_sqlite
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine
from puas.commands.bench_surveys import time_best
from puas.demonstration.large import NAME

TITLE = "Reports"
MODULE = "puas.commands.bench_documents"
CITY, PERIOD, QUARTER = "Kota Surakarta", "2023-S1", "2023-Q2"
QUARTERS, ANSWERS = 4, 20_000
TURNS = 3
Step = tuple[str, float, float, int]
NOTES = (
    "First: the first turn in a process, its libraries loaded on the way; best: the fastest of three, "
    "where the typesetter may use again what it worked out before.",
    "From the command line: start, read the database, write the file, as a person waits for it.",
    "Unit reports: one batch job of the demonstration's city and second quarter, the city's own report "
    "among them, from its start to the finished ZIP; KB: of the ZIP.",
    "Four quarters: the agency report of a year of the large example.",
)


def measure_documents(units: int) -> Figures:
    """Return the seconds of the agency report in each format and step, for the demonstration's city and for
    an example of `units` units and four quarters, and of all unit reports of the city's second quarter.
    """
    machine = describe_machine("puas", "typst", "python-docx", "xlsxwriter")
    with open_sqlite() as database:
        database.run("puas", "demo", "--no-serve", "--out", str(database.folder / "out"))
        rows = [*_measure_agency(database, CITY, PERIOD), *_measure_batches(database)]
    with open_sqlite() as database:
        sizes = ("--units", str(units), "--periods", str(QUARTERS), "--answers", str(ANSWERS))
        database.run("puas", "demo", "--size", "large", "--no-serve", *sizes)
        rows += _measure_agency(database, NAME, "")
    return Figures(
        title=TITLE,
        command=f"./puas bench report --units {units}",
        machine=machine,
        columns=("Report", "Step", "First s", "Best s", "KB"),
        rows=tuple(rows),
        notes=NOTES,
    )


def _measure_agency(database: Database, name: str, code: str) -> Iterator[tuple[str, ...]]:
    seen = json.loads(database.run(MODULE, "agency", name, code))
    target = str(database.folder / "report.pdf")
    started = time.perf_counter()
    database.run("puas", "report", "agency", name, "--period", seen["period"], "--out", target)
    seconds = time.perf_counter() - started
    about = f"{name}, {seen['period']}: {seen['units']} units, {seen['lines']} rows"
    for step, first, best, size in seen["steps"]:
        yield about, step, print_number(first), print_number(best), _print_size(size)
    yield about, "PDF from the command line", print_number(seconds), "-", "-"


def _measure_batches(database: Database) -> Iterator[tuple[str, ...]]:
    for ending in ("pdf", "docx"):
        seen = json.loads(database.run(MODULE, "batch", CITY, QUARTER, ending))
        about = f"{CITY}, {QUARTER}: {seen['written']} unit reports"
        yield about, ending.upper(), print_number(seen["seconds"]), "-", _print_size(seen["size"])


def _print_size(size: int) -> str:
    return print_number(size / 1000) if size else "-"


def time_steps(name: str, code: str) -> dict[str, Any]:
    """Return the times of each step and the sizes of the files (in a child process, on its database).

    `code` "": the year of the newest quarter.
    """
    from puas.commands.report_targets import find_period, find_target
    from puas.models import Period
    from puas.queries.recaps import agency_report_input
    from puas.reports.agency_reports import build_agency_report
    from puas.reports.formats import FORMATS, render_document
    from puas.reports.kinds import ReportKind
    from puas.reports.wording import load_wording

    root = find_target(ReportKind.AGENCY, name)
    code = code or Period.objects.latest("ends", "-starts").code[:4]
    agency, period = root.agency, find_period(root, code)
    given, steps = _time("reading the database", lambda: agency_report_input(agency, period, base_url=""))
    document, more = _time(
        "building the document", lambda: build_agency_report(given, load_wording("agency"))
    )
    steps += more
    for ending in FORMATS:
        steps += _time(f"writing {ending.upper()}", partial(render_document, document, ending))[1]
    lines = sum(len(unit.lines) for unit in given.units)
    return {"steps": steps, "units": len(given.units), "lines": lines, "period": code}


def _time(name: str, work: Callable[[], Any]) -> tuple[Any, list[Step]]:
    """Return the result and (name, seconds of the first turn, of the fastest, size of a file or 0)."""
    result, first = time_best(work, 1)
    _, best = time_best(work, TURNS - 1)
    return result, [(name, first, min(first, best), len(result) if isinstance(result, bytes) else 0)]


def time_batch(name: str, code: str, ending: str) -> dict[str, Any]:
    """Return the seconds of writing every report of a period, how many, and the bytes of the ZIP.

    AssertionError when one of them failed.
    """
    from puas.commands.report_targets import find_target
    from puas.operations.periods import ensure_period
    from puas.operations.report_batches import start_report_batch, write_report_batch
    from puas.queries.report_batches import batch_path
    from puas.reports.kinds import ReportKind

    root = find_target(ReportKind.AGENCY, name)
    job = start_report_batch(unit=root, period=ensure_period(code), ending=ending, by=None)
    started = time.perf_counter()
    made = write_report_batch(job, lambda done, total, words="", problem=None: None)
    seconds = time.perf_counter() - started
    if made["failed"]:
        raise AssertionError(f"{made['failed']} reports failed")
    size = batch_path(made["name"]).stat().st_size
    return {"seconds": seconds, "written": made["written"], "size": size}


if __name__ == "__main__":
    import django

    django.setup()
    what, *given = sys.argv[1:]
    print(json.dumps(time_batch(*given) if what == "batch" else time_steps(*given)))
