import hashlib
from decimal import Decimal
from fractions import Fraction

import pytest

from puas.errors import BadInput, NotNow
from puas.lifecycles import SurveyState
from puas.models import AuditEvent, Exclusion, ExclusionKind, Response
from puas.operations import results
from puas.operations.averages import compute_agency
from puas.operations.exclusions import LONGEST_REASON, exclude_responses, lift_exclusions
from puas.operations.publications import publish_result
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey, open_survey, return_survey, submit_survey, verify_survey
from puas.operations.tallies import advance_tally
from puas.queries.publications import PublishedExclusions, build_result
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
from tests.factories.refusals import refused
from tests.factories.responses import record_responses
from tests.factories.results import make_result, release

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9
WHY = "Petugas mengisi sendiri"


@pytest.fixture
def survey():
    survey = make_open_survey(make_unit(make_agency()))
    make_responses(survey, FOURS, FOURS, THREES)
    return survey


def ids_of(survey):
    return list(Response.objects.filter(survey=survey).order_by("id").values_list("id", flat=True))


def compute(survey):
    return compute_result(unit=survey.unit, period=survey.period, by=None)


def correct(response_id):
    Exclusion.objects.create(
        response_id=response_id,
        kind=ExclusionKind.CORRECTED.value,
        reason="Diganti",
        excluded_at=Response.objects.get(pk=response_id).received_at,
    )


def test_answers_are_left_out_with_a_reason_and_one_event(survey):
    user, ids = make_user(), ids_of(survey)
    assert (
        exclude_responses(survey=survey, responses=[ids[1], ids[0], ids[0]], reason=f" {WHY} ", by=user) == 2
    )
    rows = Exclusion.objects.values_list("response_id", "kind", "reason", "excluded_by", "lifted_at")
    assert list(rows) == [(ids[0], "flagged", WHY, user.pk, None), (ids[1], "flagged", WHY, user.pk, None)]
    event = AuditEvent.objects.get(operation="exclude_responses")
    assert (event.object_id, event.unit_id, event.by_id) == (survey.pk, survey.unit_id, user.pk)
    assert event.data == {"responses": ids[:2], "reason": WHY}
    assert Response.objects.count() == 3


def test_what_is_left_out_already_stays_so(survey):
    first, second, _ = ids_of(survey)
    exclude_responses(survey=survey, responses=[first], reason=WHY, by=None)
    assert exclude_responses(survey=survey, responses=[first, second], reason="Lain", by=None) == 1
    assert exclude_responses(survey=survey, responses=[first, second], reason="Lain", by=None) == 0
    assert list(Exclusion.objects.values_list("response_id", "reason")) == [(first, WHY), (second, "Lain")]
    assert AuditEvent.objects.filter(operation="exclude_responses").count() == 2


def test_a_decision_is_taken_back_with_a_reason_and_can_be_made_again(survey):
    user, ids = make_user(), ids_of(survey)
    exclude_responses(survey=survey, responses=ids, reason=WHY, by=None)
    assert lift_exclusions(survey=survey, responses=ids[:2], reason=" Ternyata wajar ", by=user) == 2
    assert lift_exclusions(survey=survey, responses=ids[:2], reason="Sekali lagi", by=user) == 0
    lifted = Exclusion.objects.exclude(lifted_at=None).values_list(
        "response_id", "lifted_reason", "lifted_by"
    )
    assert list(lifted) == [(number, "Ternyata wajar", user.pk) for number in ids[:2]]
    assert [row.is_in_force for row in Exclusion.objects.all()] == [False, False, True]
    event = AuditEvent.objects.get(operation="lift_exclusions")
    assert event.data == {"responses": ids[:2], "reason": "Ternyata wajar"}
    assert exclude_responses(survey=survey, responses=ids, reason=WHY, by=None) == 2


def test_a_corrected_answer_is_not_counted_again(survey):
    first = ids_of(survey)[0]
    correct(first)
    assert lift_exclusions(survey=survey, responses=[first], reason=WHY, by=None) == 0
    assert exclude_responses(survey=survey, responses=[first], reason=WHY, by=None) == 0
    assert Exclusion.objects.get().is_in_force


