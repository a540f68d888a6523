"""How many answers have each flag, and how many a reason to doubt them: kept with the mark of the last look,
so that no page counts them again.
"""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from puas.methodology.quality import Flag
from puas.models import FlagMark, Response, ResponseFlag, Survey
from puas.queries.exclusions import in_force

INFORMATION = frozenset({Flag.CORRECTION, Flag.FROM_TRAY})
"""Flags that tell something and are no reason to doubt an answer."""


def find_mark(survey: Survey) -> FlagMark:
    """Return how far a survey was looked at, and what was found; an empty mark before the first look. One
    query.
    """
    mark = FlagMark.objects.filter(survey=survey).first() or FlagMark(last_id=0)
    mark.survey = survey
    return mark


def sum_flags(survey_ids: Iterable[int]) -> Counter[str]:
    """Return how many answers of some surveys have each flag, those left out included. One query."""
    marks = FlagMark.objects.filter(survey__in=list(survey_ids)).values_list("counts", flat=True)
    return sum((Counter(counts) for counts in marks), Counter[str]())


def left_out_flags(survey: Survey) -> Counter[str]:
    """Return how many of the answers that are left out have each flag. One query."""
    decided = in_force([survey.pk]).values("response")
    rows = ResponseFlag.objects.filter(response__in=decided).order_by().values_list("flag")
    return Counter(dict(rows.annotate(n=Count("id"))))


def count_doubted(mark: FlagMark) -> int:
    """Return how many counted answers have a reason to doubt them. One query."""
    reasons = ResponseFlag.objects.filter(response=OuterRef("response")).exclude(flag__in=INFORMATION)
    return mark.answers - in_force([mark.survey_id]).filter(Exists(reasons.order_by())).count()


def count_unseen(mark: FlagMark) -> int:
    """Return how many answers came after the last look. One query."""
    return Response.objects.filter(survey=mark.survey_id, id__gt=mark.last_id).count()


def count_all(mark: FlagMark) -> tuple[int, int]:
    """Return how many answers are stored, those left out included, and how many of them came after the last
    look. One query: the stored tally knows the answers up to its own mark.
    """
    answers = Response.objects.filter(survey=OuterRef("pk"))
    later = answers.filter(id__gt=Coalesce(OuterRef("stored_tally__last_id"), 0))
    unseen = answers.filter(id__gt=mark.last_id)
    rows = Survey.objects.filter(pk=mark.survey_id).order_by()
    found = rows.values_list("stored_tally__tally__respondents", _count(later), _count(unseen))
    before, after, new = found[0]
    return (before or 0) + (after or 0), new or 0


def _count(answers: QuerySet[Response]) -> Subquery:
    return Subquery(answers.order_by().values("survey").annotate(n=Count("id")).values("n"))
