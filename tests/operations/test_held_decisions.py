"""The tray is decided: included, kept for the next period, or left out; every refusal says why."""

import threading
from decimal import Decimal
from uuid import UUID, uuid5

import pytest
from django.db import connection

from puas.errors import BadInput, Conflict, NotNow, PuasError
from puas.lifecycles import SurveyState, TrayDecision
from puas.models import (
    AuditEvent,
    Exclusion,
    HeldDecision,
    HeldReason,
    HeldResponse,
    Response,
    VisitCode,
)
from puas.operations.corrections import supersede_response
from puas.operations.exclusions import exclude_responses, lift_exclusions
from puas.operations.form_links import revoke_form_link
from puas.operations.held_decisions import LONGEST_REASON, decide_held
from puas.operations.publications import publish_result
from puas.operations.responses import record_response
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey, open_survey, return_survey, submit_survey
from puas.queries.entries import find_visit
from puas.queries.held_responses import waiting
from puas.queries.tallies import live_tally
from tests.factories import (
    make_agency,
    make_answer,
    make_open_survey,
    make_responses,
    make_survey,
    make_unit,
    make_user,
)
from tests.factories.form_links import make_form_link, make_slips
from tests.factories.held_responses import WHY, decide, hold_late
from tests.factories.instruments import make_instrument
from tests.factories.refusals import refused
from tests.factories.results import release

pytestmark = pytest.mark.django_db

FOURS, THREES, TWOS = (4,) * 9, (3,) * 9, (2,) * 9
INCLUDE, NEXT, LEAVE_OUT = TrayDecision.INCLUDE, TrayDecision.NEXT, TrayDecision.LEAVE_OUT


@pytest.fixture
def survey():
    survey = make_open_survey(make_unit(make_agency()))
    make_responses(survey, THREES)
    return close_survey(survey=survey, by=None)


def send(survey, number, scores=FOURS, **fields):
    return record_response(survey=survey, answer=make_answer(number, scores, **fields))


def hold_conflict(survey, number=1, scores=TWOS):
    """Send other content under the number of an answer that is stored."""
    with refused(Conflict, "response_conflict"):
        send(survey, number, scores)
    return HeldResponse.objects.latest("id")


def hold_correction(survey, number, corrects, scores=FOURS):
    answer = make_answer(number, scores, channel="interview")
    row, _ = supersede_response(survey=survey, corrects=UUID(int=corrects), answer=answer)
    assert row.is_held
    return row


def waits_in(survey):
    return [row.uuid.int for row in waiting(survey)]


def test_a_late_answer_of_an_offline_phone_is_included_and_counted_in_the_result(survey):
    before = compute_result(unit=survey.unit, period=survey.period, by=None)
    held, user = hold_late(survey, seconds=90, comment="Mohon kursi ditambah"), make_user()
    assert decide(survey, INCLUDE, held, reason=f" {WHY} ", by=user) == 1
    row = Response.objects.get(uuid=held.uuid)
    assert (row.scores, row.answered_at, row.received_at, row.seconds, row.comment) == (
        FOURS,
        held.answered_at,
        held.received_at,
        90,
        "Mohon kursi ditambah",
    )
    assert (row.survey, row.flags, waits_in(survey)) == (survey, ["from_tray"], [])
    decision = HeldDecision.objects.get()
    assert (decision.kind, decision.response, decision.reason, decision.decided_by, decision.survey) == (
        "include",
        row,
        WHY,
        user,
        survey,
    )
    event = AuditEvent.objects.get(operation="decide_held")
    assert (event.object_id, event.unit_id, event.by_id) == (survey.pk, survey.unit_id, user.pk)
    assert event.data == {"decision": "include", "held": [held.pk], "responses": [row.pk], "reason": WHY}
    with refused(NotNow, "result_outdated"):
        publish_result(result=before, by=None)
    after = compute_result(unit=survey.unit, period=survey.period, by=None)
    assert (before.printed, after.printed, after.respondents) == (Decimal("75.00"), Decimal("87.50"), 2)
    assert release(after).version == 1
    assert HeldResponse.objects.count() == 1


def test_the_phone_that_sends_it_again_gets_the_answer_that_was_made(survey):
    decide(survey, INCLUDE, hold_late(survey, 7))
    made = Response.objects.get(uuid=UUID(int=7))
    assert send(survey, 7) == (made, False)
    open_survey(survey=survey, by=None)
    assert send(survey, 7) == (made, False)
    assert (Response.objects.count(), HeldResponse.objects.count()) == (2, 1)


