"""Tallies of stored answers: live, and of any surveys together; and the hash that identifies what was
counted. Answers with an exclusion in force are counted nowhere.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from puas.engines.database import Scope, tally_surveys
from puas.methodology.disclosure import choose_minimum
from puas.methodology.indices import Weighting, default_weighting, parse_weighting
from puas.methodology.instruments import Instrument
from puas.methodology.tallies import Tally
from puas.models import Agency, Response, StoredTally, Survey
from puas.queries.exclusions import LeftOut, counted, find_left_out


@dataclass(frozen=True)
class InputMark:
    """What went into a count: how many answers, and the SHA-256 (hex) over all of them.

    `left_out`: which of the stored answers did not go in; None for figures that are not made of answers.
    """

    count: int
    hash: str
    left_out: LeftOut | None = None


def live_tally(survey: Survey) -> Tally:
    """Return the tally of every answer that counts so far.

    The stored tally holds every answer up to its mark. Those left out are counted first, so that each of
    them is in the stored tally or among the rows after it.
    """
    instrument = survey.instrument.parsed
    left_out = tally_surveys([survey.pk], instrument, scope=Scope.EXCLUDED)[None]
    stored = StoredTally.objects.filter(survey=survey).first()
    last_id = stored.last_id if stored else 0
    later = tally_surveys([survey.pk], instrument, after_id=last_id, scope=Scope.EVERY)[None]
    return (later if stored is None else Tally.from_dict(stored.tally) + later) - left_out


def hash_answers(survey_ids: Iterable[int], left_out: LeftOut | None = None) -> InputMark:
    """Return the mark of the counted answers of some surveys.

    SHA-256 over one line "uuid word_a word_b" an answer, uuid as 32 hex digits, numbers in decimal, in the
    order of the uuids: anyone with the answers can compute it again, on any database. `left_out`: read
    before, when something else was counted in between.
    """
    ids = list(survey_ids)
    left_out = left_out or find_left_out(ids)
    digest, count = hashlib.sha256(), 0
    rows = counted(Response.objects.filter(survey__in=ids)).order_by("uuid")
    for uuid, word_a, word_b in rows.values_list("uuid", "word_a", "word_b").iterator(chunk_size=10_000):
        digest.update(f"{uuid.hex} {word_a} {word_b}\n".encode())
        count += 1
    return InputMark(count, digest.hexdigest(), left_out)


def hash_groups(groups: Mapping[int, Sequence[int]]) -> dict[int, InputMark]:
    """Return the mark of each group of surveys (ids by a key), as `hash_answers` has it of one, reading every
    answer once. Only for surveys of which no answer is left out.
    """
    digests = {key: hashlib.sha256() for key in groups}
    counts = dict.fromkeys(groups, 0)
    of_survey: dict[int, list[int]] = {}
    for key, ids in groups.items():
        for survey_id in ids:
            of_survey.setdefault(survey_id, []).append(key)
    rows = Response.objects.filter(survey__in=list(of_survey)).order_by("uuid")
    columns = rows.values_list("survey_id", "uuid", "word_a", "word_b")
    for survey_id, uuid, word_a, word_b in columns.iterator(chunk_size=10_000):
        line = f"{uuid.hex} {word_a} {word_b}\n".encode()
        for key in of_survey[survey_id]:
            digests[key].update(line)
            counts[key] += 1
    nothing = find_left_out([])
    return {key: InputMark(counts[key], digests[key].hexdigest(), nothing) for key in groups}


def count_answers(survey_ids: Iterable[int]) -> int:
    """Return how many answers of some surveys are counted."""
    return counted(Response.objects.filter(survey__in=list(survey_ids))).count()


def find_parameters(agency: Agency, instrument: Instrument) -> dict[str, int]:
    """Return the instrument's parameters, with the agency's own smallest group when that is larger."""
    floor = instrument.parameters["minimum_cell"]
    minimum = choose_minimum(floor, agency.policy.get("minimum_cell"))
    return {**instrument.parameters, "minimum_cell": minimum}


def find_weighting(agency: Agency, instrument: Instrument) -> Weighting:
    """Return the weighting of the agency's policy, or the instrument's own."""
    chosen = agency.policy.get("weighting")
    return parse_weighting(chosen, instrument) if chosen else default_weighting(instrument)
