"""How well a recap was read: every row and cell against a table checked by hand.

The hand-checked table is a CSV with the columns unit, period, kind, place, U1..U9, IKM, kategori,
responden, metode, prioritas, rencana, realisasi (lists divided by " | ", plans written "Element: text").
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from puas.exchange.recaps.cells import parse_letter, parse_methods
from puas.exchange.recaps.element_names import element_of, find_names
from puas.exchange.recaps.lines import flatten, squeeze
from puas.methodology.findings.recaps import UNREADABLE, Place, Recap, RecapRow, RowKind

_KINDS = {"survey": RowKind.SURVEY, "avg": RowKind.AVERAGE, "city-avg": RowKind.AGENCY}
_PLACES = {"table": Place.TABLE, "executive summary": Place.SUMMARY, "conclusion": Place.CONCLUSION}
_NUMBERS = (*(f"U{n}" for n in range(1, 10)), "index", "respondents", "realisation")
_COLUMNS = {"index": "IKM", "respondents": "responden", "realisation": "realisasi"}


@dataclass(frozen=True)
class Miss:
    """One cell that differs; `noted` says that the row carries a repair, a mark or a note for it."""

    unit: str
    period: str
    field: str
    expected: str
    read: str
    noted: bool


@dataclass
class Score:
    """Rows and cells compared, and every difference."""

    rows_expected: int = 0
    rows_found: int = 0
    rows_invented: list[str] = field(default_factory=list)
    rows_missing: list[str] = field(default_factory=list)
    cells: dict[str, int] = field(
        default_factory=lambda: {"numbers": 0, "words": 0, "priorities": 0, "plans": 0}
    )
    equal: dict[str, int] = field(
        default_factory=lambda: {"numbers": 0, "words": 0, "priorities": 0, "plans": 0}
    )
    misses: list[Miss] = field(default_factory=list)

    def count(self, group: str, same: bool) -> None:
        self.cells[group] += 1
        self.equal[group] += same

    def share(self, group: str) -> Decimal:
        """Return the equal cells in percent."""
        return Decimal(100) * self.equal[group] / self.cells[group] if self.cells[group] else Decimal(100)


Truth = dict[str, str]


def read_truth(path: Path) -> list[Truth]:
    """Return the rows of a hand-checked table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _key(unit: str, period: str, kind: RowKind, place: Place) -> tuple[str, str, str, str]:
    name = "" if kind is RowKind.AGENCY else squeeze(unit)
    return (name, period, kind.value, place.value)


def score_recap(recap: Recap, truth: Iterable[Truth]) -> Score:
    """Compare every row of `recap` with the hand-checked rows, by unit, period, kind and place."""
    score = Score()
    read = {_key(r.unit, r.code, r.kind, r.source.place): r for r in (*recap.rows, *recap.agency_rows)}
    wanted = {
        _key(t["unit"], t["period"], _KINDS[t["kind"]], _PLACES.get(t["place"], Place.TABLE)): t
        for t in truth
    }
    score.rows_expected = len(wanted)
    score.rows_invented = [" ".join(key) for key in read.keys() - wanted.keys()]
    score.rows_missing = [" ".join(key) for key in wanted.keys() - read.keys()]
    for key, expected in wanted.items():
        if row := read.get(key):
            score.rows_found += 1
            _score_row(score, row, expected)
    return score


def _score_row(score: Score, row: RecapRow, expected: Truth) -> None:
    for name in _NUMBERS:
        _score_number(score, row, name, expected[_COLUMNS.get(name, name)])
    if parse_letter(expected["kategori"]) or row.grade:
        _compare(score, row, "words", "grade", parse_letter(expected["kategori"]) or "", row.grade or "")
    _compare(
        score, row, "words", "methods", "+".join(parse_methods(expected["metode"])), "+".join(row.methods)
    )
    if row.kind is not RowKind.SURVEY:
        return
    keys = [element_of(name) or name for name in expected["prioritas"].split(" | ") if name]
    _compare(
        score,
        row,
        "priorities",
        "priorities",
        ",".join(keys),
        ",".join(str(p.element) for p in row.priorities),
    )
    _score_plans(score, row, expected["rencana"])


def _score_number(score: Score, row: RecapRow, name: str, expected: str) -> None:
    values = {f"U{number}": value for number, value in enumerate(row.values, 1)}
    value = values.get(name) if name.startswith("U") else getattr(row, name)
    wanted = Decimal(expected) if expected else None
    read = None if value is None else Decimal(value)
    score.count("numbers", wanted == read)
    if wanted != read:
        score.misses.append(Miss(row.unit, row.code, name, expected, str(value), _noted(row, name)))


def _compare(score: Score, row: RecapRow, group: str, name: str, expected: str, read: str) -> None:
    score.count(group, expected == read)
    if expected != read:
        score.misses.append(Miss(row.unit, row.code, name, expected, read, _noted(row, name)))


def _noted(row: RecapRow, name: str) -> bool:
    return name in row.unreadable or name in row.blank or any(repair.field == name for repair in row.repairs)


def _score_plans(score: Score, row: RecapRow, expected: str) -> None:
    wanted = [_plan_of(part) for part in expected.split(" | ")] if expected.strip() else []
    read = [(plan.element, "" if plan.text == UNREADABLE else _bare(plan.text)) for plan in row.plans]
    for element, text in wanted:
        same = (element, text) in read or (element is None and any(text == other for _, other in read))
        score.count("plans", same)
        if not same:
            got = next((other for key, other in read if key == element), "")
            score.misses.append(Miss(row.unit, row.code, f"plans {element}", text, got, _noted(row, "plans")))
    surplus = [element for element, text in read if text and text not in [t for _, t in wanted]]
    for element in surplus if len(read) > len(wanted) else []:
        score.misses.append(Miss(row.unit, row.code, f"plans {element}", "", "(lebih)", _noted(row, "plans")))


def _plan_of(part: str) -> tuple[str | None, str]:
    heading, _, text = part.partition(":")
    element = element_of(heading)
    if element is None and not heading.startswith("["):
        names = find_names(part[:120])
        if names and names[0].start == 0:
            return names[0].element, _bare(part[names[0].end :])
    return element, _bare(text)


def _bare(text: str) -> str:
    """Return the letters and digits; breaks of words and bullets do not count, a lone dash does."""
    return squeeze(text) or ("-" if flatten(text) else "")


def describe(score: Score) -> Iterator[str]:
    """Yield the lines of a score in plain words."""
    yield f"baris: {score.rows_found} dari {score.rows_expected}, tambahan {len(score.rows_invented)}"
    for group, name in (
        ("numbers", "angka"),
        ("words", "mutu dan metode"),
        ("priorities", "prioritas"),
        ("plans", "rencana"),
    ):
        yield f"{name}: {score.equal[group]} dari {score.cells[group]} sama ({score.share(group):.2f} %)"
    for missing in score.rows_missing:
        yield f"tidak ditemukan: {missing}"
    for invented in score.rows_invented:
        yield f"tidak ada pada tabel periksa: {invented}"
    for miss in score.misses:
        mark = "" if miss.noted else " (tanpa catatan)"
        where = f"{miss.unit} [{miss.period}] {miss.field}"
        yield f"{where}: “{miss.expected[:90]}” terbaca “{miss.read[:90]}”{mark}"