@pytest.mark.parametrize("change", [exclude_responses, lift_exclusions])
@pytest.mark.parametrize(
    ("places", "reason", "code"),
    [
        ([0], " \n ", "exclusion_reason"),
        ([0], "x" * (LONGEST_REASON + 1), "exclusion_reason"),
        ([], WHY, "exclusion_none"),
        ([0, 3], WHY, "exclusion_unknown"),
    ],
)
def test_what_cannot_be_decided_is_refused_whole(survey, change, places, reason, code):
    other = make_open_survey(survey.unit, "2023-Q3")
    make_responses(other, FOURS)
    known = [*ids_of(survey), *ids_of(other)]
    with refused(BadInput, code):
        change(survey=survey, responses=[known[place] for place in places], reason=reason, by=None)
    assert not Exclusion.objects.exists()


def test_decisions_end_when_the_survey_is_submitted_and_begin_again_when_it_is_returned(survey):
    first = ids_of(survey)[0]
    stale = make_survey(survey.unit, "2023-Q3")
    close_survey(survey=survey, by=None)
    exclude_responses(survey=survey, responses=[first], reason=WHY, by=None)
    submit_survey(survey=survey, by=None)
    for move in (None, verify_survey):
        if move:
            move(survey=survey, by=None)
        with refused(NotNow, "exclusions_locked"):
            lift_exclusions(survey=survey, responses=[first], reason=WHY, by=None)
        with refused(NotNow, "exclusions_locked"):
            exclude_responses(survey=survey, responses=[first], reason=WHY, by=None)
    return_survey(survey=survey, reason="Periksa lagi", by=None)
    assert lift_exclusions(survey=survey, responses=[first], reason=WHY, by=None) == 1
    with refused(NotNow, "exclusions_locked"):
        exclude_responses(survey=stale, responses=[first], reason=WHY, by=None)


def test_the_stored_state_decides_not_the_one_in_hand(survey):
    stale = type(survey).objects.get(pk=survey.pk)
    close_survey(survey=survey, by=None)
    submit_survey(survey=survey, by=None)
    assert stale.stage is SurveyState.OPEN
    with refused(NotNow, "exclusions_locked"):
        exclude_responses(survey=stale, responses=ids_of(survey), reason=WHY, by=None)


def test_a_thousand_answers_are_one_decision(survey):
    make_responses(make_open_survey(survey.unit, "2023-Q3"), FOURS)
    record_responses(survey=survey, answers=[make_answer(n + 1, FOURS) for n in range(1000)], by=None)
    ids = ids_of(survey)
    assert exclude_responses(survey=survey, responses=ids, reason=WHY, by=None) == 1003
    assert lift_exclusions(survey=survey, responses=ids, reason=WHY, by=None) == 1003


def test_a_result_states_what_it_leaves_out_and_the_index_with_it(survey):
    first, second, third = ids_of(survey)
    exclude_responses(survey=survey, responses=[first], reason=WHY, by=None)
    correct(second)
    close_survey(survey=survey, by=None)
    result = compute(survey)
    assert (result.printed, result.respondents, result.input_count) == (Decimal("75.00"), 1, 1)
    uuids = dict(Response.objects.values_list("id", "uuid"))
    lines = sorted([(uuids[first].hex, "flagged"), (uuids[second].hex, "corrected")])
    named = hashlib.sha256("".join(f"{uuid} {kind}\n" for uuid, kind in lines).encode()).hexdigest()
    assert result.parameters["excluded"] == {
        "counts": {"corrected": 1, "flagged": 1},
        "hash": named,
        "index_with": "175/2",  # the flagged 100 and the counted 75; the corrected one is in no index
    }
    row = Response.objects.get(pk=third)
    counted = f"{row.uuid.hex} {row.word_a} {row.word_b}\n"
    assert result.input_hash == hashlib.sha256(counted.encode()).hexdigest()
    assert build_result(result).excluded == PublishedExclusions(1, 1, Fraction(175, 2))


def test_corrected_answers_alone_leave_no_index_with_them(survey):
    correct(ids_of(survey)[0])
    close_survey(survey=survey, by=None)
    assert build_result(compute(survey)).excluded == PublishedExclusions(0, 1, None)


