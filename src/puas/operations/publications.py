"""Publishing: the decision that makes a result visible. A correction is a new version with a reason."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotNow
from puas.lifecycles import SurveyState, path_to_published, require_move
from puas.models import Agency, Basis, Period, Publication, Result, Survey, Unit, User
from puas.operations.audits import append_event
from puas.operations.held_decisions import require_tray_decided
from puas.queries.exclusions import find_left_out
from puas.queries.results import standing_results
from puas.queries.tallies import count_answers
from puas.queries.units import root_of


@transaction.atomic
def publish_result(*, result: Result, by: User | None, reason: str = "") -> Publication:
    """Publish a result; it replaces what is published for the unit and period, which needs a `reason`.

    The survey moves to published, through the steps that were left out. Publishing what is published already
    returns that Publication. NotNow `result_empty`, `result_outdated`, `tray_waiting`, or `survey_move` while
    the survey takes answers; BadInput `publication_reason`; Conflict `result_replaced` for a result that was
    replaced before.
    """
    publication, created = _publish(result, by, reason.strip())
    if created:
        data = {"period": result.period.code, "result": result.pk, "version": publication.version}
        if publication.reason:
            data["reason"] = publication.reason
        append_event(by=by, operation="publish_result", subject=publication, unit=result.unit, data=data)
    return publication


@transaction.atomic
def publish_period(*, agency: Agency, period: Period, by: User | None, reason: str = "") -> list[Publication]:
    """Publish every result that stands for a unit in a period, and the agency's own, in one decision.

    What is published already stays as it is. All or nothing; errors as in `publish_result`.
    """
    made = [_publish(result, by, reason.strip()) for result in _standing(agency, period)]
    new = [publication for publication, created in made if created]
    if new:
        data = {"period": period.code, "results": [publication.result_id for publication in new]}
        append_event(by=by, operation="publish_period", subject=period, unit=root_of(agency), data=data)
    return new


def _standing(agency: Agency, period: Period) -> Iterator[Result]:
    """Yield the results with an index that stand for the units, then the agency's latest."""
    found = standing_results(agency, [period.code])
    yield from (result for _, result in sorted(found.items(), key=lambda item: item[0]) if result.index)
    own = Result.objects.filter(unit=root_of(agency), period=period).exclude(index="")
    yield from own.select_related("unit", "period").order_by("-id")[:1]


def _publish(result: Result, by: User | None, reason: str) -> tuple[Publication, bool]:
    Unit.objects.select_for_update(no_key=True).get(pk=result.unit_id)  # versions one after the other
    latest = (
        Publication.objects.filter(unit=result.unit_id, period=result.period_id).order_by("-version").first()
    )
    if latest is not None and latest.result_id == result.pk:
        return latest, False
    _check_publishable(result, latest, reason)
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
    return publication, True


def _check_publishable(result: Result, latest: Publication | None, reason: str) -> None:
    if not result.index:
        raise NotNow("result_empty", "Hasil ini belum punya indeks, jadi belum ada yang dapat diterbitkan.")
    if Publication.objects.filter(result=result).exists():
        raise Conflict(
            "result_replaced", "Hasil ini pernah terbit dan sudah digantikan; terbitkan yang terbaru."
        )
    if not _is_current(result):
        raise NotNow(
            "result_outdated", "Jawabannya berubah sejak dihitung. Hitung sekali lagi, lalu terbitkan."
        )
    if latest is not None and not reason:
        raise BadInput("publication_reason", "Tulis alasan koreksi; alasan itu ikut terbit.", field="reason")


def _is_current(result: Result) -> bool:
    """Say whether no newer version exists and a counted result's surveys still count the same answers."""
    same = {"unit": result.unit_id, "period": result.period_id, "basis": result.basis, "rule": result.rule}
    if Result.objects.filter(**same, version__gt=result.version).exists():
        return False
    if result.basis not in (Basis.OWN, Basis.POOLED):
        return True
    ids = result.parameters["surveys"]
    return count_answers(ids) == result.input_count and _leaves_out_the_same(result, ids)


def _leaves_out_the_same(result: Result, survey_ids: Sequence[int]) -> bool:
    left_out, stated = find_left_out(survey_ids), result.parameters.get("excluded")
    return left_out.hash == stated["hash"] if stated else not left_out.ids


def _move_survey(result: Result) -> None:
    """Move the unit's survey to published along the table; a result without a survey has none to move."""
    survey = Survey.objects.select_for_update().filter(unit=result.unit_id, period=result.period_id).first()
    if survey is None:
        return
    for to in path_to_published(survey.stage):
        require_move(survey.stage, to)
        if to is SurveyState.SUBMITTED:
            require_tray_decided(survey)
        survey.state = to.value
    survey.save(update_fields=["state"])
