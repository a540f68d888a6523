"""Correcting what a comment speaks of."""

import pytest

from puas.errors import BadInput
from puas.methodology.comments import Tone
from puas.models import AuditEvent, CommentCorrection, CommentLabel, CommentMark, Response
from puas.operations.comment_corrections import correct_comment
from puas.operations.comment_labels import label_comments
from tests.factories import make_agency, make_open_survey, make_responses, make_unit, make_user
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def response():
    survey = make_open_survey(make_unit(make_agency()), "2023-Q1")
    make_responses(survey, (4,) * 9, comment="Petugas ramah")
    label_comments(survey=survey)
    return Response.objects.select_related("survey__unit", "survey__instrument").get()


def labels():
    return list(CommentLabel.objects.order_by("element").values_list("element", "tone", "is_corrected"))


def counts():
    return CommentMark.objects.get().counts


def test_a_correction_takes_the_place_of_the_labels_and_is_in_the_trail(response):
    by = make_user()
    correct_comment(response=response, labels={"U2": Tone.COMPLAINT, "U7": Tone.MIXED}, by=by)
    assert labels() == [("U2", "complaint", True), ("U7", "mixed", True)]
    assert counts() == {"U2": {"complaint": 1}, "U7": {"mixed": 1}}
    event = AuditEvent.objects.get(operation="correct_comment")
    assert event.data == {
        "comment": response.pk,
        "before": {"U7": "praise"},
        "after": {"U2": "complaint", "U7": "mixed"},
    }


def test_giving_back_to_the_word_list_is_written_too(response):
    assert correct_comment(response=response, labels=None, by=None) is None
    correct_comment(response=response, labels={}, by=None)
    assert labels() == [("", "neutral", True)]
    correct_comment(response=response, labels=None, by=None)
    assert labels() == [("U7", "praise", False)]
    assert counts() == {"U7": {"praise": 1}}
    assert list(CommentCorrection.objects.values_list("labels", flat=True)) == [{}, None]


def test_saying_the_same_again_writes_nothing(response):
    correct_comment(response=response, labels={"U1": Tone.PRAISE}, by=None)
    assert correct_comment(response=response, labels={"U1": Tone.PRAISE}, by=None) is None
    assert CommentCorrection.objects.count() == 1


def test_an_element_of_another_questionnaire_is_refused(response):
    with refused(BadInput, "comment_element"):
        correct_comment(response=response, labels={"U77": Tone.PRAISE}, by=None)


def test_one_that_is_not_labelled_yet_will_be_by_its_correction(response):
    CommentLabel.objects.all().delete()
    CommentMark.objects.all().delete()
    correct_comment(response=response, labels={"U1": Tone.PRAISE}, by=None)
    label_comments(survey=response.survey)
    assert labels() == [("U1", "praise", True)]
