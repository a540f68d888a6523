"""The office's steps against the state table and the roles."""

from puas.lifecycles import SURVEY_MOVES, SurveyState
from puas.web.office.moves import MOVES


def test_every_move_of_the_table_has_its_step_but_publishing():
    reached = {to for moves in SURVEY_MOVES.values() for to in moves}
    assert set(MOVES) == reached - {SurveyState.PUBLISHED}
    assert all(move.to is state for state, move in MOVES.items())


def test_only_returning_needs_a_reason():
    assert [move.to for move in MOVES.values() if move.needs_reason] == [SurveyState.RETURNED]
