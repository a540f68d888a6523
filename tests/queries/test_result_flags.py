"""The flags behind a result, counted."""

import pytest

from puas.methodology.quality import Flag
from puas.models import Response
from puas.operations.exclusions import exclude_responses
from puas.operations.response_flags import flag_responses
from puas.operations.results import compute_agency, compute_result
from puas.operations.surveys import close_survey
from puas.queries.result_flags import count_result_flags
from tests.factories import make_open_survey, make_responses
from tests.web.scenes import make_units

pytestmark = pytest.mark.django_db


def test_the_share_is_of_all_answers_those_left_out_too():
    agency, (unit,) = make_units(1)
    survey = make_open_survey(unit)
    make_responses(survey, (4,) * 9, (4, 3, 2, 4, 3, 3, 4, 4, 3), seconds=300)
    same = Response.objects.filter(survey=survey).earliest("id")
    exclude_responses(survey=survey, responses=[same.pk], reason="Petugas mengisi sendiri", by=None)
    close_survey(survey=survey, by=None)
    flag_responses(survey=survey)
    result = compute_result(unit=unit, period=survey.period, by=None)
    flags = count_result_flags(result)
    assert [(one.flag, one.answers, one.share) for one in flags] == [(Flag.STRAIGHT_LINE, 1, 50)]
    assert count_result_flags(compute_agency(agency=agency, period=survey.period, by=None)) is None
