"""Taking a read recap into an agency's history: draft, choices, stored, used, and undone."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.exchange.recap_packets import Packet, write_packet
from puas.lifecycles import ImportState, require_import_move
from puas.methodology.findings.recaps import Place, RecapRow, Source
from puas.methodology.indices import Weighting
from puas.models import (
    Agency,
    Basis,
    Decision,
    Publication,
    RecapImport,
    RecapRow as StoredRow,
    Result,
    Unit,
    UnitKind,
    User,
)
from puas.operations.audits import append_event
from puas.operations.measurements import Measurement, store_measurement
from puas.operations.recaps import PRINTED, PrintedRow, adopt_row, key_of, store_row
from puas.operations.units import create_unit, free_slug
from puas.queries.recap_imports import (
    NEW,
    SKIP,
    ImportPlan,
    PlannedRow,
    PlannedUnit,
    RowStatus,
    figure_of,
    plan_import,
    print_row,
    results_of,
)
from puas.queries.tallies import InputMark
from puas.queries.unit_changes import changes_about
from puas.queries.units import root_of

PLACES = {
    Place.TABLE: "tabel",
    Place.SUMMARY: "ringkasan",
    Place.TEXT: "teks",
    Place.CONCLUSION: "kesimpulan",
    Place.APPENDIX: "lampiran",
}


@transaction.atomic
def start_import(*, agency: Agency, packet: Packet, by: User | None) -> tuple[RecapImport, bool]:
    """Keep a read recap as a draft; the same file again returns the import that is there (and False)."""
    there = RecapImport.objects.filter(agency=agency, digest=packet.digest)
    existing = there.exclude(state=ImportState.UNDONE).first()
    if existing is not None:
        return existing, False
    made = RecapImport.objects.create(
        agency=agency,
        name=packet.name[:200],
        digest=packet.digest,
        packet=write_packet(packet),
        created_at=timezone.now(),
        created_by=by,
    )
    _tell(made, "start_import", by, rows=len(packet.rows))
    return made, True


def _tell(batch: RecapImport, operation: str, by: User | None, **data: object) -> None:
    about = {"file": batch.name, "sha256": batch.digest, **data}
    append_event(by=by, operation=operation, subject=batch, unit=root_of(batch.agency), data=about)


def _take(batch: RecapImport, to: ImportState | None = None) -> RecapImport:
    """Return the import as it is now, locked; NotNow when it cannot move to `to`."""
    locked: RecapImport = (
        RecapImport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=batch.pk)
    )
    if to is not None:
        require_import_move(locked.stage, to)
    return locked


@transaction.atomic
def choose_units(*, batch: RecapImport, choices: Mapping[str, str], by: User | None) -> RecapImport:
    """Keep what a person chose for printed names: the id of a unit of the agency, "new" or "skip".

    BadInput `import_choice` for anything else; NotNow when the import is no draft any more.
    """
    batch = _take(batch, ImportState.STORED)
    ids = {str(pk) for pk in Unit.objects.filter(agency=batch.agency).values_list("pk", flat=True)}
    known = {unit.key for unit in plan_import(batch).units}
    if not set(choices) <= known or not set(choices.values()) <= ids | {NEW, SKIP}:
        raise BadInput("import_choice", "Pilihan unit itu tidak ada. Muat ulang halamannya, lalu pilih lagi.")
    batch.choices = {**batch.choices, **choices}
    batch.save(update_fields=["choices"])
    _tell(batch, "choose_units", by, choices=dict(choices))
    return batch


@transaction.atomic
def store_import(*, batch: RecapImport, by: User | None) -> RecapImport:
    """Store the new rows of a draft and the units they need; what is there already stays as it is.

    NotNow `import_open_units` while a printed name has look-alikes and nobody chose.
    """
    batch = _take(batch, ImportState.STORED)
    plan = plan_import(batch)
    if plan.open_units:
        raise NotNow(
            "import_open_units",
            "{count} nama unit mirip dengan unit yang sudah ada. Pilih dahulu mana yang dimaksud.",
            count=len(plan.open_units),
        )
    units, created = _make_units(batch, plan, by)
    rows = _store_rows(batch, plan, units)
    batch.made = {"units": created}
    batch.state, batch.stored_at, batch.stored_by = ImportState.STORED.value, timezone.now(), by
    batch.save(update_fields=["made", "state", "stored_at", "stored_by"])
    counts = {status.value: count for status, count in plan.counts.items()}
    _tell(batch, "store_import", by, stored=rows, new_units=len(created), rows=counts)
    return batch


def _make_units(batch: RecapImport, plan: ImportPlan, by: User | None) -> tuple[dict[str, Unit], list[int]]:
    """Return the unit of each printed one by its key, made where it is new, and the ids of those made."""
    there = list(Unit.objects.filter(agency=batch.agency))
    by_id, by_name = {str(unit.pk): unit for unit in there}, {unit.name: unit for unit in there}
    found = {unit.key: by_id[unit.choice] for unit in plan.units if unit.choice in by_id}
    by_name |= {unit.name: found[unit.key] for unit in plan.units if unit.key in found}
    created: list[int] = []
    for unit in sorted(plan.new_units, key=lambda unit: bool(unit.parent)):  # heads before those below them
        made = _make_unit(batch, unit, by_name.get(unit.parent), there, by)
        there.append(made)
        created.append(made.pk)
        found[unit.key] = by_name[unit.name] = made
    return found, created


def _make_unit(
    batch: RecapImport, unit: PlannedUnit, above: Unit | None, there: Iterable[Unit], by: User | None
) -> Unit:
    return create_unit(
        agency=batch.agency,
        name=unit.name,
        parent=above,
        kind=UnitKind.UPP if above and not above.is_root else UnitKind.OPD,
        slug=free_slug(unit.name, there),
        number=None if above else unit.number,
        by=by,
    )


def _store_rows(batch: RecapImport, plan: ImportPlan, units: Mapping[str, Unit]) -> int:
    stored = {key_of(row): row for row in StoredRow.objects.filter(agency=batch.agency)}
    new = plan.of(RowStatus.NEW)
    for planned in new:
        unit = units[planned.unit.key] if planned.unit else None
        row = _printed_row(batch, planned, unit)
        store_row(batch.agency, unit, row, planned.place + 1, stored, batch)
    return len(new)


def _printed_row(batch: RecapImport, planned: PlannedRow, unit: Unit | None) -> PrintedRow:
    row = planned.row
    assert row.period is not None
    return PrintedRow(
        period=row.period.code,
        kind=row.kind.value,
        source=describe_source(batch.name, row),
        unit=unit.name if unit else "",
        **print_row(row),
    )


def describe_source(name: str, row: RecapRow) -> str:
    """Return where a row is printed, in words: the file, the part of the report, sheet or page, lines."""
    source: Source = row.source
    parts = [name, PLACES[source.place]]
    parts += [f"lembar {source.sheet}"] if source.sheet else []
    parts += [f"halaman {source.page}"] if source.page else []
    parts += [f"baris {source.lines[0]}"] if source.lines else []
    return ", ".join(parts)[-200:]


@transaction.atomic
def decide_rows(
    *, batch: RecapImport, rows: Iterable[int], decision: Decision, by: User | None
) -> list[StoredRow]:
    """Decide for stored rows which figure reports print; a figure in use is measured anew.

    BadInput `import_rows` for a row of another import, `import_nothing_computed` when its elements give no
    index; NotNow `import_undecidable` for an import that holds no rows.
    """
    batch = _take(batch)
    if batch.stage not in (ImportState.STORED, ImportState.ADOPTED):
        raise NotNow("import_undecidable", "Belum ada baris tersimpan dari impor ini yang dapat diputuskan.")
    wanted = set(rows)
    found = list(batch.rows.filter(pk__in=wanted).select_related("unit__agency", "period"))
    if not wanted or len(found) != len(wanted):
        raise BadInput("import_rows", "Pilih paling sedikit satu baris dari daftar ini.")
    for row in found:
        _decide(row, Decision(decision), by)
        if batch.stage is ImportState.ADOPTED and row.kind == "survey" and figure_of(row) is not None:
            adopt_row(row, by)
    _tell(batch, "decide_rows", by, decision=str(decision), rows=sorted(wanted))
    return found


def _decide(row: StoredRow, decision: Decision, by: User | None) -> None:
    if decision is Decision.COMPUTED and not row.computed["index"]:
        raise BadInput(
            "import_nothing_computed",
            "Nilai unsur {unit} tidak lengkap, jadi tidak ada hitungan yang dapat dipakai.",
            unit=row.unit.name if row.unit else row.agency.name,
        )
    row.decision, row.decided_at, row.decided_by = decision.value, timezone.now(), by
    row.save(update_fields=["decision", "decided_at", "decided_by"])


@transaction.atomic
def adopt_import(*, batch: RecapImport, by: User | None) -> list[Result]:
    """Make a Result of every stored survey row with a usable index: trends, averages and reports see it.

    A contradiction that nobody decided keeps the printed figure; one that is no index at all is left out.
    """
    batch = _take(batch, ImportState.ADOPTED)
    rows = batch.rows.filter(kind="survey").select_related("unit__agency", "period").order_by("position")
    made = [adopt_row(row, by) for row in rows if figure_of(row) is not None]
    batch.state, batch.adopted_at, batch.adopted_by = ImportState.ADOPTED.value, timezone.now(), by
    batch.save(update_fields=["state", "adopted_at", "adopted_by"])
    _tell(batch, "adopt_import", by, results=len(made))
    return made


@transaction.atomic
def undo_import(*, batch: RecapImport, by: User | None) -> RecapImport:
    """Take an import back: its rows go, results made of them are withdrawn, units nobody else uses go.

    NotNow `import_published` when a figure of it is published: that is corrected by publishing, not undone.
    """
    batch = _take(batch, ImportState.UNDONE)
    results = results_of(batch)
    if Publication.objects.filter(result__in=results, replaced_by=None).exists():
        raise NotNow(
            "import_published",
            "Sebagian angka impor ini sudah terbit, jadi impornya tidak dapat dibatalkan. "
            "Yang terbit dikoreksi dengan menerbitkan hasil baru beserta alasannya.",
        )
    for unit, period in dict.fromkeys((result.unit, result.period) for result in results):
        store_measurement(unit=unit, period=period, by=by, measurement=_withdrawn(batch))
    removed, _ = batch.rows.all().delete()
    units = _remove_units(batch)
    batch.state, batch.undone_at, batch.undone_by = ImportState.UNDONE.value, timezone.now(), by
    batch.save(update_fields=["state", "undone_at", "undone_by"])
    _tell(batch, "undo_import", by, rows=removed, units=units, withdrawn=len(results))
    return batch


def _withdrawn(batch: RecapImport) -> Measurement:
    """Return an empty figure: results are never deleted, so a newer one says that there is none."""
    return Measurement(
        basis=Basis.RECAP,
        rule=PRINTED,
        index=None,
        elements=[],
        weighting=Weighting(PRINTED, ()),
        instruments=[],
        engine="recap",
        respondents=None,
        methods=[],
        mark=InputMark(0, batch.digest),
        parameters={"withdrawn_import": batch.pk},
    )


def _remove_units(batch: RecapImport) -> int:
    """Delete the units that the import made, youngest first; one that anything points to stays."""
    gone = 0
    for unit in Unit.objects.filter(pk__in=batch.made.get("units", ())).order_by("-id"):
        if changes_about([unit.pk]).exists():
            continue
        try:
            with transaction.atomic():
                unit.delete()
            gone += 1
        except ProtectedError:
            continue
    return gone
