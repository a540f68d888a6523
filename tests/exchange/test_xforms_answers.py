"""A document against its questionnaire."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from puas.errors import BadInput
from puas.exchange.instrument_files import load_instrument
from puas.exchange.xforms_answers import XFormAnswer, parse_answer, parse_survey_number
from puas.exchange.xforms_documents import XFormDocument
from puas.methodology.instruments import Option, ProfileField
from tests.factories.refusals import refused

CLASSIC = load_instrument("classic-2017")
NATIONAL = load_instrument("national-2024-offline")
ANSWERS = {f"Answers/Q{number}": "3" for number in range(1, 10)}


def document(**values: str) -> XFormDocument:
    paths = {name.replace("__", "/"): text for name, text in values.items()}
    return XFormDocument("f_v1", "f@1", UUID(int=1), None, ANSWERS | paths)


def test_an_answer_is_read():
    read = parse_answer(
        CLASSIC,
        document(
            StartedAt="2026-11-20T09:00:00.000+07:00",
            EndedAt="2026-11-20T09:10:00.000+07:00",
            Survey="7",
            Service="12",
            Profile__sex="L",
            Profile__age="40",
            Answers__Q9="",
            Answered="8",
            TooFew="",
            Comment="Baik\nsekali",
        ),
    )
    assert read == XFormAnswer(
        scores=(3,) * 8 + (0,),
        profile={"sex": "L", "age": 40},
        comment="Baik\nsekali",
        service=12,
        answered_at=datetime(2026, 11, 20, 2, 10, tzinfo=UTC),
    )


def test_ratings_stand_in_the_profile():
    values = {f"Answers/{item.key}": "4" for item in NATIONAL.items} | {
        f"Ratings/{rating.key}": "9" for rating in NATIONAL.ratings
    }
    read = parse_answer(NATIONAL, XFormDocument("f", "v", UUID(int=1), None, values))
    assert read.profile == {rating.key: 9 for rating in NATIONAL.ratings}


def test_choices_are_read_by_their_names():
    options = (Option("tidak ada", {}), Option("fisik", {}), Option("mental", {}))
    field = ProfileField("disability", "multiple", {}, options)
    one = ProfileField("companion", "choice", {}, options)
    instrument = replace(CLASSIC, profile=(field, one))
    read = parse_answer(instrument, document(Profile__disability="mental _1", Profile__companion="_1"))
    assert read.profile == {"disability": ["tidak ada", "mental"], "companion": "tidak ada"}


@pytest.mark.parametrize(
    "text",
    ["", "bukan waktu", "2026-11-20T09:00:00", "0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-11:00"],
)
def test_a_time_that_cannot_be_is_no_time(text):
    assert parse_answer(CLASSIC, document(StartedAt=text, EndedAt=text)).answered_at is None


@pytest.mark.parametrize("text", ["", "0"])
def test_another_service_is_no_service(text):
    assert parse_answer(CLASSIC, document(Service=text)).service is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"Answers__Q1": "5"}, "answer_invalid"),
        ({"Answers__Q1": "٣"}, "answer_invalid"),
        ({"Answers__Q10": "1"}, "xform_field_unknown"),
        ({"Profile__nik": "1"}, "xform_field_unknown"),
        ({"Profile__sex": "X"}, "profile_invalid"),
        ({"Profile__age": "9"}, "profile_invalid"),
        ({"Ratings__trust": "9"}, "xform_field_unknown"),
        ({"Q1": "4"}, "xform_field_unknown"),
        ({"Answers": "4"}, "xform_field_unknown"),
        ({"Answers__Q1__x": "4"}, "xform_field_unknown"),
        ({"": "4"}, "xform_field_unknown"),
        ({"Service": "satu"}, "xform_service"),
        ({f"Answers__Q{number}": "" for number in range(1, 6)}, "answers_too_few"),
    ],
)
def test_what_the_form_cannot_send_is_refused(values, code):
    with refused(BadInput, code):
        parse_answer(CLASSIC, document(**values))


@pytest.mark.parametrize("text", ["", "0", "-1", "1.0", "٣", "9" * 19, "1 2", "1;DROP"])
def test_a_survey_is_a_number(text):
    assert parse_survey_number(document(Survey="7")) == 7
    with refused(BadInput, "xform_survey"):
        parse_survey_number(document(Survey=text))
