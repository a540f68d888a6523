"""The part of the shop window for a single figure: a unit's newest one, or that of one period."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from puas.errors import NotFound
from puas.methodology.grades import Grade, grade_of
from puas.methodology.periods import Period
from puas.models import Publication
from puas.queries.unit_changes import name_at


@dataclass(frozen=True)
class Figure:
    """A published index (unrounded, 25..100) with its names; the agency's own has its slug twice."""

    agency_name: str
    agency_slug: str
    unit_name: str
    unit_slug: str
    period: Period
    index: Fraction
    grade: Grade
    published_at: datetime
    respondents: int | None


def published_figure(agency_slug: str, unit_slug: str, period_code: str = "") -> Figure:
    """Return the figure in force of a period, or of the newest one; NotFound `unit_unpublished`. Two queries.

    The newest period is the one that ends last; of two that end together, the shorter one.
    """
    rows = Publication.objects.filter(
        unit__agency__slug=agency_slug, unit__slug=unit_slug, replaced_by=None
    ).select_related("unit__agency", "period", "result")
    rows = rows.filter(period__code=period_code) if period_code else rows
    newest = (
        rows.defer("result__tally", "result__elements").order_by("-period__ends", "-period__starts").first()
    )
    if newest is None:
        raise NotFound(
            "unit_unpublished",
            "Belum ada hasil yang terbit untuk “{unit}” pada {period}.",
            unit=unit_slug,
            period=period_code or "–",
        )
    index, grade = newest.result.exact_index, grade_of(newest.result.exact_index)
    assert index is not None  # a result without an index is never published
    assert grade is not None
    return Figure(
        agency_name=newest.unit.agency.name,
        agency_slug=agency_slug,
        unit_name=name_at(newest.unit, newest.period.ends),
        unit_slug=unit_slug,
        period=newest.period.pure,
        index=index,
        grade=grade,
        published_at=newest.published_at,
        respondents=newest.result.respondents,
    )
