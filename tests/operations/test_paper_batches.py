"""Paper: what is typed in waits in its batch with its history, and becomes answers once."""

import datetime

import pytest

from puas.errors import BadInput, NotAllowed, NotNow
from puas.models import AuditEvent, HeldResponse, Keying, PaperEntry, Response
from puas.operations.paper_batches import create_batch, finish_batch, settle_sheet, type_sheet
from puas.operations.surveys import close_survey, open_survey
from puas.queries.paper_batches import compare_readings, list_corrections
from puas.queries.tallies import live_tally
from tests.factories import make_agency, make_open_survey, make_responses, make_unit, make_user
from tests.factories.paper_batches import make_batch, read_sheet, type_in
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


@pytest.fixture
def batch(survey):
    return make_batch(survey)


def test_sheets_are_numbered_through_the_survey(survey):
    made = [make_batch(survey, sheets) for sheets in (10, 25, 1)]
    assert [(b.number, b.first_sheet, b.last_sheet) for b in made] == [(1, 1, 10), (2, 11, 35), (3, 36, 36)]


@pytest.mark.parametrize("sheets", [0, -1, 101])
def test_a_batch_has_1_to_100_sheets(survey, sheets):
    with refused(BadInput, "paper_sheets"):
        make_batch(survey, sheets)


def test_a_batch_is_in_a_language_of_the_questionnaire(survey):
    assert make_batch(survey, language="jv").language == "jv"
    with refused(BadInput, "paper_language"):
        make_batch(survey, language="su")


def test_no_sheets_for_a_survey_that_no_longer_counts_them(survey):
    close_survey(survey=survey, by=None)
    with refused(NotNow, "paper_survey_locked"):
        make_batch(survey)


def test_a_finished_batch_is_answers_on_paper(batch):
    type_in(batch, 1, 4, sex="P", _comment=" Baik ")
    type_in(batch, 3, 2)
    assert Response.objects.count() == 0
    assert finish_batch(batch=batch, by=None) == 2
    first, second = Response.objects.order_by("id")
    assert (first.scores, first.profile, first.comment) == ((4,) * 9, {"sex": "P"}, "Baik")
    assert (second.scores, second.profile, second.comment) == ((2,) * 9, {}, "")
    assert {first.channel, second.channel} == {"paper"}
    assert [first.uuid, second.uuid] == [batch.uuid_of(1), batch.uuid_of(3)]
    assert first.answered_at == datetime.datetime(2023, 5, 2, 5, tzinfo=datetime.UTC)  # noon in Jakarta


def test_paper_and_the_form_end_in_the_same_tally(batch):
    other = make_open_survey(make_unit(make_agency("Kota Lain")))
    sheets = [(4, 3, 2, 1, 4, 3, 2, 1, 4), (1, 1, 1, 1, 1, 0, 0, 0, 0), (4, 4, 4, 4, 4, 4, 4, 1, 4)]
    for sheet, scores in enumerate(sheets, 1):
        answered = {f"Q{n}": score for n, score in enumerate(scores, 1) if score}
        content = {**answered, "_date": "2023-05-02"}
        type_sheet(batch=batch, sheet=sheet, keying=Keying.FIRST, content=content, by=None)
    finish_batch(batch=batch, by=None)
    make_responses(other, *sheets)
    assert live_tally(batch.survey) == live_tally(other)
    assert live_tally(other).respondents == 3


def test_a_correction_keeps_what_was_typed_first(batch):
    first = type_in(batch, 1, 4)
    again = type_in(batch, 1, 4)
    assert again == first
    second = type_in(batch, 1, 4, Q3=1)
    assert (second.revision, PaperEntry.objects.count()) == (2, 2)
    (correction,) = list_corrections(batch)
    assert [(c.field, c.first, c.second) for c in correction.changes] == [("Q3", 4, 1)]
    finish_batch(batch=batch, by=None)
    assert Response.objects.get().scores == (4, 4, 1, 4, 4, 4, 4, 4, 4)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"Q1": 5}, "Q1"),
        ({"Q1": True}, "Q1"),
        ({"Q10": 1}, "Q10"),
        ({"sex": "X"}, "sex"),
        ({"_service": 99}, "_service"),
        ({"_service": "1"}, "_service"),
        ({"_comment": "x" * 4001}, "_comment"),
        ({"_date": "2023-02-30"}, "_date"),
        ({"_date": "2999-01-01"}, "_date"),
        ({"_date": None}, "_date"),
    ],
)
def test_what_the_questionnaire_does_not_allow_is_not_kept(batch, content, field):
    with pytest.raises(BadInput) as caught:
        type_in(batch, 1, **content)
    assert caught.value.data["field"] == field
    assert PaperEntry.objects.count() == 0


def test_too_few_answers_is_not_a_sheet_that_counts(batch):
    with refused(BadInput, "answers_too_few"):
        type_sheet(
            batch=batch,
            sheet=1,
            keying=Keying.FIRST,
            content={"Q1": 1, "_date": "2023-05-02"},
            by=None,
        )


def test_a_spoiled_sheet_is_kept_and_not_counted(batch):
    type_in(batch, 1)
    type_sheet(batch=batch, sheet=2, keying=Keying.FIRST, content={"Q1": 9}, is_spoiled=True, by=None)
    assert PaperEntry.objects.get(sheet=2).content == {}
    assert finish_batch(batch=batch, by=None) == 1


@pytest.mark.parametrize("sheet", [0, 11])
def test_a_sheet_of_another_batch_is_refused(batch, sheet):
    with refused(BadInput, "paper_sheet_unknown"):
        type_in(batch, sheet)


