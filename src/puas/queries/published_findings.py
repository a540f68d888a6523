"""What the checks find in the published figures: the same rules as over anybody's recap."""

from collections.abc import Iterator, Sequence

from puas.methodology.findings import recaps
from puas.methodology.findings.checks import check_recap
from puas.methodology.findings.recaps import RowKind, Source
from puas.models import Agency, Basis, Period, Publication, Survey, Unit
from puas.queries.own_findings import CHECKED, build_row, chosen_priorities
from puas.queries.published_facts import licence_of
from puas.queries.published_rows import FindingRecord


def find_in_published(ids: Sequence[int]) -> Iterator[FindingRecord]:
    """Return the findings about the agencies and periods of some publications."""
    chosen = Publication.objects.filter(pk__in=ids).select_related("unit__agency", "period").order_by("pk")
    for one in chosen:
        yield from _check(one.unit.agency, one.period)


def _check(agency: Agency, period: Period) -> Iterator[FindingRecord]:
    checked = check_recap(_lay_out(agency, period))
    for finding in checked.findings:
        if finding.period in ("", period.code):
            yield FindingRecord(
                agency=agency.slug,
                period=period.code,
                unit_name=finding.unit if finding.source.lines else "",
                rule=finding.rule,
                severity=finding.severity.value,
                sentence=finding.sentence("id"),
                licence=licence_of(agency),
            )


def _lay_out(agency: Agency, period: Period) -> recaps.Recap:
    """Return what is published as the recap that prints it, beside the period before."""
    codes = (period.code, period.pure.previous.code)
    shown = Publication.objects.filter(unit__agency=agency, period__code__in=codes, replaced_by=None)
    found = list(shown.select_related("unit", "period", "result__period").order_by("unit", "period"))
    units = {unit.pk: unit for unit in Unit.objects.filter(agency=agency)}
    surveys = Survey.objects.filter(unit__agency=agency, period=period)
    populations = dict(surveys.values_list("unit_id", "population"))
    plans = chosen_priorities(agency, period)
    rows = [
        build_row(
            one.result,
            units,
            populations.get(one.unit_id) if one.period_id == period.pk else None,
            plans.get(one.unit_id, ()) if one.period_id == period.pk else (),
        )
        for one in found
        if not one.unit.is_root and one.result.basis != Basis.AVERAGE
    ]
    now = [one for one in found if one.period_id == period.pk]
    whole = all(one.result.basis in CHECKED for one in now if not one.unit.is_root)
    own = [build_row(one.result, {}, None, ()) for one in now if one.unit.is_root and whole]
    return recaps.Recap(rows=tuple(rows), agency_rows=tuple(_as_agency(row) for row in own))


def _as_agency(row: recaps.RecapRow) -> recaps.RecapRow:
    return recaps.RecapRow(**{**vars(row), "kind": RowKind.AGENCY, "parent": None, "source": Source()})
