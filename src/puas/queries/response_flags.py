"""Answers that deserve a look: how many for which reason, the answers themselves, those that were left out,
and what the index would be without them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from puas.methodology.indices import compute_index
from puas.methodology.quality import Flag
from puas.methodology.tallies import Tally, tally_responses
from puas.models import Exclusion, ExclusionKind, FlagMark, Response, ResponseFlag, Survey
from puas.queries.exclusions import counted, in_force
from puas.queries.flag_marks import INFORMATION, left_out_flags
from puas.queries.tallies import find_weighting, live_tally

PAGE = 50


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


def count_flags(mark: FlagMark, answers: int) -> tuple[FlagCount, ...]:
    """Return the flags that occur among the `answers` answers of a survey, most frequent first. One query."""
    left_out = left_out_flags(mark.survey)
    counts = [
        FlagCount(Flag(flag), n, n - left_out[flag], Fraction(100 * n, max(1, answers)))
        for flag, n in mark.counts.items()
    ]
    return tuple(sorted(counts, key=lambda one: (one.is_information, -one.answers, one.flag)))


def flagged_answers(survey: Survey, flag: Flag | None) -> QuerySet[Response]:
    """Return the counted answers with `flag`, or with any reason to doubt them; newest first."""
    flags = ResponseFlag.objects.filter(survey=survey).order_by()
    chosen = flags.filter(flag=flag.value) if flag else flags.exclude(flag__in=INFORMATION)
    answers = counted(Response.objects.filter(pk__in=chosen.values("response")))
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
