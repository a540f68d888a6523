"""Taking over printed recap tables: every value as it was printed, beside what we compute from it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotNow
from puas.methodology import indices
from puas.methodology.elements import ELEMENTS
from puas.methodology.grades import grade_of
from puas.methodology.indices import PRINTED_WEIGHTS, Weighting
from puas.methodology.numbers import parse_count, parse_number
from puas.models import (
    Agency,
    Basis,
    Decision,
    Period,
    RecapImport,
    RecapKind,
    RecapRow,
    Result,
    Unit,
    UnitKind,
    User,
)
from puas.operations.audits import append_event
from puas.operations.measurements import Measurement, store_measurement
from puas.operations.periods import ensure_period
from puas.operations.units import free_slug
from puas.queries.tallies import InputMark
from puas.queries.units import root_of

PRINTED = "printed"
"""Rule and weighting of a figure that was taken over as printed."""


@dataclass(frozen=True)
class PrintedRow:
    """One row of a recap table. Values are text exactly as printed ("98,925", "4.087"); "" is an empty cell.

    `unit` "" is the agency's own row. `parent` is the name of the unit above; it must come before its
    children. `values` is keyed U1..; `priorities` are element keys, lowest first, and `plans` stand beside
    them. `source` says where the row is printed.
    """

    period: str
    kind: str
    source: str
    unit: str = ""
    parent: str = ""
    number: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    index: str = ""
    grade: str = ""
    grade_word: str = ""
    respondents: str = ""
    methods: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    realisation: str = ""
    label: str = ""


_WHERE = ("unit", "parent", "number", "period", "kind", "source")


@transaction.atomic
def import_rows(*, agency: Agency, rows: Iterable[PrintedRow], by: User | None) -> list[RecapRow]:
    """Store printed rows, making units and periods as needed; return one RecapRow a row, in order.

    Importing the same rows again changes nothing. Conflict `recap_differs` when a row for the same unit,
    period and kind is stored with other values (nothing is overwritten silently); BadInput for a value that
    is no number.
    """
    units = {unit.name: unit for unit in Unit.objects.filter(agency=agency)}
    stored = {key_of(row): row for row in RecapRow.objects.filter(agency=agency)}
    before = len(stored)
    found = [
        store_row(agency, _ensure_unit(agency, row, units), row, position, stored)
        for position, row in enumerate(rows, start=1)
    ]
    if new := len(stored) - before:
        data = {"rows": len(found), "new": new}
        append_event(by=by, operation="import_rows", subject=agency, unit=root_of(agency), data=data)
    return found


def key_of(row: RecapRow) -> tuple[Any, ...]:
    """Return what may be stored once: a unit, period and kind; the agency's rows by their source."""
    return (row.unit_id, row.period_id, row.kind, None if row.unit_id else row.source)


def _ensure_unit(agency: Agency, row: PrintedRow, units: dict[str, Unit]) -> Unit | None:
    """Return the unit of a row, made if it is new; a unit under a parent is a UPP, any other an OPD."""
    if row.kind == RecapKind.AGENCY:
        return None
    if not row.unit:
        raise BadInput("recap_unit", "Baris {source} tidak menyebut unit.", source=row.source)
    if row.unit not in units:
        parent = units.get(row.parent) if row.parent and row.parent != row.unit else root_of(agency)
        if parent is None:
            raise BadInput(
                "recap_parent",
                "Baris {source}: induk “{parent}” belum ada; letakkan barisnya sebelum {unit}.",
                source=row.source,
                parent=row.parent,
                unit=row.unit,
            )
        units[row.unit] = Unit.objects.create(
            agency=agency,
            parent=parent,
            kind=(UnitKind.OPD if parent.is_root else UnitKind.UPP).value,
            name=row.unit,
            slug=free_slug(row.unit, units.values()),
            number=row.number,
            created_at=timezone.now(),
        )
    return units[row.unit]