def test_an_answer_that_arrived_once_more_by_itself_is_one_row(survey):
    hold_late(survey, 7)
    open_survey(survey=survey, by=None)
    made, _ = send(survey, 7)
    assert decide(survey, INCLUDE) == 1
    assert (HeldDecision.objects.get().response, Response.objects.count()) == (made, 2)


def test_undoing_an_inclusion_is_an_exclusion(survey):
    decide(survey, INCLUDE, hold_late(survey))
    made = HeldDecision.objects.get().response
    exclude_responses(survey=survey, responses=[made.pk], reason="Salah pilih", by=None)
    assert live_tally(survey).respondents == 1
    submit_survey(survey=survey, by=None)


def test_several_are_one_decision_with_one_event(survey):
    held = [hold_late(survey, number) for number in (7, 8, 9)]
    assert decide(survey, INCLUDE, *held[:2], held[0]) == 2
    assert decide(survey, LEAVE_OUT, held[2], reason="Diisi petugas") == 1
    assert list(HeldDecision.objects.values_list("held", "kind", "reason")) == [
        (held[0].pk, "include", WHY),
        (held[1].pk, "include", WHY),
        (held[2].pk, "leave_out", "Diisi petugas"),
    ]
    assert AuditEvent.objects.filter(operation="decide_held").count() == 2
    assert (live_tally(survey).respondents, HeldResponse.objects.count()) == (3, 3)


def test_a_survey_is_not_submitted_while_an_answer_waits(survey):
    held = hold_late(survey)
    with pytest.raises(NotNow, match="1 jawaban masih menunggu keputusan di baki survei") as refusal:
        submit_survey(survey=survey, by=None)
    assert (refusal.value.code, refusal.value.data["n"]) == ("tray_waiting", 1)
    decide(survey, LEAVE_OUT, held)
    assert submit_survey(survey=survey, by=None).stage is SurveyState.SUBMITTED


def test_after_submission_nothing_is_included_until_the_survey_is_returned(survey):
    submit_survey(survey=survey, by=None)
    held, kept, late = (hold_late(survey, number) for number in (7, 8, 9))
    with refused(NotNow, "tray_locked"):
        decide(survey, INCLUDE, held)
    decide(survey, NEXT, kept)
    decide(survey, LEAVE_OUT, late)
    return_survey(survey=survey, reason="Putuskan bakinya", by=None)
    with refused(NotNow, "tray_waiting"):
        submit_survey(survey=survey, by=None)
    assert decide(survey, INCLUDE, held, late) == 2
    assert HeldDecision.objects.get(held=late, kind="include").replaces.kind == "leave_out"
    assert submit_survey(survey=survey, by=None).stage is SurveyState.SUBMITTED


def test_what_is_included_is_not_decided_again(survey):
    held = hold_late(survey)
    decide(survey, INCLUDE, held)
    with refused(Conflict, "tray_moved"):
        decide(survey, LEAVE_OUT, held)


@pytest.mark.parametrize("decision", list(TrayDecision))
def test_what_cannot_be_decided_is_refused_whole(survey, decision):
    own = hold_late(survey)
    foreign = hold_late(
        close_survey(survey=make_open_survey(make_unit(survey.unit.agency, "Dinas 2")), by=None), 8
    )
    for ids, reason, code in (
        ([own.pk], " \n ", "tray_reason"),
        ([own.pk], "x" * (LONGEST_REASON + 1), "tray_reason"),
        ([], WHY, "tray_none"),
        (range(1, 502), WHY, "tray_many"),
    ):
        with refused(BadInput, code):
            decide_held(survey=survey, held=ids, decision=decision, reason=reason, by=None)
    with refused(Conflict, "tray_moved"):
        decide(survey, decision, own, foreign)
    assert (HeldDecision.objects.count(), Response.objects.count()) == (0, 1)


def test_one_answer_that_cannot_be_included_stops_the_others(survey):
    _, codes = make_slips(survey.unit)
    late, again = (come_by(survey, codes[0], number) for number in (7, 8))
    with refused(NotNow, "tray_code_used"):
        decide(survey, INCLUDE, late, again)
    assert (HeldDecision.objects.count(), Response.objects.count(), used()) == (0, 1, [])


def come_by(survey, code, number):
    """Send an answer with a one-time code."""
    found = find_visit(code)
    return send(survey, number, link=found.link, visit=found.visit)[0]


def used():
    return list(VisitCode.objects.exclude(used_on=None).values_list("number", flat=True))


