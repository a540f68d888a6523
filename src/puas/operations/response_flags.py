"""Looking for answers that deserve a look. A cache of what the answers say, so no audit event.

Only what came after a survey's mark is looked at, with some answers before it: bursts and runs reach over
the mark. Comments are compared with all of the survey's, for somebody may repeat one for weeks.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from puas.methodology.answers import unpack
from puas.methodology.instruments import Instrument
from puas.methodology.quality import (
    COMMENT_LETTERS,
    Flag,
    find_bursts,
    find_flags,
    find_runs,
    find_same_comments,
    is_at_night,
)
from puas.models import FlagMark, Response, ResponseFlag, Survey
from puas.operations.tallies import safe_mark

OVERLAP = 500
"""Answers before the mark that are looked at again with those after it."""
SLICE = 10_000
"""Answers after the mark in one transaction."""

_TOLD = {flag.value: flag for flag in (Flag.CLOCK_AHEAD, Flag.OTHER_VERSION, Flag.CORRECTION)}
"""Flags that the door set when the answer came."""
_COLUMNS = (
    *("id", "channel", "word_a", "word_b", "comment", "answered_at", "flags"),
    *("link_id", "seconds", "was_steered", "device_hash"),
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
    mark = FlagMark.objects.filter(survey=survey).first()
    answers = Response.objects.filter(survey=survey)
    if not answers.filter(id__gt=mark.last_id if mark else 0).exists():
        return 0
    return _look(survey, safe_mark())


@transaction.atomic
def _look(survey: Survey, up_to: int) -> int:
    """Look at the next answers with id <= `up_to`; whoever looks at the same survey waits."""
    defaults: dict[str, Any] = {"last_id": 0, "updated_at": timezone.now()}
    mark, _ = FlagMark.objects.select_for_update().get_or_create(survey=survey, defaults=defaults)
    new = _read(survey, id__gt=mark.last_id, id__lte=up_to)[:SLICE]
    rows = list(new)
    if not rows:
        return 0
    before = list(_read(survey, id__lte=mark.last_id).order_by("-id")[:OVERLAP])[::-1]
    found = _find_alone(survey.instrument.parsed, rows) | _find_together([*before, *rows])
    if any(len(row.comment) >= COMMENT_LETTERS for row in rows):
        found |= _find_repeats(survey, rows[-1].id)
    _store(survey, found)
    mark.last_id, mark.updated_at = rows[-1].id, timezone.now()
    mark.save()
    return len(rows)


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
    """Return the bursts and runs of each device, and of each link on one day."""
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.answered_at, row.id)):
        if row.device_hash is not None:
            groups["device", row.device_hash].append(row)
        if row.link_id is not None:
            groups[row.link_id, timezone.localtime(row.answered_at).date()].append(row)
    found: Found = set()
    for group in groups.values():
        found |= {(group[n].id, Flag.BURST) for n in find_bursts([row.answered_at for row in group])}
        found |= {(group[n].id, Flag.RUN) for n in find_runs([(row.word_a, row.word_b) for row in group])}
    return found


def _find_repeats(survey: Survey, up_to: int) -> Found:
    written = Response.objects.filter(survey=survey, id__lte=up_to).exclude(comment="").order_by("id")
    rows = list(written.values_list("id", "comment"))
    return {(rows[n][0], Flag.SAME_COMMENT) for n in find_same_comments([text for _, text in rows])}


def _store(survey: Survey, found: Found) -> None:
    rows = [
        ResponseFlag(survey=survey, response_id=number, flag=flag.value) for number, flag in sorted(found)
    ]
    ResponseFlag.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
