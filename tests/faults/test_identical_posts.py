"""Twenty identical answers at the same moment: one row, and everybody is told that it is stored."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from puas.errors import Conflict
from puas.models import HeldResponse, Response
from puas.operations.responses import Answer, record_response
from puas.operations.surveys import close_survey
from puas.queries.tallies import count_answers
from tests.factories import make_agency, make_open_survey, make_unit

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, ROUNDS = 20, 8
NOW = datetime(2023, 5, 2, tzinfo=UTC)
FOURS, THREES = (4,) * 9, (3,) * 9


def record(survey, number, scores=FOURS):
    answer = Answer(UUID(int=number), scores, NOW, profile={"sex": "P"}, comment="sama")
    return record_response(survey=survey, answer=answer)


def at_once(tasks):
    """Run every task in a thread of its own, all released together; return their results or errors."""
    gate = threading.Barrier(len(tasks))

    def run(task):
        gate.wait(30)
        try:
            return task()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_identical_answers_at_once_are_one_row():
    survey = make_open_survey(make_unit(make_agency()))
    for number in range(ROUNDS):
        results = at_once([lambda number=number: record(survey, number)] * AT_ONCE)
        row = Response.objects.get(uuid=UUID(int=number))
        assert Counter(results) == {(row, True): 1, (row, False): AT_ONCE - 1}
    assert (count_answers([survey.pk]), HeldResponse.objects.count()) == (ROUNDS, 0)


def test_two_contents_at_once_keep_one_and_put_the_other_aside():
    survey = make_open_survey(make_unit(make_agency()))
    tasks = [lambda: record(survey, 1), lambda: record(survey, 1, THREES)] * (AT_ONCE // 2)
    results = at_once(tasks)
    row = Response.objects.get()
    held = HeldResponse.objects.get()
    assert {row.scores, held.scores} == {FOURS, THREES}
    kinds = Counter(type(r) if isinstance(r, Exception) else r for r in results)
    assert kinds == {(row, True): 1, (row, False): AT_ONCE // 2 - 1, Conflict: AT_ONCE // 2}


def test_late_identical_answers_at_once_are_one_row_in_the_tray():
    survey = make_open_survey(make_unit(make_agency()))
    close_survey(survey=survey, by=None)
    results = at_once([lambda: record(survey, 1)] * AT_ONCE)
    held = HeldResponse.objects.get()
    assert Counter(results) == {(held, True): 1, (held, False): AT_ONCE - 1}


def test_once_closed_no_answer_is_added():
    """Answers race with the closing: what close_survey leaves behind is what stays."""
    survey = make_open_survey(make_unit(make_agency()))
    counted = []

    def close():
        close_survey(survey=survey, by=None)
        counted.append(count_answers([survey.pk]))

    tasks = [lambda number=number: record(survey, number) for number in range(AT_ONCE)]
    results = at_once([*tasks[:10], close, *tasks[10:]])
    assert [error for error in results if isinstance(error, Exception)] == []
    assert count_answers([survey.pk]) == counted[0]
    assert counted[0] + HeldResponse.objects.count() == AT_ONCE
