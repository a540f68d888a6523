"""Measuring a whole period at once: what `compute_result` gives for each unit, from a few readings of all.

Each survey is counted once; a parent is the sum of tallies. For a period with hundreds of surveys.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.db import transaction

from puas.engines.database import tally_surveys
from puas.errors import NotNow
from puas.lifecycles import LOCKED_STATES, SurveyState
from puas.methodology.numbers import parse_number
from puas.methodology.rollups import PARENT_POOLED
from puas.methodology.tallies import Tally
from puas.models import Agency, Channel, Period, RecapKind, RecapRow, Response, Result, Survey, User
from puas.operations.measurements import store_measurements
from puas.operations.result_groups import count_groups, keep_groups
from puas.operations.results import METHODS, Count, compute_result, measure_count
from puas.queries.exclusions import in_force
from puas.queries.realisations import CountedPlan, realisations_before
from puas.queries.tallies import hash_groups
from puas.queries.unit_changes import parents_at

Realised = tuple[Fraction | None, CountedPlan | None]


@transaction.atomic
def compute_all_results(*, agency: Agency, period: Period, by: User | None) -> list[Result]:
    """Measure every unit of an agency that held a survey in `period`, if those below it are closed too.

    The results are those of `compute_result`, which also does the units with answers that are left out.
    NotNow `result_input_moved` when an answer was left out meanwhile.
    """
    held = _hold_surveys(agency, period)
    groups = _group(held, parents_at(agency, period.ends))
    with_exclusions = set(in_force(survey.pk for survey in held).values_list("response__survey", flat=True))
    plain = {unit: group for unit, group in groups.items() if with_exclusions.isdisjoint(_ids(group))}
    found = _measure_plain(plain, period, by) if plain else []
    if set(in_force(survey.pk for survey in held).values_list("response__survey", flat=True)) != (
        with_exclusions
    ):
        raise NotNow("result_input_moved", "Jawaban berubah saat dihitung. Hitung sekali lagi.")
    units = {survey.unit_id: survey.unit for survey in held}
    return found + [
        compute_result(unit=units[unit], period=period, by=by) for unit in groups if unit not in plain
    ]


def _hold_surveys(agency: Agency, period: Period) -> list[Survey]:
    """Return the surveys of the period that have begun, by id; none of them takes an answer meanwhile."""
    joined = Survey.objects.select_for_update(of=("self",)).select_related(
        "instrument", "unit__agency", "period"
    )
    found = joined.filter(unit__agency=agency, period=period).exclude(state=SurveyState.PLANNED)
    return list(found.order_by("id"))


def _group(surveys: Sequence[Survey], parents: Mapping[int, int | None]) -> dict[int, list[Survey]]:
    """Return, by unit, its own survey and those below it, of the units whose surveys are all closed."""
    groups: dict[int, list[Survey]] = {survey.unit_id: [] for survey in surveys}
    for survey in surveys:
        unit: int | None = survey.unit_id
        while unit is not None:
            if unit in groups:
                groups[unit].append(survey)
            unit = parents.get(unit)
    return {unit: group for unit, group in groups.items() if all(s.stage in LOCKED_STATES for s in group)}


def _ids(surveys: Sequence[Survey]) -> list[int]:
    return [survey.pk for survey in surveys]


def _measure_plain(groups: Mapping[int, list[Survey]], period: Period, by: User | None) -> list[Result]:
    """Measure units of whose answers none is left out."""
    surveys = {survey.pk: survey for group in groups.values() for survey in group}
    units = {survey.unit_id: survey.unit for survey in surveys.values()}
    tallies, methods = _tally_each(surveys), _find_methods(surveys)
    marks = hash_groups({unit: _ids(group) for unit, group in groups.items()})
    realised = _realised(list(groups), period)
    measured = []
    for unit, group in groups.items():
        count = Count(
            tally=PARENT_POOLED.apply([tallies[survey.pk] for survey in group]),
            methods=sorted(set().union(*(methods.get(survey.pk, set()) for survey in group))),
            mark=marks[unit],
            realised=realised[unit],
        )
        measured.append((units[unit], measure_count(units[unit], group, count)))
    results = store_measurements(period=period, by=by, measured=measured)
    for result, group in zip(results, groups.values(), strict=True):
        instrument = group[0].instrument.parsed
        keep_groups(result, count_groups(_ids(group), instrument, result.respondents or 0))
    return results


def _tally_each(surveys: Mapping[int, Survey]) -> dict[int, Tally]:
    """Return the tally of each survey, an empty one for a survey that nobody answered."""
    by_instrument: dict[int, list[Survey]] = {}
    for survey in surveys.values():
        by_instrument.setdefault(survey.instrument_id, []).append(survey)
    tallies: dict[int, Tally] = {}
    for group in by_instrument.values():
        instrument = group[0].instrument.parsed
        counted = tally_surveys(_ids(group), instrument, by="survey")
        tallies |= {survey.pk: counted.get(survey.pk, Tally.empty(instrument)) for survey in group}
    return tallies


def _find_methods(surveys: Mapping[int, Survey]) -> dict[int, set[str]]:
    answers = Response.objects.filter(survey__in=list(surveys)).order_by()
    methods: dict[int, set[str]] = {}
    for survey_id, channel in answers.values_list("survey_id", "channel").distinct():
        methods.setdefault(survey_id, set()).add(METHODS[Channel(channel)])
    return methods


def _realised(units: Sequence[int], period: Period) -> dict[int, Realised]:
    """Return the realisation of each unit's plan before, printed in a recap or else counted."""
    counted = realisations_before(units, period)
    found: dict[int, Realised] = {}
    for unit in units:
        plan = counted.get(unit)
        found[unit] = (plan.realisation.percent if plan else None, plan)
    rows = RecapRow.objects.filter(unit__in=units, period=period, kind=RecapKind.SURVEY)
    for row in rows.order_by("-position", "-id"):  # the first of several counts
        if row.printed["realisation"] and row.unit_id is not None:
            found[row.unit_id] = Fraction(parse_number(row.printed["realisation"])), None
    return found
