"""Small published agencies whose every public figure can be compared: a parent, children, two versions."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pyarrow.parquet
from django.test import Client
from django.utils import timezone

from puas.models import Exclusion, ExclusionKind, Response, Service, Unit
from puas.operations.agencies import create_agency
from puas.operations.periods import ensure_period
from puas.operations.responses import record_responses
from puas.operations.results import compute_agency, compute_result
from puas.operations.surveys import close_survey
from puas.queries.publications import UnitPage, published_unit, published_units
from puas.queries.published_tables import TABLES
from puas.queries.reports import build_report
from puas.reports.kinds import ReportKind
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

    `correction`: "" for none, "weights" and "threshold" for the same people, "people" when one answer is left
    out.
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
    seen = _see_all(units)
    if world.correction == "weights":
        agency.policy |= {"weighting": "0.111"}
        agency.save()
    if world.correction == "threshold":
        agency.policy |= {"minimum_cell": 8}
        agency.save()
    if world.correction == "people":
        leave_out(units[-1])
    if world.correction:
        _release([Unit.objects.get(pk=unit.pk) for unit in units], "diperbaiki")
        seen += _see_all(units)
    return [*seen, published_units("kota", PERIOD)]


def _see_all(units: Sequence[Unit]) -> list[object]:
    """Return the pages, the open data in every format, and the documents, as they are now."""
    return [*(_see(unit.slug) for unit in units), see_data(), see_documents(units)]


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


def leave_out(unit: Unit) -> None:
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


VOLATILE = ("published_at", "input_hash")
"""Columns that differ between two runs: times, and hashes of uuids that nobody can guess."""


def see_data() -> dict[str, object]:
    """Return every table as JSON and CSV, and those that tell of people as Parquet too."""
    return {table: _see_table(Client(), table) for table in TABLES}


def _see_table(client: Client, table: str) -> list[object]:
    told = client.get(f"/api/v1/{table}?limit=1000").json()
    assert told["next"] is None
    answer = client.get(f"/api/v1/{table}.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(lines))
    seen: list[object] = [told["total"], _steady(told["records"]), _steady(rows)]
    if table in ("profiles", "tallies"):
        file = b"".join(client.get(f"/api/v1/{table}.parquet").streaming_content)
        seen.append(_steady(pyarrow.parquet.read_table(io.BytesIO(file)).to_pylist()))
    return seen


def _steady(records: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    return [{key: value for key, value in one.items() if key not in VOLATILE} for one in records]


def see_documents(units: Sequence[Unit]) -> list[object]:
    """Return what is printed of each unit and of the agency, before it becomes PDF, DOCX or XLSX."""
    period = ensure_period(PERIOD)
    fresh = [Unit.objects.select_related("agency", "parent").get(pk=unit.pk) for unit in units]
    root = Unit.objects.select_related("agency").get(agency=units[0].agency_id, parent=None)
    reports = [build_report(ReportKind.UNIT, unit, period, made_at=LONG_AGO) for unit in fresh]
    return [
        *reports,
        build_report(ReportKind.AGENCY, root, period, made_at=LONG_AGO),
        build_report(ReportKind.RECAP, root, period, "xlsx", made_at=LONG_AGO),
    ]
