"""The comments behind a result, by element. They tell about people: only for the office, and without anything
else of the answer they came with.

Counts are those of the marks, less what is left out; the comments themselves are read a page at a time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from puas.errors import NotFound
from puas.methodology.comments import Tone, hash_lexicon
from puas.methodology.elements import Element
from puas.methodology.instruments import Instrument
from puas.models import CommentCorrection, CommentLabel, CommentMark, Exclusion, Response, Result, Survey
from puas.queries.lexicons import find_lexicon

NONE = ""
"""The group of the comments that no word of the lexicon speaks for."""


@dataclass(frozen=True)
class Quote:
    """One comment in one group; `text` is empty once it was kept long enough. `is_corrected`: by hand."""

    response_id: int
    text: str
    tone: Tone
    is_corrected: bool


@dataclass(frozen=True)
class CommentGroup:
    """One element (None: no element found) and how many comments of each tone it has."""

    key: str
    element: Element | None
    tones: Mapping[Tone, int]

    @property
    def count(self) -> int:
        return sum(self.tones.values())


@dataclass(frozen=True)
class Comments:
    """The comments of a result in groups, those without an element last. `total`: all that are labelled;
    `is_behind`: some are not yet, or by another word list. `marks`: of its surveys, the newest first.
    """

    total: int
    groups: tuple[CommentGroup, ...]
    is_behind: bool
    marks: tuple[CommentMark, ...]


def find_comments(result: Result, instrument: Instrument) -> Comments:
    """Return how many comments of a counted result speak of which element. Five queries."""
    surveys = result.parameters["surveys"]
    marks = list(CommentMark.objects.filter(survey__in=surveys).order_by("-survey_id"))
    out = {(e, t): n for e, t, n in _left_out(surveys).values_list("element", "tone").annotate(n=Count("id"))}
    gone = _left_out(surveys).values("response").distinct().count()
    counts = {
        key: {tone: _sum(marks, key, tone) - out.get((key, tone.value), 0) for tone in Tone}
        for key in (*(element.key for element in instrument.elements), NONE)
    }
    elements = {element.key: element for element in instrument.elements}
    groups = tuple(
        CommentGroup(key, elements.get(key), tones) for key, tones in counts.items() if sum(tones.values())
    )
    digest = hash_lexicon(find_lexicon(result.unit.agency))
    total = sum(mark.comments for mark in marks) - gone
    return Comments(total, groups, _is_behind(surveys, marks, digest), tuple(marks))


def _sum(marks: Iterable[CommentMark], key: str, tone: Tone) -> int:
    return sum(mark.counts.get(key, {}).get(tone.value, 0) for mark in marks)


def _left_out(survey_ids: Sequence[int]) -> QuerySet[CommentLabel]:
    """Return the labels of answers that are not counted: few, so that they are found from the decisions."""
    excluded = Exclusion.objects.filter(response__survey__in=survey_ids, lifted_at=None).order_by()
    return CommentLabel.objects.filter(response__in=excluded.values("response")).order_by()


def _is_behind(survey_ids: Sequence[int], marks: Sequence[CommentMark], digest: str) -> bool:
    """Say whether a comment has no label yet, or one by another word list. At most one query."""
    if any(mark.lexicon != digest for mark in marks):
        return True
    seen = Coalesce(OuterRef("comment_mark__last_id"), 0)
    later = Response.objects.filter(survey=OuterRef("pk"), id__gt=seen).exclude(comment="").order_by()
    return Survey.objects.filter(Exists(later), pk__in=survey_ids).exists()


def find_quotes(seen: Comments, key: str, start: int, most: int) -> tuple[Quote, ...]:
    """Return the comments of one group from place `start` (0 is the newest), at most `most`. One query.

    Surveys come one after the other, the newest first, so that only those of the page are read.
    """
    labels = CommentLabel.objects.filter(survey__in=_covering(seen, key, start + most), element=key)
    left_out = Exclusion.objects.filter(response=OuterRef("response"), lifted_at=None).order_by()
    rows = labels.filter(~Exists(left_out)).order_by("-survey_id", "-response_id")
    found = rows.values_list("response_id", "response__comment", "tone", "is_corrected")
    return tuple(
        Quote(number, text, Tone(tone), by_hand)
        for number, text, tone, by_hand in found[start : start + most]
    )


def _covering(seen: Comments, key: str, needed: int) -> list[int]:
    """Return the newest surveys that hold `needed` comments of a group, twice over: some are left out."""
    chosen, held = [], 0
    for mark in seen.marks:
        chosen.append(mark.pk)
        held += sum(mark.counts.get(key, {}).values())
        if held >= 2 * needed:
            break
    return chosen


@dataclass(frozen=True)
class ReadComment:
    """One comment with what it is said to speak of, and every correction of it, the newest first."""

    response: Response
    labels: Mapping[str, Tone]
    is_corrected: bool
    corrections: tuple[CommentCorrection, ...]


def find_comment(result: Result, response_id: int) -> ReadComment:
    """Return one comment behind a counted result. Three queries.

    NotFound `comment_unknown` when there is none in that answer, or it is not behind this result.
    """
    surveys = result.parameters.get("surveys", [])
    found = Response.objects.filter(pk=response_id, survey__in=surveys).exclude(comment="")
    response = found.select_related("survey__unit__agency", "survey__instrument", "survey__period").first()
    if response is None:
        raise NotFound("comment_unknown", "Komentar itu tidak ada di hasil ini. Kembali ke daftar komentar.")
    labels = list(CommentLabel.objects.filter(response=response))
    corrections = CommentCorrection.objects.filter(response=response).select_related("corrected_by")
    return ReadComment(
        response,
        {label.element: Tone(label.tone) for label in labels if label.element != NONE},
        any(label.is_corrected for label in labels),
        tuple(corrections.order_by("-id")),
    )
