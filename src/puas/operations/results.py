"""Measuring: from surveys to a frozen Result that names everything it follows from.

Reading and counting happen before the transaction; inside it the input is checked to be still the same. The
same input gives the Result that is already there, so computing again is harmless.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction

from puas.engines.database import Scope, tally_surveys
from puas.errors import NotNow
from puas.lifecycles import LOCKED_STATES, SurveyState
from puas.methodology import indices
from puas.methodology.indices import Weighting
from puas.methodology.numbers import parse_number
from puas.methodology.rollups import PARENT_POOLED
from puas.methodology.tallies import Tally
from puas.models import (
    Basis,
    Channel,
    ExclusionKind,
    Period,
    RecapKind,
    RecapRow,
    Response,
    Result,
    Survey,
    Unit,
    User,
)
from puas.operations.averages import compute_agency, compute_average
from puas.operations.measurements import Measurement, elements_of_index, store_measurement
from puas.operations.result_groups import Groups, count_groups, keep_groups
from puas.queries.exclusions import LeftOut, counted, find_left_out
from puas.queries.realisations import CountedPlan, realisation_before
from puas.queries.tallies import InputMark, count_answers, find_parameters, find_weighting, hash_answers
from puas.queries.unit_changes import ids_below

__all__ = ["compute_agency", "compute_average", "compute_result"]

OWN_RULE = "own"
METHODS = {
    Channel.ONLINE: "online",
    Channel.KIOSK: "online",
    Channel.INTERVIEW: "offline",
    Channel.PAPER: "offline",
}
"""The method that recaps print for a channel."""


def compute_result(*, unit: Unit, period: Period, by: User | None) -> Result:
    """Measure a unit in a period from answers: its own survey, and those of all units below it, pooled.

    NotNow `result_no_survey` when there is no closed survey, `result_survey_open` while one of them still
    takes answers; BadInput `tally_mixed` when they used different questionnaires. The same input returns the
    Result that is there.
    """
    surveys = _closed_surveys(unit, period)
    measurement = _measure(unit, surveys)
    groups = count_groups(
        [survey.pk for survey in surveys], surveys[0].instrument.parsed, measurement.respondents or 0
    )
    return _store_counted(unit, period, by, measurement, surveys, groups)


def _closed_surveys(unit: Unit, period: Period) -> list[Survey]:
    found = Survey.objects.filter(unit__in=ids_below(unit, period.ends), period=period).exclude(
        state=SurveyState.PLANNED
    )
    surveys = list(found.select_related("instrument", "unit", "period").order_by("id"))
    if not surveys:
        raise NotNow(
            "result_no_survey",
            "{unit} belum punya survei pada {period}. Buka surveinya dahulu.",
            unit=unit.name,
            period=period.pure.label,
        )
    _require_closed(surveys)
    return surveys


def _require_closed(surveys: Iterable[Survey]) -> None:
    for survey in surveys:
        if survey.stage not in LOCKED_STATES:
            raise NotNow(
                "result_survey_open",
                "Survei {unit} masih menerima jawaban. Tutup dahulu, lalu hitung.",
                unit=survey.unit.name,
            )


def _measure(unit: Unit, surveys: Sequence[Survey]) -> Measurement:
    ids = [survey.pk for survey in surveys]
    left_out = find_left_out(ids)  # before anything is counted, so that `_store_counted` notices every change
    tally, methods = _tally(surveys), _methods(ids)
    realised = _realisation(unit, surveys[0].period)
    return measure_count(unit, surveys, Count(tally, methods, hash_answers(ids, left_out), realised))


@dataclass(frozen=True)
class Count:
    """What was counted of some surveys, before it becomes figures.

    `realised`: the realisation (%) of the plan before, and what was counted for it.
    """

    tally: Tally
    methods: list[str]
    mark: InputMark
    realised: tuple[Fraction | None, CountedPlan | None]


def measure_count(unit: Unit, surveys: Sequence[Survey], count: Count) -> Measurement:
    """Return the measurement of a unit from the count of its surveys (of one period, by id)."""
    ids = [survey.pk for survey in surveys]
    instrument = surveys[0].instrument.parsed
    weighting = find_weighting(unit.agency, instrument)
    index = indices.compute_index(count.tally, instrument, weighting)
    parameters: dict[str, Any] = {"surveys": ids, "minimum_answered": instrument.minimum_answered}
    parameters |= find_parameters(unit.agency, instrument)
    realisation, counted_plan = count.realised
    left_out = count.mark.left_out
    if counted_plan is not None:
        parameters["realisation"] = _describe_plan(counted_plan)
    if left_out is not None and left_out.ids:
        parameters["excluded"] = _describe_left_out(surveys, left_out, count.tally, weighting)
    is_pooled = any(survey.unit_id != unit.pk for survey in surveys)
    return Measurement(
        basis=Basis.POOLED if is_pooled else Basis.OWN,
        rule=PARENT_POOLED.key if is_pooled else OWN_RULE,
        index=index.value,
        elements=elements_of_index(index),
        weighting=weighting,
        instruments=[instrument.id],
        engine="database",
        respondents=count.tally.respondents,
        methods=count.methods,
        mark=count.mark,
        parameters=parameters,
        tally=count.tally,
        realisation=realisation,
    )


def _describe_left_out(
    surveys: Sequence[Survey], left_out: LeftOut, tally: Tally, weighting: Weighting
) -> dict[str, Any]:
    """Return what a result says of the answers it leaves out.

    {"counts": by kind, "hash": of LeftOut, "index_with": the exact index as text, had the flagged ones been
    counted; null without flagged ones or an index}. Corrected answers are in no index: each stands for
    somebody whose later answer is counted.
    """
    index_with = None
    if ExclusionKind.FLAGGED in left_out.counts:
        pooled = PARENT_POOLED.apply([tally, _tally(surveys, Scope.FLAGGED)])
        index_with = indices.compute_index(pooled, surveys[0].instrument.parsed, weighting).value
    return {
        "counts": dict(left_out.counts),
        "hash": left_out.hash,
        "index_with": None if index_with is None else str(index_with),
    }


def _describe_plan(counted: CountedPlan) -> dict[str, Any]:
    """Return what a result keeps of the plan before it, beside the percentage."""
    done = counted.realisation
    return {"period": counted.period, "done": done.done, "planned": done.planned}


def _realisation(unit: Unit, period: Period) -> tuple[Fraction | None, CountedPlan | None]:
    """Return the realisation (%) of the unit's previous plan, and what was counted for it: no answer of a
    citizen tells it.

    Printed in an imported recap row, or else counted from our own plan, as it stands while measuring.
    """
    row = RecapRow.objects.filter(unit=unit, period=period, kind=RecapKind.SURVEY).first()
    text = row.printed["realisation"] if row else ""
    if text:
        return Fraction(parse_number(text)), None
    counted_plan = realisation_before(unit, period)
    return (counted_plan.realisation.percent if counted_plan else None), counted_plan


def _tally(surveys: Sequence[Survey], scope: Scope = Scope.COUNTED) -> Tally:
    """Return the sum over surveys; BadInput `tally_mixed` when their questionnaires differ."""
    by_instrument: dict[int, list[Survey]] = {}
    for survey in surveys:
        by_instrument.setdefault(survey.instrument_id, []).append(survey)
    tallies = [
        tally_surveys([s.pk for s in group], group[0].instrument.parsed, scope=scope)[None]
        for group in by_instrument.values()
    ]
    return PARENT_POOLED.apply(tallies)


def _methods(survey_ids: Sequence[int]) -> list[str]:
    answers = counted(Response.objects.filter(survey__in=survey_ids)).order_by()
    channels = answers.values_list("channel", flat=True).distinct()
    return sorted({METHODS[Channel(channel)] for channel in channels})


@transaction.atomic
def _store_counted(
    unit: Unit,
    period: Period,
    by: User | None,
    measurement: Measurement,
    surveys: Sequence[Survey],
    groups: Groups | None = None,
) -> Result:
    """Store a measurement of answers if they are still what was counted."""
    ids = [survey.pk for survey in surveys]
    held = (
        Survey.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(pk__in=ids)
        .order_by("id")
    )
    _require_closed(held)
    if not _is_still(measurement, ids):
        raise NotNow("result_input_moved", "Jawaban berubah saat dihitung. Hitung sekali lagi.")
    result = store_measurement(unit=unit, period=period, by=by, measurement=measurement)
    keep_groups(result, groups or {})
    return result


def _is_still(measurement: Measurement, survey_ids: Sequence[int]) -> bool:
    """Say whether everything that was read saw the answers as they are now.

    Answers are only added, and an exclusion that was lifted never comes back into force. With the exclusions
    of the start still the ones in force, whatever was in force in between made a count smaller.
    """
    mark = measurement.mark
    if not mark.count == count_answers(survey_ids) == measurement.respondents:
        return False
    return mark.left_out is not None and mark.left_out.ids == find_left_out(survey_ids).ids
