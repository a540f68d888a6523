"""Imports of recaps: what one would do before anybody confirms it, and what came of those that were."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db.models import Count, QuerySet

from puas.errors import NotFound
from puas.exchange.recap_packets import Packet, parse_packet
from puas.methodology.findings.recaps import NO_YEAR, NOT_READ, UNREADABLE, RecapRow, RowKind
from puas.methodology.findings.rules import show
from puas.methodology.numbers import parse_count, parse_number
from puas.methodology.periods import Period
from puas.models import Decision, RecapImport, RecapRow as StoredRow, Result, Unit, User
from puas.permissions import Action
from puas.queries.recap_imports_matches import Likeness, find_alike, find_same
from puas.queries.units import visible_units

NEW, SKIP = "new", "skip"
CONTRADICTIONS = frozenset(
    ("index-elements", "index-outside", "weight-rounded", "grade-index", "grade-word", "grade-exact")
)
"""Rules whose findings say that what is printed and what follows from the elements are two figures."""
_LEAST, _MOST = 25, 100


class RowStatus(StrEnum):
    """What storing would do with a row of the file."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"
    REPEATED = "repeated"
    NO_PERIOD = "no_period"
    OPEN = "open"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class PlannedUnit:
    """A unit as the file prints it, what it may be here, and the choice: an id, "new", "skip", "" none.

    `chosen` is the unit of that id, whether its name is alike or not.
    """

    key: str
    name: str
    parent: str
    number: int | None
    rows: int
    same: Unit | None
    alike: tuple[Likeness, ...]
    choice: str
    chosen: Unit | None = None

    @property
    def is_open(self) -> bool:
        return not self.choice


@dataclass(frozen=True)
class PlannedRow:
    """A row of the file and what would become of it; `stored` is the row that is there already."""

    place: int
    row: RecapRow
    unit: PlannedUnit | None
    status: RowStatus
    stored: StoredRow | None = None


@dataclass(frozen=True)
class ImportPlan:
    """Everything that storing an import would do; `known` are all units that a name may be said to mean."""

    packet: Packet
    units: tuple[PlannedUnit, ...]
    rows: tuple[PlannedRow, ...]
    known: tuple[Unit, ...] = ()

    @property
    def open_units(self) -> tuple[PlannedUnit, ...]:
        return tuple(unit for unit in self.units if unit.is_open)

    @property
    def new_units(self) -> tuple[PlannedUnit, ...]:
        return tuple(unit for unit in self.units if unit.choice == NEW)

    @property
    def counts(self) -> Mapping[RowStatus, int]:
        return Counter(row.status for row in self.rows)

    @property
    def periods(self) -> tuple[tuple[Period, int], ...]:
        """Return the periods recognised, with their rows, by time."""
        found = Counter(row.row.period for row in self.rows if has_period(row.row))
        return tuple(
            sorted(((p, n) for p, n in found.items() if p), key=lambda one: (one[0].ends, one[0].code))
        )

    def of(self, *statuses: RowStatus) -> tuple[PlannedRow, ...]:
        """Return the rows with one of these statuses."""
        return tuple(row for row in self.rows if row.status in statuses)


@dataclass(frozen=True)
class Contradiction:
    """A stored row of which the printed figure is not what its elements give, and what was decided."""

    row: StoredRow
    printed: str
    computed: Fraction | None
    printed_grade: str
    computed_grade: str
    sentences: tuple[tuple[str, Mapping[str, object]], ...]

    @property
    def decision(self) -> str:
        return self.row.decision


def importing_roots(user: User) -> QuerySet[Unit]:
    """Return the root units of the agencies into whose history `user` may import."""
    return visible_units(user, Action.IMPORT_RECAPS).filter(parent=None).order_by("name")


def list_imports(user: User) -> tuple[RecapImport, ...]:
    """Return the imports of the agencies of `user`, newest first, each with `row_count`. One query."""
    agencies = importing_roots(user).order_by().values("agency_id")
    rows = RecapImport.objects.filter(agency__in=agencies).select_related("agency", "created_by")
    return tuple(rows.defer("packet").annotate(row_count=Count("rows")).order_by("-id"))


