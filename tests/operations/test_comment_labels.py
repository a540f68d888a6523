"""Labelling comments by the agency's word list."""

import pytest
from django.utils import timezone

from puas.methodology.comments import Edit, WordUse
from puas.models import CommentLabel, CommentMark
from puas.operations import comment_labels
from puas.operations.comment_corrections import correct_comment
from puas.operations.comment_labels import label_comments, refresh_comments
from puas.operations.lexicon_edits import edit_lexicon
from puas.operations.responses import record_responses
from tests.factories import make_agency, make_answer, make_open_survey, make_unit

pytestmark = pytest.mark.django_db

TEXTS = ("Petugas ramah", "", "Toilet kotor tapi petugas sopan", "Terima kasih")


@pytest.fixture
def survey():
    survey = make_open_survey(make_unit(make_agency()), "2023-Q1")
    write(survey, *TEXTS)
    return survey


def write(survey, *texts, start=1):
    answers = [make_answer(n, (4,) * 9, comment=text) for n, text in enumerate(texts, start=start)]
    record_responses(survey=survey, answers=answers, by=None)


def labels():
    found = CommentLabel.objects.order_by("response_id", "element")
    return list(found.values_list("response__comment", "element", "tone"))


def counts(survey):
    mark = CommentMark.objects.get(survey=survey)
    return mark.comments, mark.counts


ALL = [
    ("Petugas ramah", "U7", "praise"),
    ("Toilet kotor tapi petugas sopan", "U7", "praise"),
    ("Toilet kotor tapi petugas sopan", "U9", "complaint"),
    ("Terima kasih", "", "neutral"),
]
COUNTS = (3, {"": {"neutral": 1}, "U7": {"praise": 2}, "U9": {"complaint": 1}})


def test_every_comment_is_labelled_once(survey):
    assert [label_comments(survey=survey), label_comments(survey=survey)] == [3, 0]
    assert labels() == ALL
    assert counts(survey) == COUNTS


def test_slices_give_the_same_as_one(survey, monkeypatch):
    monkeypatch.setattr(comment_labels, "SLICE", 1)
    assert label_comments(survey=survey, most=2) == 2
    assert label_comments(survey=survey) == 1
    assert (labels(), counts(survey)) == (ALL, COUNTS)


def test_what_comes_later_is_added(survey):
    label_comments(survey=survey)
    write(survey, "Antrean lama", start=10)
    assert refresh_comments(now=timezone.now()) == {"labelled": 1}
    assert counts(survey)[1]["U3"] == {"complaint": 1}
    assert refresh_comments(now=timezone.now()) == {"labelled": 0}


def test_another_word_list_labels_anew_and_corrections_stay(survey):
    label_comments(survey=survey)
    first = survey.responses.earliest("id")
    correct_comment(response=first, labels={}, by=None)
    edit_lexicon(agency=survey.unit.agency, edit=Edit("U7", WordUse.TOPICS, "terima"), by=None)
    assert refresh_comments(now=timezone.now()) == {"labelled": 3}
    assert counts(survey) == (
        3,
        {"": {"neutral": 1}, "U7": {"praise": 1, "neutral": 1}, "U9": {"complaint": 1}},
    )
    assert CommentLabel.objects.get(response=first).is_corrected


def test_the_schedule_stops_after_so_many(survey, monkeypatch):
    other = make_open_survey(survey.unit, "2023-Q2")
    write(other, "Lama", start=20)
    monkeypatch.setattr(comment_labels, "MOST", 1)
    assert refresh_comments(now=timezone.now()) == {"labelled": 1}
    assert list(CommentMark.objects.values_list("survey", flat=True)) == [other.pk]
