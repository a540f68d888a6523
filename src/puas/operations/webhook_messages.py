"""What webhooks are told: one message for each that listens, written with the event itself.

No message holds anything of a person: what happened, where, and where to read it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from puas.lifecycles import SurveyState
from puas.models import Agency, Period, Publication, Survey, Unit, Webhook, WebhookDelivery, WebhookEvent
from puas.operations.webhook_deliveries import enqueue_deliveries
from puas.queries.webhooks import find_listeners

Message = tuple[Webhook, WebhookEvent, Mapping[str, Any]]

SURVEY_EVENTS = {SurveyState.OPEN: WebhookEvent.OPENED, SurveyState.CLOSED: WebhookEvent.CLOSED}
"""The steps of a survey that webhooks can be told of; publishing is told with its figure."""


def announce_publications(publications: Sequence[Publication]) -> int:
    """Tell who listens that results were published, or corrected; return how many messages wait for it."""
    listeners = find_listeners(publication.result.unit for publication in publications)
    return _write(
        (hook, event, describe_publication(publication))
        for publication in publications
        for event in [WebhookEvent.PUBLISHED if publication.version == 1 else WebhookEvent.CORRECTED]
        for hook in listeners.get(publication.unit_id, ())
        if event.value in hook.events
    )


def announce_survey(survey: Survey) -> int:
    """Tell who listens that a survey has just been opened or closed; nothing of its other steps."""
    event = SURVEY_EVENTS.get(survey.stage)
    if event is None:
        return 0
    hooks = find_listeners([survey.unit]).get(survey.unit_id, ())
    return _write((hook, event, describe_survey(survey)) for hook in hooks if event.value in hook.events)


def announce_period(agency: Agency, period: Period, surveys: Sequence[Survey]) -> int:
    """Tell who listens to any of these units that their surveys of a period were made, once each."""
    counts: dict[Webhook, int] = {}
    for hooks in find_listeners(survey.unit for survey in surveys).values():
        for hook in hooks:
            counts[hook] = counts.get(hook, 0) + 1
    event = WebhookEvent.PERIOD
    return _write(
        (hook, event, describe_period(agency, period, count))
        for hook, count in counts.items()
        if event.value in hook.events
    )


def announce_test(hook: Webhook) -> int:
    """Write a message that tells nothing but that messages arrive."""
    return _write([(hook, WebhookEvent.TEST, _place(hook.unit))])


def describe_publication(publication: Publication) -> dict[str, Any]:
    """Return what is told of a published result: the figure, and where it is read by people and programs."""
    result, unit = publication.result, publication.result.unit
    asked = {"agency": unit.agency.slug, "unit": unit.slug, "period": result.period.code}
    page = reverse("public:unit", args=[unit.agency.slug, unit.slug, result.period.code])
    return {
        **_place(unit),
        "period": result.period.code,
        "version": publication.version,
        "index": float(result.printed) if result.printed is not None else None,
        "grade": result.grade,
        "links": {
            "portal": settings.BASE_URL + page,
            "api": f"{settings.BASE_URL}{reverse('api:results')}?{urlencode(asked)}",
        },
    }


def describe_survey(survey: Survey) -> dict[str, Any]:
    """Return what is told of a survey: what it is called in the API, and its form."""
    return {
        **_place(survey.unit),
        "period": survey.period.code,
        "survey": survey.token,
        "closes_at": _moment(survey.closes_at) if survey.closes_at else None,
        "links": {
            "form": settings.BASE_URL + reverse("public:form", args=[survey.token]),
            "api": settings.BASE_URL + reverse("api:surveys"),
        },
    }


def describe_period(agency: Agency, period: Period, count: int) -> dict[str, Any]:
    """Return what is told of a period: how many surveys were made that the webhook reaches."""
    return {
        "agency": agency.slug,
        "period": period.code,
        "surveys": count,
        "links": {"api": settings.BASE_URL + reverse("api:surveys")},
    }


def _place(unit: Unit) -> dict[str, Any]:
    return {"agency": unit.agency.slug, "unit": unit.slug, "unit_name": unit.name}


def _write(messages: Iterable[Message]) -> int:
    now = timezone.now()
    rows = [
        WebhookDelivery(
            webhook=hook,
            event=event.value,
            body=json.dumps(
                {"type": event.value, "timestamp": _moment(now), "data": data}, ensure_ascii=False
            ),
            next_at=now,
            created_at=now,
        )
        for hook, event, data in messages
    ]
    WebhookDelivery.objects.bulk_create(rows, batch_size=500)
    if rows:
        enqueue_deliveries()
    return len(rows)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
