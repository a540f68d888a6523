"""The steps of a survey as the office offers them: the state table says which, the role says to whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from puas.lifecycles import SURVEY_MOVES, Need, SurveyState
from puas.models import Survey
from puas.operations import surveys
from puas.operations.openings import open_by_hand
from puas.permissions import Action, can
from puas.queries.survey_needs import Missing, find_missing


@dataclass(frozen=True)
class Move:
    """One button: where it leads, who may press it, what it calls, what it says before and after."""

    to: SurveyState
    action: Action
    operation: Callable[..., Any]
    label: str
    done: str
    needs_reason: bool = False


MOVES: Mapping[SurveyState, Move] = {
    move.to: move
    for move in (
        Move(
            SurveyState.OPEN,
            Action.OPEN_SURVEY,
            open_by_hand,
            gettext_noop("Buka survei"),
            gettext_noop(
                "Survei dibuka. Bagikan alamat formulirnya, atau pasang kode QR di tempat pelayanan."
            ),
        ),
        Move(
            SurveyState.CLOSED,
            Action.CLOSE_SURVEY,
            surveys.close_survey,
            gettext_noop("Tutup survei"),
            gettext_noop("Survei ditutup. Langkah berikutnya: hitung hasilnya."),
        ),
        Move(
            SurveyState.SUBMITTED,
            Action.SUBMIT,
            surveys.submit_survey,
            gettext_noop("Ajukan ke koordinator"),
            gettext_noop("Survei diajukan. Koordinator memeriksa lalu menerbitkannya."),
        ),
        Move(
            SurveyState.VERIFIED,
            Action.VERIFY,
            surveys.verify_survey,
            gettext_noop("Nyatakan sudah diperiksa"),
            gettext_noop("Survei sudah diperiksa. Langkah berikutnya: terbitkan hasilnya."),
        ),
        Move(
            SurveyState.RETURNED,
            Action.VERIFY,
            surveys.return_survey,
            gettext_noop("Kembalikan ke unit"),
            gettext_noop("Survei dikembalikan ke unit beserta alasannya."),
            needs_reason=True,
        ),
    )
}
REOPEN = gettext_noop("Buka kembali")
MENDED_BY = {Need.TRAY: Action.DECIDE_TRAY, Need.PLAN: Action.PLAN}


@dataclass(frozen=True)
class Lack:
    """What is missing for a move: the sentence, and the page where it is mended ("" when it is nobody's)."""

    sentence: str
    address: str


@dataclass(frozen=True)
class Button:
    """A move that the state has and this person may make; `missing` says why it cannot be made yet."""

    to: str
    label: str
    needs_reason: bool
    is_main: bool
    is_again: bool
    missing: tuple[Lack, ...]


def list_buttons(user: Any, survey: Any) -> list[Button]:
    """Return the moves that the state table allows and `user` may make at the unit, the main one first."""
    buttons = []
    for place, to in enumerate(SURVEY_MOVES[survey.stage]):
        move = MOVES.get(to)
        if move is not None and can(user, move.action, survey.unit):
            is_again = to is SurveyState.OPEN and survey.stage is not SurveyState.PLANNED
            label = gettext(REOPEN if is_again else move.label)
            is_main = place == 0 and not is_again and not move.needs_reason
            lacks = tuple(_describe(user, survey, one) for one in find_missing(survey, to, user))
            buttons.append(Button(to.value, label, move.needs_reason, is_main, is_again, lacks))
    return sorted(buttons, key=lambda button: not button.is_main)


def _describe(user: Any, survey: Survey, missing: Missing) -> Lack:
    """Say what is missing, with the page where this person can mend it."""
    refusal = missing.refusal
    pages: dict[Need, tuple[str, list[Any]]] = {
        Need.TRAY: ("office:tray", [survey.pk]),
        Need.PLAN: ("office:plan", [survey.unit_id, survey.period.code]),
    }
    if not can(user, MENDED_BY.get(missing.need, Action.VIEW), survey.unit):
        pages = {}
    name, arguments = pages.get(missing.need, ("", []))
    sentence = gettext(refusal.message).format(**refusal.data)
    return Lack(sentence, reverse(name, args=arguments) if name else "")
