"""Comments behind a result."""

import pytest

from puas.errors import NotFound
from puas.methodology.comments import Edit, Tone, WordUse
from puas.models import Response
from puas.operations.comment_labels import label_comments
from puas.operations.exclusions import exclude_responses
from puas.operations.lexicon_edits import edit_lexicon
from puas.operations.responses import record_responses
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.breakdowns import find_instrument
from puas.queries.comments import find_comment, find_comments, find_quotes
from puas.queries.lexicons import find_lexicon, preview_edit, word_lists
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def measure(unit, *texts, start=1, excluded=()):
    survey = make_open_survey(unit, "2023-Q1")
    answers = [make_answer(n, (4,) * 9, comment=text) for n, text in enumerate(texts, start=start)]
    record_responses(survey=survey, answers=answers, by=None)
    out = [Response.objects.get(survey=survey, comment=text).pk for text in excluded]
    if out:
        exclude_responses(survey=survey, responses=out, reason="Petugas mengisi sendiri", by=None)
    close_survey(survey=survey, by=None)
    label_comments(survey=survey)
    return compute_result(unit=unit, period=survey.period, by=None)


def read(result):
    return find_comments(result, find_instrument(result))


def quotes(result, key, start=0, most=10):
    return [one.text for one in find_quotes(read(result), key, start, most)]


def test_left_out_answers_are_neither_counted_nor_shown():
    result = measure(make_unit(make_agency()), "Ramah", "Ramah sekali", "Judes", excluded=["Ramah"])
    seen = read(result)
    (group,) = seen.groups
    assert (seen.total, group.key, group.tones[Tone.PRAISE], group.tones[Tone.COMPLAINT]) == (2, "U7", 1, 1)
    assert quotes(result, "U7") == ["Judes", "Ramah sekali"]


def test_quotes_come_a_page_at_a_time_through_all_surveys_of_a_parent():
    agency = make_agency()
    head = make_unit(agency, "Dinas Induk")
    measure(make_unit(agency, "UPT A", parent=head), "Ramah 1", "Ramah 2")
    result = measure(head, "Ramah 3", "Kotor", start=10)
    assert quotes(result, "U7") == ["Ramah 3", "Ramah 2", "Ramah 1"]
    assert quotes(result, "U7", start=1, most=1) == ["Ramah 2"]
    assert quotes(result, "U9") == ["Kotor"]


def test_comments_by_another_word_list_are_behind():
    agency = make_agency()
    result = measure(make_unit(agency), "Ramah")
    assert not read(result).is_behind
    edit_lexicon(agency=agency, edit=Edit("U9", WordUse.TOPICS, "lift"), by=None)
    assert read(result).is_behind


def test_comments_without_labels_are_behind():
    survey = make_open_survey(make_unit(make_agency()), "2023-Q1")
    record_responses(survey=survey, answers=[make_answer(1, (4,) * 9, comment="Ramah")], by=None)
    close_survey(survey=survey, by=None)
    result = compute_result(unit=survey.unit, period=survey.period, by=None)
    assert (read(result).is_behind, read(result).groups) == (True, ())


def test_a_comment_of_another_result_is_not_there():
    agency = make_agency()
    first = measure(make_unit(agency, "A"), "Ramah")
    second = measure(make_unit(agency, "B"), "", start=10)
    response = Response.objects.get(comment="Ramah")
    assert find_comment(first, response.pk).labels == {"U7": Tone.PRAISE}
    with refused(NotFound, "comment_unknown"):
        find_comment(second, response.pk)
    with refused(NotFound, "comment_unknown"):
        find_comment(second, Response.objects.get(comment="").pk)


def test_a_preview_says_what_would_change_and_changes_nothing():
    agency = make_agency()
    result = measure(make_unit(agency), "Lift mati", "Ramah", "")
    seen = preview_edit(agency, find_lexicon(agency), Edit("U9", WordUse.TOPICS, "lift"))
    assert (seen.looked_at, seen.changed) == (2, 1)
    assert seen.examples == (("Lift mati", {}, {"U9": Tone.NEUTRAL}),)
    assert [group.key for group in read(result).groups] == ["U7", ""]


def test_the_lists_tell_the_agencys_own_words():
    agency = make_agency()
    added = edit_lexicon(agency=agency, edit=Edit("U9", WordUse.TOPICS, "lift"), by=None)
    gone = edit_lexicon(agency=agency, edit=Edit("U9", WordUse.TOPICS, "wifi", is_removal=True), by=None)
    (found,) = [one for one in word_lists(agency) if (one.element, one.use) == ("U9", WordUse.TOPICS)]
    assert [one for one in found.words if one[1]] == [("lift", added)]
    assert found.removed == (gone,)
    assert "wifi" not in dict(found.words)
