import hashlib

import pytest

from puas.queries.tallies import InputMark, count_answers, hash_answers
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.responses import record_responses

pytestmark = pytest.mark.django_db


def test_the_mark_is_the_hash_of_all_answers_in_the_order_of_their_uuids():
    unit = make_unit(make_agency())
    first, second = make_open_survey(unit), make_open_survey(unit, "2023-Q3")
    record_responses(survey=first, answers=[make_answer(255, (4,) * 9), make_answer(1, (3,) * 9)], by=None)
    record_responses(survey=second, answers=[make_answer(16, (1, *(0,) * 3, *(2,) * 5))], by=None)
    fours, threes, mixed = 0o444444444, 0o333333333, 0o222220001
    lines = [f"{1:032x} {threes} 0\n", f"{16:032x} {mixed} 0\n", f"{255:032x} {fours} 0\n"]
    expected = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert hash_answers([second.pk, first.pk]) == InputMark(3, expected)
    assert (count_answers([first.pk]), count_answers([])) == (2, 0)
    assert hash_answers([]) == InputMark(0, hashlib.sha256(b"").hexdigest())
