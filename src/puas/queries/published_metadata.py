"""What catalogues and statistical metadata say, read from what is published."""

from puas.errors import NotFound
from puas.exchange.catalogues import CatalogueFacts, DatasetFacts
from puas.exchange.open_tables import columns_of
from puas.exchange.statistics_metadata import ActivityFacts
from puas.methodology.periods import parse_period
from puas.models import Agency, InstrumentVersion, Period, Publication
from puas.queries.published_facts import LICENCE, licence_of
from puas.queries.published_tables import TABLES, Chosen, require_known

MIXED = "berbeda antarunit"


def describe_catalogue(address: str, base: str) -> CatalogueFacts:
    """Return the catalogue of everything published; `base` is the address of the API, `address` its page.

    Three queries.
    """
    shown = Publication.objects.values("unit__agency")
    agencies = list(Agency.objects.filter(pk__in=shown).order_by("name"))
    licences = {licence_of(agency) for agency in agencies}
    periods = list(Period.objects.filter(publications__isnull=False).distinct())
    return CatalogueFacts(
        address=address,
        publishers=tuple(agency.name for agency in agencies),
        areas=tuple(sorted({agency.area_code for agency in agencies if agency.area_code})),
        licence=licences.pop() if len(licences) == 1 else LICENCE,
        starts=min((period.starts for period in periods), default=None),
        ends=max((period.ends for period in periods), default=None),
        datasets=tuple(
            DatasetFacts(
                table.key,
                table.title,
                {
                    "csv": f"{base}/{table.key}.csv",
                    "parquet": f"{base}/{table.key}.parquet",
                    "json": f"{base}/{table.key}",
                },
                tuple((column.name, column.meaning) for column in columns_of(table.record)),
            )
            for table in TABLES.values()
        ),
    )


def describe_activity(agency_slug: str, period_code: str, address: str) -> ActivityFacts:
    """Return what is published of an agency's survey in a period; NotFound `data_period_unpublished`."""
    require_known(Chosen(agency=agency_slug))
    period = parse_period(period_code)
    shown = Publication.objects.filter(
        unit__agency__slug=agency_slug, period__code=period.code, replaced_by=None
    )
    found = list(shown.select_related("unit__agency", "unit__parent", "result").defer("result__tally"))
    if not found:
        raise NotFound(
            "data_period_unpublished",
            "{agency} belum menerbitkan hasil untuk {period}. Lihat /api/v1/periods?agency={agency}.",
            agency=agency_slug,
            period=period.label,
        )
    results = [one.result for one in found]
    own = next((one.result for one in found if one.unit.is_root), None)
    names = {name for result in results for name in result.instruments}
    known = [row for row in InstrumentVersion.objects.order_by("key", "version") if str(row) in names]
    weightings = {result.weighting for result in results}
    return ActivityFacts(
        agency=found[0].unit.agency.name,
        area_code=found[0].unit.agency.area_code,
        period=period.label,
        starts=period.starts,
        ends=period.ends,
        units=sum(not one.unit.is_root for one in found),
        respondents=own.respondents if own else None,
        methods=tuple(sorted({method for result in results for method in result.methods})),
        weighting=weightings.pop() if len(weightings) == 1 else MIXED,
        rule=(own.parameters.get("rule_name") or own.rule) if own else "belum ada angka instansi",
        instruments=tuple(row.parsed for row in known),
        address=address,
    )
