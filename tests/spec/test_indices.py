from fractions import Fraction

import pytest

from puas.exchange.instrument_files import load_instrument
from puas.methodology.answers import element_scores, parse_scores
from puas.methodology.grades import grade_of
from puas.methodology.indices import (
    compute_index,
    compute_ipak,
    exact_weights,
    parse_weighting,
    round_half_up,
)
from puas.methodology.numbers import format_number
from puas.methodology.tallies import tally_responses
from tests.spec.chapters import indices as tables
from tests.spec.surveys import CLASSIC, read_scores, tally_elements

WEIGHTS = ("exact", "0.111", "0.11")


def graded(index):
    grade = grade_of(index.value)
    return str(index.rounded), grade and grade.letter


@pytest.mark.parametrize(("scores", "exact", "thousandth", "hundredth"), tables.VECTORS)
def test_everybody_gives_the_same_nine_scores(scores, exact, thousandth, hundredth):
    tally = tally_elements([read_scores(scores)] * 3)
    found = [graded(compute_index(tally, CLASSIC, parse_weighting(name, CLASSIC))) for name in WEIGHTS]

    assert found == [exact, thousandth, hundredth]


def test_an_unanswered_question_is_not_in_the_divisor():
    index = compute_index(tally_elements(tables.RESPONDENTS), CLASSIC)
    found = [
        (e.key, e.answered, str(round_half_up(e.mean, 2)), str(round_half_up(e.value, 2)))
        for e in index.elements
    ]

    assert found == tables.MEANS
    assert str(index.rounded) == tables.MEANS_INDEX


def test_question_eight_feeds_the_ninth_element():
    raw = {f"Q{number}": score for number, score in enumerate(tables.CLASSIC_ANSWERS, start=1)}
    index = compute_index(tally_responses(CLASSIC, [parse_scores(CLASSIC, raw)]), CLASSIC)

    assert {e.key: str(round_half_up(e.value, 2)) for e in index.elements if e.key in ("U8", "U9")} == (
        tables.CLASSIC_VALUES
    )


def test_several_items_make_one_element_and_ipak_stays_apart():
    hybrid = load_instrument("national-2024-hybrid")
    scores = parse_scores(hybrid, tables.HYBRID_ANSWERS)
    tally = tally_responses(hybrid, [scores])
    scaled = zip(hybrid.elements, element_scores(hybrid, scores), hybrid.scales, strict=True)
    found = [
        (
            element.key,
            ", ".join(hybrid.items[place].key for place in hybrid.items_of(element.key)),
            str(round_half_up(Fraction(value, scale), 2)),
        )
        for element, value, scale in scaled
    ]

    assert found == tables.HYBRID_SCORES
    assert str(compute_index(tally, hybrid).rounded) == tables.HYBRID_INDEX
    assert str(round_half_up(compute_ipak(tally, hybrid), 2)) == tables.HYBRID_IPAK


def test_an_empty_survey_has_no_index_and_no_grade():
    assert graded(compute_index(tally_elements([]), CLASSIC)) == ("None", None)


@pytest.mark.parametrize(("value", "places", "rounded"), tables.ROUNDING)
def test_a_half_is_rounded_up(value, places, rounded):
    assert str(round_half_up(Fraction(value), places)) == rounded


@pytest.mark.parametrize(("value", "places", "printed"), tables.PRINTED)
def test_numbers_are_printed_the_indonesian_way(value, places, printed):
    assert format_number(Fraction(value), places) == printed


def test_the_default_weight_is_one_ninth():
    assert compute_index(tally_elements([]), CLASSIC).weighting == exact_weights(9)
