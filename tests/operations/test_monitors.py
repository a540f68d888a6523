from dataclasses import replace
from datetime import UTC, datetime

import pytest

from puas.models import AuditEvent, Channel, Response, StoredMonitor
from puas.operations import monitors
from puas.operations.exclusions import exclude_responses, lift_exclusions
from puas.operations.monitors import advance_monitor, refresh_monitors
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from puas.queries.monitor_counts import Counts, live_counts
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.form_links import make_form_link
from tests.factories.responses import record_responses

pytestmark = pytest.mark.django_db

FOURS = (4,) * 9


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def give(survey, *numbers, **fields):
    at = fields.pop("at", datetime(2023, 5, 2, 3, tzinfo=UTC))
    answers = [replace(make_answer(n, FOURS, **fields), answered_at=at) for n in numbers]
    record_responses(survey=survey, answers=answers, by=None)


def test_answers_are_counted_by_everything_that_is_watched(survey):
    link, service = make_form_link(survey.unit), create_service(unit=survey.unit, name="KTP", by=None)
    give(survey, 1, 2, channel=Channel.KIOSK, link=link, service=service, profile={"sex": "P", "age": 20})
    give(survey, 3, profile={"sex": "L"}, at=datetime(2023, 5, 2, 18, tzinfo=UTC))  # 3 May here
    counts, excluded = live_counts(survey)
    assert (counts.answers, excluded) == (3, 0)
    assert [counts.of(name) for name in ("day", "channel", "link", "service")] == [
        {"2023-05-02": 2, "2023-05-03": 1},
        {"kiosk": 2, "online": 1},
        {str(link.pk): 2, "": 1},
        {str(service.pk): 2, "": 1},
    ]
    assert [counts.of(f"profile:{key}") for key in ("sex", "age", "education")] == [
        {"P": 2, "L": 1},
        {"20": 2, "": 1},
        {"": 3},
    ]


def test_the_stored_counts_and_the_rest_are_always_the_whole(survey, monkeypatch):
    monkeypatch.setattr(monitors, "STEP", 3)
    events = AuditEvent.objects.count()
    moved = []
    for number in range(1, 9):
        give(survey, number, profile={"age": number % 3 + 20})
        whole = live_counts(survey)
        moved.append(advance_monitor(survey=survey))
        assert live_counts(survey) == whole
        assert whole[0].answers == number
    assert moved == [False, False, True, False, False, True, False, False]
    stored = StoredMonitor.objects.get()
    assert (stored.last_id, Counts.from_dict(stored.counts).answers) == (
        Response.objects.order_by("id")[5].pk,
        6,
    )
    assert AuditEvent.objects.count() == events + 8  # the answers' own


def test_what_is_left_out_is_taken_off_and_comes_back(survey, monkeypatch):
    monkeypatch.setattr(monitors, "STEP", 1)
    give(survey, 1, 2, profile={"sex": "P"})
    before = live_counts(survey)
    ids = list(Response.objects.values_list("id", flat=True))[:1]
    exclude_responses(survey=survey, responses=ids, reason="Petugas mengisi sendiri", by=None)
    advance_monitor(survey=survey)
    counts, excluded = live_counts(survey)
    assert (counts.answers, excluded, counts.of("profile:sex")) == (1, 1, {"P": 1})
    lift_exclusions(survey=survey, responses=ids, reason="Ternyata wajar", by=None)
    assert live_counts(survey) == before


def test_the_schedule_keeps_open_surveys_counted_and_looked_at(survey, monkeypatch):
    monkeypatch.setattr(monitors, "STEP", 2)
    closed = make_open_survey(make_unit(survey.unit.agency, "Dinas Dua", number=2))
    give(survey, 1, 2)
    give(closed, 3, 4)
    close_survey(survey=closed, by=None)
    now = datetime(2023, 5, 3, tzinfo=UTC)
    assert refresh_monitors(now=now) == {"moved": 1, "looked_at": 2}
    assert refresh_monitors(now=now) == {"moved": 0, "looked_at": 0}
    assert list(StoredMonitor.objects.values_list("survey", flat=True)) == [survey.pk]
