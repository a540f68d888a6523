"""Answers that deserve a look: how many for which reason, the answers themselves, those that were left out,
and what the index would be without them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from puas.methodology.indices import compute_index
from puas.methodology.quality import Flag
from puas.methodology.tallies import Tally, tally_responses
from puas.models import Exclusion, ExclusionKind, FlagMark, Response, ResponseFlag, Survey
from puas.queries.exclusions import counted, in_force
from puas.queries.tallies import find_weighting, live_tally

PAGE = 50
INFORMATION = frozenset({Flag.CORRECTION, Flag.FROM_TRAY})
"""Flags that tell something and are no reason to doubt an answer."""


@dataclass(frozen=True)
class FlagCount:
    """How many answers have a flag, how many of them are counted, and their share of all answers (%)."""

    flag: Flag
    answers: int
    counted: int
    share: Fraction

    @property
    def is_information(self) -> bool:
        return self.flag in INFORMATION


@dataclass(frozen=True)
class Flagged:
    """One answer and the reasons to look at it, in the order of `Flag`."""

    response: Response
    flags: tuple[Flag, ...]

    @property
    def scores(self) -> str:
        """The scores in the questionnaire's order, "4 4 3 .."; an item left open is a dash."""
        return " ".join(str(score) if score else "–" for score in self.response.scores)


@dataclass(frozen=True)
class Figures:
    """An index, None without answers, and how many answers it is made of."""

    index: Fraction | None
    respondents: int


def count_flags(survey: Survey, answers: int) -> tuple[FlagCount, ...]:
    """Return the flags that occur among the `answers` answers of a survey, most frequent first. One query."""
    left_out = Exists(_decisions(OuterRef("response")))
    found = ResponseFlag.objects.filter(survey=survey).order_by().annotate(is_out=left_out).values("flag")
    rows = found.annotate(n=Count("id"), kept=Count("id", filter=Q(is_out=False)))
    counts = [
        FlagCount(Flag(row["flag"]), row["n"], row["kept"], Fraction(100 * row["n"], max(1, answers)))
        for row in rows
    ]
    return tuple(sorted(counts, key=lambda one: (one.is_information, -one.answers, one.flag)))


def _decisions(response: OuterRef) -> QuerySet[Exclusion]:
    return Exclusion.objects.filter(response=response, lifted_at=None).order_by()


def count_all(survey: Survey) -> tuple[int, int]:
    """Return how many answers are stored, and how many of them came after the last look. Two queries."""
    mark = FlagMark.objects.filter(survey=survey).first()
    later = Count("id", filter=Q(id__gt=mark.last_id if mark else 0))
    found = Response.objects.filter(survey=survey).order_by().aggregate(n=Count("id"), later=later)
    return found["n"], found["later"]


def flagged_answers(survey: Survey, flag: Flag | None) -> QuerySet[Response]:
    """Return the counted answers with `flag`, or with any reason to doubt them; newest first."""
    flags = ResponseFlag.objects.filter(response=OuterRef("pk")).order_by()
    chosen = flags.filter(flag=flag.value) if flag else flags.exclude(flag__in=INFORMATION)
    answers = counted(Response.objects.filter(Exists(chosen), survey=survey))
    return answers.select_related("link", "service", "instrument").order_by("-id")


def excluded_answers(survey: Survey) -> QuerySet[Exclusion]:
    """Return the decisions in force about a survey's answers, newest first, with answer and person."""
    decisions = in_force([survey.pk]).order_by("-id")
    return decisions.select_related("response__link", "response__instrument", "excluded_by")


def with_flags(responses: Sequence[Response]) -> tuple[Flagged, ...]:
    """Return some answers with their flags. One query."""
    found: dict[int, set[str]] = {}
    rows = ResponseFlag.objects.filter(response__in=[one.pk for one in responses])
    for number, flag in rows.values_list("response_id", "flag"):
        found.setdefault(number, set()).add(flag)
    return tuple(
        Flagged(one, tuple(flag for flag in Flag if flag.value in found.get(one.pk, ()))) for one in responses
    )


def find_counted(survey: Survey, ids: Iterable[int]) -> tuple[Response, ...]:
    """Return those of some answers that are counted, oldest first."""
    return tuple(counted(Response.objects.filter(survey=survey, pk__in=list(ids))).order_by("id"))


def find_excluded(survey: Survey, ids: Iterable[int]) -> tuple[Response, ...]:
    """Return those of some answers that somebody decided to leave out, oldest first."""
    decided = in_force([survey.pk]).filter(kind=ExclusionKind.FLAGGED.value).values("response")
    return tuple(Response.objects.filter(pk__in=list(ids)).filter(pk__in=decided).order_by("id"))


def weigh(survey: Survey, responses: Sequence[Response], *, is_adding: bool) -> tuple[Figures, Figures]:
    """Return the survey's figures now, and with `responses` left out or (`is_adding`) counted again."""
    now = live_tally(survey)
    change = tally_responses(survey.instrument.parsed, [one.scores for one in responses])
    return _measure(survey, now), _measure(survey, now + change if is_adding else now - change)


def _measure(survey: Survey, tally: Tally) -> Figures:
    instrument = survey.instrument.parsed
    index = compute_index(tally, instrument, find_weighting(survey.unit.agency, instrument))
    return Figures(index.value, tally.respondents)
