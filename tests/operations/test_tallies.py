import threading

import pytest
from django.db import connection

from puas.engines.database import tally_surveys
from puas.models import AuditEvent, Response, StoredTally
from puas.operations import tallies
from puas.operations.tallies import advance_tally
from puas.queries.tallies import live_tally
from tests.factories import make_agency, make_answer, make_open_survey, make_responses, make_unit
from tests.factories.responses import record_responses

FOURS, THREES = (4,) * 9, (3,) * 9


def add(survey, number, scores):
    record_responses(survey=survey, answers=[make_answer(number, scores)], by=None)


@pytest.fixture
def survey(db):
    survey = make_open_survey(make_unit(make_agency()))
    make_responses(survey, FOURS, THREES)
    return survey


def count_all(survey):
    return tally_surveys([survey.pk], survey.instrument.parsed)[None]


def test_the_live_tally_is_the_stored_one_plus_the_rows_after_its_mark(survey):
    assert live_tally(survey) == count_all(survey)
    stored = advance_tally(survey=survey)
    assert (stored.tally["respondents"], stored.last_id) == (2, Response.objects.last().pk)
    add(survey, 7, THREES)
    assert live_tally(survey).respondents == 3
    assert live_tally(survey) == count_all(survey)
    assert advance_tally(survey=survey).tally == count_all(survey).to_dict()
    assert live_tally(survey) == count_all(survey)
    assert str(StoredTally.objects.get()) == f"{survey.pk}..{Response.objects.last().pk}"


def test_saving_an_answer_touches_no_counter(survey):
    advance_tally(survey=survey)
    before = StoredTally.objects.values().get()
    add(survey, 7, THREES)
    assert StoredTally.objects.values().get() == before


def test_advancing_is_not_an_event(survey):
    before = AuditEvent.objects.count()
    advance_tally(survey=survey)
    assert AuditEvent.objects.count() == before


def test_a_survey_without_answers_has_an_empty_stored_tally(db):
    survey = make_open_survey(make_unit(make_agency()))
    assert advance_tally(survey=survey).tally == count_all(survey).to_dict()


def test_two_at_once_do_not_add_the_same_rows_twice(survey):
    """Both read the same stored tally; the second finds the mark moved and leaves it."""
    advance_tally(survey=survey)
    mark = StoredTally.objects.get().last_id
    add(survey, 7, THREES)
    slow = tallies.Tally.from_dict(StoredTally.objects.get().tally)
    fast = advance_tally(survey=survey)
    tallies._store(survey, slow, mark, mark)
    assert StoredTally.objects.get().tally == fast.tally == count_all(survey).to_dict()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer, ids in commit order")
@pytest.mark.django_db(transaction=True)
def test_the_mark_waits_for_answers_that_are_still_being_written():
    """A second connection has taken an id and not committed; a later id is committed already."""
    survey = make_open_survey(make_unit(make_agency()))
    inserted, may_commit, results = threading.Event(), threading.Event(), []
    slow = threading.Thread(target=_insert_slowly, args=(survey, inserted, may_commit))
    slow.start()
    assert inserted.wait(10)
    add(survey, 2, THREES)
    advancing = threading.Thread(target=_advance, args=(survey, results))
    advancing.start()
    advancing.join(0.5)
    waited = advancing.is_alive()
    may_commit.set()
    slow.join(10)
    advancing.join(10)
    assert waited
    assert results == [2]
    assert live_tally(survey) == count_all(survey)
    assert live_tally(survey).respondents == 2


def _insert_slowly(survey, inserted, may_commit):
    from django.db import transaction

    from puas.operations.responses import build_response, timezone

    with transaction.atomic():
        build_response(survey, make_answer(1, FOURS), timezone.now()).save()
        inserted.set()
        may_commit.wait(10)
    connection.close()


def _advance(survey, results):
    results.append(advance_tally(survey=survey).tally["respondents"])
    connection.close()
