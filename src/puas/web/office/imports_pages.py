"""What the pages of an import show: names to choose units for, rows that would change, figures compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop

from puas.errors import BadInput
from puas.exchange.recap_packets import parse_packet
from puas.methodology.findings.rules import fill, show
from puas.methodology.numbers import parse_number
from puas.models import RecapImport, Unit
from puas.queries.recap_imports import (
    NEW,
    SKIP,
    Contradiction,
    ImportPlan,
    PlannedRow,
    PlannedUnit,
    RowStatus,
    list_contradictions,
    plan_import,
)

FIELD, TYPED = "unit-", "nama-"
UNDECIDED = "belum"
STATUSES = {
    RowStatus.NEW: (gettext_noop("baris baru"), gettext_noop("disimpan")),
    RowStatus.SAME: (gettext_noop("sudah ada, angkanya sama"), gettext_noop("tidak berubah")),
    RowStatus.CONFLICT: (gettext_noop("sudah ada, angkanya lain"), gettext_noop("yang tersimpan tetap")),
    RowStatus.REPEATED: (gettext_noop("berulang di berkas ini"), gettext_noop("hanya yang pertama disimpan")),
    RowStatus.NO_PERIOD: (gettext_noop("tanpa periode atau tahun"), gettext_noop("tidak disimpan")),
    RowStatus.OPEN: (gettext_noop("menunggu pilihan unit"), gettext_noop("belum dapat disimpan")),
    RowStatus.SKIPPED: (gettext_noop("dilewati"), gettext_noop("tidak disimpan")),
}


@dataclass(frozen=True)
class Option:
    """One answer to which unit a printed name means."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Pick:
    """A printed name that needs a choice, with the possible answers; `typed` names a unit by hand."""

    unit: PlannedUnit
    name: str
    typed: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Versus:
    """A row of the file beside the stored one that it contradicts; `differences` are (what, stored, file)."""

    planned: PlannedRow
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Side:
    """A contradiction ready to be shown."""

    one: Contradiction
    sentences: tuple[str, ...]


def describe_draft(found: RecapImport) -> dict[str, Any]:
    """Return the context of the preview: nothing of it has happened yet."""
    plan = plan_import(found)
    counts = plan.counts
    return {
        "plan": plan,
        "packet": plan.packet,
        "picks": [_pick(unit) for unit in plan.units if unit.alike],
        "new_units": [_pick(unit) for unit in plan.units if not unit.alike and not unit.same],
        "known": sorted(name_units(plan.known)),
        "matched": [unit for unit in plan.units if unit.same],
        "statuses": [
            (gettext(name), gettext(then), counts[status])
            for status, (name, then) in STATUSES.items()
            if counts.get(status)
        ],
        "conflicts": [_versus(row) for row in plan.of(RowStatus.CONFLICT)],
        "unplaced": plan.of(RowStatus.NO_PERIOD, RowStatus.REPEATED),
        "agency_rows": _count_agency_rows(plan),
        "to_store": counts.get(RowStatus.NEW, 0),
    }


def _count_agency_rows(plan: ImportPlan) -> int:
    return sum(row.unit is None and row.status is RowStatus.NEW for row in plan.rows)


def _pick(unit: PlannedUnit) -> Pick:
    options = [
        Option(
            str(one.unit.pk),
            gettext("{name} ({percent} % mirip)").format(name=_full_name(one.unit), percent=one.percent),
            unit.choice == str(one.unit.pk),
        )
        for one in unit.alike
    ]
    if unit.chosen is not None and unit.chosen not in [one.unit for one in unit.alike]:
        options.append(Option(unit.choice, _full_name(unit.chosen), True))
    below = unit.parent or gettext("instansi")
    options += [
        Option(NEW, gettext("Unit baru di bawah {parent}").format(parent=below), unit.choice == NEW),
        Option(SKIP, gettext("Jangan diimpor"), unit.choice == SKIP),
    ]
    return Pick(unit, FIELD + unit.key, TYPED + unit.key, tuple(options))


def name_units(units: Iterable[Unit]) -> dict[str, Unit]:
    """Return the units by a name of their own: with the unit above, and a number where that is shared."""
    found: dict[str, Unit] = {}
    for unit in units:
        name = _full_name(unit)
        found[name if name not in found else f"{name} ({unit.pk})"] = unit
    return found


def _full_name(unit: Unit) -> str:
    above = unit.parent
    return f"{unit.name}, {above.name}" if above is not None and not above.is_root else str(unit.name)


def _versus(planned: PlannedRow) -> Versus:
    assert planned.stored is not None
    old, row = planned.stored.printed, planned.row
    new = {f"U{n}": show(value) for n, value in enumerate(row.values, 1) if value is not None}
    pairs = [(key, old["values"].get(key, ""), new.get(key, "")) for key in {**old["values"], **new}]
    pairs.append((gettext("IKM"), old["index"], "" if row.index is None else show(row.index)))
    pairs.append((gettext("Mutu"), old["grade"], row.grade or ""))
    people = "" if row.respondents is None else show(row.respondents, 0)
    pairs.append((gettext("Responden"), old["respondents"], people))
    different = ((name, a or "–", b or "–") for name, a, b in pairs if _value(a) != _value(b))
    return Versus(planned, tuple(different))


def _value(text: str) -> Any:
    return parse_number(text) if text and text[0].isdigit() else text


def describe_stored(found: RecapImport, shown: str) -> dict[str, Any]:
    """Return the context of a stored import: printed and computed side by side, and who decided what."""
    packet = parse_packet(found.packet)
    sides = [_side(one) for one in list_contradictions(found, packet)]
    open_sides = [side for side in sides if not side.one.decision]
    return {
        "packet": packet,
        "sides": open_sides if shown == UNDECIDED else sides,
        "total": len(sides),
        "open": len(open_sides),
        "shown": shown,
        "rows": found.rows.count(),
        "periods": sorted({row.period for row in found.rows.select_related("period")}, key=lambda p: p.ends),
    }


def _side(one: Contradiction) -> Side:
    sentences = (fill(message, data, get_language()) for message, data in one.sentences)
    return Side(one, tuple(sentences))


def read_choices(sent: Mapping[str, str], units: Iterable[Unit]) -> dict[str, str]:
    """Return the chosen unit of each printed name that the form sent; a typed name goes before the list.

    BadInput `import_unit_name` when no unit of the agency is called so.
    """
    chosen = {name.removeprefix(FIELD): value for name, value in sent.items() if name.startswith(FIELD)}
    by_name = {name.casefold(): unit for name, unit in name_units(units).items()}
    for name, value in sent.items():
        if name.startswith(TYPED) and value.strip():
            chosen[name.removeprefix(TYPED)] = str(_find_unit(value, by_name).pk)
    return chosen


def _find_unit(typed: str, by_name: Mapping[str, Unit]) -> Unit:
    unit = by_name.get(" ".join(typed.split()).casefold())
    if unit is None:
        raise BadInput(
            "import_unit_name",
            "Tidak ada unit bernama “{name}”. Ketik sebagian namanya, lalu pilih dari daftar yang muncul.",
            name=typed.strip(),
        )
    return unit