def test_an_included_answer_uses_its_slip_up_and_no_longer_leads_to_it(survey):
    link, codes = make_slips(survey.unit)
    late = come_by(survey, codes[1], 7)
    revoke_form_link(link=link, by=None)
    other, revoked = come_by(survey, codes[1], 8), come_by(survey, codes[2], 9)
    assert [late.reason, other.reason, revoked.reason] == ["late", "revoked", "revoked"]
    assert [row.visit.number for row in (late, other, revoked)] == [2, 2, 3]
    assert decide(survey, INCLUDE, late, revoked) == 2
    assert (used(), list(HeldResponse.objects.values_list("visit__number", flat=True))) == (
        [2, 3],
        [None, 2, None],
    )
    with refused(NotNow, "tray_code_used"):
        decide(survey, INCLUDE, other)


def test_a_late_answer_whose_slip_brought_another_answer_is_not_included(survey):
    _, codes = make_slips(survey.unit)
    late = come_by(survey, codes[0], 7)
    open_survey(survey=survey, by=None)
    assert not come_by(survey, codes[0], 8).is_held
    second = come_by(survey, codes[0], 9)
    assert (second.reason, second.visit) == ("used", None)
    for held in (late, second):
        with refused(NotNow, "tray_code_used"):
            decide(survey, INCLUDE, held)
    with refused(NotNow, "tray_choice"):
        decide(survey, NEXT, second)
    assert decide(survey, LEAVE_OUT) == 2


def test_an_answer_by_a_revoked_link_is_included(survey):
    link = make_form_link(survey.unit)
    revoke_form_link(link=link, by=None)
    send(survey, 7, link=link)
    decide(survey, INCLUDE)
    assert Response.objects.get(uuid=UUID(int=7)).link == link


def test_a_second_content_takes_the_place_of_the_first_under_a_number_of_its_own(survey):
    first = Response.objects.get()
    held = hold_conflict(survey, first.uuid.int)
    decide(survey, INCLUDE, held, by=(user := make_user()))
    made = HeldDecision.objects.get().response
    assert (made.uuid, made.scores) == (uuid5(first.uuid, held.digest), TWOS)
    out = Exclusion.objects.get()
    assert (out.response, out.kind, out.replaced_by, out.excluded_by) == (first, "corrected", made, user)
    assert live_tally(survey).item_counts[0] == (0, 1, 0, 0)
    assert send(survey, first.uuid.int, TWOS) == (made, False)  # the same content again
    assert send(survey, first.uuid.int, THREES) == (first, False)
    third = hold_conflict(survey, first.uuid.int, FOURS)
    decide(survey, INCLUDE, third)
    assert (live_tally(survey).item_counts[0], Exclusion.objects.count()) == ((0, 0, 0, 1), 2)


def test_a_correction_that_was_late_for_its_answer_takes_its_place(survey):
    open_survey(survey=survey, by=None)
    held = hold_correction(survey, 8, corrects=7)
    send(survey, 7, TWOS, channel="interview")
    decide(survey, INCLUDE, held)
    made = Response.objects.get(uuid=UUID(int=8))
    assert Exclusion.objects.get().replaced_by == made
    assert (live_tally(survey).respondents, live_tally(survey).item_counts[0]) == (2, (0, 0, 1, 1))
    answer = make_answer(8, FOURS, channel="interview")
    assert supersede_response(survey=survey, corrects=UUID(int=7), answer=answer) == (made, False)


def test_an_older_correction_takes_the_place_of_the_newest(survey):
    open_survey(survey=survey, by=None)
    send(survey, 7, TWOS, channel="interview")
    newest = make_answer(8, THREES, channel="interview")
    supersede_response(survey=survey, corrects=UUID(int=7), answer=newest)
    decide(survey, INCLUDE, hold_correction(survey, 9, corrects=7))
    assert list(Exclusion.objects.values_list("response__uuid", "replaced_by__uuid")) == [
        (UUID(int=7), UUID(int=8)),
        (UUID(int=8), UUID(int=9)),
    ]
    assert live_tally(survey).respondents == 2


def test_a_correction_whose_answer_never_came_is_that_answer(survey):
    open_survey(survey=survey, by=None)
    held, second = hold_correction(survey, 8, corrects=7), hold_correction(survey, 9, corrects=7, scores=TWOS)
    with refused(NotNow, "tray_original_may_come"):
        decide(survey, INCLUDE, held)
    close_survey(survey=survey, by=None)
    decide(survey, INCLUDE, held)
    original = hold_late(survey, 7, channel="interview")
    with refused(NotNow, "tray_corrected"):
        decide(survey, INCLUDE, original)
    decide(survey, INCLUDE, second)  # in the place of the first correction
    assert (live_tally(survey).respondents, live_tally(survey).item_counts[0]) == (2, (0, 1, 1, 0))


