"""What a calendar rule says, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_noop

from puas.methodology.periods import PeriodKind
from puas.methodology.windows import WindowRule
from puas.models.calendars import NEVER

KIND_WORDS = {
    PeriodKind.QUARTER.value: gettext_noop("Tiap triwulan"),
    PeriodKind.SEMESTER.value: gettext_noop("Tiap semester"),
    PeriodKind.YEAR.value: gettext_noop("Tiap tahun"),
    NEVER: gettext_noop("Tidak survei"),
    "": gettext_noop("Belum diatur"),
}

DAY_NAMES = (
    gettext_noop("Senin"),
    gettext_noop("Selasa"),
    gettext_noop("Rabu"),
    gettext_noop("Kamis"),
    gettext_noop("Jumat"),
    gettext_noop("Sabtu"),
    gettext_noop("Minggu"),
)


def describe_opening_day(rule: WindowRule) -> str:
    """Say when answers begin to be taken."""
    if rule.opens_after == 0:
        return gettext("pada hari pertama periode")
    if rule.opens_after > 0:
        return gettext("{n} hari sesudah hari pertama periode").format(n=rule.opens_after)
    return gettext("{n} hari sebelum hari pertama periode").format(n=-rule.opens_after)


def describe_closing_day(rule: WindowRule, days: Sequence[int]) -> str:
    """Say when answers cease to be taken."""
    if rule.closes_after is None:
        return gettext("sesudah {n} hari kerja pengumpulan data").format(n=days[1])
    return _from_the_end(rule.closes_after)


def describe_due_day(rule: WindowRule, days: Sequence[int]) -> str:
    """Say by when the unit hands in its result."""
    if rule.due_after is None:
        return gettext("{n} hari kerja sesudah ditutup, menurut rencana kerja").format(n=days[2] + days[3])
    return _from_the_end(rule.due_after)


def _from_the_end(days: int) -> str:
    if days == 0:
        return gettext("pada hari terakhir periode")
    if days > 0:
        return gettext("{n} hari sesudah hari terakhir periode").format(n=days)
    return gettext("{n} hari sebelum hari terakhir periode").format(n=-days)
