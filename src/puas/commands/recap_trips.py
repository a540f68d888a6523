"""`puas recap trip`: a recap taken over, written as our own reports, and read again: what is the same?"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from puas.commands.bench_databases import open_sqlite
from puas.exchange.recap_packets import build_packet
from puas.exchange.recaps.comparisons import Comparison, compare_recaps, describe
from puas.exchange.recaps.files import read_recap
from puas.exchange.recaps.series import common_period
from puas.methodology.findings.checks import CheckedRecap, check_recap

FORMATS = ("xlsx", "docx", "pdf")
AGENCY = "Kota Uji"


def describe_trip(file: Path, agency: str) -> Iterator[str]:
    """Yield what is the same, and what is not, after the trip through a database of our own."""
    first = check_recap(read_recap(file))
    with open_sqlite() as database:
        database.run("puas", "django", "migrate", "--verbosity", "0")
        database.run("puas.commands.recap_trips", str(file.resolve()), str(database.folder), agency)
        for ending in FORMATS:
            yield f"{ending.upper()}:"
            yield from (f"  {line}" for line in describe(compare_written(first, database.folder, ending)))


def compare_written(first: CheckedRecap, folder: Path, ending: str) -> Comparison:
    """Return how the report that lies in `folder` reads beside `first`."""
    return compare_recaps(first, check_recap(read_recap(folder / f"report.{ending}")))


def write_reports(
    checked: CheckedRecap, folder: Path, agency: str = AGENCY, formats: Sequence[str] = FORMATS
) -> None:
    """Take a recap over into a new agency, every printed unit as a unit of its own, and write its report."""
    from puas.operations.agencies import create_agency
    from puas.operations.periods import ensure_period
    from puas.operations.recap_imports import adopt_import, choose_units, start_import, store_import
    from puas.queries.recap_imports import NEW, plan_import
    from puas.queries.reports import render_report
    from puas.queries.units import root_of
    from puas.reports.kinds import ReportKind

    made = create_agency(name=agency, by=None)
    packet = build_packet(checked, name="rekap", digest="0" * 64)
    batch, _ = start_import(agency=made, packet=packet, by=None)
    choices = {unit.key: NEW for unit in plan_import(batch).units}
    batch = store_import(batch=choose_units(batch=batch, choices=choices, by=None), by=None)
    adopt_import(batch=batch, by=None)
    whole = common_period([row.period for row in checked.recap.rows if row.period])
    root, period = root_of(made), ensure_period(whole.code)
    for ending in formats:
        content = render_report(ReportKind.AGENCY, root, period, ending)
        (folder / f"report.{ending}").write_bytes(content)


if __name__ == "__main__":
    import django

    django.setup()
    write_reports(check_recap(read_recap(Path(sys.argv[1]))), Path(sys.argv[2]), sys.argv[3])
