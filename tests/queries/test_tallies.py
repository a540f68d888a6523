import hashlib
from uuid import UUID

import pytest

from puas.models import Exclusion, Response
from puas.operations.exclusions import exclude_responses
from puas.queries.exclusions import LeftOut, find_left_out
from puas.queries.tallies import InputMark, count_answers, hash_answers
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.responses import record_responses

pytestmark = pytest.mark.django_db

NOBODY = LeftOut((), {}, hashlib.sha256(b"").hexdigest())


def test_the_mark_is_the_hash_of_all_answers_in_the_order_of_their_uuids():
    unit = make_unit(make_agency())
    first, second = make_open_survey(unit), make_open_survey(unit, "2023-Q3")
    record_responses(survey=first, answers=[make_answer(255, (4,) * 9), make_answer(1, (3,) * 9)], by=None)
    record_responses(survey=second, answers=[make_answer(16, (1, *(0,) * 3, *(2,) * 5))], by=None)
    fours, threes, mixed = 0o444444444, 0o333333333, 0o222220001
    lines = [f"{1:032x} {threes} 0\n", f"{16:032x} {mixed} 0\n", f"{255:032x} {fours} 0\n"]
    expected = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert hash_answers([second.pk, first.pk]) == InputMark(3, expected, NOBODY)
    assert (count_answers([first.pk]), count_answers([])) == (2, 0)
    assert hash_answers([]) == InputMark(0, hashlib.sha256(b"").hexdigest(), NOBODY)


def test_the_mark_names_what_was_counted_and_what_was_left_out(django_assert_num_queries):
    survey = make_open_survey(make_unit(make_agency()))
    answers = [make_answer(255, (4,) * 9), make_answer(1, (3,) * 9), make_answer(16, (4,) * 9)]
    record_responses(survey=survey, answers=answers, by=None)
    out = Response.objects.exclude(uuid=UUID(int=16)).values_list("id", flat=True)
    exclude_responses(survey=survey, responses=out, reason="Pengarahan", by=None)
    counted = hashlib.sha256(f"{16:032x} {0o444444444} 0\n".encode()).hexdigest()
    named = hashlib.sha256(f"{1:032x} flagged\n{255:032x} flagged\n".encode()).hexdigest()
    ids = tuple(Exclusion.objects.values_list("id", flat=True))
    with django_assert_num_queries(1):
        left_out = find_left_out([survey.pk])
    assert left_out == LeftOut(ids, {"flagged": 2}, named)
    assert hash_answers([survey.pk]) == InputMark(1, counted, left_out)
    assert count_answers([survey.pk]) == 1