def test_what_would_count_somebody_twice_or_in_anothers_place_is_refused(survey):
    first = Response.objects.get()
    conflict = hold_conflict(survey, first.uuid.int)
    exclude_responses(survey=survey, responses=[first.pk], reason="Diarahkan", by=None)
    with refused(NotNow, "tray_left_out"):
        decide(survey, INCLUDE, conflict)
    lift_exclusions(survey=survey, responses=[first.pk], reason="Ternyata wajar", by=None)
    open_survey(survey=survey, by=None)
    with refused(NotNow, "tray_no_interview"):
        decide(survey, INCLUDE, hold_correction(survey, 8, corrects=first.uuid.int))
    other = make_open_survey(survey.unit, "2023-Q3")
    with refused(NotNow, "tray_other_survey"):
        decide(other, INCLUDE, hold_conflict(other, first.uuid.int))
    with refused(NotNow, "tray_choice"):
        decide(survey, NEXT, conflict)
    assert decide(survey, INCLUDE, conflict) == 1


def test_what_is_kept_waits_in_the_tray_of_the_next_survey_and_is_counted_there(survey):
    decide(survey, NEXT, hold_late(survey, 7))
    assert submit_survey(survey=survey, by=None).stage is SurveyState.SUBMITTED
    following = make_survey(survey.unit, "2023-Q3")
    later = make_survey(survey.unit, "2023-Q4")
    stranger = make_survey(make_unit(survey.unit.agency, "Dinas 2"), "2023-Q3")
    assert [waits_in(one) for one in (survey, following, later, stranger)] == [[], [7], [], []]
    with refused(NotNow, "tray_locked"):
        decide(following, INCLUDE)
    open_survey(survey=following, by=None)
    close_survey(survey=following, by=None)
    with refused(NotNow, "tray_waiting"):
        submit_survey(survey=following, by=None)
    decide(following, INCLUDE)
    made = Response.objects.get(uuid=UUID(int=7))
    assert (made.survey, waits_in(following)) == (following, [])
    assert send(survey, 7) == (made, False)  # the phone still knows the old survey only
    assert submit_survey(survey=following, by=None).stage is SurveyState.SUBMITTED


def test_what_is_kept_can_be_kept_again_and_passes_what_is_submitted(survey):
    decide(survey, NEXT, hold_late(survey, 7))
    following = make_open_survey(survey.unit, "2023-Q3")
    assert waits_in(following) == [7]
    decide(following, NEXT)
    assert waits_in(following) == []
    last = make_survey(survey.unit, "2023-Q4")
    assert waits_in(last) == [7]
    close_survey(survey=following, by=None)
    submit_survey(survey=following, by=None)
    decide(survey, NEXT, hold_late(survey, 8))  # the survey next to it has been submitted
    assert waits_in(last) == [7, 8]


def test_a_kept_answer_can_be_taken_back_where_it_was_kept(survey):
    held = hold_late(survey, 7)
    decide(survey, NEXT, held)
    following = make_open_survey(survey.unit, "2023-Q3")
    decide(survey, INCLUDE, held)
    assert waits_in(following) == []
    with refused(Conflict, "tray_moved"):
        decide(following, LEAVE_OUT, held)


def test_another_questionnaire_does_not_take_what_was_kept(survey):
    decide(survey, NEXT, hold_late(survey, 7))
    following = make_open_survey(survey.unit, "2023-Q3", instrument=make_instrument("national-2024-offline"))
    with refused(NotNow, "tray_instrument"):
        decide(following, INCLUDE)
    assert decide(following, LEAVE_OUT) == 1


def test_the_same_content_is_decided_once_however_often_it_is_sent(survey):
    held = hold_late(survey, 7)
    decide(survey, LEAVE_OUT, held)
    assert (send(survey, 7), waits_in(survey)) == ((held, False), [])
    assert HeldReason(held.reason) is HeldReason.LATE


@pytest.mark.django_db(transaction=True)
def test_decided_by_several_at_once_while_it_arrives_by_itself_it_is_one_answer(survey):
    held = hold_late(survey, 7)
    open_survey(survey=survey, by=None)
    done, refusals = [], []
    doors = [lambda: decide(survey, INCLUDE, held), lambda: send(survey, 7)] * 4
    threads = [threading.Thread(target=_try, args=(door, done, refusals)) for door in doors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(done), refusals) == (5, ["tray_moved"] * 3)  # four sendings and one decision
    assert HeldDecision.objects.get().response == Response.objects.get(uuid=UUID(int=7))
    assert (Response.objects.count(), Exclusion.objects.count()) == (2, 0)


def _try(door, done, refusals):
    try:
        done.append(door())
    except PuasError as error:
        refusals.append(error.code)
    finally:
        connection.close()
