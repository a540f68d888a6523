"""The limited process that reads a file of answers: python -m ... MEMORY SECONDS look|read FILE PLAN.

PLAN is a JSON file (see `answer_imports`). `look` prints one JSON object; `read` prints a JSON list a line:
first what to expect, then the rows, last what was met. What is personal ends here and is never printed.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from puas.errors import BadInput
from puas.exchange import skm_online
from puas.exchange.answer_imports_columns import (
    FILLED_AT,
    IGNORED,
    PERSONAL,
    Column,
    fill_gaps,
    holds_personal,
    recognise_columns,
)
from puas.exchange.answer_imports_facts import read_moment
from puas.exchange.answer_imports_rows import BadRow, GoodRow, Plan, RowReader
from puas.exchange.answer_imports_tables import Table, open_table
from puas.exchange.answer_sheets import refuse_holes
from puas.exchange.guards import limit_process
from puas.methodology.instruments import Instrument, parse_instrument

SAMPLE, SHOWN = 500, 5
MOST_ROWS = 2_000_000
LINE = 200
"""Rows a line of JSON: a line for each would cost more than the rows."""


def look(path: Path, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a person has to see before importing: columns, first rows, what is not understood."""
    instrument = parse_instrument(given["instrument"])
    with open_table(path, instrument, given["sheet"]) as table:
        sample = list(islice(table.rows(), SAMPLE))
        columns = _find_columns(table, [cells for _, cells in sample], instrument, given)
        plan = _build_plan({**given, "targets": [column.target for column in columns]})
        judged = _judge(sample, RowReader(instrument, plan, table.headings))
        if given["keep"] and table.sheet:
            shutil.move(table.path, given["keep"])
        return {
            "columns": [asdict(column) for column in columns],
            "samples": [_show(cells, columns) for _, cells in sample[:SHOWN]],
            "sheet": table.sheet,
            "sheets": list(table.sheets),
            "is_skm_online": table.is_skm_online,
            "service": skm_online.find_service(table.labels),
            "labels": dict(table.labels),
            "holes": [[column, *hole] for column, hole in table.holes.items()],
            "is_timed": _is_timed(sample, columns, given["zone"]),
            **judged,
        }


def _find_columns(
    table: Table, sample: Sequence[Sequence[str]], instrument: Instrument, given: dict[str, Any]
) -> tuple[Column, ...]:
    """Return the columns; one full of addresses, numbers or NIK is personal whatever its heading says."""
    found = recognise_columns(table.headings, instrument, given["remembered"])
    if table.is_skm_online:
        found = fill_gaps(found, instrument)
    cells = [[row[place] if place < len(row) else "" for row in sample] for place in range(len(found))]
    return tuple(
        Column(column.heading, PERSONAL) if holds_personal(of) else column
        for column, of in zip(found, cells, strict=True)
    )


def _judge(sample: Sequence[tuple[int, Sequence[str]]], reader: RowReader) -> dict[str, Any]:
    """Return how many of the first rows are answers, and the first reasons why others are not."""
    read = [found for row, cells in sample if (found := reader.read(row, cells))]
    bad = [one for one in read if isinstance(one, BadRow)]
    reasons = list(
        {(c, sentence): (c, sentence, d) for one in bad for c, sentence, d in one.reasons}.values()
    )
    return {"seen": len(read), "bad": len(bad), "reasons": reasons[:12]}


def _show(cells: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Return a row for the preview; of a column that is dropped nothing is shown."""
    padded = [*cells, *[""] * len(columns)]
    return [
        "" if column.target in (PERSONAL, IGNORED) else cell.strip()[:80]
        for cell, column in zip(padded, columns, strict=False)
    ]


def _is_timed(sample: Sequence[tuple[int, Sequence[str]]], columns: Sequence[Column], zone: str) -> list[int]:
    """Return [rows with a time of day, rows with any moment] in the column of filling."""
    place = next((c for c, column in enumerate(columns) if column.target == FILLED_AT), None)
    if place is None:
        return [0, 0]
    cells = [row[place] for _, row in sample if place < len(row) and row[place].strip()]
    read = [read_moment(cell, ZoneInfo(zone)) for cell in cells]
    return [sum(timed for _, timed in read), sum(moment is not None for moment, _ in read)]


def read(path: Path, given: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield ["rows", expected, headings], then ["found", [rows, good and bad]], then ["end", examples]."""
    instrument = parse_instrument(given["instrument"])
    plan = _build_plan(given)
    spooled = Path(given["spooled"]) if given["spooled"] else None
    with open_table(path, instrument, plan.sheet, spooled=spooled) as table:
        _require_same(table, given["headings"])
        holes = {column: (cell, why) for column, cell, why in given["holes"]} if spooled else table.holes
        refuse_holes(holes, {c for c, target in enumerate(plan.targets) if target not in ("", PERSONAL)})
        reader = RowReader(instrument, plan, table.headings)
        yield ["rows", _count_lines(table.path) - table.heading_row, reader.kept_headings]
        packed = _read_rows(table, reader)
        while line := list(islice(packed, LINE)):
            yield ["found", line]
        yield ["end", reader.examples]


def _read_rows(table: Table, reader: RowReader) -> Iterator[list[Any]]:
    for row, cells in table.rows():
        if row > MOST_ROWS:
            raise BadInput(
                "import_many_rows",
                "Berkas ini lebih dari {most} baris. Pecah menjadi beberapa berkas.",
                most=MOST_ROWS,
            )
        found = reader.read(row, cells)
        if isinstance(found, GoodRow):
            yield ["good", *_pack(found)]
        elif found:
            yield ["bad", found.row, found.reasons, found.cells]


def _pack(good: GoodRow) -> list[Any]:
    moment = good.answered_at.isoformat() if good.answered_at else None
    return [good.row, good.key, good.scores, good.profile, good.comment, moment, good.service]


def _require_same(table: Table, headings: list[str]) -> None:
    if list(table.headings) != headings:
        raise BadInput("import_changed", "Isi berkas berubah sejak kolomnya diperiksa. Unggah sekali lagi.")


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(2**20), b""))


def _build_plan(given: dict[str, Any]) -> Plan:
    return Plan(
        targets=tuple(given["targets"]),
        zone=given["zone"],
        sheet=given["sheet"],
        services=given["services"],
        starts=date.fromisoformat(given["starts"]) if given["starts"] else None,
        ends=date.fromisoformat(given["ends"]) if given["ends"] else None,
    )


def _refuse(refusal: BadInput) -> dict[str, Any]:
    data = {k: v if isinstance(v, int) else str(v) for k, v in refusal.data.items()}
    return {"refused": refusal.code, "message": refusal.message, "data": data}


def main(arguments: list[str]) -> None:
    """Limit this process, then print what was asked for; a refusal is an answer too."""
    memory, seconds, mode, path, plan = arguments
    limit_process(int(memory), int(seconds))
    tempfile.tempdir = str(Path(plan).parent)  # the parent deletes it, also when this process is killed
    given = json.loads(Path(plan).read_text("utf-8"))
    try:
        if mode == "look":
            print(json.dumps(look(Path(path), given)))
            return
        for line in read(Path(path), given):
            sys.stdout.write(json.dumps(line) + "\n")
    except BadInput as refusal:
        print(json.dumps(_refuse(refusal)))


if __name__ == "__main__":
    main(sys.argv[1:])
