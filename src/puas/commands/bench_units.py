"""`puas bench units`: a workbook of units and services taken in, as the office does it.

The child: python -m puas.commands.bench_units take FILE.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

from puas.commands.bench_databases import Database, describe_left_out, open_databases
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine

MODULE, SURVEYS = "puas.commands.bench_units", "puas.commands.bench_surveys"
NOTES = (
    "Reading: the workbook opened in the limited process, its rows kept as a draft. Preview: what is new, "
    "changed, the same or refused. Applying: units, services and their events stored, in one transaction.",
    "Each unit has two services, a kind, an area code and an address; one in eight has units below it, in "
    "four levels. Again: the same workbook once more, which changes nothing.",
)


def measure_units(rows: int, engines: Collection[str]) -> Figures:
    """Return the seconds of taking in so many units, step by step, on each of these databases."""
    with tempfile.TemporaryDirectory(prefix="puas-bench-") as folder:
        path = Path(folder) / "unit.xlsx"
        _write_book(path, rows)
        with open_databases(engines) as databases:
            found = [_measure(database, path, rows) for database in databases]
    return Figures(
        title="Units from a workbook",
        command=f"./puas bench units --rows {rows}",
        machine=describe_machine("puas", "django", "python-calamine"),
        columns=("Database", "Units", "Reading s", "Preview s", "Applying s", "Together s", "Again s"),
        rows=tuple(found),
        notes=(*NOTES, *describe_left_out(engines, databases)),
    )


def _measure(database: Database, path: Path, rows: int) -> tuple[str, ...]:
    database.run(SURVEYS, "make")
    first = json.loads(database.run(MODULE, "take", str(path)))
    again = json.loads(database.run(MODULE, "take", str(path)))
    if (first["new"], again["new"], again["same"]) != (rows, 0, rows):
        raise AssertionError(f"{first} {again}")
    steps = first["seconds"]
    figures = (*steps, sum(steps), sum(again["seconds"]))
    return database.name, f"{rows:,}".replace(",", "."), *map(print_number, figures)


def _write_book(path: Path, rows: int) -> None:
    """Write a tree of units: unit n stands below unit n // 8, the first eight below the agency."""
    from puas.exchange.unit_tables import KEYS, write_unit_table

    kinds = ("opd", "upt", "upp", "upp")
    cells = []
    for n in range(1, rows + 1):
        above, depth = n // 8, 0
        while above >> (3 * depth):
            depth += 1
        given = {
            "number": str(n),
            "name": f"Unit {n}",
            "kind": kinds[min(depth, 3)],
            "parent": str(above) if above else "",
            "area_code": f"33.72.{n // 1000:02d}.{n % 1000:04d}",
            "address": f"Jalan Contoh {n}",
            "services": "KTP\nKK",
            "channels": "loket\ndaring",
            "users": "1.200\n300",
        }
        cells.append(tuple(given.get(key, "") for key in KEYS))
    path.write_bytes(write_unit_table(cells))


def take(path: Path) -> str:
    """Read, preview and apply a workbook; return JSON: the seconds of the three, units new and the same."""
    from django.utils import timezone

    from puas.models import Agency
    from puas.operations.unit_imports import apply_units, receive_units
    from puas.queries.unit_imports import RowStatus, plan_units

    agency = Agency.objects.get()
    moments = [time.perf_counter()]
    draft = receive_units(agency=agency, source=path, name=path.name, by=None)
    moments.append(time.perf_counter())
    counts = plan_units(agency, draft.rows).counts
    moments.append(time.perf_counter())
    apply_units(unit_import=draft, on=timezone.localdate(), by=None)
    moments.append(time.perf_counter())
    seconds = [after - before for before, after in pairwise(moments)]
    return json.dumps(
        {
            "seconds": seconds,
            "new": counts.get(RowStatus.NEW, 0),
            "same": counts.get(RowStatus.UNCHANGED, 0),
        }
    )


def main(arguments: list[str]) -> None:
    """Do the child's work and print its result."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puas.settings")
    import django

    django.setup()
    _, path = arguments
    print(take(Path(path)))


if __name__ == "__main__":
    main(sys.argv[1:])
