"""Looking for answers that deserve a look. A cache of what the answers say, so no audit event.

Only what came after a survey's mark is looked at, with some answers before it: bursts and runs reach over
the mark. Comments are compared with all of the survey's, for somebody may repeat one for weeks.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from puas.methodology.answers import unpack
from puas.methodology.instruments import Instrument
from puas.methodology.quality import (
    ADDRESS_FACTOR,
    BURST_COUNT,
    COMMENT_LETTERS,
    RUN_COUNT,
    Flag,
    find_bursts,
    find_flags,
    find_runs,
    find_same_comments,
    is_at_night,
)
from puas.models import FlagMark, Response, ResponseFlag, Survey
from puas.operations.tallies import safe_mark
from puas.queries.flag_marks import INFORMATION

OVERLAP = 500
"""Answers before the mark that are looked at again with those after it."""
SLICE = 10_000
"""Answers after the mark in one transaction."""

_TOLD = {flag.value: flag for flag in (Flag.CLOCK_AHEAD, Flag.OTHER_VERSION, Flag.CORRECTION, Flag.FROM_TRAY)}
"""Flags that were set when the answer was stored."""
_COLUMNS = (
    *("id", "channel", "word_a", "word_b", "comment", "answered_at", "flags"),
    *("link_id", "seconds", "was_steered", "device_hash", "address_hash"),
)

Found = set[tuple[int, Flag]]


def flag_responses(*, survey: Survey, most: int | None = None) -> int:
    """Look at a survey's answers after its mark, `most` of them (rounded up to a slice), and move the mark.

    Returns how many were looked at. Safe while answers arrive, and the same again changes nothing.
    """
    done = 0
    while (most is None or done < most) and (taken := _flag_slice(survey)):
        done += taken
    return done


def _flag_slice(survey: Survey) -> int:
    """Look at the next answers and return how many; 0 when there is none.

    They are read and judged without holding up whoever writes; should somebody else have moved the mark
    meanwhile, the answers after theirs are looked at.
    """
    last_id = FlagMark.objects.filter(survey=survey).values_list("last_id", flat=True).first() or 0
    if not Response.objects.filter(survey=survey, id__gt=last_id).exists():
        return 0
    rows = list(_read(survey, id__gt=last_id, id__lte=safe_mark())[:SLICE])
    if not rows:
        return 0
    before = list(_read(survey, id__lte=last_id).order_by("-id")[:OVERLAP])[::-1]
    found = _find_alone(survey.instrument.parsed, rows) | _find_together([*before, *rows])
    if any(len(row.comment) >= COMMENT_LETTERS for row in rows):
        found |= _find_repeats(survey, rows[-1].id)
    return len(rows) if _keep(survey, found, last_id, rows[-1].id) else _flag_slice(survey)


@transaction.atomic
def _keep(survey: Survey, found: Found, last_id: int, up_to: int) -> bool:
    """Store what was found and move the mark from `last_id` to `up_to`; say whether it was still there."""
    fresh: dict[str, Any] = {"last_id": 0, "updated_at": timezone.now()}
    mark, _ = FlagMark.objects.select_for_update().get_or_create(survey=survey, defaults=fresh)
    if mark.last_id != last_id:
        return False
    _store(survey, found)
    mark.last_id, mark.updated_at = up_to, timezone.now()
    mark.counts, mark.answers = _count_stored(survey)
    mark.save()
    return True


def _read(survey: Survey, **chosen: Any) -> Any:
    rows = Response.objects.filter(survey=survey, **chosen).order_by("id")
    return rows.values_list(*_COLUMNS, named=True)


def _find_alone(instrument: Instrument, rows: Iterable[Any]) -> Found:
    """Return what each answer says by itself."""
    found: Found = set()
    for row in rows:
        scores = unpack((row.word_a, row.word_b), len(instrument.items))
        flags = [*find_flags(instrument, scores, row.seconds)]
        flags += [_TOLD[name] for name in row.flags if name in _TOLD]
        if row.was_steered:
            flags.append(Flag.STEERED)
        if is_at_night(row.channel, timezone.localtime(row.answered_at)):
            flags.append(Flag.NIGHT)
        found.update((row.id, flag) for flag in flags)
    return found


def _find_together(rows: Sequence[Any]) -> Found:
    """Return the bursts and runs of each device, of each link on one day, and of each address.

    Many phones may answer by one link in the same minute: there a burst is looked for only among answers of
    which nobody knows the device. A kiosk has no number: it is its link.
    """
    ordered = sorted(rows, key=lambda row: (row.answered_at, row.id))
    devices = _group(ordered, lambda row: row.device_hash)
    links = _group(ordered, lambda row: row.link_id and (row.link_id, _day(row)))
    unknown = [[row for row in group if row.device_hash is None] for group in links]
    addresses = _group(ordered, lambda row: row.address_hash)
    found = _find_bursts([*devices, *unknown], 1) | _find_bursts(addresses, ADDRESS_FACTOR)
    return found | _find_runs([*devices, *links], 1) | _find_runs(addresses, ADDRESS_FACTOR)


def _group(rows: Iterable[Any], origin: Callable[[Any], Hashable]) -> list[list[Any]]:
    """Return the rows of each origin, in their order; those without one are left out."""
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        if (key := origin(row)) is not None:
            groups[key].append(row)
    return list(groups.values())


def _day(row: Any) -> date:
    return timezone.localtime(row.answered_at).date()


def _find_bursts(groups: Iterable[Sequence[Any]], factor: int) -> Found:
    """Return the answers of each group that came too close together; `factor` times as many make a burst."""
    return {
        (group[n].id, Flag.BURST)
        for group in groups
        for n in find_bursts([row.answered_at for row in group], BURST_COUNT * factor)
    }


def _find_runs(groups: Iterable[Sequence[Any]], factor: int) -> Found:
    return {
        (group[n].id, Flag.RUN)
        for group in groups
        for n in find_runs([(row.word_a, row.word_b) for row in group], RUN_COUNT * factor)
    }


def _find_repeats(survey: Survey, up_to: int) -> Found:
    written = Response.objects.filter(survey=survey, id__lte=up_to).exclude(comment="").order_by("id")
    rows = list(written.values_list("id", "comment"))
    return {(rows[n][0], Flag.SAME_COMMENT) for n in find_same_comments([text for _, text in rows])}


def _count_stored(survey: Survey) -> tuple[dict[str, int], int]:
    """Return how many answers have each flag, and how many a reason to doubt them."""
    flags = ResponseFlag.objects.filter(survey=survey).order_by()
    counts = dict(flags.values_list("flag").annotate(n=Count("id")))
    return counts, flags.exclude(flag__in=INFORMATION).values("response").distinct().count()


def _store(survey: Survey, found: Found) -> None:
    rows = [
        ResponseFlag(survey=survey, response_id=number, flag=flag.value) for number, flag in sorted(found)
    ]
    ResponseFlag.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
