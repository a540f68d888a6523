"""One period of the large example: surveys held, measured, planned upon, handed in, published.

The order is that of real life, so that everything a step needs is there when it is made.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from puas.demonstration.large import Node
from puas.demonstration.large_answers import Crowd, DrawnRow, Season
from puas.errors import NotNow
from puas.lifecycles import SurveyState
from puas.methodology import periods
from puas.models import Agency, InstrumentVersion, Period, Result, Survey, Unit, User
from puas.operations.comment_labels import label_comments
from puas.operations.example_plans import report_example_items, write_example_plans
from puas.operations.examples import (
    move_examples,
    publish_examples,
    record_examples,
    set_example_population,
)
from puas.operations.monitors import STEP, advance_monitor
from puas.operations.openings import open_period
from puas.operations.period_measurements import compute_all_results
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_period
from puas.operations.results import compute_agency, compute_average
from puas.operations.tallies import advance_tally
from puas.queries.lexicons import find_lexicon
from puas.queries.own_findings import count_open
from puas.queries.units import root_of

STATES = (
    *(SurveyState.OPEN,) * 4,
    *(SurveyState.CLOSED, SurveyState.SUBMITTED, SurveyState.RETURNED, SurveyState.VERIFIED),
)
"""Where the offices, with all below them, stand in the quarter that is under way."""


@dataclass(frozen=True)
class Town:
    """The agency with its units in the order of the plan, and who works there (officers by unit id)."""

    agency: Agency
    nodes: tuple[Node, ...]
    units: tuple[Unit, ...]
    services: Mapping[int, Sequence[int]]
    instrument: InstrumentVersion
    coordinator: User
    officers: Mapping[int, User]


@dataclass(frozen=True)
class Drawing:
    """The answers of one quarter: its number, the people and how many answer by unit id, and today."""

    number: int
    crowds: Mapping[int, Crowd]
    counts: Mapping[int, int]
    today: date


@transaction.atomic
def make_period(town: Town, quarter: periods.Period, drawing: Drawing, *, is_last: bool) -> None:
    """Make one quarter; the last one is under way, the others are published."""
    surveys = _hold(town, quarter, drawing)
    goals = _goals(town) if is_last else dict.fromkeys(drawing.crowds, SurveyState.PUBLISHED)
    done = [survey for survey in surveys if goals[survey.unit_id] is not SurveyState.OPEN]
    move_examples(surveys=done, to=SurveyState.CLOSED, operation="close_survey", people=None)
    lexicon = find_lexicon(town.agency)
    for survey in done:
        label_comments(survey=survey, lexicon=lexicon)
    period = ensure_period(quarter)
    report_example_items(period=ensure_period(quarter.previous), confirmer=town.coordinator)
    measured = compute_all_results(agency=town.agency, period=period, by=town.coordinator)
    results = [result for result in measured if result.index]  # nobody answered the others
    write_example_plans(period=period, results=results, people=town.officers)
    with_index = {result.unit_id for result in results}
    _hand_in(town, [survey for survey in done if survey.unit_id in with_index], goals)
    if not is_last:
        _publish(town, period, results)


def _hold(town: Town, quarter: periods.Period, drawing: Drawing) -> list[Survey]:
    """Open the surveys of a quarter and store their answers."""
    surveys = list(open_period(agency=town.agency, period=quarter, by=town.coordinator))
    period, last = (
        ensure_period(quarter),
        max(min(quarter.ends, drawing.today), quarter.starts + timedelta(6)),
    )
    for survey in surveys:
        survey.period = period
    if drawing.number == 0:
        set_example_population(surveys=surveys, population=lambda s: 5 * drawing.counts[s.unit_id] + 40)
    season = Season(town.instrument.parsed, quarter.starts, last)

    def draw(survey: Survey) -> Iterator[DrawnRow]:
        unit = survey.unit_id
        return drawing.crowds[unit].draw(drawing.counts[unit], drawing.number, season)

    move_examples(surveys=surveys, to=SurveyState.OPEN, operation="open_survey", people=None)
    record_examples(surveys=surveys, services=town.services, draw=draw, by=None)
    for survey in surveys:
        if drawing.counts[survey.unit_id] >= STEP:
            advance_monitor(survey=survey)
            advance_tally(survey=survey)
    return surveys


def _goals(town: Town) -> dict[int, SurveyState]:
    """Return where each unit's survey stands in the quarter that is under way: as its office's."""
    goals: list[SurveyState] = []
    for node in town.nodes:
        goals.append(STATES[node.place % len(STATES)] if node.parent is None else goals[node.parent])
    return {unit.pk: goal for unit, goal in zip(town.units, goals, strict=True)}


def _hand_in(town: Town, surveys: Sequence[Survey], goals: Mapping[int, SurveyState]) -> None:
    """Submit the surveys, and verify or return them, as far as their goals are."""
    later = [survey for survey in surveys if goals[survey.unit_id] is not SurveyState.CLOSED]
    move_examples(surveys=later, to=SurveyState.SUBMITTED, operation="submit_survey", people=town.officers)
    by_goal: dict[SurveyState, list[Survey]] = {}
    for survey in later:
        by_goal.setdefault(goals[survey.unit_id], []).append(survey)
    verified = [*by_goal.get(SurveyState.VERIFIED, ()), *by_goal.get(SurveyState.PUBLISHED, ())]
    returned = by_goal.get(SurveyState.RETURNED, [])
    who = town.coordinator
    move_examples(surveys=verified, to=SurveyState.VERIFIED, operation="verify_survey", people=who)
    move_examples(surveys=returned, to=SurveyState.RETURNED, operation="return_survey", people=who)


def _publish(town: Town, period: Period, results: Sequence[Result]) -> None:
    """Publish the results in which the checks find no error, and the agency's own."""
    own = compute_agency(agency=town.agency, period=period, by=town.coordinator)
    errors = count_open(town.agency, period)
    ready = [result for result in (*results, own) if not errors[result.unit_id]]
    publish_examples(agency=town.agency, period=period, results=ready, by=town.coordinator)


@transaction.atomic
def make_year(town: Town, year: periods.Period) -> None:
    """Average the year of every office and of the agency, and publish what the checks let pass."""
    period, root = ensure_period(year), root_of(town.agency)
    if Result.objects.filter(unit=root, period=period).exists():
        return
    for unit, node in zip(town.units, town.nodes, strict=True):
        if node.parent is None:
            with suppress(NotNow):  # an office whose first quarter is under way has nothing to average
                compute_average(unit=unit, period=period, by=town.coordinator)
    with suppress(NotNow):
        compute_agency(agency=town.agency, period=period, by=town.coordinator)
        publish_period(agency=town.agency, period=period, by=town.coordinator)
