"""A checked recap as a table for the page: every cell with what was mended, lost or found in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language, gettext, gettext_noop

from puas.exchange.recap_packets import Packet
from puas.methodology.findings.checks import load_rules
from puas.methodology.findings.recaps import UNREADABLE, RecapRow, RowKind
from puas.methodology.findings.rules import Finding, Severity, fill, show

SEVERITIES = {
    Severity.ERROR: ("K", "wrong", gettext_noop("Kesalahan")),
    Severity.WARNING: ("P", "warning", gettext_noop("Peringatan")),
    Severity.REMARK: ("C", "remark", gettext_noop("Catatan")),
}
MENDED, LOST = ("D", "mended"), ("T", "lost")
COLUMNS = {
    "unit": gettext_noop("Unit"),
    "period": gettext_noop("Periode"),
    "index": gettext_noop("IKM"),
    "grade": gettext_noop("Mutu"),
    "respondents": gettext_noop("Responden"),
    "methods": gettext_noop("Metode"),
    "priorities": gettext_noop("Prioritas"),
    "plans": gettext_noop("Rencana"),
    "realisation": gettext_noop("Realisasi"),
}
METHODS = {"online": gettext_noop("daring"), "offline": gettext_noop("luring")}
KINDS = {
    RowKind.AVERAGE: gettext_noop("rata-rata"),
    RowKind.AGENCY: gettext_noop("instansi"),
}
_HOMES = {
    "no": "unit",
    "parent": "unit",
    "period_label": "period",
    "grade_word": "grade",
    "done": "realisation",
}


@dataclass(frozen=True)
class Mark:
    """A reference at a cell to the note below the table that explains it."""

    label: str
    kind: str

    @property
    def anchor(self) -> str:
        return f"ket-{self.label}"


@dataclass(frozen=True)
class Note:
    """What a mark stands for; `anchor` is the row it speaks of, "" when that is the recap as a whole."""

    mark: Mark
    where: str
    anchor: str
    text: str
    printed: str = ""
    expected: str = ""


@dataclass
class Cell:
    """One cell as shown; `state` is "", "mended", "lost" or "blank". `items` are lines to unfold."""

    column: str
    text: str
    state: str = ""
    is_number: bool = False
    items: tuple[str, ...] = ()
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    place: int
    row: RecapRow
    cells: tuple[Cell, ...]

    @property
    def anchor(self) -> str:
        return f"baris-{self.place + 1}"

    @property
    def unit(self) -> Cell:
        return self.cells[0]

    @property
    def kind(self) -> str:
        return gettext(KINDS[self.row.kind]) if self.row.kind in KINDS else ""


@dataclass(frozen=True)
class Group:
    """The notes of one kind, under one heading."""

    kind: str
    title: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class RuleCount:
    """A rule that found something, how often, and what it asks."""

    rule: str
    question: str
    count: int


def number_findings(findings: Sequence[Finding]) -> list[Mark]:
    """Return a mark for each finding: K1, K2 .. for errors, P for warnings, C for remarks."""
    counts = dict.fromkeys(SEVERITIES, 0)
    marks = []
    for finding in findings:
        counts[finding.severity] += 1
        letter, kind, _ = SEVERITIES[finding.severity]
        marks.append(Mark(f"{letter}{counts[finding.severity]}", kind))
    return marks


def count_rules(packet: Packet) -> list[tuple[str, str, list[RuleCount]]]:
    """Return (kind, title, rules) for each severity that found anything, the most frequent rule first."""
    groups = []
    for severity, (_, kind, title) in SEVERITIES.items():
        counts: dict[str, int] = {}
        for finding in packet.findings:
            if finding.severity is severity:
                counts[finding.rule] = counts.get(finding.rule, 0) + 1
        if counts:
            groups.append((kind, gettext(title), [_count_rule(*one) for one in _by_count(counts)]))
    return groups


def _by_count(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: -one[1])


def _count_rule(rule: str, count: int) -> RuleCount:
    known = load_rules().get(rule)
    return RuleCount(rule, gettext(known.question) if known else rule, count)


def build_lines(packet: Packet, places: Sequence[int]) -> list[Line]:
    """Return the rows at `places`, each cell with its marks."""
    rows, marks = packet.rows, number_findings(packet.findings)
    width = max((len(row.values) for row in rows), default=9)
    found: dict[int, list[tuple[Finding, Mark]]] = {}
    for finding, mark, place in zip(packet.findings, marks, packet.places, strict=True):
        found.setdefault(place, []).append((finding, mark))
    return [_build_line(place, rows[place], width, found.get(place, [])) for place in places]


def _build_line(place: int, row: RecapRow, width: int, found: list[tuple[Finding, Mark]]) -> Line:
    cells = {cell.column: cell for cell in _cells(row, width)}
    for number, repair in enumerate(row.repairs):
        cell = _home(cells, repair.field)
        cell.state = cell.state or "mended"
        cell.marks.append(_row_mark(MENDED, place, number))
    for number, name in enumerate(sorted(row.unreadable)):
        cell = _home(cells, name)
        cell.state = "lost"
        cell.marks.append(_row_mark(LOST, place, number))
    for finding, mark in found:
        _home(cells, finding.column).marks.append(mark)
    return Line(place, row, tuple(cells.values()))


def _row_mark(kind: tuple[str, str], place: int, number: int) -> Mark:
    """Return a mark that says its row: D12a is the first mended cell of row 12."""
    return Mark(f"{kind[0]}{place + 1}{chr(ord('a') + number % 26)}", kind[1])


def _home(cells: dict[str, Cell], name: str) -> Cell:
    return cells.get(name) or cells[_HOMES.get(name, "unit")]


def _cells(row: RecapRow, width: int) -> Iterator[Cell]:
    yield Cell("unit", row.unit)
    yield Cell("period", row.code or row.period_label)
    for number in range(1, width + 1):
        value = row.values[number - 1] if number <= len(row.values) else None
        yield _number(row, f"U{number}", show(value))
    yield _number(row, "index", show(row.index))
    yield Cell("grade", row.grade or row.grade_word or "–")
    yield _number(row, "respondents", show(row.respondents))
    yield Cell("methods", ", ".join(gettext(METHODS.get(one, one)) for one in row.methods) or "–")
    keys = [priority.element or "?" for priority in row.priorities]
    yield Cell("priorities", ", ".join(keys) or "–", items=tuple(p.printed for p in row.priorities))
    texts = tuple(f"{plan.element or '?'}: {_plan(plan.text)}" for plan in row.plans)
    yield Cell("plans", str(len(texts)) if texts else "–", items=texts)
    yield _number(row, "realisation", "–" if row.realisation is None else f"{show(row.realisation)} %")


def _plan(text: str) -> str:
    return gettext("tak terbaca") if text == UNREADABLE else text


def _number(row: RecapRow, name: str, text: str) -> Cell:
    if name in row.unreadable:
        return Cell(name, gettext("tak terbaca"), is_number=True)
    return Cell(name, text, state="blank" if text == "–" else "", is_number=True)


def list_notes(packet: Packet, places: Sequence[int], *, rule: str = "", general: bool = True) -> list[Group]:
    """Return what the marks in the rows at `places` stand for, by severity, then mended and lost cells.

    `rule` keeps only its findings; `general` adds those that speak of the recap as a whole.
    """
    shown = set(places) | ({-1} if general else set())
    marks = number_findings(packet.findings)
    groups = []
    for severity, (_, kind, title) in SEVERITIES.items():
        notes = [
            _finding_note(finding, mark, place)
            for finding, mark, place in zip(packet.findings, marks, packet.places, strict=True)
            if finding.severity is severity and place in shown and rule in ("", finding.rule)
        ]
        groups.append(Group(kind, gettext(title), tuple(notes)))
    rows = [(place, packet.rows[place]) for place in places]
    mended = tuple(note for place, row in rows for note in _mended_notes(place, row))
    lost = tuple(note for place, row in rows for note in _lost_notes(place, row))
    groups += [
        Group("mended", gettext("Sel yang diperbaiki saat dibaca"), mended),
        Group("lost", gettext("Sel yang tak terbaca"), lost),
    ]
    return [group for group in groups if group.notes]


def _finding_note(finding: Finding, mark: Mark, place: int) -> Note:
    where = " ".join(part for part in (finding.unit, finding.period) if part)
    anchor = f"baris-{place + 1}" if place >= 0 else ""
    sentence = finding.sentence(get_language())
    return Note(mark, where, anchor, sentence, finding.printed, finding.expected)


def _mended_notes(place: int, row: RecapRow) -> Iterator[Note]:
    for number, repair in enumerate(row.repairs):
        yield Note(
            mark=_row_mark(MENDED, place, number),
            where=f"{_where(row)}, {name_column(repair.field)}",
            anchor=f"baris-{place + 1}",
            text=fill(repair.reason, repair.data, get_language()),
            printed=repair.printed,
            expected=repair.value,
        )


def _lost_notes(place: int, row: RecapRow) -> Iterator[Note]:
    for number, name in enumerate(sorted(row.unreadable)):
        yield Note(
            mark=_row_mark(LOST, place, number),
            where=f"{_where(row)}, {name_column(name)}",
            anchor=f"baris-{place + 1}",
            text=gettext("Di berkasnya ada isi, tetapi tidak terbaca; tidak ditebak dan tidak dianggap nol."),
        )


def _where(row: RecapRow) -> str:
    return f"{row.unit} {row.code or row.period_label}".strip()


def name_column(name: str) -> str:
    """Return the heading of a column; elements and what has no column keep their key."""
    home = name if name in COLUMNS else _HOMES.get(name, name)
    return gettext(COLUMNS[home]) if home in COLUMNS else home
