"""Every result of a period at once: the units below one that have a survey, then the agency's own figure."""

from collections.abc import Mapping
from typing import Any

from puas.errors import PuasError
from puas.lifecycles import SurveyState
from puas.models import Job, JobKind, Period, Survey, Unit, User
from puas.operations.job_leases import keep_sentence
from puas.operations.job_runs import Note
from puas.operations.jobs import start_job
from puas.operations.results import compute_agency, compute_result
from puas.queries.units import subtree


def start_period_results(*, unit: Unit, period: Period, by: User | None) -> Job:
    """Have every result of `unit` and everything below it in `period` computed by a worker."""
    return start_job(kind=JobKind.COMPUTE_PERIOD, unit=unit, key=period.code, by=by)


def compute_period_results(job: Job, note: Note) -> Mapping[str, Any]:
    """Compute the results of the job's unit and period, one unit after the other.

    A unit whose survey is still open, or that cannot be measured, is a problem of the job; the others are
    computed all the same. The same answers give the results that are there, so repeating is harmless.
    Returns {"agency": slug, "period": code, "computed": how many}.
    """
    period = Period.objects.get(code=job.key)
    units = _units_with_surveys(job.unit, period)
    total, computed = len(units) + job.unit.is_root, 0
    for done, unit in enumerate(units):
        note(done, total, unit.name)
        try:
            compute_result(unit=unit, period=period, by=job.created_by)
            computed += 1
        except PuasError as refusal:
            note(done, total, unit.name, keep_sentence(refusal, unit.name))
    if job.unit.is_root:
        computed += _compute_agency(job, period, note, total)
    note(total, total)
    return {"agency": job.unit.agency.slug, "period": period.code, "computed": computed}


def _compute_agency(job: Job, period: Period, note: Note, total: int) -> int:
    agency = job.unit.agency
    note(total - 1, total, agency.name)
    try:
        compute_agency(agency=agency, period=period, by=job.created_by)
    except PuasError as refusal:
        note(total - 1, total, agency.name, keep_sentence(refusal, agency.name))
        return 0
    return 1


def _units_with_surveys(unit: Unit, period: Period) -> list[Unit]:
    surveys = Survey.objects.filter(unit__in=subtree(unit), period=period).exclude(state=SurveyState.PLANNED)
    return list(Unit.objects.filter(pk__in=surveys.values("unit_id")).select_related("agency").order_by("pk"))
