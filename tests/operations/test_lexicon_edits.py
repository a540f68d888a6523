"""An agency's own words."""

import pytest

from puas.errors import NotFound, NotNow
from puas.methodology.comments import Edit, WordUse, words_of
from puas.models import AuditEvent, LexiconEdit
from puas.operations import lexicon_edits
from puas.operations.lexicon_edits import edit_lexicon, undo_edit
from puas.queries.lexicons import find_lexicon
from tests.factories import make_agency, make_user
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

LIFT = Edit("U9", WordUse.TOPICS, "lift")


def is_listed(agency, edit=LIFT):
    return edit.word in words_of(find_lexicon(agency), edit.element, edit.use)


def test_a_word_is_added_once_and_only_here():
    agency, other = make_agency(), make_agency("Kota Lain")
    by = make_user()
    row = edit_lexicon(agency=agency, edit=LIFT, by=by)
    assert edit_lexicon(agency=agency, edit=LIFT, by=by) == row
    assert (is_listed(agency), is_listed(other)) == (True, False)
    event = AuditEvent.objects.get(operation="edit_lexicon")
    assert event.data == {"element": "U9", "use": "topics", "word": "lift", "removal": False}


def test_an_edit_is_undone_once():
    agency = make_agency()
    row = edit_lexicon(agency=agency, edit=LIFT, by=None)
    undo_edit(agency=agency, edit_id=row.pk, by=None)
    assert not is_listed(agency)
    assert AuditEvent.objects.filter(operation="undo_lexicon").count() == 1
    with refused(NotFound, "lexicon_edit_gone"):
        undo_edit(agency=agency, edit_id=row.pk, by=None)


def test_another_agency_cannot_undo_it():
    row = edit_lexicon(agency=make_agency(), edit=LIFT, by=None)
    with refused(NotFound, "lexicon_edit_gone"):
        undo_edit(agency=make_agency("Kota Lain"), edit_id=row.pk, by=None)


def test_taking_out_ones_own_word_undoes_it():
    agency = make_agency()
    row = edit_lexicon(agency=agency, edit=LIFT, by=None)
    assert (
        edit_lexicon(agency=agency, edit=Edit("U9", WordUse.TOPICS, "lift", is_removal=True), by=None) == row
    )
    assert LexiconEdit.objects.filter(undone_at=None).count() == 0


def test_a_word_of_the_shipped_list_is_taken_out_and_comes_back():
    agency = make_agency()
    gone = Edit("U9", WordUse.TOPICS, "toilet", is_removal=True)
    edit_lexicon(agency=agency, edit=gone, by=None)
    assert not is_listed(agency, gone)
    edit_lexicon(agency=agency, edit=Edit("U9", WordUse.TOPICS, "toilet"), by=None)
    assert is_listed(agency, gone)


def test_there_is_an_end_to_edits(monkeypatch):
    monkeypatch.setattr(lexicon_edits, "MOST_EDITS", 1)
    agency = make_agency()
    edit_lexicon(agency=agency, edit=LIFT, by=None)
    with refused(NotNow, "lexicon_full"):
        edit_lexicon(agency=agency, edit=Edit("U9", WordUse.TOPICS, "tangga"), by=None)