def test_a_finished_batch_stays_as_it_is(batch):
    type_in(batch, 1)
    finish_batch(batch=batch, by=None)
    for attempt in (
        lambda: type_in(batch, 2),
        lambda: finish_batch(batch=batch, by=None),
        lambda: settle_sheet(batch=batch, sheet=1, choices={}, by=None),
    ):
        with refused(NotNow, "paper_finished"):
            attempt()
    assert (Response.objects.count(), HeldResponse.objects.count()) == (1, 0)


def test_nothing_typed_in_is_nothing_to_finish(batch):
    with refused(NotNow, "paper_empty"):
        finish_batch(batch=batch, by=None)


def test_a_closed_survey_takes_no_sheets_until_it_is_opened_again(batch):
    close_survey(survey=batch.survey, by=None)
    type_in(batch, 1)
    with refused(NotNow, "survey_takes_no_answers"):
        finish_batch(batch=batch, by=None)
    batch.refresh_from_db()
    assert not batch.is_finished
    open_survey(survey=batch.survey, by=None)
    assert finish_batch(batch=batch, by=None) == 1


def test_nobody_reads_a_sheet_twice(batch):
    ani, budi = make_user("ani"), make_user("budi")
    type_in(batch, 1, by=ani)
    with refused(NotAllowed, "paper_second_person"):
        type_in(batch, 1, keying=Keying.SECOND, by=ani)
    type_in(batch, 1, keying=Keying.SECOND, by=budi)
    with refused(NotAllowed, "paper_second_person"):
        type_in(batch, 1, 3, by=budi)


def test_two_readings_that_differ_are_settled_by_looking_at_the_paper(batch):
    type_in(batch, 1, 4)
    type_in(batch, 1, 4, Keying.SECOND, Q2=1, sex="L", _comment="tidak dibandingkan")
    type_in(batch, 2, 3)
    type_in(batch, 2, 3, Keying.SECOND)
    compared = compare_readings(batch)
    assert [(s.sheet, [d.field for d in s.differences]) for s in compared.open] == [(1, ["Q2", "sex"])]
    assert (compared.fields, compared.differing_fields, compared.differing) == (30, 2, 1)
    with refused(NotNow, "paper_readings_differ"):
        finish_batch(batch=batch, by=None)
    with refused(BadInput, "paper_choice_missing"):
        settle_sheet(batch=batch, sheet=1, choices={"Q2": 2}, by=None)
    settle_sheet(batch=batch, sheet=1, choices={"Q2": 2, "sex": 1}, by=None)
    assert compare_readings(batch).open == ()
    assert finish_batch(batch=batch, by=None) == 2
    first = Response.objects.order_by("id").first()
    assert (first.scores, first.profile, first.comment) == ((4, 1, 4, 4, 4, 4, 4, 4, 4), {}, "")


def test_a_reading_corrected_after_settling_is_settled_again(batch):
    type_in(batch, 1, 4)
    type_in(batch, 1, 3, Keying.SECOND)
    settle_sheet(batch=batch, sheet=1, choices={f"Q{n}": 1 for n in range(1, 10)}, by=None)
    type_in(batch, 1, 4, Keying.SECOND, Q1=2)
    assert [d.field for d in compare_readings(batch).open[0].differences] == ["Q1"]
    settle_sheet(batch=batch, sheet=1, choices={"Q1": 1}, by=None)
    assert compare_readings(batch).open == ()
    assert compare_readings(batch).differing == 1
    with refused(NotNow, "paper_nothing_to_settle"):
        settle_sheet(batch=batch, sheet=2, choices={}, by=None)


def test_one_reader_may_find_a_sheet_spoiled(batch):
    type_in(batch, 1)
    type_in(batch, 2)
    for sheet in (1, 2):
        type_sheet(batch=batch, sheet=sheet, keying=Keying.SECOND, content={}, is_spoiled=True, by=None)
        settle_sheet(batch=batch, sheet=sheet, choices={"_spoiled": sheet}, by=None)
    assert finish_batch(batch=batch, by=None) == 1
    assert Response.objects.get().uuid == batch.uuid_of(1)


def test_where_every_sheet_needs_two_readers_one_is_not_enough(survey):
    batch = make_batch(survey, needs_second=True)
    type_in(batch, 1)
    with refused(NotNow, "paper_second_missing"):
        finish_batch(batch=batch, by=None)
    type_in(batch, 1, keying=Keying.SECOND)
    assert finish_batch(batch=batch, by=None) == 1


def test_every_step_leaves_an_event_without_the_answers(survey):
    ani = make_user("ani")
    batch = create_batch(survey=survey, sheets=5, by=ani)
    type_in(batch, 1, by=ani)
    type_in(batch, 1, Q1=2, by=ani)
    type_in(batch, 1, Q1=2, by=ani)
    finish_batch(batch=batch, by=ani)
    events = AuditEvent.objects.filter(by_name="ani").order_by("sequence")
    assert [(e.operation, e.data) for e in events] == [
        ("create_batch", {"number": 1, "first_sheet": 1, "sheets": 5, "language": "id"}),
        ("type_sheet", {"sheet": 1, "keying": 1, "revision": 1}),
        ("type_sheet", {"sheet": 1, "keying": 1, "revision": 2}),
        ("record_responses", {"given": 1, "new": 1, "held": 0}),
        ("finish_batch", {"typed": 1, "spoiled": 0, "new": 1}),
    ]


def test_what_is_read_does_not_change_with_the_given_mapping(batch):
    content = read_sheet(3)
    entry, _ = type_sheet(batch=batch, sheet=1, keying=Keying.FIRST, content=content, by=None)
    content["Q1"] = 1
    entry.refresh_from_db()
    assert entry.content["Q1"] == 3
