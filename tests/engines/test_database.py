"""Tallies by SQL are the reference's, to the integer."""

import pytest

from puas.engines.database import tally_surveys
from puas.methodology.tallies import Tally, tally_responses
from tests.factories import make_agency, make_open_survey, make_responses, make_unit

pytestmark = pytest.mark.django_db

ALL_THREES = (3,) * 9
MIXED = (4, 3, 4, 3, 4, 3, 4, 3, 4)
FIRST_FIVE = (1, 2, 3, 4, 1, 0, 0, 0, 0)


def test_a_survey_without_answers_has_the_empty_tally():
    survey = make_open_survey(make_unit(make_agency()))
    instrument = survey.instrument.parsed
    assert tally_surveys([survey.pk], instrument) == {None: Tally.empty(instrument)}
    assert tally_surveys([survey.pk], instrument, by="survey") == {}


def test_counts_what_the_reference_counts():
    survey = make_open_survey(make_unit(make_agency()))
    instrument = survey.instrument.parsed
    make_responses(survey, ALL_THREES, MIXED, MIXED, FIRST_FIVE)
    expected = tally_responses(instrument, [ALL_THREES, MIXED, MIXED, FIRST_FIVE])
    assert tally_surveys([survey.pk], instrument) == {None: expected}
