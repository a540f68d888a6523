"""What the office sees: units, their surveys and how far each is, only within a person's subtree."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from puas.errors import NotFound
from puas.lifecycles import SurveyState
from puas.methodology.sampling import required_sample
from puas.models import Agency, Exclusion, Period, Publication, Response, Result, Survey, Unit, User
from puas.permissions import Action
from puas.queries.exclusions import counted, in_force
from puas.queries.held_responses import waiting
from puas.queries.results import standing
from puas.queries.units import in_tree_order, visible_units


@dataclass(frozen=True)
class UnitStatus:
    """A unit in a period: its survey (if any), answers so far, the standing result and what is published."""

    unit: Unit
    depth: int
    survey: Survey | None
    state: SurveyState | None
    answers: int
    required: int | None
    result: Result | None
    publication: Publication | None

    @property
    def index(self) -> Fraction | None:
        return self.result.exact_index if self.result else None

    @property
    def is_published(self) -> bool:
        """Say whether the standing result itself is what is published."""
        return bool(self.publication and self.result and self.publication.result_id == self.result.pk)

    @property
    def is_unpublished(self) -> bool:
        """Say whether the standing result has an index and is not what is published."""
        return bool(self.result and self.result.index) and not self.is_published

    @property
    def is_ready(self) -> bool:
        """Say whether the standing result can be published now; who has no survey needs no verification."""
        return self.is_unpublished and self.state in (None, SurveyState.VERIFIED, SurveyState.PUBLISHED)


@dataclass(frozen=True)
class SurveyStatus:
    """One survey in detail: counted answers by channel, what waits in the tray, answers left out, every
    result and publication of its unit.
    """

    survey: Survey
    state: SurveyState
    answers: int
    by_channel: dict[str, int]
    held: int
    excluded: int
    required: int | None
    results: tuple[Result, ...]
    publications: tuple[Publication, ...]


def visible_agencies(user: User) -> tuple[Agency, ...]:
    """Return the agencies in which `user` sees at least one unit, by name. One query."""
    return tuple(Agency.objects.filter(pk__in=visible_units(user).values("agency")).order_by("name"))


def visible_periods(user: User, agency: Agency) -> tuple[Period, ...]:
    """Return the periods in which units that `user` sees have a survey or a result, newest first."""
    units = visible_units(user).filter(agency=agency)
    ids = set(Survey.objects.filter(unit__in=units).values_list("period_id", flat=True).distinct().order_by())
    ids |= set(
        Result.objects.filter(unit__in=units).values_list("period_id", flat=True).distinct().order_by()
    )
    return tuple(Period.objects.filter(pk__in=ids).order_by("-ends", "starts"))


def unit_statuses(user: User, agency: Agency, period: Period) -> tuple[UnitStatus, ...]:
    """Return the units of `agency` that `user` sees, in tree order, with where each stands in `period`.

    A unit that does not exist in the period is there only with what it has: nothing is expected of it.
    """
    units = list(visible_units(user).filter(agency=agency))
    ids = [unit.pk for unit in units]
    planned = Survey.objects.filter(unit__in=ids, period=period).defer("team", "schedule")
    surveys = {survey.unit_id: survey for survey in planned}
    counts = count_by_survey(survey.pk for survey in surveys.values())
    measured = Result.objects.filter(unit__in=ids, period=period)
    results = standing(measured.defer("weights", "instruments", "methods"))
    publications = {
        publication.unit_id: publication
        for publication in Publication.objects.filter(unit__in=ids, period=period, replaced_by=None)
    }
    kept = {pk for pk, survey in surveys.items() if survey.stage is not SurveyState.PLANNED}
    kept |= results.keys() | publications.keys()
    shown = [u for u in units if u.pk in kept or u.exists_during(period.starts, period.ends)]
    return tuple(
        _build_status(row.unit, row.depth, surveys, counts, results.get(row.unit.pk), publications)
        for row in in_tree_order(shown)
    )


def _build_status(
    unit: Unit,
    depth: int,
    surveys: dict[int, Survey],
    counts: dict[int, int],
    result: Result | None,
    publications: dict[int, Publication],
) -> UnitStatus:
    survey = surveys.get(unit.pk)
    return UnitStatus(
        unit=unit,
        depth=depth,
        survey=survey,
        state=survey.stage if survey else None,
        answers=counts.get(survey.pk, 0) if survey else 0,
        required=_required(survey),
        result=result,
        publication=publications.get(unit.pk),
    )


def _required(survey: Survey | None) -> int | None:
    return required_sample(survey.population) if survey and survey.population else None


def count_by_survey(survey_ids: Iterable[int]) -> dict[int, int]:
    """Return how many answers of each survey are counted, surveys without any left out. One query.

    The stored tally knows the answers up to its mark, so only those after it are counted one by one.
    """
    mark = Coalesce(OuterRef("stored_tally__last_id"), 0)
    later = Response.objects.filter(survey=OuterRef("pk"), id__gt=mark).order_by().values("survey")
    left_out = Exclusion.objects.filter(response__survey=OuterRef("pk"), lifted_at=None).order_by()
    rows = Survey.objects.filter(pk__in=list(survey_ids)).order_by()
    counts = rows.values_list(
        "pk",
        "stored_tally__tally__respondents",
        Subquery(later.annotate(n=Count("id")).values("n")),
        Subquery(left_out.values("response__survey").annotate(n=Count("id")).values("n")),
    )
    found = {pk: (before or 0) + (after or 0) - (out or 0) for pk, before, after, out in counts}
    return {pk: n for pk, n in found.items() if n}


def find_survey(user: User, survey_id: int, action: Action = Action.VIEW) -> Survey:
    """Return a survey of a unit where `user` may do `action`; NotFound `survey_unknown` for any other."""
    joined = Survey.objects.select_related("unit__agency", "period", "instrument")
    survey = joined.filter(pk=survey_id, unit__in=visible_units(user, action)).first()
    if survey is None:
        raise NotFound("survey_unknown", "Survei itu tidak ada, atau bukan di unit Anda.")
    return survey


def survey_status(user: User, survey_id: int) -> SurveyStatus:
    """Return one survey in detail; NotFound `survey_unknown` when `user` does not see its unit."""
    survey = find_survey(user, survey_id)
    answers = counted(Response.objects.filter(survey=survey)).order_by()
    channels = answers.values("channel").annotate(n=Count("id"))
    by_channel = {row["channel"]: row["n"] for row in channels}
    same: dict[str, Any] = {"unit": survey.unit_id, "period": survey.period_id}
    return SurveyStatus(
        survey=survey,
        state=survey.stage,
        answers=sum(by_channel.values()),
        by_channel=by_channel,
        held=waiting(survey).count(),
        excluded=in_force([survey.pk]).count(),
        required=_required(survey),
        results=tuple(Result.objects.filter(**same).order_by("-id")),
        publications=tuple(Publication.objects.filter(**same).select_related("result").order_by("-version")),
    )
