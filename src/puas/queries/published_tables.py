"""The tables of the open data: which there are, and their records in a fixed order, page by page.

A page is cut between publications (or agencies, units, ...), never inside one: all records of a publication
stand on the same page. Everything is published and in force, but for the versions, which are all there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, QuerySet

from puas.errors import NotFound
from puas.language import gettext_noop
from puas.models import Agency, InstrumentVersion, Period, Publication, Unit
from puas.queries import published_facts as facts
from puas.queries.published_findings import find_in_published
from puas.queries.published_profiles import describe_profiles
from puas.queries.published_rows import (
    AgencyRecord,
    ElementRecord,
    FindingRecord,
    ItemRecord,
    PeriodRecord,
    PlanRecord,
    ProfileRecord,
    RealisationRecord,
    ResultRecord,
    TallyRecord,
    UnitRecord,
    VersionRecord,
)
from puas.queries.published_tallies import describe_tallies

BATCH = 200
Ids = Sequence[int] | QuerySet[Any, int]


@dataclass(frozen=True)
class Chosen:
    """What is asked for: keys as in addresses; "" is everything."""

    agency: str = ""
    unit: str = ""
    period: str = ""


@dataclass(frozen=True)
class Table:
    """One table: its records, what its pages are counted in, and how it is read.

    `ids`: the numbers of what is counted, ascending. `expand`: the records of some of them, in their order.
    """

    key: str
    title: str
    record: type
    counted: str
    ids: Callable[[Chosen], Ids]
    expand: Callable[[Sequence[int]], Iterator[Any]]


@dataclass(frozen=True)
class TablePage:
    """`total` things in all (see `Table.counted`); `after`: where the next page starts, None on the last."""

    total: int
    records: tuple[Any, ...]
    after: int | None


def read_page(table: Table, chosen: Chosen, after: int, limit: int) -> TablePage:
    """Return the records of the next `limit` things; NotFound as `require_known`."""
    require_known(chosen)
    ids = table.ids(chosen)
    if isinstance(ids, QuerySet):
        total, following = ids.count(), list(ids.filter(pk__gt=after)[: limit + 1])
    else:
        total, following = len(ids), [one for one in ids if one > after][: limit + 1]
    shown = following[:limit]
    more = shown[-1] if len(following) > limit else None
    return TablePage(total, tuple(table.expand(shown)), more)


def read_all(table: Table, chosen: Chosen) -> Iterator[Any]:
    """Return every record, read in batches; NotFound as `require_known` before the first."""
    require_known(chosen)
    return _batches(table, list(table.ids(chosen)))


def _batches(table: Table, ids: Sequence[int]) -> Iterator[Any]:
    for start in range(0, len(ids), BATCH):
        yield from table.expand(ids[start : start + BATCH])


def require_known(chosen: Chosen) -> None:
    """Raise NotFound `data_agency_unknown` or `data_unit_unknown` for what has published nothing.

    An empty table would look like an answer.
    """
    shown = Publication.objects.all()
    if chosen.agency:
        shown = shown.filter(unit__agency__slug=chosen.agency)
        if not shown.exists():
            raise NotFound(
                "data_agency_unknown",
                "Instansi “{agency}” tidak ada atau belum menerbitkan hasil. Lihat /api/v1/agencies.",
                agency=chosen.agency,
            )
    if chosen.unit and not shown.filter(unit__slug=chosen.unit).exists():
        raise NotFound(
            "data_unit_unknown",
            "Unit “{unit}” tidak ada atau belum menerbitkan hasil. Lihat /api/v1/units.",
            unit=chosen.unit,
        )


def _publications(chosen: Chosen) -> QuerySet[Publication]:
    asked = {
        "unit__agency__slug": chosen.agency,
        "unit__slug": chosen.unit,
        "period__code": chosen.period,
    }
    return Publication.objects.filter(**{name: value for name, value in asked.items() if value})


def _in_force(chosen: Chosen) -> QuerySet[Any, int]:
    return _publications(chosen).filter(replaced_by=None).order_by("pk").values_list("pk", flat=True)


def _every(chosen: Chosen) -> QuerySet[Any, int]:
    return _publications(chosen).order_by("pk").values_list("pk", flat=True)


def _agencies(chosen: Chosen) -> QuerySet[Any, int]:
    units = _publications(chosen).values("unit__agency")
    return Agency.objects.filter(pk__in=units).order_by("pk").values_list("pk", flat=True)


def _units(chosen: Chosen) -> QuerySet[Any, int]:
    units = _publications(chosen).values("unit")
    return Unit.objects.filter(pk__in=units).order_by("pk").values_list("pk", flat=True)


def _periods(chosen: Chosen) -> QuerySet[Any, int]:
    periods = _publications(chosen).values("period")
    return Period.objects.filter(pk__in=periods).order_by("pk").values_list("pk", flat=True)


def _instruments(chosen: Chosen) -> QuerySet[Any, int]:
    named = {
        name
        for names in _publications(chosen).values_list("result__instruments", flat=True)
        for name in names
    }
    known = InstrumentVersion.objects.order_by("pk")
    return (
        InstrumentVersion.objects.filter(
            pk__in=[one.pk for one in known.defer("content") if str(one) in named]
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _agency_periods(chosen: Chosen) -> list[int]:
    """Return the first publication of every agency and period: what findings are counted in."""
    shown = _publications(chosen).filter(replaced_by=None).order_by()
    first = shown.values("unit__agency", "period").annotate(first=Min("pk"))
    return sorted(row["first"] for row in first)


TABLES: dict[str, Table] = {
    table.key: table
    for table in (
        Table(
            "agencies",
            gettext_noop("Instansi yang sudah menerbitkan hasil"),
            AgencyRecord,
            "agencies",
            _agencies,
            facts.describe_agencies,
        ),
        Table(
            "units",
            gettext_noop("Unit yang sudah menerbitkan hasil"),
            UnitRecord,
            "units",
            _units,
            facts.describe_units,
        ),
        Table(
            "periods",
            gettext_noop("Periode yang ada hasilnya"),
            PeriodRecord,
            "periods",
            _periods,
            facts.describe_periods,
        ),
        Table(
            "results",
            gettext_noop("Indeks Kepuasan Masyarakat setiap unit dan instansi"),
            ResultRecord,
            "publications",
            _in_force,
            facts.describe_results,
        ),
        Table(
            "elements",
            gettext_noop("Nilai setiap unsur pelayanan"),
            ElementRecord,
            "publications",
            _in_force,
            facts.describe_elements,
        ),
        Table(
            "profiles",
            gettext_noop("Responden menurut kelompok; kelompok kecil ditahan"),
            ProfileRecord,
            "publications",
            _in_force,
            describe_profiles,
        ),
        Table(
            "plans",
            gettext_noop("Rencana tindak lanjut"),
            PlanRecord,
            "publications",
            _in_force,
            facts.describe_plans,
        ),
        Table(
            "realisations",
            gettext_noop("Realisasi rencana tindak lanjut sebelumnya"),
            RealisationRecord,
            "publications",
            _in_force,
            facts.describe_realisations,
        ),
        Table(
            "versions",
            gettext_noop("Semua terbitan dan koreksinya"),
            VersionRecord,
            "publications",
            _every,
            facts.describe_versions,
        ),
        Table(
            "tallies",
            gettext_noop("Cacah untuk dijumlahkan antarunit dan antarinstansi; yang kecil ditahan"),
            TallyRecord,
            "publications",
            _in_force,
            describe_tallies,
        ),
        Table(
            "instruments",
            gettext_noop("Kuesioner yang dipakai, butir demi butir"),
            ItemRecord,
            "instruments",
            _instruments,
            facts.describe_items,
        ),
        Table(
            "findings",
            gettext_noop("Temuan pemeriksaan atas angka yang terbit"),
            FindingRecord,
            "agency_periods",
            _agency_periods,
            find_in_published,
        ),
    )
}
