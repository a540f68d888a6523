"""A measurement on its way to become a frozen Result: what it consists of, and how it is stored once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from puas.methodology import indices
from puas.methodology.grades import grade_of
from puas.methodology.indices import Index, Weighting
from puas.methodology.rollups import Row
from puas.methodology.tallies import Tally
from puas.models import Basis, Period, Result, Unit, User
from puas.operations.audits import Event, append_event, append_events
from puas.queries.tallies import InputMark


@dataclass(frozen=True)
class Measurement:
    """Everything of a Result but its identity: who, when and which version."""

    basis: Basis
    rule: str
    index: Fraction | None
    elements: list[dict[str, Any]]
    weighting: Weighting
    instruments: list[str]
    engine: str
    respondents: int | None
    methods: list[str]
    mark: InputMark
    parameters: dict[str, Any]
    tally: Tally | None = None
    realisation: Fraction | None = None


def elements_of_index(index: Index) -> list[dict[str, Any]]:
    return [
        {
            "key": element.key,
            "name": element.name,
            "answered": element.answered,
            "mean": _text(element.mean),
            "value": _text(element.value),
        }
        for element in index.elements
    ]


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


@transaction.atomic
def store_measurement(*, unit: Unit, period: Period, by: User | None, measurement: Measurement) -> Result:
    """Store a measurement as the next version, or return the latest Result when it says the same."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # one at a time, so versions do not collide
    row = _build_result(unit, period, by, measurement)
    siblings = Result.objects.filter(unit=unit, period=period, basis=row.basis, rule=row.rule)
    latest: Result | None = siblings.order_by("-version").first()
    if latest is not None and _says_the_same(latest, row):
        return latest
    row.version = (siblings.aggregate(last=Max("version"))["last"] or 0) + 1
    row.save()
    append_event(by=by, operation="compute_result", subject=row, unit=unit, data=_event_data(row))
    return row


@transaction.atomic
def store_measurements(
    *, period: Period, by: User | None, measured: Sequence[tuple[Unit, Measurement]]
) -> list[Result]:
    """Store one measurement each of many units of an agency, as `store_measurement` does one, at once."""
    units = [unit.pk for unit, _ in measured]
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk").values_list("pk"))
    latest = {
        (row.unit_id, row.basis, row.rule): row
        for row in Result.objects.filter(unit__in=units, period=period).order_by("version")
    }
    found: list[Result] = []
    for unit, measurement in measured:
        row = _build_result(unit, period, by, measurement)
        before = latest.get((unit.pk, row.basis, row.rule))
        row.version = before.version + 1 if before else 1
        found.append(before if before is not None and _says_the_same(before, row) else row)
    new = Result.objects.bulk_create([row for row in found if row.pk is None], batch_size=100)
    append_events(Event("compute_result", row, row.unit, _event_data(row), by) for row in new)
    return found


_IDENTITY = ("id", "version", "computed_at", "computed_by_id")


def _says_the_same(a: Result, b: Result) -> bool:
    names = [field.attname for field in Result._meta.concrete_fields if field.attname not in _IDENTITY]
    return all(getattr(a, name) == getattr(b, name) for name in names)


def _event_data(row: Result) -> dict[str, Any]:
    return {
        "period": row.period.code,
        "basis": row.basis,
        "rule": row.rule,
        "version": row.version,
        "index": row.index,
        "input_count": row.input_count,
        "input_hash": row.input_hash,
    }


def _build_result(unit: Unit, period: Period, by: User | None, m: Measurement) -> Result:
    grade = grade_of(m.index)
    return Result(
        unit=unit,
        period=period,
        basis=m.basis.value,
        rule=m.rule,
        tally=m.tally.to_dict() if m.tally else None,
        index="" if m.index is None else str(m.index),
        printed=None if m.index is None else indices.round_half_up(m.index, 2),
        grade=grade.letter if grade else "",
        elements=m.elements,
        weighting=m.weighting.name,
        weights=[str(weight) for weight in m.weighting.weights],
        instruments=m.instruments,
        engine=m.engine,
        respondents=m.respondents,
        methods=m.methods,
        realisation="" if m.realisation is None else str(m.realisation),
        input_count=m.mark.count,
        input_hash=m.mark.hash,
        parameters=m.parameters,
        computed_at=timezone.now(),
        computed_by=by,
    )


def hash_parts(parts: Sequence[Result]) -> InputMark:
    """Return the mark of the results in an average: SHA-256 over a line "id input_hash index" each, by id."""
    lines = (
        f"{part.pk} {part.input_hash} {part.index}\n" for part in sorted(parts, key=lambda part: part.pk)
    )
    return InputMark(len(parts), hashlib.sha256("".join(lines).encode()).hexdigest())


def elements_of_row(row: Row, like: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the elements of an average: keys and names like those of a part, values from `row`.

    Nobody answers an average: `answered` is null.
    """
    return [
        {
            "key": element["key"],
            "name": element["name"],
            "answered": None,
            "mean": _text(None if value is None else value / indices.POINTS_PER_SCORE),
            "value": _text(value),
        }
        for element, value in zip(like, row.values, strict=True)
    ]
