"""Storing the answers of a long import: a batch a transaction, each answer checked as strictly as any other.

An import shares its two cores with the citizens who answer meanwhile, so a row costs as little processor time
as it can (docs/performance.md): the database takes text without an object for each row, and a profile, which
many rows have in common, is checked and written out once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from puas.methodology.answers import pack
from puas.models import Response, Survey
from puas.operations.response_parts import (
    check_channel,
    check_comment,
    check_profile,
    check_scores,
    check_service,
    check_time,
    check_uuid,
)
from puas.operations.responses import CLOCK_AHEAD, Answer, require_taking
from puas.operations.row_writers import write_rows

_COLUMNS = (
    *("survey_id", "instrument_id", "uuid", "channel", "service_id", "word_a", "word_b"),
    *("profile", "comment", "answered_at", "received_at", "flags"),
)
_KEPT = 20_000
"""Profiles remembered at most: some megabytes, however many different ones a file holds."""

Row = tuple[Any, ...]


class BatchWriter:
    """Stores the batches of one import into one survey; the import appends the one event."""

    def __init__(self, survey: Survey) -> None:
        self._survey, self._instrument = survey, survey.instrument.parsed
        self._adapt = connection.ops.adapt_datetimefield_value
        self._profiles: dict[str, str] = {}

    def store(self, answers: Sequence[Answer]) -> int:
        """Store a batch in a transaction of its own; return how many answers are new.

        The uuids are made from the answers' content, so one that is stored already is the same answer and is
        skipped. All is checked before the transaction: citizens wait only for the insert. BadInput for the
        first answer that is wrong, NotNow when the survey takes no answers; then nothing of it is stored.
        """
        now = timezone.now()
        received_at = self._write_time(now)
        rows = {answer.uuid: self._build_row(answer, now, received_at) for answer in answers}
        for _ in range(2):
            try:
                return self._insert(rows.values())
            except IntegrityError:  # stored by an earlier run, or by somebody at this moment
                stored = _find_uuids(list(rows))
                rows = {uuid: row for uuid, row in rows.items() if uuid not in stored}
        return self._insert(rows.values())

    def _insert(self, rows: Iterable[Row]) -> int:
        new = list(rows)
        with transaction.atomic(durable=True):
            require_taking(self._survey)
            write_rows(Response._meta.db_table, _COLUMNS, new)
        return len(new)

    def _build_row(self, answer: Answer, now: datetime, received_at: str) -> Row:
        """Return the checked values of one answer, in the order of _COLUMNS."""
        survey = self._survey
        word_a, word_b = pack(check_scores(self._instrument, answer.scores))
        service = check_service(survey, answer.service)
        is_ahead = check_time(answer.answered_at) > now
        flags = [*answer.flags, CLOCK_AHEAD] if is_ahead else answer.flags
        return (
            survey.pk,
            survey.instrument_id,
            check_uuid(answer.uuid).hex,
            check_channel(answer.channel),
            service.pk if service else None,
            word_a,
            word_b,
            self._write_profile(answer.profile),
            check_comment(answer.comment),
            received_at if is_ahead else self._write_time(answer.answered_at),
            received_at,
            json.dumps(flags) if flags else "[]",
        )

    def _write_profile(self, profile: Mapping[str, Any]) -> str:
        """Return a profile as JSON; one that was checked before is known by its every key and value."""
        given = repr(profile)
        written = self._profiles.get(given)
        if written is None:
            written = json.dumps(check_profile(self._instrument, profile))
            if len(self._profiles) < _KEPT:
                self._profiles[given] = written
        return written

    def _write_time(self, moment: datetime) -> str:
        """Return a time as text that the database reads: SQLite keeps UTC, PostgreSQL is told the zone."""
        return str(self._adapt(moment))


def _find_uuids(uuids: Sequence[UUID]) -> set[UUID]:
    """Return those that are stored already."""
    stored: set[UUID] = set()
    for start in range(0, len(uuids), 500):
        found = Response.objects.filter(uuid__in=uuids[start : start + 500]).order_by()
        stored.update(found.values_list("uuid", flat=True))
    return stored
