"""The agency's calendar: rules of units, windows by date, holidays, the weekly days off."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotFound
from puas.methodology.periods import Period, PeriodKind
from puas.methodology.windows import Window, WindowRule, check_phase_days
from puas.methodology.workdays import check_weekend
from puas.models import Agency, CalendarRule, Holiday, InstrumentVersion, PeriodWindow, Unit, User
from puas.models.calendars import NEVER
from puas.operations.audits import append_event
from puas.operations.periods import ensure_period
from puas.queries.calendars import WEEKEND
from puas.queries.units import root_of

KINDS = ("", NEVER, *(kind.value for kind in PeriodKind))


@transaction.atomic
def set_rule(
    *,
    unit: Unit,
    by: User | None,
    kind: str = "",
    instrument: InstrumentVersion | None = None,
    window: WindowRule | None = None,
    phase_days: Sequence[int] | None = None,
    is_handed_down: bool = True,
) -> CalendarRule:
    """Say how a unit surveys; what is not given comes from above. It replaces what the unit said before.

    BadInput `calendar_kind` or `phase_days`.
    """
    if kind not in KINDS:
        raise BadInput("calendar_kind", "Pilih seberapa sering unit ini survei.")
    if phase_days is not None:
        check_phase_days(phase_days)
    fields = {
        "kind": kind,
        "instrument": instrument,
        "opens_after": window.opens_after if window else None,
        "closes_after": window.closes_after if window else None,
        "due_after": window.due_after if window else None,
        "phase_days": list(phase_days) if phase_days is not None else None,
        "is_handed_down": is_handed_down,
    }
    stamp = {"changed_at": timezone.now(), "changed_by": by}
    rule, _ = CalendarRule.objects.update_or_create(unit=unit, defaults=fields | stamp)
    data = {**fields, "instrument": str(instrument) if instrument else None}
    append_event(by=by, operation="set_rule", subject=rule, unit=unit, data=data)
    return rule


@transaction.atomic
def clear_rule(*, unit: Unit, by: User | None) -> None:
    """Let a unit follow what is handed down to it; NotFound `calendar_rule_missing` without a rule."""
    rule = CalendarRule.objects.filter(unit=unit).first()
    if rule is None:
        raise NotFound("calendar_rule_missing", "Unit ini sudah mengikuti kalender di atasnya.")
    append_event(by=by, operation="clear_rule", subject=rule, unit=unit, data={"kind": rule.kind})
    rule.delete()


@transaction.atomic
def set_window(
    *,
    unit: Unit,
    period: Period,
    opens_on: date,
    closes_on: date,
    by: User | None,
    due_on: date | None = None,
) -> PeriodWindow:
    """Give one period its window by date, for a unit and those below it. BadInput `window_order`.

    Surveys that were made before keep their dates.
    """
    Window(opens_on, closes_on, due_on or closes_on)
    fields = {"opens_on": opens_on, "closes_on": closes_on, "due_on": due_on}
    stamp = {"changed_at": timezone.now(), "changed_by": by}
    row, _ = PeriodWindow.objects.update_or_create(
        unit=unit, period=ensure_period(period), defaults=fields | stamp
    )
    data = {"period": period.code, **{name: str(day) if day else None for name, day in fields.items()}}
    append_event(by=by, operation="set_window", subject=row, unit=unit, data=data)
    return row


@transaction.atomic
def clear_window(*, unit: Unit, period: Period, by: User | None) -> None:
    """Take the dates of a period away again; NotFound `period_window_missing` without any."""
    row = PeriodWindow.objects.filter(unit=unit, period__code=period.code).first()
    if row is None:
        raise NotFound("period_window_missing", "Periode ini tidak punya tanggal sendiri di unit itu.")
    append_event(by=by, operation="clear_window", subject=row, unit=unit, data={"period": period.code})
    row.delete()


@transaction.atomic
def add_holiday(*, agency: Agency, day: date, name: str, by: User | None) -> Holiday:
    """Say that an agency does not work on a day; given again it takes the new name.

    BadInput `holiday_name`.
    """
    name = " ".join(name.split())[:120]
    if not name:
        raise BadInput("holiday_name", "Tulis nama hari liburnya.")
    holiday, _ = Holiday.objects.update_or_create(agency=agency, day=day, defaults={"name": name})
    data = {"day": str(day), "name": name}
    append_event(by=by, operation="add_holiday", subject=holiday, unit=root_of(agency), data=data)
    return holiday


@transaction.atomic
def remove_holiday(*, agency: Agency, day: date, by: User | None) -> None:
    """Make a day a working day again; NotFound `holiday_missing` when it is no holiday."""
    holiday = Holiday.objects.filter(agency=agency, day=day).first()
    if holiday is None:
        raise NotFound("holiday_missing", "Tanggal itu bukan hari libur di kalender ini.")
    data = {"day": str(day), "name": holiday.name}
    append_event(by=by, operation="remove_holiday", subject=holiday, unit=root_of(agency), data=data)
    holiday.delete()


@transaction.atomic
def set_weekend(*, agency: Agency, days: Iterable[int], by: User | None) -> Agency:
    """Say which days of the week an agency does not work (Monday is 0). BadInput `weekend_days`."""
    chosen = sorted(set(days))
    check_weekend(chosen)
    stored = Agency.objects.select_for_update().get(pk=agency.pk)
    stored.policy = {**stored.policy, WEEKEND: chosen}
    stored.save(update_fields=["policy"])
    data = {"weekend": chosen}
    append_event(by=by, operation="set_weekend", subject=stored, unit=root_of(stored), data=data)
    agency.policy = stored.policy
    return agency
