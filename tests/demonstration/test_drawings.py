"""Drawn answers: sums exact, scores 1..4, the same for the same seed."""

import random
from datetime import date

import pytest
from hypothesis import given, strategies as st

from puas.demonstration.cities import load_city
from puas.demonstration.comparisons import TOLERANCE
from puas.demonstration.drawings import (
    CLOSED_DAYS,
    draw_answers,
    draw_profile,
    draw_scores,
    draw_time,
    item_scores,
)
from puas.demonstration.sums import fit_period, fit_sums
from puas.exchange.instrument_files import load_instrument
from puas.methodology.answers import parse_profile
from puas.methodology.indices import compute_index
from puas.methodology.instruments import ProfileField
from puas.methodology.numbers import round_half_up
from puas.methodology.tallies import tally_responses

CLASSIC = load_instrument("classic-2017")
STARTS, ENDS = date(2023, 4, 1), date(2023, 6, 30)


@st.composite
def possible_sums(draw):
    respondents = draw(st.integers(1, 300))
    sums = draw(st.lists(st.integers(respondents, 4 * respondents), min_size=9, max_size=9))
    return respondents, tuple(sums)


@given(possible_sums(), st.integers())
def test_sums_are_exact_and_every_score_is_on_the_scale(wanted, seed):
    respondents, sums = wanted
    scores = draw_scores(sums, respondents, random.Random(seed))
    assert len(scores) == respondents
    assert tuple(map(sum, zip(*scores, strict=True))) == sums
    assert {score for vector in scores for score in vector} <= {1, 2, 3, 4}


@pytest.mark.parametrize("total", [9, 41])
def test_a_sum_that_no_scores_give_is_refused(total):
    with pytest.raises(ValueError, match="no 10 scores"):
        draw_scores((total,), 10, random.Random(1))


def test_answers_of_one_form_resemble_each_other():
    scores = draw_scores((1000, 1000), 300, random.Random(1))
    both = sum(first * second for first, second in scores)
    assert both * 300 > 1000 * 1000  # positive covariance


def fit_of_the_first_school():
    return fit_sums(load_city("surakarta").surveys("2023-Q2")[1])


def drawn(seed):
    return draw_answers(fit_of_the_first_school(), instrument=CLASSIC, starts=STARTS, ends=ENDS, seed=seed)


def test_a_seed_draws_the_same_answers_again_and_another_seed_others():
    assert drawn("one") == drawn("one")
    assert [answer.scores for answer in drawn("one")] != [answer.scores for answer in drawn("two")]


def test_one_answer_per_respondent_in_order_of_time():
    answers = drawn("one")
    assert len(answers) == fit_of_the_first_school().respondents
    assert [answer.answered_at for answer in answers] == sorted(answer.answered_at for answer in answers)


def test_times_lie_in_office_hours_of_working_days():
    source = random.Random(1)
    times = [draw_time(source, STARTS, ENDS) for _ in range(2000)]
    assert {time.weekday() for time in times} == {0, 1, 2, 3, 4}
    assert not CLOSED_DAYS & {time.date() for time in times}
    assert (min(times).date() >= STARTS, max(times).date() <= ENDS) == (True, True)
    assert {time.hour for time in times} == {8, 9, 10, 11, 13, 14, 15}


def test_a_profile_answers_the_instruments_questions_and_passes_its_own_check():
    answers = drawn("one")
    for answer in answers:
        assert parse_profile(CLASSIC, answer.profile) == answer.profile
        assert answer.profile["hour"] == ("PAGI" if answer.answered_at.hour < 12 else "SIANG")
    assert {key for answer in answers for key in answer.profile} == {field.key for field in CLASSIC.profile}


def test_a_kind_of_field_that_cannot_be_drawn_is_left_out():
    at = drawn("one")[0].answered_at
    fields = (ProfileField("note", "text", {"id": "Catatan"}),)
    assert draw_profile(fields, at, random.Random(1)) == {}


@pytest.fixture(scope="module")
def counted():
    """Return {unit: (printed row, pooled index)} with every drawn answer counted one by one."""
    city = load_city("surakarta")
    own = {unit: tally_of(fit) for unit, fit in fit_period(city, "2023-Q2").items()}
    pooled = {name: sum((own[child] for child in city.children_of(name)), own[name]) for name in own}
    return {row.unit: (row, compute_index(pooled[row.unit], CLASSIC)) for row in city.surveys("2023-Q2")}


def tally_of(fit):
    answers = draw_answers(fit, instrument=CLASSIC, starts=STARTS, ends=ENDS, seed="check")
    return tally_responses(CLASSIC, [item_scores(CLASSIC, answer.scores) for answer in answers])


def test_every_unit_has_the_printed_number_of_respondents(counted):
    assert len(counted) == 155
    assert [name for name, (row, index) in counted.items() if index.respondents != row.respondents] == []


def test_the_index_of_154_of_155_units_lies_within_the_tolerance(counted):
    outside = [name for name, (row, index) in counted.items() if abs(index.rounded - row.index) > TOLERANCE]
    assert outside == ["Kecamatan Banjarsari"]


def test_the_element_means_equal_print_to_two_decimals_but_those_told_as_missed(counted):
    fits = fit_period(load_city("surakarta"), "2023-Q2")
    for name, (row, index) in counted.items():
        unequal = {
            element.key
            for element, value in zip(index.elements, row.values, strict=True)
            if round_half_up(element.mean, 2) != value / 25
        }
        assert unequal == {miss.element for miss in fits[name].misses}
