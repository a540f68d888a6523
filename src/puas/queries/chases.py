"""Whom to chase today, and why: one reason for a unit, the most pressing first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from puas.language import gettext_noop
from puas.lifecycles import SurveyState
from puas.queries.openings import Reason
from puas.queries.overviews import OverviewRow

SOON = 7
"""Days before a closing or a deadline in which it is worth a call."""
QUIET = 3
"""Days that an open survey may go without an answer."""


@dataclass(frozen=True)
class Chase:
    """A unit to chase. `order`: the place of its reason, the most pressing is 0."""

    row: OverviewRow
    reason: Reason
    order: int
    days: int


_OVERDUE = gettext_noop("Tenggat {due:%d-%m-%Y} terlewat {n} hari; statusnya {state}.")
_OVERDUE_UNPLANNED = gettext_noop("Tenggat {due:%d-%m-%Y} terlewat {n} hari; surveinya belum dibuat.")
_RETURNED = gettext_noop("Dikembalikan dan belum diajukan lagi: {why}")
_BELOW = gettext_noop("Ditutup {closes:%d-%m-%Y}, baru {answers} dari {required} jawaban.")
_QUIET = gettext_noop("Dibuka sejak {opens:%d-%m-%Y}, belum ada satu jawaban pun.")
_UNOPENED = gettext_noop("Seharusnya dibuka {opens:%d-%m-%Y}, tetapi masih direncanakan.")
_UNPLANNED = gettext_noop("Diharapkan menurut kalender, tetapi surveinya belum dibuat.")
_UNMEASURED = gettext_noop("Sudah ditutup, hasilnya belum dihitung.")
_DUE = gettext_noop("Tenggat pengajuan {due:%d-%m-%Y}, {n} hari lagi; statusnya {state}.")
_TO_VERIFY = gettext_noop("Sudah diajukan, menunggu diperiksa.")
_TO_PUBLISH = gettext_noop("Sudah diperiksa, menunggu diterbitkan.")


def list_chases(rows: Iterable[OverviewRow], today: date) -> tuple[Chase, ...]:
    """Return the units to chase on `today`, the most pressing first, each with its strongest reason."""
    found = (_find(row, today) for row in rows)
    chases = [chase for chase in found if chase is not None]
    return tuple(sorted(chases, key=lambda chase: (chase.order, -chase.days)))


def _find(row: OverviewRow, today: date) -> Chase | None:
    for order, ask in enumerate(_QUESTIONS):
        reason = ask(row, today)
        if reason is not None:
            return Chase(row, reason, order, row.late_days)
    return None


def _ask_overdue(row: OverviewRow, today: date) -> Reason | None:
    if not row.is_late:
        return None
    if row.state is None:
        return Reason(_OVERDUE_UNPLANNED, {"due": row.due_on, "n": row.late_days})
    return Reason(_OVERDUE, {"due": row.due_on, "n": row.late_days, "state": row.state.label})


def _ask_returned(row: OverviewRow, today: date) -> Reason | None:
    survey = row.status.survey
    if survey is None or row.state is not SurveyState.RETURNED:
        return None
    return Reason(_RETURNED, {"why": survey.returned_reason})


def _ask_below(row: OverviewRow, today: date) -> Reason | None:
    status = row.status
    if row.state is not SurveyState.OPEN or not status.required or row.closes_on is None:
        return None
    if status.answers >= status.required or row.closes_on - today > timedelta(days=SOON):
        return None
    data = {"closes": row.closes_on, "answers": status.answers, "required": status.required}
    return Reason(_BELOW, data)


def _ask_quiet(row: OverviewRow, today: date) -> Reason | None:
    if row.state is not SurveyState.OPEN or row.status.answers or row.opens_on is None:
        return None
    return Reason(_QUIET, {"opens": row.opens_on}) if today - row.opens_on >= timedelta(days=QUIET) else None


def _ask_unopened(row: OverviewRow, today: date) -> Reason | None:
    if row.state is not SurveyState.PLANNED or row.opens_on is None or row.opens_on > today:
        return None
    return Reason(_UNOPENED, {"opens": row.opens_on})


def _ask_unplanned(row: OverviewRow, today: date) -> Reason | None:
    if row.state is not None or row.status.result is not None or row.opens_on is None or row.opens_on > today:
        return None
    return Reason(_UNPLANNED)


def _ask_unmeasured(row: OverviewRow, today: date) -> Reason | None:
    is_waiting = row.state is SurveyState.CLOSED and row.status.result is None
    return Reason(_UNMEASURED) if is_waiting else None


def _ask_due(row: OverviewRow, today: date) -> Reason | None:
    if row.due_on is None or row.state in (None, SurveyState.PLANNED) or not row.is_to_submit:
        return None
    left = (row.due_on - today).days
    return Reason(_DUE, {"due": row.due_on, "n": left, "state": row.state.label}) if left <= SOON else None


def _ask_waiting(row: OverviewRow, today: date) -> Reason | None:
    if row.state is SurveyState.SUBMITTED:
        return Reason(_TO_VERIFY)
    return Reason(_TO_PUBLISH) if row.state is SurveyState.VERIFIED else None


_QUESTIONS: tuple[Callable[[OverviewRow, date], Reason | None], ...] = (
    _ask_overdue,
    _ask_returned,
    _ask_below,
    _ask_quiet,
    _ask_unopened,
    _ask_unplanned,
    _ask_unmeasured,
    _ask_due,
    _ask_waiting,
)
