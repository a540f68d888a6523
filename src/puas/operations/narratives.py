"""Writing the sections of a report: each save is a version, and nobody writes over what they did not see."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotFound
from puas.models import Narrative, Period, Report, Unit, User
from puas.operations.audits import append_event
from puas.queries.narratives import require_section
from puas.reports.narratives import MOST_LETTERS

SITTING = timedelta(minutes=10)
"""How long somebody goes on with the version they began, before a save makes another."""


@transaction.atomic
def write_narrative(
    *, unit: Unit, period: Period, section: str, text: str, seen: int, by: User | None
) -> Narrative:
    """Keep the text of a section; `seen` is the number of the version that it was written on, 0 for none.

    The same text again changes nothing. BadInput `narrative_long`; NotFound `narrative_section`; Conflict
    `narrative_meanwhile` when a newer version is there.
    """
    require_section(section)
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > MOST_LETTERS:
        raise BadInput(
            "narrative_long",
            "Bagian ini paling panjang {most} huruf; sekarang {count}. Ringkas, lalu simpan lagi.",
            field="teks",
            most=MOST_LETTERS,
            count=len(text),
        )
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # versions one after the other
    rows = Narrative.objects.filter(unit=unit, period=period, section=section)
    newest = rows.order_by("-number").first()
    if newest is not None and newest.text == text:
        return newest
    if seen != (newest.number if newest else 0):
        raise Conflict(
            "narrative_meanwhile",
            "{name} mengubah bagian ini sesudah Anda membukanya. Tulisan Anda masih ada di kotak ini: salin, "
            "muat ulang halaman, lalu gabungkan.",
            name=str(newest.written_by.get_username() if newest and newest.written_by else "–"),
        )
    if newest is not None and _goes_on(newest, by):
        newest.text, newest.written_at = text, timezone.now()
        newest.save(update_fields=["text", "written_at"])
        return newest
    return _add(unit, period, section, seen + 1, text, by)


def _goes_on(newest: Narrative, by: User | None) -> bool:
    """Say whether a save belongs to the version that the same person began lately; none that is frozen."""
    is_own = newest.written_by_id == (by.pk if by else None)
    is_recent = timezone.now() - newest.started_at < SITTING
    frozen = Report.objects.filter(
        unit=newest.unit_id, period=newest.period_id, frozen_at__gte=newest.started_at.replace(microsecond=0)
    )
    return is_own and is_recent and not frozen.exists()


def _add(unit: Unit, period: Period, section: str, number: int, text: str, by: User | None) -> Narrative:
    now = timezone.now()
    made = Narrative.objects.create(
        unit=unit,
        period=period,
        section=section,
        number=number,
        text=text,
        started_at=now,
        written_at=now,
        written_by=by,
    )
    data = {"period": period.code, "section": section, "number": number}
    append_event(by=by, operation="write_narrative", subject=made, unit=unit, data=data)
    return made


@transaction.atomic
def restore_narrative(*, unit: Unit, period: Period, section: str, number: int, by: User | None) -> Narrative:
    """Make an older version the newest again, as a version more. NotFound `narrative_version`."""
    require_section(section)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    rows = Narrative.objects.filter(unit=unit, period=period, section=section).order_by("-number")
    older, newest = rows.filter(number=number).first(), rows.first()
    if older is None or newest is None:
        raise NotFound("narrative_version", "Versi bagian itu tidak ada.")
    if older.text == newest.text:
        return newest
    return _add(unit, period, section, newest.number + 1, older.text, by)
