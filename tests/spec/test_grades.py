from decimal import Decimal
from fractions import Fraction

import pytest

from puas.methodology.grades import GRADES, explain_grade, grade_of
from puas.methodology.indices import round_half_up
from tests.spec.chapters import grades as tables


def test_the_bands_are_those_of_the_regulation():
    assert [(g.low, g.high, g.letter, g.performance) for g in reversed(GRADES)] == [
        (Decimal(low), Decimal(high), letter, word) for _, _, low, high, letter, word in tables.TABLE
    ]


@pytest.mark.parametrize(("ni_low", "ni_high", "low", "high", "letter", "word"), tables.TABLE)
def test_a_band_is_its_ni_times_25_and_both_bounds_belong_to_it(ni_low, ni_high, low, high, letter, word):
    assert (Decimal(ni_low) * 25, Decimal(ni_high) * 25) == (Decimal(low), Decimal(high))
    assert [grade_of(Decimal(bound)).letter for bound in (low, high)] == [letter, letter]


@pytest.mark.parametrize(("value", "printed", "letter"), tables.BOUNDS)
def test_the_index_is_rounded_before_it_is_graded(value, printed, letter):
    assert (str(round_half_up(Fraction(value), 2)), grade_of(Fraction(value)).letter) == (printed, letter)


@pytest.mark.parametrize(("value", "sentence"), tables.EXPLANATIONS)
def test_a_grade_explains_itself(value, sentence):
    assert explain_grade(Fraction(value)) == sentence


def test_no_answers_no_grade():
    assert (grade_of(None), explain_grade(None)) == (None, tables.NO_INDEX)
