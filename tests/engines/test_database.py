"""Tallies by SQL are the reference's, to the integer (tests/properties has the general proof)."""

import pytest
from django.db import connection

from puas.engines.database import EXCLUSIONS, TABLE, tally_surveys
from puas.errors import BadInput
from puas.methodology.tallies import Tally, tally_responses
from puas.models import Exclusion, Response
from puas.operations.exclusions import exclude_responses, lift_exclusions
from puas.operations.instruments import store_instrument
from puas.operations.services import create_service
from tests.factories import (
    make_agency,
    make_answer,
    make_instrument,
    make_open_survey,
    make_responses,
    make_unit,
)
from tests.factories.refusals import refused
from tests.factories.responses import record_responses
from tests.properties.test_database_engine import wide_instrument

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9
MIXED = (4, 3, 4, 3, 4, 3, 4, 3, 4)
FIRST_FIVE = (1, 2, 3, 4, 1, 0, 0, 0, 0)


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def test_the_tables_are_the_models():
    assert (Response._meta.db_table, Exclusion._meta.db_table) == (TABLE, EXCLUSIONS)


def test_a_survey_without_answers_has_the_empty_tally(survey):
    instrument = survey.instrument.parsed
    assert tally_surveys([survey.pk], instrument) == {None: Tally.empty(instrument)}
    assert tally_surveys([], instrument) == {None: Tally.empty(instrument)}
    assert tally_surveys([survey.pk], instrument, by="survey") == {}


def test_counts_what_the_reference_counts(survey):
    instrument = survey.instrument.parsed
    make_responses(survey, THREES, MIXED, MIXED, FIRST_FIVE)
    expected = tally_responses(instrument, [THREES, MIXED, MIXED, FIRST_FIVE])
    assert tally_surveys([survey.pk], instrument) == {None: expected}


def test_every_group_has_its_own_tally(survey):
    instrument = survey.instrument.parsed
    service = create_service(unit=survey.unit, name="KTP", by=None)
    other = make_open_survey(survey.unit, "2023-Q3")
    answers = [
        make_answer(1, FOURS, service=service, profile={"sex": "L", "age": 30}),
        make_answer(2, THREES, channel="paper", profile={"sex": "L"}),
        make_answer(3, MIXED),
    ]
    record_responses(survey=survey, answers=answers, by=None)
    record_responses(survey=other, answers=[make_answer(4, MIXED)], by=None)

    def groups(by):
        found = tally_surveys([survey.pk, other.pk], instrument, by=by)
        return {key: tally.respondents for key, tally in found.items()}

    assert groups("survey") == {survey.pk: 3, other.pk: 1}
    assert groups("channel") == {"online": 3, "paper": 1}
    assert groups("service") == {service.pk: 1, None: 3}
    assert groups("profile:sex") == {"L": 2, None: 2}
    assert groups("profile:age") == {"30": 1, None: 3}
    both = tally_surveys([survey.pk], instrument, by="profile:sex")
    assert both["L"] == tally_responses(instrument, [FOURS, THREES])


def test_a_list_of_choices_is_the_same_key_on_every_database():
    unit = make_unit(make_agency())
    survey = make_open_survey(unit, instrument=make_instrument("national-2024-offline"))
    instrument = survey.instrument.parsed
    field = next(field for field in instrument.profile if field.kind == "multiple")
    first, second = (option.key for option in field.options[:2])
    answers = [
        make_answer(1, (4,) * 16, profile={field.key: [first, second]}),
        make_answer(2, (4,) * 16, profile={field.key: [first]}),
    ]
    record_responses(survey=survey, answers=answers, by=None)
    found = tally_surveys([survey.pk], instrument, by=f"profile:{field.key}")
    assert set(found) == {f'["{first}","{second}"]', f'["{first}"]'}


def test_only_rows_between_the_marks_are_counted(survey):
    instrument = survey.instrument.parsed
    make_responses(survey, FOURS, THREES, MIXED)
    first, second, third = Response.objects.values_list("id", flat=True)
    parts = {
        (0, first): [FOURS],
        (first, second): [THREES],
        (first, None): [THREES, MIXED],
        (third, None): [],
    }
    for (after_id, up_to_id), expected in parts.items():
        found = tally_surveys([survey.pk], instrument, after_id=after_id, up_to_id=up_to_id)
        assert found == {None: tally_responses(instrument, expected)}


@pytest.mark.parametrize("by", ["unit", "profile:nik", "profile:", "profile:sex') --", ""])
def test_only_known_groups_are_counted(survey, by):
    with refused(BadInput, "tally_by"):
        tally_surveys([survey.pk], survey.instrument.parsed, by=by)


def test_an_answer_between_two_statements_makes_it_count_again():
    """The widest questionnaire needs two statements; an answer arrives after the first of them."""
    wide = store_instrument(content=wide_instrument(), by=None)
    survey = make_open_survey(make_unit(make_agency()), instrument=wide)
    make_responses(survey, (4,) * 42)
    statements = []

    def answer_after_the_first(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if "SUM(" in sql:
            statements.append(sql)
            if len(statements) == 1:
                record_responses(survey=survey, answers=[make_answer(9, (3,) * 42)], by=None)
        return result

    with connection.execute_wrapper(answer_after_the_first):
        found = tally_surveys([survey.pk], wide.parsed)
    assert found == {None: tally_responses(wide.parsed, [(4,) * 42, (3,) * 42])}
    assert len(statements) == 4


def test_decisions_between_two_statements_make_it_count_again():
    """One answer is left out and another counts again: as many rows as before, but not the same."""
    wide = store_instrument(content=wide_instrument(), by=None)
    survey = make_open_survey(make_unit(make_agency()), instrument=wide)
    make_responses(survey, (4,) * 42, (3,) * 42)
    first, second = Response.objects.order_by("id").values_list("id", flat=True)
    exclude_responses(survey=survey, responses=[first], reason="Pengarahan", by=None)
    statements = []

    def decide_after_the_first(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if "SUM(" in sql:
            statements.append(sql)
            if len(statements) == 1:
                lift_exclusions(survey=survey, responses=[first], reason="Ternyata wajar", by=None)
                exclude_responses(survey=survey, responses=[second], reason="Pengarahan", by=None)
        return result

    with connection.execute_wrapper(decide_after_the_first):
        found = tally_surveys([survey.pk], wide.parsed)
    assert found == {None: tally_responses(wide.parsed, [(4,) * 42])}
    assert len(statements) == 4
