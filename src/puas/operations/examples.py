"""Filling a large example fast: answers, moves and people at once, each with the event it would have had.

Nothing here is for real data: the answers were drawn, so nobody acknowledges them, and the moves are checked
by the table of states but not by what a survey needs (`demonstration` does them in an order that meets it).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from puas.demonstration.large_answers import DrawnRow
from puas.lifecycles import SurveyState, require_move
from puas.models import Agency, Membership, Period, Publication, Response, Result, Role, Survey, Unit, User
from puas.operations.audits import Event, append_event, append_events
from puas.operations.row_writers import write_rows
from puas.queries.units import root_of

Draw = Callable[[Survey], Iterable[DrawnRow]]
"""The answers of a survey, in the order they are stored in."""

_COLUMNS = (
    *("survey_id", "instrument_id", "uuid", "channel", "service_id", "word_a", "word_b", "profile"),
    *("comment", "answered_at", "received_at", "flags", "seconds", "was_steered"),
)


@transaction.atomic
def add_example_people(*, units: Sequence[Unit], role: Role, by: User | None) -> list[User]:
    """Give each unit a person with a role, whose account nobody can sign in to; return them in order."""
    now = timezone.now()
    people = [User(username=f"{role.value}.{unit.slug}"[:150], first_name=unit.name[:150]) for unit in units]
    for person in people:
        person.set_unusable_password()
    made = User.objects.bulk_create(people, batch_size=500)
    held = Membership.objects.bulk_create(
        Membership(user=user, unit=unit, role=role.value, granted_at=now, granted_by=by)
        for user, unit in zip(made, units, strict=True)
    )
    append_events(Event("create_user", user, None, {}, by) for user in made)
    append_events(
        Event("grant_role", row, row.unit, {"user": row.user_id, "role": row.role}, by) for row in held
    )
    return made


@transaction.atomic
def record_examples(
    *, surveys: Sequence[Survey], services: Mapping[int, Sequence[int]], draw: Draw, by: User | None
) -> int:
    """Store the drawn answers of open surveys, with one event a survey; return how many.

    `services`: the ids of each unit's services, in the order that the drawn rows count them in.
    """
    counts: dict[int, int] = {}
    write_rows(Response._meta.db_table, _COLUMNS, _rows(surveys, services, draw, counts))
    data = {survey.pk: {"given": counts[survey.pk], "new": counts[survey.pk]} for survey in surveys}
    append_events(Event("record_responses", s, s.unit, {**data[s.pk], "held": 0}, by) for s in surveys)
    return sum(counts.values())


def _rows(
    surveys: Iterable[Survey], services: Mapping[int, Sequence[int]], draw: Draw, counts: dict[int, int]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the surveys in the order of _COLUMNS, and count them."""
    adapt, adapted = connection.ops.adapt_datetimefield_value, dict[datetime, Any]()
    for survey in surveys:
        number, instrument_id, offered = survey.pk, survey.instrument_id, [*services[survey.unit_id], None]
        counts[number] = 0
        for row in draw(survey):
            at = adapted.get(row.answered_at)
            if at is None:
                at = adapted[row.answered_at] = str(adapt(row.answered_at))
            counts[number] += 1
            yield (
                *(number, instrument_id, row.uuid, row.channel, offered[row.service], row.word_a, row.word_b),
                *(row.profile, row.comment, at, at, "[]", row.seconds, False),
            )


@transaction.atomic
def move_examples(
    *, surveys: Sequence[Survey], to: SurveyState, operation: str, people: Mapping[int, User] | User | None
) -> None:
    """Move surveys to a state that follows theirs, with the event of each; NotNow `survey_move`.

    `people`: who did it, for all or by unit id.
    """
    now, events = timezone.now(), []
    for survey in surveys:
        require_move(survey.stage, to)
        who = people.get(survey.unit_id) if isinstance(people, Mapping) else people
        data: dict[str, Any] = {"from": survey.state, "to": to.value}
        survey.state = to.value
        if to is SurveyState.RETURNED:
            data["reason"] = survey.returned_reason = "Lengkapi populasi dan ajukan kembali."
        if to is SurveyState.SUBMITTED:
            survey.submitted_at, survey.submitted_by = now, who
        events.append(Event(operation, survey, survey.unit, data, who))
    _store_moves(surveys)
    append_events(events)


def _store_moves(surveys: Sequence[Survey]) -> None:
    """Store what a move of all `surveys` to one state changed."""
    if surveys:
        first = surveys[0]
        fields = {"state": first.state, "returned_reason": first.returned_reason}
        Survey.objects.filter(pk__in=[s.pk for s in surveys]).update(**fields)
        if first.stage is SurveyState.SUBMITTED:
            Survey.objects.bulk_update(surveys, ["submitted_at", "submitted_by"], batch_size=500)


@transaction.atomic
def set_example_population(*, surveys: Sequence[Survey], population: Callable[[Survey], int]) -> None:
    """State the population of surveys, which later periods carry over."""
    for survey in surveys:
        survey.population = population(survey)
        survey.population_source = "Register layanan contoh"
        survey.population_on = survey.period.starts
    Survey.objects.bulk_update(surveys, ["population", "population_source", "population_on"], batch_size=200)
    append_events(
        Event("change_population", s, s.unit, {"from": None, "to": s.population}, None) for s in surveys
    )


@transaction.atomic
def publish_examples(*, agency: Agency, period: Period, results: Sequence[Result], by: User | None) -> None:
    """Publish results of verified surveys for the first time, in one decision."""
    now = timezone.now()
    made = Publication.objects.bulk_create(
        Publication(unit_id=r.unit_id, period=period, result=r, version=1, published_at=now, published_by=by)
        for r in results
    )
    surveys = Survey.objects.filter(period=period, unit__in=[r.unit_id for r in results])
    for survey in surveys:
        require_move(survey.stage, SurveyState.PUBLISHED)
    surveys.update(state=SurveyState.PUBLISHED.value)
    data = {"period": period.code, "results": [row.result_id for row in made]}
    append_event(by=by, operation="publish_period", subject=period, unit=root_of(agency), data=data)
