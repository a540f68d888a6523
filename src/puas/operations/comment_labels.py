"""Labelling comments by the agency's word list. A cache of what the words say, so no audit event.

What somebody corrected by hand stays as corrected, whatever the word list says.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from puas.lifecycles import EXCLUSION_STATES, SurveyState
from puas.methodology.comments import Lexicon, Tone, hash_lexicon, label_comment
from puas.methodology.elements import ELEMENTS
from puas.methodology.instruments import Instrument
from puas.models import Agency, CommentCorrection, CommentLabel, CommentMark, Response, Survey
from puas.operations.tallies import safe_mark
from puas.operations.turns import leaving_room
from puas.queries.lexicons import find_lexicon

SLICE = 2_000
"""Comments in one transaction."""
MOST = 50_000
"""Comments in one run of the schedule, so that nothing else waits for long."""
NONE = ""
"""The element of the comments that no word of the lexicon speaks for."""

Labels = Mapping[str, Tone]


def label_comments(*, survey: Survey, lexicon: Lexicon | None = None, most: int | None = None) -> int:
    """Label a survey's comments after its mark, `most` of them (rounded up to a slice), and move the mark.

    Labels of another word list are made anew. Returns how many comments were read; the same again changes
    nothing.
    """
    chosen = lexicon or find_lexicon(survey.unit.agency)
    done = 0
    while most is None or done < most:
        read, is_over = _label_slice(survey, chosen)
        done += read
        if is_over:
            break
    return done


def refresh_comments(*, now: datetime) -> dict[str, int]:
    """Label what came since the last time, and what another word list labelled; return how many comments.

    The newest surveys first, and not more than MOST in one run.
    """
    done = 0
    for agency in Agency.objects.order_by("id"):
        lexicon = find_lexicon(agency)
        for survey in _behind(agency, hash_lexicon(lexicon)):
            done += _label_in_turns(survey, lexicon, MOST - done)
            if done >= MOST:
                return {"labelled": done}
    return {"labelled": done}


def _label_in_turns(survey: Survey, lexicon: Lexicon, most: int) -> int:
    done = 0
    while done < most:
        with leaving_room():
            read = label_comments(survey=survey, lexicon=lexicon, most=SLICE)
        done += read
        if read < SLICE:
            break
    return done


def _behind(agency: Agency, digest: str) -> QuerySet[Survey]:
    """Return the surveys with comments that no label or another word list's speaks for, the newest first."""
    surveys = Survey.objects.filter(unit__agency=agency).exclude(state=SurveyState.PLANNED.value)
    mark = Coalesce(OuterRef("comment_mark__last_id"), 0)
    later = Response.objects.filter(survey=OuterRef("pk"), id__gt=mark).order_by()
    moving = [state.value for state in EXCLUSION_STATES]
    found = surveys.filter(
        Q(comment_mark=None)
        | ~Q(comment_mark__lexicon=digest)
        | Q(Exists(later.exclude(comment="")), state__in=moving)
    )
    return found.select_related("unit__agency", "instrument").order_by("-id")


@transaction.atomic
def _label_slice(survey: Survey, lexicon: Lexicon) -> tuple[int, bool]:
    """Label the next slice; return how many comments, and whether nothing is left."""
    up_to, digest = safe_mark(), hash_lexicon(lexicon)
    fresh: dict[str, Any] = {"last_id": 0, "lexicon": digest, "updated_at": timezone.now()}
    mark, _ = CommentMark.objects.select_for_update().get_or_create(survey=survey, defaults=fresh)
    if mark.lexicon != digest:
        CommentLabel.objects.filter(survey=survey).delete()
        mark.last_id, mark.lexicon, mark.counts, mark.comments = 0, digest, {}, 0
    rows = Response.objects.filter(survey=survey, id__gt=mark.last_id, id__lte=up_to).exclude(comment="")
    texts = list(rows.order_by("id").values_list("id", "comment")[:SLICE])
    labels = _label(survey, lexicon, texts)
    CommentLabel.objects.bulk_create(labels, batch_size=1000)
    is_over = len(texts) < SLICE
    mark.last_id = max(mark.last_id, up_to) if is_over else texts[-1][0]
    mark.counts, mark.comments = add_counts(mark.counts, labels), mark.comments + len(texts)
    mark.updated_at = timezone.now()
    mark.save()
    return len(texts), is_over


def _label(survey: Survey, lexicon: Lexicon, texts: Iterable[tuple[int, str]]) -> list[CommentLabel]:
    known = known_elements(survey.instrument.parsed)
    ours = dict(  # the newest of each comment is the last one
        CommentCorrection.objects.filter(response__survey=survey)
        .order_by("id")
        .values_list("response_id", "labels")
    )
    found = []
    for number, text in texts:
        by_hand = ours.get(number)
        said = read_labels(by_hand) if by_hand is not None else read_comment(text, lexicon, known)
        found += build_labels(survey, number, said, is_corrected=by_hand is not None)
    return found


def known_elements(instrument: Instrument) -> frozenset[str]:
    """Return the elements that the word list may name: those of the regulation that are called as there.

    An agency's own element has no words.
    """
    regular = {element.key: element.name for element in ELEMENTS}
    return frozenset(e.key for e in instrument.elements if regular.get(e.key) == e.name)


def read_comment(text: str, lexicon: Lexicon, known: frozenset[str]) -> Labels:
    """Return what the word list says of a comment, only about known elements."""
    return {key: tone for key, tone in label_comment(text, lexicon).items() if key in known}


def read_labels(kept: Mapping[str, str]) -> Labels:
    return {key: Tone(tone) for key, tone in kept.items()}


def build_labels(survey: Survey, response_id: int, said: Labels, *, is_corrected: bool) -> list[CommentLabel]:
    """Return the rows of one comment: one for each element, or the one that says that there is none."""
    return [
        CommentLabel(
            survey=survey, response_id=response_id, element=key, tone=tone.value, is_corrected=is_corrected
        )
        for key, tone in (said or {NONE: Tone.NEUTRAL}).items()
    ]


def add_counts(
    counts: Mapping[str, Mapping[str, int]], labels: Iterable[CommentLabel], sign: int = 1
) -> dict[str, dict[str, int]]:
    """Return {element: {tone: labels}} with `labels` added, or (`sign` -1) taken away; no zeros."""
    total = Counter({(key, tone): n for key, tones in counts.items() for tone, n in tones.items()})
    for label in labels:
        total[label.element, label.tone] += sign
    found: dict[str, dict[str, int]] = {}
    for (key, tone), n in sorted(total.items()):
        if n:
            found.setdefault(key, {})[tone] = n
    return found
