"""Carrying out a plan: reporting progress of its items, and a second person who confirms what is done."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotAllowed, NotNow
from puas.lifecycles import ItemStage, ItemState, require_item_move, stage_of
from puas.models import Confirmation, Evidence, PlanItem, Progress, User
from puas.operations.audits import append_event
from puas.operations.evidence import NewEvidence, keep_evidence
from puas.operations.kept_files import removing_on_failure
from puas.queries.realisations import item_statuses

LONGEST_NOTE = 2000


@transaction.atomic
def report_progress(
    *,
    item: PlanItem,
    state: ItemState,
    note: str,
    by: User | None,
    evidence: Sequence[NewEvidence] = (),
) -> Progress:
    """Say how far an item is, with what shows it; the newest report stands.

    `note`: what was done, or why it was dropped. BadInput `progress_note` and those of evidence; NotNow
    `item_move`, `item_carried` when it goes on in a later plan.
    """
    stored = _lock(item)
    note = _check_note(note, state)
    (status,) = item_statuses([stored])
    require_item_move(status.state, state)
    if PlanItem.objects.filter(carried_from=stored).exists():
        raise NotNow(
            "item_carried",
            "Kegiatan ini dilanjutkan dalam rencana periode berikutnya; laporkan perkembangannya di sana.",
        )
    report = Progress(item=stored, state=state.value, note=note, reported_at=timezone.now(), reported_by=by)
    report.save()
    _keep_stage(stored, stage_of(state, None))
    with removing_on_failure() as files:
        kept = [keep_evidence(one, to=report, by=by, files=files) for one in evidence]
        data = {
            "item": stored.pk,
            "state": state.value,
            "note": note,
            "evidence": [_name(one) for one in kept],
        }
        append_event(by=by, operation="report_progress", subject=report, unit=stored.plan.unit, data=data)
    return report


def _lock(item: PlanItem) -> PlanItem:
    """Let one writer at a time say something about an item."""
    joined = PlanItem.objects.select_for_update(of=("self",)).select_related("plan__unit", "plan__period")
    return joined.get(pk=item.pk)


def _keep_stage(item: PlanItem, stage: ItemStage) -> None:
    """Keep how far a locked item is, so that lists need not read its reports."""
    item.stage = stage.value
    item.save(update_fields=["stage"])


def _check_note(note: str, state: ItemState) -> str:
    note = note.strip()
    if not note and state is ItemState.DROPPED:
        raise BadInput("progress_note", "Tulis alasan kegiatan ini dihentikan.", field="catatan")
    if not 1 <= len(note) <= LONGEST_NOTE:
        raise BadInput(
            "progress_note",
            "Tulis apa yang sudah dilakukan (1 sampai {most} huruf).",
            field="catatan",
            most=LONGEST_NOTE,
        )
    return note


def _name(evidence: Evidence) -> str:
    return evidence.link or evidence.digest


@transaction.atomic
def confirm_progress(*, progress: Progress, is_accepted: bool, by: User, note: str = "") -> Confirmation:
    """Say as a second person whether an item is really done; not accepted leaves it under way.

    NotAllowed `confirm_own_report`; NotNow `confirm_outdated` unless it is the newest report and says "done";
    Conflict `confirm_again`; BadInput `confirm_reason`.
    """
    item = _lock(progress.item)
    (status,) = item_statuses([item])
    if progress.reported_by_id == by.pk:
        raise NotAllowed(
            "confirm_own_report",
            "Laporan ini Anda sendiri yang membuat, jadi harus dipastikan oleh orang lain.",
        )
    if status.report != progress or progress.stage is not ItemState.DONE:
        raise NotNow("confirm_outdated", "Laporan itu sudah diganti yang lebih baru. Muat ulang halamannya.")
    if status.confirmation is not None:
        raise Conflict("confirm_again", "Laporan itu sudah diputuskan. Muat ulang halamannya.")
    note = note.strip()
    if not is_accepted and not 1 <= len(note) <= LONGEST_NOTE:
        raise BadInput(
            "confirm_reason", "Tulis mengapa kegiatan ini belum dapat dinyatakan selesai.", field="catatan"
        )
    made = Confirmation(
        progress=progress,
        is_accepted=is_accepted,
        note=note[:LONGEST_NOTE],
        confirmed_at=timezone.now(),
        confirmed_by=by,
    )
    made.save()
    _keep_stage(item, stage_of(ItemState.DONE, is_accepted))
    data = {"item": item.pk, "progress": progress.pk, "is_accepted": is_accepted, "note": made.note}
    append_event(by=by, operation="confirm_progress", subject=made, unit=item.plan.unit, data=data)
    return made
