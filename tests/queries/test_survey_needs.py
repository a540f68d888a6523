"""What a survey lacks for its next step, all of it at once."""

import pytest

from puas.errors import NotNow
from puas.lifecycles import Need, SurveyState
from puas.operations.surveys import close_survey, submit_survey, verify_survey
from puas.queries.survey_needs import find_missing
from tests.factories import make_agency, make_open_survey, make_responses, make_unit, make_user
from tests.factories.held_responses import hold_late
from tests.factories.plans import make_item
from tests.factories.refusals import refused
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db

SCORES = (4, 3, 2, 1, 4, 4, 4, 4, 4)


@pytest.fixture
def unit():
    return make_unit(make_agency(policy={}))


def needs(survey, to=SurveyState.SUBMITTED, by=None):
    return [one.need for one in find_missing(survey, to, by)]


def test_everything_that_is_missing_is_said_at_once(unit):
    survey = make_open_survey(unit)
    make_responses(survey, SCORES)
    close_survey(survey=survey, by=None)
    hold_late(survey)
    assert needs(survey) == [Need.TRAY, Need.RESULT]
    with pytest.raises(
        NotNow, match=r"Masih ada 2 hal yang kurang\. \(1\) 1 jawaban .* \(2\) Hasil Dinas Satu"
    ):
        submit_survey(survey=survey, by=None)


def test_each_priority_needs_an_activity(unit):
    survey = make_result(unit, SCORES).unit.surveys.get()
    assert needs(survey) == [Need.PLAN]
    for key in ("U4", "U3"):
        make_item(unit, element=key, text=f"Kegiatan {key}")
    with pytest.raises(NotNow, match="belum punya kegiatan untuk U2"):
        submit_survey(survey=survey, by=None)
    make_item(unit, element="U2", text="Kegiatan U2")
    assert submit_survey(survey=survey, by=None).stage is SurveyState.SUBMITTED


def test_two_people(unit):
    first, second = make_user("satu"), make_user("dua")
    survey = make_result(make_unit(make_agency("Kota Lain")), SCORES).unit.surveys.get()
    submit_survey(survey=survey, by=first)
    assert (needs(survey, SurveyState.VERIFIED, first), needs(survey, SurveyState.VERIFIED, second)) == (
        [Need.OTHER_PERSON],
        [],
    )
    with refused(NotNow, "survey_same_person"):
        verify_survey(survey=survey, by=first)
    assert verify_survey(survey=survey, by=second).stage is SurveyState.VERIFIED
