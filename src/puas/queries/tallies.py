"""Tallies of stored answers: live, and of any surveys together; and the hash that identifies what was
counted.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from puas.engines.database import tally_surveys
from puas.methodology.tallies import Tally
from puas.models import Response, StoredTally, Survey


@dataclass(frozen=True)
class InputMark:
    """What went into a count: how many answers, and the SHA-256 (hex) over all of them."""

    count: int
    hash: str


def live_tally(survey: Survey) -> Tally:
    """Return the tally of every answer stored so far: the stored tally plus the rows after its mark."""
    stored = StoredTally.objects.filter(survey=survey).first()
    instrument = survey.instrument.parsed
    if stored is None:
        return tally_surveys([survey.pk], instrument)[None]
    return (
        Tally.from_dict(stored.tally) + tally_surveys([survey.pk], instrument, after_id=stored.last_id)[None]
    )


def hash_answers(survey_ids: Iterable[int]) -> InputMark:
    """Return the mark of all answers of some surveys.

    SHA-256 over one line "uuid word_a word_b" an answer, uuid as 32 hex digits, numbers in decimal, in the
    order of the uuids: anyone with the answers can compute it again, on any database.
    """
    digest, count = hashlib.sha256(), 0
    rows = Response.objects.filter(survey__in=list(survey_ids)).order_by("uuid")
    for uuid, word_a, word_b in rows.values_list("uuid", "word_a", "word_b").iterator(chunk_size=10_000):
        digest.update(f"{uuid.hex} {word_a} {word_b}\n".encode())
        count += 1
    return InputMark(count, digest.hexdigest())


def count_answers(survey_ids: Iterable[int]) -> int:
    """Return how many answers some surveys have."""
    return Response.objects.filter(survey__in=list(survey_ids)).count()
