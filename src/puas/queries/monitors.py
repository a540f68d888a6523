"""The live view of a survey: counted answers against the target, by which way and from whom they came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from puas.lifecycles import SurveyState
from puas.methodology.pace import Pace, find_pace
from puas.methodology.profile_groups import UNKNOWN, ProfileGroup, group_profiles
from puas.methodology.sampling import required_sample
from puas.models import (
    Channel,
    FormLink,
    HeldResponse,
    LinkKind,
    Service,
    Survey,
)
from puas.queries.flag_marks import count_doubted, count_unseen, find_mark
from puas.queries.held_responses import undecided
from puas.queries.monitor_counts import CHANNEL, DAY, LINK, PROFILE, SERVICE, Counts, live_counts


@dataclass(frozen=True)
class Part:
    """One channel, link or service and its counted answers; `name` "" is none of them."""

    name: str
    count: int


@dataclass(frozen=True)
class Marks:
    """Counted answers with a reason to look at them, and answers that nobody has looked at yet."""

    flagged: int
    unseen: int


@dataclass(frozen=True)
class Monitor:
    """Everything of the live view.

    `required`: the target sample, None while no population is recorded. `pace`: None unless the survey is
    open. `last_day`: until when it takes answers.
    """

    survey: Survey
    counted: int
    excluded: int
    held: int
    required: int | None
    by_day: Mapping[date, int]
    channels: tuple[Part, ...]
    links: tuple[Part, ...]
    services: tuple[Part, ...]
    groups: tuple[ProfileGroup, ...]
    marks: Marks
    last_day: date
    pace: Pace | None


def watch_survey(survey: Survey) -> Monitor:
    """Return the live view of a survey, as `queries.surveys.find_survey` finds it. At most eleven queries."""
    counts, excluded = live_counts(survey)
    by_day = {date.fromisoformat(day): n for day, n in sorted(counts.of(DAY).items())}
    required = required_sample(survey.population) if survey.population else None
    last_day = timezone.localtime(survey.closes_at).date() if survey.closes_at else survey.period.ends
    is_open = survey.stage is SurveyState.OPEN
    return Monitor(
        survey=survey,
        counted=counts.answers,
        excluded=excluded,
        held=undecided(HeldResponse.objects.filter(survey=survey)).count(),
        required=required,
        by_day=by_day,
        channels=tuple(Part(one.value, counts.of(CHANNEL).get(one.value, 0)) for one in Channel),
        links=_links(survey, counts.of(LINK)),
        services=_services(survey, counts.of(SERVICE)),
        groups=group_profiles(survey.instrument.parsed, _profiles(counts)),
        marks=_count_marks(survey),
        last_day=last_day,
        pace=find_pace(by_day, required, timezone.localdate(), _first_day(survey, by_day), last_day)
        if is_open
        else None,
    )


def _profiles(counts: Counts) -> dict[str, Mapping[str, int]]:
    names = [name for name in counts.by if name.startswith(PROFILE)]
    return {name.removeprefix(PROFILE): counts.of(name) for name in names}


def _first_day(survey: Survey, by_day: Iterable[date]) -> date | None:
    return timezone.localtime(survey.opens_at).date() if survey.opens_at else min(by_day, default=None)


def _links(survey: Survey, counts: Mapping[str, int]) -> tuple[Part, ...]:
    """Return the links by which answers came or could come; answers without a link last."""
    could = Q(unit=survey.unit_id, revoked_at=None) & (Q(survey=None) | Q(survey=survey))
    came = Q(pk__in=[int(key) for key in counts if key != UNKNOWN])
    found = FormLink.objects.filter(came | (could & ~Q(kind=LinkKind.VISIT.value))).order_by("id")
    return _in_order([(str(number), name) for number, name in found.values_list("id", "name")], counts)


def _services(survey: Survey, counts: Mapping[str, int]) -> tuple[Part, ...]:
    came = Q(pk__in=[int(key) for key in counts if key != UNKNOWN])
    found = Service.objects.filter(came | Q(unit=survey.unit_id, is_active=True))
    named = found.order_by("name").values_list("id", "name")
    return _in_order([(str(number), name) for number, name in named], counts)


def _in_order(named: list[tuple[str, str]], counts: Mapping[str, int]) -> tuple[Part, ...]:
    """Return the parts, most answers first, and those without a name last; () when nothing has a name."""
    parts = sorted((Part(name, counts.get(key, 0)) for key, name in named), key=lambda part: -part.count)
    rest = counts.get(UNKNOWN, 0)
    return (*parts, *([Part("", rest)] if rest and parts else []))


def _count_marks(survey: Survey) -> Marks:
    """Return how many counted answers have a reason to doubt them. Three queries."""
    mark = find_mark(survey)
    return Marks(count_doubted(mark), count_unseen(mark))