def find_import(user: User, import_id: int) -> RecapImport:
    """Return an import of an agency of `user`; NotFound `import_unknown` for any other."""
    joined = RecapImport.objects.select_related(
        "agency", "created_by", "stored_by", "adopted_by", "undone_by"
    )
    agencies = importing_roots(user).order_by().values("agency_id")
    found: RecapImport | None = joined.filter(pk=import_id, agency__in=agencies).first()
    if found is None:
        raise NotFound("import_unknown", "Impor itu tidak ada, atau bukan di instansi Anda.")
    return found


def plan_import(found: RecapImport) -> ImportPlan:
    """Return what storing the import would do now, with the choices made so far. Two queries."""
    packet = parse_packet(found.packet)
    units = list(Unit.objects.filter(agency=found.agency_id, parent__isnull=False).select_related("parent"))
    planned = {
        (row_parent, name): _plan_unit(f"u{n}", name, row_parent, packet, units, found.choices)
        for n, (row_parent, name) in enumerate(_printed_units(packet))
    }
    stored = list(StoredRow.objects.filter(agency=found.agency_id).select_related("period"))
    rows = _plan_rows(packet, planned, stored)
    return ImportPlan(packet, tuple(planned.values()), tuple(rows), tuple(units))


def _printed_units(packet: Packet) -> list[tuple[str, str]]:
    """Return (parent, name) of every unit in printed order."""
    rows = (row for row in packet.recap.rows if row.unit)
    return list(dict.fromkeys((_parent(row), row.unit) for row in rows))


def _parent(row: RecapRow) -> str:
    return row.parent if row.parent and row.parent != row.unit else ""


def _plan_unit(
    key: str, name: str, parent: str, packet: Packet, units: Sequence[Unit], choices: Mapping[str, str]
) -> PlannedUnit:
    rows = [row for row in packet.recap.rows if (_parent(row), row.unit) == (parent, name)]
    same = find_same(name, parent, units)
    alike = () if same else find_alike(name, units)
    proposal = str(same.pk) if same else "" if alike else NEW
    choice = proposal if same else choices.get(key, proposal)
    return PlannedUnit(
        key=key,
        name=name,
        parent=parent,
        number=next((row.no for row in rows if row.no is not None), None),
        rows=len(rows),
        same=same,
        alike=alike,
        choice=choice,
        chosen=next((unit for unit in units if str(unit.pk) == choice), None),
    )


def has_period(row: RecapRow) -> bool:
    """Say whether the row's period is known with its year."""
    return row.period is not None and row.period.year != NO_YEAR


def _plan_rows(
    packet: Packet, units: Mapping[tuple[str, str], PlannedUnit], stored: Sequence[StoredRow]
) -> list[PlannedRow]:
    there = {(str(row.unit_id), row.period.code, row.kind): row for row in stored if row.unit_id}
    seen: set[tuple[str, str, str]] = set()
    planned = []
    for place, row in enumerate(packet.rows):
        if row.kind is RowKind.AGENCY:
            planned.append(_plan_agency_row(place, row, stored))
            continue
        unit = units.get((_parent(row), row.unit))
        status, old = _status_of(row, unit, there, seen)
        planned.append(PlannedRow(place, row, unit, status, old))
    return planned


def _status_of(
    row: RecapRow,
    unit: PlannedUnit | None,
    there: Mapping[tuple[str, str, str], StoredRow],
    seen: set[tuple[str, str, str]],
) -> tuple[RowStatus, StoredRow | None]:
    if unit is None or unit.choice == SKIP:
        return RowStatus.SKIPPED, None
    if not has_period(row):
        return RowStatus.NO_PERIOD, None
    if unit.is_open:
        return RowStatus.OPEN, None
    code = row.period.code if row.period else ""
    target = unit.key if unit.choice == NEW else unit.choice
    if (target, code, row.kind.value) in seen:
        return RowStatus.REPEATED, None
    seen.add((target, code, row.kind.value))
    old = there.get((target, code, row.kind.value))
    if old is None:
        return RowStatus.NEW, None
    return RowStatus.SAME if says_the_same(old.printed, print_row(row)) else RowStatus.CONFLICT, old


def _plan_agency_row(place: int, row: RecapRow, stored: Sequence[StoredRow]) -> PlannedRow:
    """A figure of the agency stands in several places of a report, so any equal one is the same."""
    if not has_period(row):
        return PlannedRow(place, row, None, RowStatus.NO_PERIOD)
    if row.index is None:
        return PlannedRow(place, row, None, RowStatus.SKIPPED)
    code, printed = (row.period.code if row.period else ""), print_row(row)
    same = (old for old in stored if old.unit_id is None and old.period.code == code)
    old = next((old for old in same if says_the_same(old.printed, printed)), None)
    return PlannedRow(place, row, None, RowStatus.SAME if old else RowStatus.NEW, old)


