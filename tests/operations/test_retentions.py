"""What was kept long enough is forgotten, by itself, and nothing else can be changed even then."""

from datetime import UTC, date, datetime, timedelta

import pytest
from axes.models import AccessLog
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from puas.models import AuditEvent, Forgetting, Keying, PaperEntry, Response, Result
from puas.models.privacy import Privacy
from puas.models.retentions import BY_AGE, RETENTIONS, months_of
from puas.operations.paper_batches import create_batch, type_sheet
from puas.operations.results import compute_result
from puas.operations.retentions import add_months, forget_expired, forget_sign_ins
from puas.operations.surveys import close_survey
from tests.factories import make_agency, make_open_survey, make_responses, make_unit

pytestmark = pytest.mark.django_db

PROFILE, COMMENT = {"sex": "P"}, "Nama saya Sari, dilayani baik"
LAST_DAY = datetime(2028, 6, 30, 5, tzinfo=UTC)  # sixty months after the end of June 2023
NEXT_DAY = datetime(2028, 7, 1, 5, tzinfo=UTC)


def make_survey(policy=None):
    survey = make_open_survey(make_unit(make_agency(policy=policy or {})))
    make_responses(survey, (4,) * 9, profile=PROFILE, comment=COMMENT)
    batch = create_batch(survey=survey, sheets=1, by=None)
    type_sheet(batch=batch, sheet=1, keying=Keying.FIRST, content={}, is_spoiled=True, by=None)
    return close_survey(survey=survey, by=None)


def kept():
    row = Response.objects.get()
    return row.comment, row.profile


def test_every_personal_and_secret_field_has_one_rule():
    fields = [field for one in RETENTIONS for field in one.fields.split()]
    told = [
        f"{model.__name__}.{name}"
        for model in apps.get_app_config("puas").get_models()
        for name, privacy in model.PRIVACY.items()
        if privacy in (Privacy.PERSONAL, Privacy.SECRET)
    ]
    assert sorted(fields) == sorted(told)


def test_on_the_day_after_its_time_it_is_gone_and_the_result_stands():
    survey = make_survey()
    result = compute_result(unit=survey.unit, period=survey.period, by=None)
    before = Result.objects.values().get()
    forget_expired(now=LAST_DAY)
    assert kept() == (COMMENT, PROFILE)
    assert forget_expired(now=NEXT_DAY) == {"surveys": 2, "rows": 2}
    assert kept() == ("", {})
    assert Result.objects.values().get() == before
    assert compute_result(unit=survey.unit, period=survey.period, by=None) == result
    events = AuditEvent.objects.filter(operation="forget_answers")
    assert [(e.data["what"], e.data["rows"]) for e in events] == [
        ("origins", 0),
        ("comments", 1),
        ("profiles", 1),
    ]
    assert "Sari" not in str([event.data for event in events])
    assert forget_expired(now=NEXT_DAY) == {"surveys": 0, "rows": 0}


def test_an_agency_may_keep_less_or_more():
    make_survey({"retention": {"comments": 3, "profiles": "lama"}})
    assert forget_expired(now=datetime(2023, 10, 2, tzinfo=UTC)) == {"surveys": 1, "rows": 1}
    assert kept() == ("", PROFILE)
    assert [months_of(one, {"retention": {one.key: 0}}) for one in BY_AGE] == [60, 60, 12]


def test_a_survey_that_takes_answers_is_left_alone():
    survey = make_open_survey(make_unit(make_agency()))
    make_responses(survey, (4,) * 9, comment=COMMENT)
    assert forget_expired(now=NEXT_DAY) == {"surveys": 0, "rows": 0}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE puas_response SET word_a = word_a + 1",
        "UPDATE puas_response SET comment = 'puas sekali'",
        "UPDATE puas_response SET comment = '', channel = 'paper'",
        "DELETE FROM puas_response",
        "UPDATE puas_paperentry SET sheet = 9",
        "UPDATE puas_forgetting SET months = 1",
        "DELETE FROM puas_forgetting",
    ],
)
def test_a_survey_that_forgot_can_still_not_be_changed(change):
    make_survey()
    forget_expired(now=NEXT_DAY)
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


@pytest.mark.parametrize("table", ["puas_response", "puas_paperentry"])
def test_nothing_is_emptied_before_it_was_decided(table):
    make_survey()
    column = "comment = ''" if table == "puas_response" else "content = '{}'"
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET {column}")
    assert (Forgetting.objects.count(), PaperEntry.objects.count()) == (0, 1)


def test_months_end_where_a_month_ends():
    assert add_months(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert add_months(date(2023, 6, 30), 60) == date(2028, 6, 30)


def test_old_sessions_and_sign_ins_go():
    AccessLog.objects.create(username="sari", ip_address="198.51.100.7", session_hash="x")
    assert forget_sign_ins(now=timezone.now() + timedelta(days=89)) == {"sessions": 0, "sign_ins": 0}
    assert forget_sign_ins(now=timezone.now() + timedelta(days=91)) == {"sessions": 0, "sign_ins": 1}
    assert AuditEvent.objects.get(operation="forget_sign_ins").data == {"sessions": 0, "sign_ins": 1}
    assert AccessLog.objects.count() == 0
