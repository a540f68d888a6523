"""What webhooks are told: written with the event, to those who listen there, and nothing of anybody."""

import json

import pytest
from django.db import transaction

from puas.methodology.periods import parse_period
from puas.models import Unit, WebhookDelivery, WebhookEvent
from puas.operations.calendars import set_rule
from puas.operations.openings import open_period
from puas.operations.publications import publish_period, publish_result
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.operations.webhook_messages import announce_survey
from puas.operations.webhooks import delete_webhook, pause_webhook
from puas.queries.units import root_of
from tests.factories import classic, make_agency, make_open_survey, make_unit
from tests.factories.results import make_publication
from tests.factories.webhooks import make_webhook
from tests.web.scenes import measure, publish

pytestmark = pytest.mark.django_db


def messages(hook):
    return [json.loads(one.body) for one in hook.deliveries.order_by("id")]


def told(hook):
    return [(one["type"], one["data"].get("unit")) for one in messages(hook)]


@pytest.fixture
def unit():
    return make_unit(make_agency())


def test_a_survey_tells_that_it_opens_and_closes(unit, settings):
    settings.BASE_URL = "https://skm.contoh.go.id"
    hook = make_webhook(unit)
    survey = make_open_survey(unit)
    close_survey(survey=survey, by=None)
    opened, closed = messages(hook)
    assert (opened["type"], closed["type"]) == ("survey.opened", "survey.closed")
    assert opened["data"] == {
        "agency": "kota-contoh",
        "unit": unit.slug,
        "unit_name": unit.name,
        "period": "2023-Q2",
        "survey": survey.token,
        "closes_at": None,
        "links": {
            "form": f"https://skm.contoh.go.id/s/{survey.token}/",
            "api": "https://skm.contoh.go.id/api/v1/surveys",
        },
    }


def test_a_published_result_tells_its_figure_and_where_to_read_it(unit, client, settings):
    settings.BASE_URL = "https://skm.contoh.go.id"
    hook = make_webhook(unit, events=[WebhookEvent.PUBLISHED])
    make_publication(unit, (3,) * 9)
    (message,) = messages(hook)
    links = message["data"].pop("links")
    assert message["data"] == {
        "agency": "kota-contoh",
        "unit": unit.slug,
        "unit_name": unit.name,
        "period": "2023-Q2",
        "version": 1,
        "index": 75.0,
        "grade": "C",
    }
    paths = {name: link.removeprefix("https://skm.contoh.go.id") for name, link in links.items()}
    assert client.get(paths["portal"]).status_code == 200
    assert [one["index"] for one in client.get(paths["api"]).json()["records"]] == [75.0]


def test_a_correction_is_told_as_one(unit):
    hook = make_webhook(unit, events=[WebhookEvent.CORRECTED])
    first = make_publication(unit, (3,) * 9)
    agency = unit.agency
    agency.policy |= {"weighting": "0.11"}
    agency.save()
    corrected = compute_result(unit=Unit.objects.get(pk=unit.pk), period=first.period, by=None)
    publish_result(result=corrected, by=None, reason="bobot diperbaiki")
    (message,) = messages(hook)
    assert (message["type"], message["data"]["version"], message["data"]["index"]) == (
        "result.corrected",
        2,
        74.25,
    )
    assert "bobot" not in json.dumps(message)


def test_what_is_not_published_again_is_not_told_again(unit):
    hook = make_webhook(unit, events=[WebhookEvent.PUBLISHED])
    publication = make_publication(unit, (3,) * 9)
    publish_result(result=publication.result, by=None)
    assert told(hook) == [("result.published", unit.slug)]


def test_a_period_tells_every_publication_of_its_subtree(unit):
    agency = unit.agency
    other = make_unit(agency, "Dinas Dua")
    above, beside = make_webhook(root_of(agency)), make_webhook(other, events=[WebhookEvent.PUBLISHED])
    for one in (unit, other):
        measure(one)
    publish(agency)
    published = [one for one in told(above) if one[0] == "result.published"]
    assert published == [("result.published", one) for one in (unit.slug, other.slug, "kota-contoh")]
    assert told(beside) == [("result.published", other.slug)]
    assert publish_period(agency=agency, period=unit.surveys.get().period, by=None) == []
    assert beside.deliveries.count() == 1


def test_a_prepared_period_is_told_once_with_what_the_webhook_reaches(unit):
    agency = unit.agency
    make_unit(agency, "Dinas Dua")
    set_rule(unit=root_of(agency), kind="quarter", instrument=classic(), by=None)
    above, here = make_webhook(root_of(agency)), make_webhook(unit)
    stranger = make_webhook(make_unit(make_agency("Kota Lain")))
    open_period(agency=agency, period=parse_period("2026-Q1"), by=None)
    counts = [[(one["type"], one["data"]["surveys"]) for one in messages(hook)] for hook in (above, here)]
    assert counts == [[("period.opened", 2)], [("period.opened", 1)]]
    assert stranger.deliveries.count() == 0


def test_only_units_above_listen_and_a_paused_webhook_keeps_what_happens(unit):
    below = make_unit(unit.agency, "UPT", parent=unit)
    beside = make_webhook(make_unit(unit.agency, "Dinas Dua"))
    hook, gone = make_webhook(unit), make_webhook(unit)
    pause_webhook(webhook=hook, by=None)
    delete_webhook(webhook=gone, by=None)
    make_open_survey(below)
    assert (told(hook), told(gone), told(beside)) == ([("survey.opened", below.slug)], [], [])


def test_what_did_not_happen_is_not_told(unit):
    hook = make_webhook(unit)
    with transaction.atomic():
        make_open_survey(unit)
        transaction.set_rollback(True)
    assert WebhookDelivery.objects.count() == 0
    assert told(hook) == []


def test_without_webhooks_an_event_costs_one_query(unit, django_assert_num_queries):
    survey = make_open_survey(unit)
    with django_assert_num_queries(1):
        assert announce_survey(survey) == 0
    make_webhook(unit)
    close_survey(survey=survey, by=None)
    assert WebhookDelivery.objects.count() == 1
