"""One code, many answers at the same moment: exactly one is counted, and no other is lost."""

from collections import Counter
from functools import partial

import pytest

from puas.models import HeldReason, HeldResponse, Response, VisitCode
from puas.operations.responses import record_response
from puas.queries.entries import find_visit
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.form_links import make_slips
from tests.faults.test_identical_posts import AT_ONCE, FOURS, at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def send(survey, found, number, scores=FOURS):
    answer = make_answer(number, scores, link=found.link, visit=found.visit)
    return record_response(survey=survey, answer=answer)


def test_of_different_answers_on_one_code_exactly_one_is_counted():
    survey = make_open_survey(make_unit(make_agency()))
    _, codes = make_slips(survey.unit, ROUNDS)
    for place, code in enumerate(codes):
        found = find_visit(code)
        numbers = range(place * AT_ONCE + 1, place * AT_ONCE + AT_ONCE + 1)
        results = at_once([partial(send, survey, found, number) for number in numbers])
        kinds = Counter((row.is_held, created) for row, created in results)
        assert kinds == {(False, True): 1, (True, True): AT_ONCE - 1}
    assert Response.objects.count() == ROUNDS
    assert Counter(HeldResponse.objects.values_list("reason", flat=True)) == {
        HeldReason.USED.value: ROUNDS * (AT_ONCE - 1)
    }
    everyone = {row.uuid for row in Response.objects.all()} | {row.uuid for row in HeldResponse.objects.all()}
    assert len(everyone) == ROUNDS * AT_ONCE


def test_the_same_answer_on_one_code_is_one_row_and_always_a_success():
    survey = make_open_survey(make_unit(make_agency()))
    _, codes = make_slips(survey.unit, ROUNDS)
    for number, code in enumerate(codes, 1):
        results = at_once([partial(send, survey, find_visit(code), number)] * AT_ONCE)
        row = Response.objects.latest("pk")
        assert Counter(results) == {(row, True): 1, (row, False): AT_ONCE - 1}
    assert (Response.objects.count(), HeldResponse.objects.count()) == (ROUNDS, 0)
    assert VisitCode.objects.filter(used_on=None).count() == 0


def test_one_answer_sent_by_two_codes_uses_up_one_of_them():
    survey = make_open_survey(make_unit(make_agency()))
    _, codes = make_slips(survey.unit, 2)
    tasks = [partial(send, survey, find_visit(code), 1) for code in codes] * (AT_ONCE // 2)
    results = at_once(tasks)
    assert Counter(created for _, created in results) == {True: 1, False: AT_ONCE - 1}
    assert (Response.objects.count(), HeldResponse.objects.count()) == (1, 0)
    assert VisitCode.objects.exclude(used_on=None).count() == 1
