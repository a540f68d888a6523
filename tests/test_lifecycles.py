"""The table of survey states."""

import itertools

import pytest

from puas.errors import NotNow
from puas.lifecycles import (
    EXCLUSION_STATES,
    ITEM_MOVES,
    LOCKED_STATES,
    PLAN_LOCKED_STATES,
    STATE_LABELS,
    SURVEY_MOVES,
    ImportState,
    ItemState,
    Need,
    SurveyState,
    can_move,
    needs_of,
    require_exclusions_open,
    require_import_move,
    require_item_move,
    require_move,
    require_plan_open,
)
from tests.factories.refusals import refused

ALLOWED = {
    ("planned", "open"),
    ("open", "closed"),
    ("closed", "open"),
    ("closed", "submitted"),
    ("submitted", "verified"),
    ("submitted", "returned"),
    ("returned", "open"),
    ("returned", "submitted"),
    ("verified", "published"),
    ("verified", "returned"),
}


@pytest.mark.parametrize(("state", "to"), list(itertools.product(SurveyState, SurveyState)))
def test_every_pair_of_states_is_allowed_or_refused(state, to):
    assert can_move(state, to) == ((state, to) in ALLOWED)
    if (state, to) in ALLOWED:
        require_move(state, to)
    else:
        with refused(NotNow, "survey_move"):
            require_move(state, to)


def test_every_state_has_moves_and_a_label():
    assert set(SURVEY_MOVES) == set(STATE_LABELS) == set(SurveyState)
    assert SurveyState.CLOSED.label == "Ditutup"


def test_only_planned_and_open_surveys_can_change():
    assert set(SurveyState) - LOCKED_STATES == {SurveyState.PLANNED, SurveyState.OPEN}


def test_the_refusal_names_who_can_change_it():
    with pytest.raises(NotNow) as caught:
        require_move(SurveyState.PUBLISHED, SurveyState.OPEN)
    assert str(caught.value) == (
        "Survei ini berstatus “Terbit”, jadi belum dapat menjadi “Dibuka”. "
        "Yang sudah terbit tidak diubah; terbitkan hasil koreksi yang menggantikannya."
    )


def test_what_a_step_needs_beside_its_state():
    assert {to: needs_of(to, {}) for to in SurveyState if needs_of(to, {})} == {
        "submitted": (Need.TRAY, Need.RESULT, Need.PLAN),
        "verified": (Need.OTHER_PERSON,),
        "published": (Need.FINDINGS,),
    }


def test_an_agency_may_ask_for_less_but_never_for_one_person():
    policy = {"needs": ["tray"]}
    assert [needs_of(SurveyState(to), policy) for to in ("submitted", "verified", "published")] == [
        (Need.TRAY,),
        (Need.OTHER_PERSON,),
        (),
    ]


@pytest.mark.parametrize("state", list(ImportState))
@pytest.mark.parametrize("to", list(ImportState))
def test_an_import_moves_along_its_table_only(state, to):
    allowed = {
        ("draft", "stored"),
        ("stored", "adopted"),
        ("draft", "undone"),
        ("stored", "undone"),
        ("adopted", "undone"),
    }
    if (state.value, to.value) in allowed:
        require_import_move(state, to)
    else:
        with refused(NotNow, "import_move"):
            require_import_move(state, to)
    assert state.label


@pytest.mark.parametrize("state", list(SurveyState))
def test_a_plan_is_locked_with_what_was_submitted(state):
    assert (state in PLAN_LOCKED_STATES) == (state.value in ("submitted", "verified", "published"))
    if state in PLAN_LOCKED_STATES:
        with refused(NotNow, "plan_locked"):
            require_plan_open(state)
    else:
        require_plan_open(state)


@pytest.mark.parametrize(("state", "to"), list(itertools.product(ItemState, ItemState)))
def test_an_item_moves_along_its_table_only(state, to):
    allowed = {
        ("not_started", "under_way"),
        ("not_started", "done"),
        ("not_started", "dropped"),
        ("under_way", "under_way"),
        ("under_way", "done"),
        ("under_way", "dropped"),
        ("done", "under_way"),
        ("dropped", "under_way"),
    }
    assert (to in ITEM_MOVES[state]) == ((state.value, to.value) in allowed)
    if (state.value, to.value) in allowed:
        require_item_move(state, to)
    else:
        with refused(NotNow, "item_move"):
            require_item_move(state, to)
    assert state.label


@pytest.mark.parametrize("state", SurveyState)
def test_answers_are_left_out_only_before_the_survey_is_submitted(state):
    assert (state in EXCLUSION_STATES) == (state.value in ("open", "closed", "returned"))
    if state in EXCLUSION_STATES:
        require_exclusions_open(state)
    else:
        with refused(NotNow, "exclusions_locked"):
            require_exclusions_open(state)
