"""A unit through its periods, and single results, for the office; only within a person's subtree."""

from dataclasses import dataclass

from puas.errors import NotFound
from puas.models import InstrumentVersion, Period, Publication, Result, Survey, Unit, User
from puas.permissions import Action
from puas.queries.surveys import count_by_survey
from puas.queries.units import visible_units


@dataclass(frozen=True)
class UnitPeriod:
    """What a unit has in one period."""

    period: Period
    survey: Survey | None
    answers: int
    publication: Publication | None


def find_unit(user: User, unit_id: int, action: Action = Action.VIEW) -> Unit:
    """Return a unit where `user` may do `action`; NotFound `unit_unknown` for any other."""
    unit = visible_units(user, action).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound("unit_unknown", "Unit itu tidak ada, atau bukan unit Anda.")
    return unit


def find_result(user: User, result_id: int) -> Result:
    """Return a result of a unit that `user` sees; NotFound `result_unknown` for any other."""
    joined = Result.objects.select_related("unit__agency", "period")
    result: Result | None = joined.filter(pk=result_id, unit__in=visible_units(user)).first()
    if result is None:
        raise NotFound("result_unknown", "Hasil itu tidak ada, atau bukan hasil unit Anda.")
    return result


def find_publication(result: Result) -> Publication | None:
    """Return what is published in force for the unit and period of `result`. One query."""
    same = Publication.objects.filter(unit=result.unit_id, period=result.period_id, replaced_by=None)
    return same.select_related("result").first()


def find_survey_of(result: Result) -> Survey | None:
    """Return the survey of the unit and period of `result`; None for an average or a recap. One query."""
    same = Survey.objects.filter(unit=result.unit_id, period=result.period_id)
    return same.select_related("instrument").first()


def unit_history(unit: Unit) -> tuple[UnitPeriod, ...]:
    """Return every period in which the unit has a survey or a publication, newest first. Three queries."""
    surveys = {s.period: s for s in Survey.objects.filter(unit=unit).select_related("period")}
    in_force = Publication.objects.filter(unit=unit, replaced_by=None)
    published = {p.period: p for p in in_force.select_related("period", "result")}
    counts = count_by_survey(survey.pk for survey in surveys.values())
    periods = sorted(
        surveys.keys() | published.keys(), key=lambda p: (p.ends, -p.starts.toordinal()), reverse=True
    )
    return tuple(
        _build_period(period, surveys.get(period), counts, published.get(period)) for period in periods
    )


def _build_period(
    period: Period, survey: Survey | None, counts: dict[int, int], publication: Publication | None
) -> UnitPeriod:
    answers = counts.get(survey.pk, 0) if survey else 0
    return UnitPeriod(period, survey, answers, publication)


def known_instruments() -> tuple[InstrumentVersion, ...]:
    """Return the questionnaires that a survey can use, by name, the newest version of each first."""
    return tuple(InstrumentVersion.objects.order_by("key", "-version"))
