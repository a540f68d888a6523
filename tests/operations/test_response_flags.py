from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from puas.methodology.quality import Flag
from puas.models import AuditEvent, Channel, FlagMark, Response, ResponseFlag
from puas.operations import response_flags
from puas.operations.response_flags import flag_responses
from puas.operations.surveys import close_survey
from tests.factories import make_agency, make_answer, make_open_survey, make_responses, make_unit
from tests.factories.form_links import make_form_link
from tests.factories.responses import record_responses

pytestmark = pytest.mark.django_db

FOURS = (4,) * 9
MIXED = (4, 3, 4, 4, 3, 4, 4, 4, 4)
SENTENCE = "Petugasnya ramah dan cepat"


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def give(survey, number, scores=MIXED, **fields):
    record_responses(survey=survey, answers=[make_answer(number, scores, **fields)], by=None)


def give_at(survey, number, moment, scores=MIXED, **fields):
    answer = replace(make_answer(number, scores, **fields), answered_at=moment)
    record_responses(survey=survey, answers=[answer], by=None)


def flags_of(survey):
    """Return the flags of each answer that has any, by the number it was given with."""
    found = {}
    for uuid, flag in ResponseFlag.objects.filter(survey=survey).values_list("response__uuid", "flag"):
        found.setdefault(uuid.int, set()).add(flag)
    return found


def at(minute, second=0):
    return datetime(2023, 5, 2, 3, minute, second, tzinfo=UTC)


def test_each_answer_gets_what_it_says_by_itself(survey):
    give(survey, 1, seconds=200)
    give(survey, 2, FOURS, seconds=200)
    give(survey, 3, seconds=2)
    give(survey, 4, was_steered=True)
    give(survey, 5, was_steered=False, flags=("other_version", "something_else"))
    give(survey, 6, flags=("correction",))
    assert flag_responses(survey=survey) == 6
    assert flags_of(survey) == {
        2: {"straight_line"},
        3: {"too_fast"},
        4: {"steered"},
        5: {"other_version"},
        6: {"correction"},
    }


def test_a_clock_that_runs_ahead_is_flagged(survey):
    give(survey, 1)
    give_at(survey, 2, datetime.max.replace(tzinfo=UTC))
    flag_responses(survey=survey)
    assert flags_of(survey) == {2: {"clock_ahead"}}


def test_night_is_by_the_clock_of_the_place_and_only_at_a_counter(survey):
    night = datetime(2023, 5, 2, 15, 0, tzinfo=UTC)  # 22.00 WIB
    for number, channel in enumerate(Channel, 1):
        give_at(survey, number, night, channel=channel)
    flag_responses(survey=survey)
    kiosk, interview = list(Channel).index(Channel.KIOSK) + 1, list(Channel).index(Channel.INTERVIEW) + 1
    assert flags_of(survey) == {kiosk: {"night"}, interview: {"night"}}


def varied(number):
    return (4, 3, 2 + number % 3, 4, 3, 1 + number % 4, 4, 4, 3)


def test_a_burst_of_one_device_reaches_over_the_mark(survey):
    for number in range(1, 6):
        give_at(survey, number, at(0, number), varied(number), device_hash=7)
    assert flag_responses(survey=survey) == 5
    assert flags_of(survey) == {}
    for number in range(6, 11):
        give_at(survey, number, at(0, number), varied(number), device_hash=7)
    give_at(survey, 11, at(0, 11), varied(11), device_hash=8)
    assert flag_responses(survey=survey) == 6
    assert flags_of(survey) == {number: {"burst"} for number in range(1, 11)}


def test_a_run_is_of_one_link_on_one_day(survey):
    link = make_form_link(survey.unit)
    for number in range(1, 9):
        give_at(survey, number, at(number * 2), link=link)
    for number in range(9, 17):  # seven on one day, one on the next
        day = timedelta(days=2 if number == 16 else 1)
        give_at(survey, number, at(number * 2) + day, link=link)
    give_at(survey, 17, at(50))
    flag_responses(survey=survey)
    assert flags_of(survey) == {number: {"run"} for number in range(1, 9)}


def test_a_comment_is_compared_with_all_of_the_survey(survey, monkeypatch):
    monkeypatch.setattr(response_flags, "OVERLAP", 1)
    for number in range(1, 5):
        give(survey, number, comment=SENTENCE)
    give(survey, 5, comment="Bagus")
    flag_responses(survey=survey)
    assert flags_of(survey) == {}
    give(survey, 6, comment=f"  {SENTENCE.upper()} ")
    flag_responses(survey=survey)
    assert flags_of(survey) == {number: {"same_comment"} for number in (1, 2, 3, 4, 6)}


def test_the_same_again_changes_nothing_and_tells_nobody(survey):
    give(survey, 1, FOURS)
    events = AuditEvent.objects.count()
    assert [flag_responses(survey=survey) for _ in range(3)] == [1, 0, 0]
    FlagMark.objects.update(last_id=0)
    assert flag_responses(survey=survey) == 1
    assert list(ResponseFlag.objects.values_list("flag", flat=True)) == ["straight_line"]
    assert FlagMark.objects.get().last_id == Response.objects.get().pk
    assert AuditEvent.objects.count() == events


def test_many_answers_are_looked_at_slice_by_slice(survey, monkeypatch):
    monkeypatch.setattr(response_flags, "SLICE", 2)
    make_responses(survey, *[FOURS] * 5)
    assert flag_responses(survey=survey, most=3) == 4
    assert ResponseFlag.objects.count() == 4
    assert flag_responses(survey=survey) == 1
    assert ResponseFlag.objects.count() == 5


def test_another_survey_is_left_alone(survey):
    other = make_open_survey(survey.unit, "2023-Q3")
    make_responses(other, FOURS)
    make_responses(survey, MIXED)
    assert (flag_responses(survey=survey), ResponseFlag.objects.count()) == (1, 0)


def test_closing_looks_at_the_last_answers(survey, django_capture_on_commit_callbacks):
    make_responses(survey, FOURS)
    with django_capture_on_commit_callbacks(execute=True):
        close_survey(survey=survey, by=None)
    assert list(ResponseFlag.objects.values_list("flag", flat=True)) == [Flag.STRAIGHT_LINE.value]


def test_whoever_comes_second_looks_at_the_answers_after_the_first(survey, monkeypatch):
    """Somebody else moves the mark while the answers are judged: nothing is counted twice."""
    give(survey, 1, FOURS, seconds=200)
    judge = response_flags._find_alone

    def meanwhile(*given):
        monkeypatch.setattr(response_flags, "_find_alone", judge)
        flag_responses(survey=survey)
        give(survey, 2, FOURS, seconds=200)
        return judge(*given)

    monkeypatch.setattr(response_flags, "_find_alone", meanwhile)
    assert flag_responses(survey=survey) == 1
    assert FlagMark.objects.get().counts == {"straight_line": 2}