def print_row(row: RecapRow) -> dict[str, Any]:
    """Return the figures of a row as the text that is kept: the digits printed, with a decimal comma."""
    keys = tuple(p.element for p in row.priorities if p.element)
    return {
        "values": {f"U{n}": _text(value) for n, value in enumerate(row.values, 1)},
        "index": _text(row.index),
        "grade": row.grade or "",
        "grade_word": row.grade_word or "",
        "respondents": "" if row.respondents is None else show(row.respondents, 0),
        "methods": tuple(sorted(row.methods, reverse=True)),
        "priorities": keys,
        "plans": tuple(_plan_texts(row, keys)),
        "realisation": _text(row.realisation),
        "label": row.period_label,
    }


def _text(value: Any) -> str:
    return "" if value is None else show(value)


def _plan_texts(row: RecapRow, keys: Sequence[str]) -> Iterator[str]:
    """Yield the plan of each priority; an element named twice has its plans in turn, the last the rest."""
    left = [(p.element, NOT_READ if p.text == UNREADABLE else p.text) for p in row.plans]
    for place, key in enumerate(keys):
        own = [plan for plan in left if plan[0] == key]
        taken = own[:1] if key in keys[place + 1 :] else own
        for plan in taken:
            left.remove(plan)
        yield "\n".join(text for _, text in taken)


def says_the_same(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Say whether two printed rows hold the same figures, however their digits are written."""
    return _figures(a) == _figures(b)


def _figures(printed: Mapping[str, Any]) -> tuple[Any, ...]:
    values = {key: parse_number(text) for key, text in printed["values"].items() if text}
    numbers = [parse_number(printed[name]) if printed[name] else None for name in ("index", "realisation")]
    people = parse_count(printed["respondents"]) if printed["respondents"] else None
    return values, *numbers, people, printed["grade"]


def list_contradictions(found: RecapImport, packet: Packet) -> tuple[Contradiction, ...]:
    """Return the stored rows of an import whose printed figure contradicts its elements. One query."""
    said: dict[int, list[tuple[str, Mapping[str, object]]]] = {}
    for finding, place in zip(packet.findings, packet.places, strict=True):
        if finding.rule in CONTRADICTIONS and place >= 0:
            said.setdefault(place, []).append((finding.message, finding.data))
    rows = found.rows.exclude(kind="agency").select_related("unit", "period", "decided_by")
    return tuple(
        _contradiction(row, said.get(row.position - 1, []))
        for row in rows.order_by("position")
        if row.position - 1 in said or is_impossible(row)
    )


def is_impossible(row: StoredRow) -> bool:
    """Say whether the printed index is no index at all (25 to 100)."""
    index = row.printed["index"]
    return bool(index) and not _LEAST <= parse_number(index) <= _MOST


def _contradiction(row: StoredRow, said: list[tuple[str, Mapping[str, object]]]) -> Contradiction:
    computed = row.computed["index"]
    return Contradiction(
        row=row,
        printed=row.printed["index"],
        computed=Fraction(computed) if computed else None,
        printed_grade=row.printed["grade"],
        computed_grade=row.computed["grade"],
        sentences=tuple(said),
    )


def figure_of(row: StoredRow) -> Fraction | None:
    """Return the index that reports print for a stored row: what was decided, else the printed one.

    None when neither can be used: nothing printed, or no index at all and nobody decided to compute.
    """
    if row.decision == Decision.COMPUTED and row.computed["index"]:
        return Fraction(row.computed["index"])
    if not row.printed["index"] or is_impossible(row):
        return None
    return Fraction(parse_number(row.printed["index"]))


def results_of(found: RecapImport) -> list[Result]:
    """Return the results that were made of an import's rows, whichever version. Two queries."""
    ids = set(found.rows.values_list("pk", flat=True))
    units = found.rows.exclude(unit=None).order_by().values("unit_id")
    made = Result.objects.filter(basis="recap", unit__in=units).select_related("unit__agency", "period")
    return [result for result in made if result.parameters.get("recap_row") in ids]
