"""What including an answer from the tray would do now, or why it cannot be included.

The same rules for the page that offers it and for the operation that does it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from puas.errors import NotNow
from puas.lifecycles import SurveyState, TrayDecision
from puas.models import (
    Channel,
    Exclusion,
    HeldDecision,
    HeldReason,
    HeldResponse,
    LinkKind,
    Response,
    Survey,
)
from puas.models.held_responses import digest_of

CHOICES: Mapping[HeldReason, frozenset[TrayDecision]] = {
    HeldReason.LATE: frozenset(TrayDecision),
    HeldReason.REVOKED: frozenset(TrayDecision),
    HeldReason.CONFLICT: frozenset({TrayDecision.INCLUDE, TrayDecision.LEAVE_OUT}),
    HeldReason.CORRECTION: frozenset({TrayDecision.INCLUDE, TrayDecision.LEAVE_OUT}),
    HeldReason.USED: frozenset({TrayDecision.LEAVE_OUT}),
}
"""What can be decided for each reason: one that stands for a counted answer belongs to that answer's survey,
and a one-time code is good for one answer."""


class Effect(StrEnum):
    """What including an answer does to the count."""

    ADDS = "adds"
    REPLACES = "replaces"  # the answer that is counted now stays stored and is no longer counted
    SAME = "same"  # the same answer arrived once more and is counted already


@dataclass(frozen=True)
class Outlook:
    """`standing`: the answer that is replaced, or that is the same; `refusal`: why it cannot be included."""

    effect: Effect | None
    standing: Response | None = None
    refusal: NotNow | None = None


@dataclass(frozen=True)
class _Known:
    """The stored answers that some answers in the tray have to do with.

    `responses` by uuid; `corrections`: the counted correction of an answer (uuid) that never arrived;
    `left_out`: the exclusion in force by the answer's id, for every answer that is looked at.
    """

    responses: Mapping[UUID, Response]
    corrections: Mapping[UUID, Response]
    left_out: Mapping[int, Exclusion]

    def stored(self, uuid: UUID | None) -> Response | None:
        """Return what came under this uuid, or else what counts as its correction."""
        return None if uuid is None else self.responses.get(uuid) or self.corrections.get(uuid)

    def follow(self, response: Response) -> tuple[Response, Exclusion | None]:
        """Return the answer that stands now for the one given, and the exclusion that leaves it out."""
        out = self.left_out.get(response.pk)
        while out is not None and out.replaced_by is not None:
            response = out.replaced_by
            out = self.left_out.get(response.pk)
        return response, out


def find_outlooks(survey: Survey, held: Sequence[HeldResponse]) -> dict[int, Outlook]:
    """Return the outlook of each answer (by id) for including it in `survey`. The queries do not grow with
    their number, but with how often one answer was corrected.
    """
    known = _read(held)
    return {row.pk: _look(survey, row, known) for row in held}


def _read(held: Sequence[HeldResponse]) -> _Known:
    uuids = {row.uuid for row in held} | {row.corrects for row in held if row.corrects}
    responses = {row.uuid: row for row in Response.objects.filter(uuid__in=uuids)}
    made = HeldDecision.objects.filter(kind=TrayDecision.INCLUDE.value, held__corrects__in=uuids)
    rows = made.select_related("held", "response").order_by("-id")  # the first one stands at the front
    corrections = {row.held.corrects: row.response for row in rows}
    return _Known(responses, corrections, _read_left_out([*responses.values(), *corrections.values()]))


def _read_left_out(responses: Iterable[Response]) -> dict[int, Exclusion]:
    """Return the exclusions in force of some answers, and of those that replaced them."""
    found: dict[int, Exclusion] = {}
    ids = {row.pk for row in responses}
    while ids:
        rows = Exclusion.objects.filter(response__in=ids, lifted_at=None).select_related("replaced_by")
        new = {row.response_id: row for row in rows}
        found |= new
        ids = {row.replaced_by_id for row in new.values() if row.replaced_by_id} - found.keys()
    return found


def _look(survey: Survey, row: HeldResponse, known: _Known) -> Outlook:
    own = known.responses.get(row.uuid)
    if own is not None and digest_of(own) == row.digest:
        return Outlook(Effect.SAME, own)
    refusal = _refuse_kind(survey, row)
    if refusal is not None:
        return Outlook(None, refusal=refusal)
    if own is not None:
        return _replace(survey, own, known)
    if row.reason == HeldReason.CORRECTION:
        return _correct(survey, row, known)
    if row.uuid in known.corrections:
        return Outlook(None, known.corrections[row.uuid], _corrected_already())
    return _add(row)


def _refuse_kind(survey: Survey, row: HeldResponse) -> NotNow | None:
    if row.reason == HeldReason.USED:
        return code_used()
    if row.instrument_id != survey.instrument_id:
        return NotNow(
            "tray_instrument",
            "Diisi dengan kuesioner {given}, sedangkan survei ini memakai {own}; jawabannya tidak dapat "
            "dihitung bersama.",
            given=str(row.instrument),
            own=str(survey.instrument),
        )
    return None


def _add(row: HeldResponse) -> Outlook:
    """Return the outlook of an answer of its own; one from a slip needs a slip that nobody else used."""
    if row.link is not None and row.link.kind == LinkKind.VISIT and (row.visit is None or row.visit.is_used):
        return Outlook(None, refusal=code_used())
    return Outlook(Effect.ADDS)


def _correct(survey: Survey, row: HeldResponse, known: _Known) -> Outlook:
    original = known.stored(row.corrects)
    if original is None:
        if survey.stage is SurveyState.OPEN:
            return Outlook(None, refusal=_original_may_come())
        return Outlook(Effect.ADDS)
    if original.channel != Channel.INTERVIEW:
        return Outlook(None, original, _no_interview())
    return _replace(survey, original, known)


def _replace(survey: Survey, given: Response, known: _Known) -> Outlook:
    standing, out = known.follow(given)
    if standing.survey_id != survey.pk:
        return Outlook(None, standing, _other_survey())
    if out is not None:
        return Outlook(None, standing, _left_out())
    return Outlook(Effect.REPLACES, standing)


def refuse_next(row: HeldResponse) -> NotNow | None:
    """Return why an answer cannot be kept for the next period, or nothing."""
    if TrayDecision.NEXT in CHOICES[HeldReason(row.reason)]:
        return None
    return NotNow(
        "tray_choice",
        "Tidak dapat disimpan untuk periode berikutnya: jawaban ganda dan koreksi terikat pada isian survei "
        "ini, dan slip yang sudah dipakai tidak berlaku lagi.",
    )


def code_used() -> NotNow:
    """Return the refusal of an answer whose one-time code brought another one that is counted."""
    return NotNow(
        "tray_code_used",
        "Slip kunjungannya sudah dipakai jawaban lain yang dihitung; satu slip berlaku untuk satu jawaban.",
    )


def _corrected_already() -> NotNow:
    return NotNow("tray_corrected", "Koreksi isian ini sudah dimasukkan dan dihitung sebagai penggantinya.")


def _original_may_come() -> NotNow:
    return NotNow(
        "tray_original_may_come",
        "Isian yang dikoreksinya belum tiba dan masih dapat tiba selama survei dibuka. Putuskan sesudah "
        "survei ditutup.",
    )


def _no_interview() -> NotNow:
    return NotNow(
        "tray_no_interview",
        "Isian yang hendak dikoreksinya bukan wawancara: isian warga tidak digantikan oleh orang lain.",
    )


def _other_survey() -> NotNow:
    return NotNow("tray_other_survey", "Isian yang hendak digantikannya dihitung di survei lain.")


def _left_out() -> NotNow:
    return NotNow(
        "tray_left_out",
        "Isian yang hendak digantikannya sedang dikecualikan. Hitung kembali dahulu di halaman mutu jawaban, "
        "atau jangan pakai yang ini.",
    )
