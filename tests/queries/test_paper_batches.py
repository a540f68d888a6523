"""What the office reads about paper: progress, waiting sheets, and only the batches within one's reach."""

import pytest

from puas.errors import NotFound
from puas.models import Keying, Role
from puas.operations.paper_batches import finish_batch
from puas.permissions import Action
from puas.queries.paper_batches import count_waiting_sheets, find_batch, list_batches
from tests.factories import make_agency, make_open_survey, make_unit, make_user
from tests.factories.paper_batches import make_batch, type_in
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def test_progress_counts_sheets_and_not_corrections(survey):
    old, new = make_batch(survey), make_batch(survey)
    type_in(old, 1)
    type_in(old, 1, Q1=2)
    type_in(old, 2)
    type_in(old, 2, keying=Keying.SECOND)
    rows = [(row.batch, row.first, row.second, row.is_waiting) for row in list_batches(survey)]
    assert rows == [(new, 0, 0, False), (old, 2, 1, True)]


def test_sheets_wait_until_their_batch_is_finished(survey):
    batch = make_batch(survey)
    type_in(batch, 1)
    type_in(batch, 1, Q1=2)
    type_in(batch, 2)
    assert count_waiting_sheets(survey) == 2
    finish_batch(batch=batch, by=None)
    assert count_waiting_sheets(survey) == 0
    assert not list_batches(survey)[0].is_waiting


def test_a_batch_is_found_by_those_who_may_do_it_there(survey):
    batch = make_batch(survey)
    unit = survey.unit
    assert find_batch(make_user("a", Role.ENUMERATOR, unit), batch.pk) == batch
    assert find_batch(make_user("b", Role.OPD_COORDINATOR, unit.parent), batch.pk) == batch
    leader = make_user("c", Role.LEADER, unit)
    assert find_batch(leader, batch.pk, Action.VIEW) == batch
    for user in (leader, make_user("d")):
        with refused(NotFound, "paper_batch_unknown"):
            find_batch(user, batch.pk)