def store_row(
    agency: Agency,
    unit: Unit | None,
    row: PrintedRow,
    position: int,
    stored: dict[tuple[Any, ...], RecapRow],
    recap_import: RecapImport | None = None,
) -> RecapRow:
    """Store one printed row, unless it is there; `stored` is what is there. Conflict `recap_differs`."""
    printed = {name: value for name, value in asdict(row).items() if name not in _WHERE}
    if not row.grade_word:  # rows that were stored before it was kept have the digest of those without
        del printed["grade_word"]
    new = RecapRow(
        agency=agency,
        unit=unit,
        period=ensure_period(row.period),
        kind=RecapKind(row.kind).value,
        position=position,
        printed=json.loads(json.dumps(printed)),
        computed=_compute(row),
        source=row.source,
        digest=hashlib.sha256(json.dumps(printed, sort_keys=True).encode()).hexdigest(),
        created_at=timezone.now(),
        recap_import=recap_import,
    )
    existing = stored.get(key_of(new))
    if existing is None:
        new.save()
        stored[key_of(new)] = new
    elif existing.digest != new.digest:
        raise Conflict(
            "recap_differs",
            "Baris {source}: {unit} pada {period} sudah tersimpan dengan nilai lain (dari {stored}). "
            "Periksa mana yang benar; tidak ada yang diubah.",
            source=row.source,
            unit=row.unit or agency.name,
            period=row.period,
            stored=existing.source,
        )
    return existing or new


def _compute(row: PrintedRow) -> dict[str, Any]:
    """Return what follows from the printed elements: the exact index and grade, and the weights that fit."""
    values = [parse_number(row.values[e.key]) if row.values.get(e.key) else None for e in ELEMENTS]
    known = [value for value in values if value is not None]
    respondents = parse_count(row.respondents) if row.respondents else None
    if len(known) < len(ELEMENTS):
        return {"index": None, "grade": "", "weighting": "", "respondents": respondents}
    exact = indices.index_of_values(known, indices.exact_weights(len(known)))
    grade = grade_of(exact)
    return {
        "index": str(exact),
        "grade": grade.letter if grade else "",
        "weighting": _fitting_weights(known, row.index),
        "respondents": respondents,
    }


def _fitting_weights(values: Sequence[Any], index: str) -> str:
    """Return the weighting ("exact", "0.111", "0.11") with which `values` give the printed index, or ""."""
    if not index:
        return ""
    printed = Fraction(parse_number(index))
    choices = [indices.exact_weights(len(values))]
    choices += [indices.printed_weights(len(values), text) for text in PRINTED_WEIGHTS]
    fitting = (
        w.name for w in choices if abs(indices.index_of_values(values, w) - printed) <= Fraction(1, 100)
    )
    return next(fitting, "")


@transaction.atomic
def adopt_rows(*, agency: Agency, period: Period, by: User | None) -> list[Result]:
    """Make a Result of every imported survey row of a period, so that history can be averaged and published.

    The figures are the printed ones; the weighting is the one that fits them, or "printed" when none does.
    NotNow `recap_none` when nothing was imported for the period.
    """
    rows = RecapRow.objects.filter(agency=agency, period=period, kind=RecapKind.SURVEY).select_related(
        "unit", "period"
    )
    found = [adopt_row(row, by) for row in rows if row.printed["index"]]
    if not found:
        raise NotNow("recap_none", "Belum ada rekap {period} yang diimpor.", period=period.pure.label)
    return found


def adopt_row(row: RecapRow, by: User | None) -> Result:
    """Make a Result of one stored survey row: the printed index, or the exact one where that was decided."""
    assert row.unit is not None
    is_computed = row.decision == Decision.COMPUTED
    name = "exact" if is_computed else row.computed["weighting"] or PRINTED
    weights = () if name == PRINTED else _weights(name)
    index = row.computed["index"] if is_computed else parse_number(row.printed["index"])
    measurement = Measurement(
        basis=Basis.RECAP,
        rule=PRINTED,
        index=Fraction(index),
        elements=_elements(row.printed["values"]),
        weighting=Weighting(name, weights),
        instruments=[],
        engine="recap",
        respondents=row.computed["respondents"],
        methods=sorted(row.printed["methods"]),
        mark=InputMark(1, row.digest),
        parameters={
            "recap_row": row.pk,
            "source": row.source,
            **({"decision": row.decision} if row.decision else {}),
        },
        realisation=_number(row.printed["realisation"]),
    )
    return store_measurement(unit=row.unit, period=row.period, by=by, measurement=measurement)


def _weights(name: str) -> tuple[Fraction, ...]:
    size = len(ELEMENTS)
    return (indices.exact_weights(size) if name == "exact" else indices.printed_weights(size, name)).weights


def _elements(values: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "key": e.key,
            "name": e.name,
            "answered": None,
            "mean": _text(_number(values.get(e.key, "")), 25),
            "value": _text(_number(values.get(e.key, "")), 1),
        }
        for e in ELEMENTS
    ]


def _number(text: str) -> Fraction | None:
    return Fraction(parse_number(text)) if text else None


def _text(value: Fraction | None, divisor: int) -> str | None:
    return None if value is None else str(value / divisor)