def test_without_decisions_a_result_states_none(survey):
    exclude_responses(survey=survey, responses=ids_of(survey), reason=WHY, by=None)
    lift_exclusions(survey=survey, responses=ids_of(survey), reason=WHY, by=None)
    close_survey(survey=survey, by=None)
    result = compute(survey)
    assert ("excluded" in result.parameters, build_result(result).excluded) == (False, None)


def test_a_survey_with_every_answer_left_out_has_no_index(survey):
    exclude_responses(survey=survey, responses=ids_of(survey), reason=WHY, by=None)
    close_survey(survey=survey, by=None)
    result = compute(survey)
    assert (result.index, result.respondents, result.methods) == ("", 0, [])
    assert result.parameters["excluded"]["index_with"] == "275/3"


def test_each_decision_makes_another_version_and_taking_it_back_the_first_figure_again(survey):
    close_survey(survey=survey, by=None)
    before = compute(survey)
    exclude_responses(survey=survey, responses=ids_of(survey)[:1], reason=WHY, by=None)
    without = compute(survey)
    lift_exclusions(survey=survey, responses=ids_of(survey)[:1], reason=WHY, by=None)
    after = compute(survey)
    assert [row.version for row in (before, without, after)] == [1, 2, 3]
    assert (before.index, before.input_hash) == (after.index, after.input_hash) != (without.index, "")
    assert compute(survey) == after


def test_a_result_from_before_a_decision_is_not_published(survey):
    first, second, _ = ids_of(survey)
    exclude_responses(survey=survey, responses=[first], reason=WHY, by=None)
    close_survey(survey=survey, by=None)
    result = compute(survey)
    lift_exclusions(survey=survey, responses=[first], reason=WHY, by=None)
    with refused(NotNow, "result_outdated"):
        publish_result(result=result, by=None)
    exclude_responses(survey=survey, responses=[second], reason=WHY, by=None)  # as many, but another one
    with refused(NotNow, "result_outdated"):
        publish_result(result=result, by=None)
    assert release(compute(survey)).version == 1


def test_a_result_without_exclusions_is_outdated_by_the_first(survey):
    close_survey(survey=survey, by=None)
    result = compute(survey)
    exclude_responses(survey=survey, responses=ids_of(survey)[:1], reason=WHY, by=None)
    open_survey(survey=survey, by=None)
    record_responses(survey=survey, answers=[make_answer(77, FOURS)], by=None)
    close_survey(survey=survey, by=None)
    with refused(NotNow, "result_outdated"):
        publish_result(result=result, by=None)


def test_a_decision_while_counting_is_noticed(survey):
    """One more answer is left out while another counts again: as many as before, but not the same."""
    first, second, _ = ids_of(survey)
    exclude_responses(survey=survey, responses=[first], reason=WHY, by=None)
    close_survey(survey=survey, by=None)
    surveys = results._closed_surveys(survey.unit, survey.period)
    measurement = results._measure(survey.unit, surveys)
    lift_exclusions(survey=survey, responses=[first], reason=WHY, by=None)
    exclude_responses(survey=survey, responses=[second], reason=WHY, by=None)
    with refused(NotNow, "result_input_moved"):
        results._store_counted(survey.unit, survey.period, None, measurement, surveys)


def test_the_live_tally_follows_decisions_without_touching_the_stored_one(survey):
    stored = advance_tally(survey=survey)
    record_responses(survey=survey, answers=[make_answer(5, THREES)], by=None)
    ids = ids_of(survey)
    exclude_responses(survey=survey, responses=[ids[0], ids[3]], reason=WHY, by=None)
    assert live_tally(survey).respondents == 2
    assert type(stored).objects.get().tally == stored.tally
    lift_exclusions(survey=survey, responses=[ids[0]], reason=WHY, by=None)
    assert live_tally(survey).respondents == 3


def test_an_average_names_the_parts_that_leave_answers_out(survey):
    exclude_responses(survey=survey, responses=ids_of(survey)[:1], reason=WHY, by=None)
    close_survey(survey=survey, by=None)
    own = compute(survey)
    make_result(make_unit(survey.unit.agency, "Dinas Dua"), FOURS)
    average = compute_agency(agency=survey.unit.agency, period=survey.period, by=None)
    assert average.parameters["excluding"] == [own.pk]
    assert (build_result(average).excluding_parts, build_result(average).excluded) == (1, None)
