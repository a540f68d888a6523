"""Answers that are left out: which are counted all the same, and the mark of those that are not."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from puas.models import Exclusion, Response


@dataclass(frozen=True)
class LeftOut:
    """The answers with an exclusion in force.

    `ids`: of the exclusions, which never come back once lifted. `counts`: how many of each kind, only kinds
    that occur. `hash`: SHA-256 (hex) over one line "uuid kind" an answer, in the order of the uuids.
    """

    ids: tuple[int, ...]
    counts: Mapping[str, int]
    hash: str


def in_force(survey_ids: Iterable[int]) -> QuerySet[Exclusion]:
    """Return the exclusions in force of some surveys' answers."""
    return Exclusion.objects.filter(response__survey__in=list(survey_ids), lifted_at=None)


def counted(responses: QuerySet[Response]) -> QuerySet[Response]:
    """Return those of `responses` that are counted."""
    left_out = Exclusion.objects.filter(response=OuterRef("pk"), lifted_at=None).order_by()
    return responses.filter(~Exists(left_out))


def find_left_out(survey_ids: Iterable[int]) -> LeftOut:
    """Return the mark of the answers of some surveys that are left out. One query."""
    rows = in_force(survey_ids).order_by("response__uuid").values_list("id", "response__uuid", "kind")
    digest, ids, counts = hashlib.sha256(), [], Counter[str]()
    for number, uuid, kind in rows:
        digest.update(f"{uuid.hex} {kind}\n".encode())
        ids.append(number)
        counts[kind] += 1
    return LeftOut(tuple(sorted(ids)), dict(sorted(counts.items())), digest.hexdigest())
