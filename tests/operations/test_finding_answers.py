"""Answering a finding: with a reason, once, and only one that is there."""

import pytest
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotFound, NotNow
from puas.models import AuditEvent, FindingAnswer, Publication
from puas.operations.averages import compute_agency
from puas.operations.finding_answers import answer_finding
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_period
from puas.queries.own_findings import own_findings
from tests.factories import hand_in, make_agency, make_unit, make_user
from tests.factories.refusals import refused
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db

THREES, FOURS = (3,) * 9, (4,) * 9


@pytest.fixture
def agency():
    """An agency that asks for findings only, with a figure of its own that its units contradict."""
    agency = make_agency(policy={"needs": ["findings"]})
    first = make_result(make_unit(agency), FOURS)
    compute_agency(agency=agency, period=first.period, by=None)
    second = make_result(make_unit(agency, "Dinas Dua"), THREES)
    for result in (first, second):
        hand_in(result.unit.surveys.get())
    return agency


def errors(agency):
    return [one for one in own_findings(agency, ensure_period("2023-Q2")) if one.is_error]


def answer(agency, digest, reason="Sudah diperiksa", by=None):
    return answer_finding(agency=agency, period=ensure_period("2023-Q2"), digest=digest, reason=reason, by=by)


def test_an_unanswered_error_holds_up_publishing_until_it_is_answered(agency):
    period = ensure_period("2023-Q2")
    with refused(NotNow, "findings_open"):
        publish_period(agency=agency, period=period, by=None)
    assert Publication.objects.count() == 0
    user = make_user()
    for one in errors(agency):
        answer(agency, one.digest, by=user)
    assert len(publish_period(agency=agency, period=period, by=None)) == 3


def test_an_answer_says_who_when_and_to_what(agency):
    user = make_user()
    found = errors(agency)[0]
    made = answer(agency, found.digest, " Ikut SE ", user)
    assert (made.rule, made.reason, made.answered_by, made.unit) == (
        found.finding.rule,
        "Ikut SE",
        user,
        None,
    )
    assert made.sentence == found.finding.sentence("id")
    assert made.answered_at <= timezone.now()
    event = AuditEvent.objects.get(operation="answer_finding")
    assert (event.by_id, event.data["reason"], event.data["rule"]) == (user.pk, "Ikut SE", made.rule)


def test_what_cannot_be_answered(agency):
    digest = errors(agency)[0].digest
    with refused(BadInput, "finding_reason"):
        answer(agency, digest, " ")
    with refused(NotFound, "finding_gone"):
        answer(agency, "0" * 64)
    answer(agency, digest)
    with refused(Conflict, "finding_answered"):
        answer(agency, digest)
    assert FindingAnswer.objects.count() == 1
