"""Small published agencies whose every public figure can be compared: a parent, children, two versions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.utils import timezone

from puas.models import Exclusion, ExclusionKind, Response, Service, Unit
from puas.operations.agencies import create_agency
from puas.operations.periods import ensure_period
from puas.operations.responses import record_responses
from puas.operations.results import compute_agency, compute_result
from puas.operations.surveys import close_survey
from puas.queries.publications import UnitPage, published_unit, published_units
from tests.factories.agencies import make_unit
from tests.factories.responses import make_answer
from tests.factories.results import release
from tests.factories.surveys import make_open_survey

PERIOD = "2023-Q2"
LONG_AGO = datetime(2023, 7, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """One respondent: what was said of oneself, which service, and the score of all nine questions."""

    sex: str
    service: int
    score: int


@dataclass(frozen=True)
class World:
    """The respondents of each unit (the parent's own first), and what a correction changes.

    `correction`: "" for none, "weights" for the same people, "people" when one answer is left out.
    """

    units: tuple[tuple[Person, ...], ...]
    correction: str = ""


def show_world(world: World) -> list[object]:
    """Publish a world and return everything that the public sees of it, before and after its correction."""
    agency = create_agency(name="Kota", slug="kota", policy={"needs": []}, by=None)
    parent = make_unit(agency, "Induk")
    units = [parent, *(make_unit(agency, f"Anak {n}", parent=parent) for n in range(1, len(world.units)))]
    for unit, people in zip(units, world.units, strict=True):
        _survey(unit, people)
    _release(units)
    release(compute_agency(agency=agency, period=ensure_period(PERIOD), by=None))
    seen = [_see(unit.slug) for unit in units]
    if world.correction == "weights":
        agency.policy |= {"weighting": "0.111"}
        agency.save()
    if world.correction == "people":
        _leave_out(units[-1])
    if world.correction:
        _release([Unit.objects.get(pk=unit.pk) for unit in units], "diperbaiki")
        seen += [_see(unit.slug) for unit in units]
    return [*seen, published_units("kota", PERIOD)]


def _survey(unit: Unit, people: Sequence[Person]) -> None:
    survey = make_open_survey(unit, PERIOD)
    services = [Service.objects.create(unit=unit, name=f"Layanan {n}") for n in range(3)]
    answers = [
        make_answer(
            survey.pk * 1000 + place,
            (one.score,) * 9,
            profile={"sex": one.sex},
            service=services[one.service],
        )
        for place, one in enumerate(people)
    ]
    record_responses(survey=survey, answers=answers, by=None)
    close_survey(survey=survey, by=None)


def _release(units: Sequence[Unit], reason: str = "") -> None:
    for unit in reversed(units):
        release(compute_result(unit=unit, period=ensure_period(PERIOD), by=None), reason)


def _leave_out(unit: Unit) -> None:
    """Leave the first answer of a unit out, as a coordinator may between two versions."""
    first = Response.objects.filter(survey__unit=unit).earliest("id")
    Exclusion.objects.create(
        response=first, kind=ExclusionKind.FLAGGED.value, reason="ganda", excluded_at=timezone.now()
    )


def _see(slug: str) -> UnitPage:
    """Return a unit's page without what differs between two runs: ids, hashes of uuids, times."""
    page = published_unit("kota", slug, PERIOD)
    result = replace(page.result, id=0, input_hash="", computed_at=LONG_AGO)
    versions = tuple(replace(version, published_at=LONG_AGO) for version in page.versions)
    return replace(page, result=result, versions=versions)
