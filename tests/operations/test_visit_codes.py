"""One-time codes: made in a batch, derived again, and used up by the answer that they brought."""

import datetime
import math
from uuid import UUID

import pytest
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.models import AuditEvent, FormLink, HeldReason, HeldResponse, Response, VisitCode
from puas.models.form_links import ALPHABET, normalise_code
from puas.models.visit_codes import LENGTH, derive_code, digest_code, print_code
from puas.operations.form_links import replace_form_link, revoke_form_link
from puas.operations.responses import record_response
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from puas.operations.visit_codes import create_visit_codes
from puas.queries.entries import find_visit
from puas.queries.visit_codes import derive_slips, list_batches
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.form_links import make_form_link, make_slips
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9
SECRET = "a secret of an installation that nobody else has"


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency(), "Puskesmas Melati"))


def record(survey, code, number=1, scores=FOURS, **fields):
    found = find_visit(code)
    answer = make_answer(number, scores, link=found.link, visit=found.visit, **fields)
    return record_response(survey=survey, answer=answer)


def used(link) -> list[bool]:
    return [code.is_used for code in link.visit_codes.order_by("number")]


def test_a_code_is_longer_than_128_bits_and_has_no_look_alikes():
    code = derive_code(SECRET, "abcdefgh", 1)
    assert (len(code), set(code) <= set(ALPHABET), LENGTH * math.log2(len(ALPHABET)) > 128) == (
        28,
        True,
        True,
    )
    assert normalise_code(print_code(code).upper()) == code
    assert print_code("abcdefghjk") == "abcd-efgh-jk"


def test_another_secret_batch_or_number_makes_another_code():
    codes = {
        derive_code(secret, batch, number)
        for secret in (SECRET, SECRET[::-1])
        for batch in ("abcdefgh", "abcdefgj")
        for number in (1, 2)
    }
    assert (len(codes), derive_code(SECRET, "abcdefgh", 1) in codes) == (8, True)


def test_a_batch_is_made_with_one_event_and_keeps_no_code(survey):
    service = create_service(unit=survey.unit, name="KTP", by=None)
    day = datetime.date(2023, 5, 2)
    link, codes = make_slips(survey.unit, 3, " Loket   3 ", service=service, survey=survey, visited_on=day)
    assert (link.kind, link.name, link.service, link.survey, link.visited_on) == (
        "visit",
        "Loket 3",
        service,
        survey,
        day,
    )
    rows = VisitCode.objects.values_list("number", "digest", "used_on")
    assert list(rows) == [(number, digest_code(code), None) for number, code in enumerate(codes, 1)]
    event = AuditEvent.objects.get(operation__contains="visit")
    assert (event.operation, event.data["count"]) == ("create_visit_codes", 3)
    assert [code for code in codes if code in str(event.data)] == []


@pytest.mark.parametrize("count", [0, -1, 5001])
def test_a_batch_has_1_to_5000_slips(survey, count):
    with refused(BadInput, "visit_count"):
        create_visit_codes(unit=survey.unit, name="Loket 1", count=count, by=None)
    assert (FormLink.objects.count(), VisitCode.objects.count()) == (0, 0)


def test_the_largest_batch_has_5000_different_codes(survey):
    link = create_visit_codes(unit=survey.unit, name="Loket 1", count=5000, by=None)
    assert VisitCode.objects.values("digest").distinct().count() == 5000
    assert len(dict(derive_slips(link, 4901, 5000))) == 100


def test_slips_are_the_same_whenever_they_are_printed(survey):
    link, codes = make_slips(survey.unit, 4)
    assert derive_slips(link, 2, 9) == tuple(zip((2, 3, 4), codes[1:], strict=True))


def test_under_another_secret_no_slip_is_printed_but_printed_ones_stay_good(survey, settings):
    link, codes = make_slips(survey.unit)
    settings.SECRET_KEY = SECRET
    with refused(NotNow, "visit_secret"):
        derive_slips(link, 1, 3)
    assert record(survey, codes[0])[1]


def test_a_code_brings_its_own_batch_and_survey(survey):
    other, _ = make_slips(make_unit(survey.unit.agency, "Dinas 2", number=2))
    link, codes = make_slips(survey.unit, 3)
    found = find_visit(print_code(codes[1]).upper())
    assert (found.link, found.visit.number, list(found.surveys)) == (link, 2, [survey.token])
    assert (other.pk != link.pk, find_visit(codes[1][:-1]), find_visit(link.code)) == (True, None, None)


def test_a_code_is_used_up_by_the_answer_that_it_brought(survey, django_assert_num_queries):
    link, codes = make_slips(survey.unit, 3)
    found = find_visit(codes[1])
    answer = make_answer(1, FOURS, link=found.link, visit=found.visit)
    with django_assert_num_queries(5):  # begin, hold the state, use up the code, insert, commit
        row, created = record_response(survey=survey, answer=answer)
    assert (row, created, row.link) == (Response.objects.get(), True, link)
    assert (used(link), VisitCode.objects.get(number=2).used_on) == (
        [False, True, False],
        timezone.localdate(),
    )
    assert [(row.slips, row.used, row.unused) for row in list_batches(survey.unit)] == [(3, 1, 2)]


def test_nothing_kept_with_a_code_leads_to_its_answer():
    assert sorted(VisitCode.PRIVACY) == ["digest", "id", "link", "number", "used_on"]


def test_the_same_answer_again_is_the_same_success(survey):
    link, codes = make_slips(survey.unit)
    first = record(survey, codes[0])
    assert record(survey, codes[0]) == (first[0], False)
    assert (used(link), HeldResponse.objects.count()) == ([True, False, False], 0)


def test_another_answer_on_a_used_code_waits_in_the_tray_with_its_reason(survey):
    _, codes = make_slips(survey.unit)
    record(survey, codes[0])
    for created in (True, False):
        held, is_new = record(survey, codes[0], 2, THREES)
        assert (held.is_held, held.reason, held.scores, is_new) == (True, HeldReason.USED, THREES, created)
    assert (Response.objects.count(), HeldResponse.objects.count()) == (1, 1)


def test_an_answer_that_is_not_counted_uses_nothing_up(survey):
    link, codes = make_slips(survey.unit)
    record(survey, codes[0])
    record(survey, codes[1])  # the same uuid and content: it was stored before
    close_survey(survey=survey, by=None)
    late, _ = record(survey, codes[1], 2)
    revoke_form_link(link=link, by=None)
    revoked, _ = record(survey, codes[2], 3)
    assert [late.reason, revoked.reason] == [HeldReason.LATE, HeldReason.REVOKED]
    assert used(link) == [True, False, False]


def test_a_batch_is_revoked_but_not_replaced(survey):
    link, _ = make_slips(survey.unit)
    with refused(NotNow, "form_link_visits"):
        replace_form_link(link=link, by=None)
    assert revoke_form_link(link=link, by=None).is_revoked


def test_only_a_batch_has_a_day(survey):
    from django.db import IntegrityError

    link = make_form_link(survey.unit)
    link.visited_on = datetime.date(2023, 5, 2)
    with pytest.raises(IntegrityError, match="form_link_day_on_visits_only"):
        link.save()


def test_answers_of_different_codes_are_different_people(survey):
    link, codes = make_slips(survey.unit)
    for number, code in enumerate(codes, 1):
        record(survey, code, number)
    assert (used(link), Response.objects.count()) == ([True] * 3, 3)
    assert {row.uuid for row in Response.objects.all()} == {UUID(int=number) for number in (1, 2, 3)}
