"""Two readings of one recap: the rows and findings that both have, and every one that differs.

A report that is written again from figures taken over must read as the one they were taken from. What cannot
be the same is named: the place in a file, how a name is spelled, and the sentences around the table.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from puas.exchange.recaps.lines import flatten, squeeze
from puas.methodology.findings.checks import CheckedRecap
from puas.methodology.findings.recaps import UNREADABLE, Place, Recap, RecapRow, RowKind
from puas.methodology.findings.rules import Finding

Key = tuple[str, str, str, str]
FindingKey = tuple[str, str, str]


@dataclass(frozen=True)
class Difference:
    """One cell that reads otherwise."""

    unit: str
    period: str
    field: str
    first: str
    second: str


@dataclass
class Comparison:
    """What two checked recaps share, and what only one of them has."""

    rows: int = 0
    same_rows: int = 0
    cells: int = 0
    differences: list[Difference] = field(default_factory=list)
    only_first: list[str] = field(default_factory=list)
    only_second: list[str] = field(default_factory=list)
    findings: int = 0
    lost: Counter[FindingKey] = field(default_factory=Counter)
    new: Counter[FindingKey] = field(default_factory=Counter)

    @property
    def same_cells(self) -> int:
        return self.cells - len(self.differences)

    @property
    def same_findings(self) -> int:
        return self.findings - self.lost.total()


def compare_recaps(first: CheckedRecap, second: CheckedRecap) -> Comparison:
    """Return how `second` differs from `first`: rows of the table cell by cell, findings by rule.

    Rows that stand in sentences are left out, because a report writes its sentences itself.
    """
    found = Comparison()
    ours, theirs = _rows(first.recap), _rows(second.recap)
    found.only_first = [" ".join(filter(None, key)) for key in ours if key not in theirs]
    found.only_second = [" ".join(filter(None, key)) for key in theirs if key not in ours]
    found.rows = len(ours)
    for key, row in ours.items():
        if key in theirs:
            found.same_rows += 1
            _compare_rows(found, row, theirs[key])
    before, after = _finding_keys(first), _finding_keys(second)
    found.findings = before.total()
    found.lost, found.new = before - after, after - before
    return found


def _rows(recap: Recap) -> Mapping[Key, RecapRow]:
    rows = (row for row in (*recap.rows, *recap.agency_rows) if row.source.place is Place.TABLE)
    return {_row_key(row): row for row in rows}


def _row_key(row: RecapRow) -> Key:
    if row.kind is RowKind.AGENCY:
        return "", "", row.code, row.kind.value
    return squeeze(row.parent or ""), squeeze(row.unit), row.code, row.kind.value


def _finding_keys(checked: CheckedRecap) -> Counter[FindingKey]:
    """Count the findings; one that belongs to no unit is the agency's, whatever the report calls it."""
    units = {row.unit for row in checked.recap.rows}
    return Counter(_key_of(finding, units) for finding in checked.findings)


def _key_of(finding: Finding, units: Container[str]) -> FindingKey:
    return finding.rule, squeeze(finding.unit) if finding.unit in units else "", finding.period


def _compare_rows(found: Comparison, first: RecapRow, second: RecapRow) -> None:
    theirs = _cells(second)
    for name, cell in _cells(first).items():
        found.cells += 1
        if cell != theirs.get(name, ""):
            found.differences.append(Difference(first.unit, first.code, name, cell, theirs.get(name, "")))


def _cells(row: RecapRow) -> dict[str, str]:
    """Return what a row says, in a form in which equal things are equal: 98,00 and 98; online and offline."""
    cells = {f"U{n}": _number(value) for n, value in enumerate(row.values, 1)}
    cells |= {name: _number(getattr(row, name)) for name in ("index", "respondents", "realisation")}
    cells |= {"no": _number(row.no), "grade": row.grade or "", "grade_word": row.grade_word or ""}
    cells["methods"] = "+".join(sorted(row.methods))
    if row.kind is RowKind.SURVEY:
        cells["priorities"] = " ".join(priority.element or "?" for priority in row.priorities)
        plans = [f"{plan.element or '?'}: {_bare(plan.text)}" for plan in row.plans if _bare(plan.text)]
        cells["plans"] = "\n".join(sorted(plans, key=lambda plan: plan[:2]))
    return cells


def _number(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:f}" if not isinstance(value, int) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _bare(text: str) -> str:
    """Return the letters and digits of a plan; a lone dash is kept, for it says that there is none."""
    if text == UNREADABLE:
        return text
    return squeeze(text) or ("-" if flatten(text) else "")


def describe(found: Comparison) -> Iterator[str]:
    """Yield the lines of a comparison in plain words."""
    yield f"baris: {found.same_rows} dari {found.rows}, tambahan {len(found.only_second)}"
    yield f"sel: {found.same_cells} dari {found.cells} sama"
    yield f"temuan: {found.same_findings} dari {found.findings} sama, tambahan {found.new.total()}"
    yield from (f"hilang: {row}" for row in found.only_first)
    yield from (f"tambahan: {row}" for row in found.only_second)
    for cell in found.differences:
        where = f"{cell.unit} [{cell.period}] {cell.field}"
        yield f"{where}: “{cell.first[:200]}” menjadi “{cell.second[:200]}”"
    for label, keys in (("temuan hilang", found.lost), ("temuan tambahan", found.new)):
        for (rule, unit, period), count in sorted(keys.items()):
            yield f"{label}: {rule} {unit} {period}" + (f" ({count} kali)" if count > 1 else "")
