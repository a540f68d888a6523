import pytest

from puas.models import ResponseFlag
from puas.operations.exclusions import exclude_responses
from puas.operations.response_flags import flag_responses
from puas.operations.tallies import advance_tally
from puas.queries.flag_marks import (
    count_all,
    count_doubted,
    count_unseen,
    find_mark,
    left_out_flags,
    sum_flags,
)
from tests.factories import make_agency, make_answer, make_open_survey, make_unit, make_user
from tests.factories.responses import record_responses

pytestmark = pytest.mark.django_db

FOURS, MIXED = (4,) * 9, (4, 3, 4, 4, 3, 4, 4, 4, 4)


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def give(survey, number, scores, **fields):
    record_responses(survey=survey, answers=[make_answer(number, scores, **fields)], by=None)


def test_flags_are_kept_with_the_mark_and_add_up_over_surveys(survey):
    give(survey, 1, FOURS, seconds=2)
    give(survey, 2, FOURS, seconds=200)
    give(survey, 3, MIXED, seconds=200, flags=("correction",))
    flag_responses(survey=survey)
    mark = find_mark(survey)
    assert (mark.counts, mark.answers) == ({"straight_line": 2, "too_fast": 1, "correction": 1}, 2)
    other = make_open_survey(make_unit(survey.unit.agency, name="Lain", slug="lain"))
    give(other, 4, FOURS, seconds=200)
    flag_responses(survey=other)
    assert sum_flags([survey.pk, other.pk]) == {"straight_line": 3, "too_fast": 1, "correction": 1}


def test_what_is_left_out_is_doubted_no_more_and_keeps_its_flags(survey):
    give(survey, 1, FOURS, seconds=2)
    give(survey, 2, FOURS, seconds=200)
    flag_responses(survey=survey)
    first = ResponseFlag.objects.filter(flag="too_fast").values_list("response", flat=True)
    exclude_responses(survey=survey, responses=list(first), reason="Diisi petugas", by=make_user("ani"))
    mark = find_mark(survey)
    assert (count_doubted(mark), left_out_flags(survey)) == (1, {"straight_line": 1, "too_fast": 1})
    assert sum_flags([survey.pk]) == {"straight_line": 2, "too_fast": 1}


def test_answers_are_counted_with_and_without_a_stored_tally_and_a_look(survey):
    assert (count_all(find_mark(survey)), count_unseen(find_mark(survey))) == ((0, 0), 0)
    give(survey, 1, MIXED)
    assert count_all(find_mark(survey)) == (1, 1)
    flag_responses(survey=survey)
    give(survey, 2, MIXED)
    assert (count_all(find_mark(survey)), count_unseen(find_mark(survey))) == ((2, 1), 1)
    advance_tally(survey=survey)
    give(survey, 3, MIXED)
    assert count_all(find_mark(survey)) == (3, 2)
