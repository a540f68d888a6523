"""Publishing: the decision that makes a result visible. A correction is a new version with a reason."""

from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotNow
from puas.lifecycles import SurveyState, require_move
from puas.models import Agency, Period, Publication, Result, Survey, Unit, User
from puas.operations.audits import append_event
from puas.operations.result_groups import keep_people
from puas.operations.webhook_messages import announce_publications
from puas.queries.own_findings import count_open
from puas.queries.result_inputs import is_current
from puas.queries.results import standing_results
from puas.queries.survey_needs import refuse_findings
from puas.queries.units import root_of


@transaction.atomic
def publish_result(*, result: Result, by: User | None, reason: str = "") -> Publication:
    """Publish a result; it replaces what is published for the unit and period, which needs a `reason`.

    The unit's verified survey moves to published. Publishing what is published already returns that
    Publication. NotNow `result_empty`, `result_outdated`, `survey_move` while the survey is not verified,
    `findings_open`; BadInput `publication_reason`; Conflict `result_replaced` for a result that was replaced
    before.
    """
    errors = count_open(result.unit.agency, result.period)
    publication, created = _publish(result, by, reason.strip(), errors)
    if created:
        data = {"period": result.period.code, "result": result.pk, "version": publication.version}
        if publication.reason:
            data["reason"] = publication.reason
        announce_publications([publication])
        append_event(by=by, operation="publish_result", subject=publication, unit=result.unit, data=data)
    return publication


@transaction.atomic
def publish_period(*, agency: Agency, period: Period, by: User | None, reason: str = "") -> list[Publication]:
    """Publish every result of a period whose survey is verified, and the agency's own, in one decision.

    What is published already stays as it is; units that are not verified yet are left for later. All or
    nothing of the others; errors as in `publish_result`.
    """
    ready = [result for result in _standing(agency, period) if not _is_under_way(result)]
    errors = count_open(agency, period)
    made = [_publish(result, by, reason.strip(), errors) for result in ready]
    new = [publication for publication, created in made if created]
    if new:
        announce_publications(new)
        data = {"period": period.code, "results": [publication.result_id for publication in new]}
        append_event(by=by, operation="publish_period", subject=period, unit=root_of(agency), data=data)
    return new


def _standing(agency: Agency, period: Period) -> Iterator[Result]:
    """Yield the results with an index that stand for the units, then the agency's latest."""
    found = standing_results(agency, [period.code])
    yield from (result for _, result in sorted(found.items(), key=lambda item: item[0]) if result.index)
    own = Result.objects.filter(unit=root_of(agency), period=period).exclude(index="")
    yield from own.select_related("unit", "period").order_by("-id")[:1]


def _is_under_way(result: Result) -> bool:
    """Say whether the survey of a result has not been verified yet."""
    done = [SurveyState.VERIFIED.value, SurveyState.PUBLISHED.value]
    surveys = Survey.objects.filter(unit=result.unit_id, period=result.period_id)
    return surveys.exclude(state__in=done).exists()


def _publish(result: Result, by: User | None, reason: str, errors: Counter[int]) -> tuple[Publication, bool]:
    Unit.objects.select_for_update(no_key=True).get(pk=result.unit_id)  # versions one after the other
    latest = (
        Publication.objects.filter(unit=result.unit_id, period=result.period_id).order_by("-version").first()
    )
    if latest is not None and latest.result_id == result.pk:
        return latest, False
    _check_publishable(result, latest, reason)
    if errors[result.unit_id]:
        raise refuse_findings(errors[result.unit_id], result.unit.name, result.period.pure.label)
    _move_survey(result)
    publication = Publication(
        unit_id=result.unit_id,
        period_id=result.period_id,
        result=result,
        version=latest.version + 1 if latest else 1,
        replaces=latest,
        reason=reason if latest else "",
        published_at=timezone.now(),
        published_by=by,
    )
    publication.save()
    keep_people(result)
    return publication, True


def _check_publishable(result: Result, latest: Publication | None, reason: str) -> None:
    if not result.index:
        raise NotNow("result_empty", "Hasil ini belum punya indeks, jadi belum ada yang dapat diterbitkan.")
    if Publication.objects.filter(result=result).exists():
        raise Conflict(
            "result_replaced", "Hasil ini pernah terbit dan sudah digantikan; terbitkan yang terbaru."
        )
    if not is_current(result):
        raise NotNow(
            "result_outdated", "Jawabannya berubah sejak dihitung. Hitung sekali lagi, lalu terbitkan."
        )
    if latest is not None and not reason:
        raise BadInput("publication_reason", "Tulis alasan koreksi; alasan itu ikut terbit.", field="reason")


def _move_survey(result: Result) -> None:
    """Move the unit's verified survey to published; a result without a survey has none to move."""
    survey = Survey.objects.select_for_update().filter(unit=result.unit_id, period=result.period_id).first()
    if survey is not None and survey.stage is not SurveyState.PUBLISHED:
        require_move(survey.stage, SurveyState.PUBLISHED)
        survey.state = SurveyState.PUBLISHED.value
        survey.save(update_fields=["state"])
