"""Files of answers from outside, looked at and read in a limited process, handed over row by row.

Names, e-mail addresses, telephone numbers and the like end in that process: nothing here ever sees them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from puas.errors import BadInput
from puas.exchange.answer_imports_columns import Column
from puas.exchange.answer_imports_rows import BadRow, GoodRow, Plan, Reason
from puas.exchange.guards import PACKAGE_ROOT, open_quarantine, run_guarded

__all__ = ["BadRow", "GoodRow", "Look", "Plan", "Reading", "look_into", "open_reading"]

MEMORY = 2 * 2**30
LOOK_SECONDS, READ_SECONDS = 90, 600
_MODULE = "puas.exchange.answer_imports_processes"


@dataclass(frozen=True)
class Look:
    """What a file seems to be. `samples` are its first rows; of dropped columns the cells are empty.

    `seen` of the first rows were read as they would be, `bad` of them are no answers, for `reasons`.
    `is_timed` says that rows carry the time of day of filling, which tells two equal answers apart.
    """

    columns: tuple[Column, ...]
    samples: tuple[tuple[str, ...], ...]
    sheet: str
    sheets: tuple[str, ...]
    is_skm_online: bool
    service: str
    is_timed: bool
    seen: int
    bad: int
    reasons: tuple[Reason, ...]
    holes: tuple[tuple[int, str, str], ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(column.target for column in self.columns)


def look_into(
    path: Path,
    instrument: str,
    *,
    zone: str,
    name: str = "",
    sheet: str = "",
    remembered: Mapping[str, str] | None = None,
    services: Mapping[str, int] | None = None,
    keep: Path | None = None,
) -> Look:
    """Return what is in a file; `instrument` is TOML. BadInput for a file that cannot be read.

    The sheet of a workbook is left in `keep` as text, for `open_reading`.
    """
    given = {"sheet": sheet, "zone": zone, "remembered": dict(remembered or {}), "starts": "", "ends": ""}
    given |= {"keep": str(keep.resolve()) if keep else ""}
    with _written({**given, "instrument": instrument, "services": dict(services or {})}) as plan:
        answer = run_guarded(
            _MODULE,
            ["look", str(path.resolve()), str(plan)],
            name=name or path.name,
            memory=MEMORY,
            seconds=LOOK_SECONDS,
        )
    timed, dated = answer["is_timed"]
    return Look(
        columns=tuple(Column(**column) for column in answer["columns"]),
        samples=tuple(map(tuple, answer["samples"])),
        sheet=answer["sheet"],
        sheets=tuple(answer["sheets"]),
        is_skm_online=answer["is_skm_online"],
        service=answer["service"],
        is_timed=bool(dated) and timed * 2 >= dated,
        seen=answer["seen"],
        bad=answer["bad"],
        reasons=tuple((c, sentence, data) for c, sentence, data in answer["reasons"]),
        holes=tuple((column, cell, why) for column, cell, why in answer["holes"]),
    )


@contextmanager
def _written(given: Mapping[str, Any]) -> Iterator[Path]:
    with open_quarantine() as folder:
        path = folder / "plan.json"
        path.write_text(json.dumps(given), encoding="utf-8")
        yield path


class Reading:
    """A file on its way in: iterate for its rows. `expected` rows at most, known when the first one is there;
    `examples` untouched example rows, known at the end."""

    def __init__(self, process: "subprocess.Popen[str]", name: str) -> None:
        self._process, self._name = process, name
        self.expected, self.examples = 0, 0
        self.headings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[GoodRow | BadRow]:
        """Yield the rows in order. BadInput when the file turns out to be unreadable."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            answer = json.loads(line)
            if isinstance(answer, dict):
                data = {"name": self._name, **answer["data"]}
                raise BadInput(answer["refused"], answer["message"], **data)
            kind, *rest = answer
            if kind == "found":
                yield from map(_parse_row, rest[0])
            elif kind == "rows":
                self.expected, self.headings = rest[0], tuple(rest[1])
            else:
                self.examples = rest[0]
                return
        raise BadInput(
            "import_exhausts",
            "{name} tidak dapat dibaca dengan aman: isinya rusak atau menghabiskan memori atau waktu. "
            "Salin hanya tabel jawabannya ke berkas baru, simpan sebagai CSV, lalu coba lagi.",
            name=self._name,
        )


def _parse_row(packed: list[Any]) -> GoodRow | BadRow:
    kind, *rest = packed
    return _parse_good(*rest) if kind == "good" else _parse_bad(*rest)


def _parse_good(
    row: int,
    key: str,
    scores: list[int],
    profile: dict[str, Any],
    comment: str,
    answered_at: str | None,
    service: int | None,
) -> GoodRow:
    moment = datetime.fromisoformat(answered_at) if answered_at else None
    return GoodRow(row, key, tuple(scores), profile, comment, moment, service)


def _parse_bad(row: int, reasons: list[list[Any]], cells: list[str]) -> BadRow:
    return BadRow(row, tuple((c, sentence, data) for c, sentence, data in reasons), tuple(cells))


@contextmanager
def open_reading(
    path: Path,
    instrument: str,
    headings: tuple[str, ...],
    plan: Plan,
    *,
    name: str = "",
    spooled: Path | None = None,
    holes: Sequence[tuple[int, str, str]] = (),
) -> Iterator[Reading]:
    """Yield the rows of a file that was looked at; its process is ended when the block is left.

    `spooled` is what looking left of a workbook, `holes` the cells without a value that it met there.
    """
    given = {
        "instrument": instrument,
        "headings": list(headings),
        "targets": list(plan.targets),
        "zone": plan.zone,
        "sheet": plan.sheet,
        "services": dict(plan.services),
        "starts": _iso(plan.starts),
        "ends": _iso(plan.ends),
        "spooled": str(spooled.resolve()) if spooled else "",
        "holes": list(holes),
    }
    with _written(given) as written:
        process = _start(path, written)
        try:
            yield Reading(process, name or path.name)
        finally:
            process.kill()
            process.communicate()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _start(path: Path, plan: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-P", "-m", _MODULE, str(MEMORY), str(READ_SECONDS)]
    return subprocess.Popen(
        [*command, "read", str(path.resolve()), str(plan)],
        env={"PYTHONPATH": str(PACKAGE_ROOT), "LC_ALL": "C.UTF-8", "PATH": os.defpath},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
