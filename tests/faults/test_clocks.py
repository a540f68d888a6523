"""Clocks that are wrong: the server's moves back and forth between answers, a phone's is off by years.

The clock is Django's `timezone.now`, by which everything here asks for the time.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from puas.errors import BadInput, NotNow, TooOften
from puas.exchange.xforms import form_id_of, form_version_of, render_xform
from puas.limits import require_room
from puas.methodology.tallies import tally_responses
from puas.models import AnswerImport, Channel, HeldResponse, ImportStage, LinkKind, Response
from puas.operations.answer_imports import receive_import, repeat_import, start_import
from puas.operations.collect_links import create_collect_link
from puas.operations.field_answers import Taken, record_document
from puas.operations.kiosks import MOST_TRIES, leave_kiosk
from puas.operations.responses import CLOCK_AHEAD, record_response
from puas.operations.services import create_service
from puas.operations.tallies import advance_tally
from puas.queries.answer_imports import count_running
from puas.queries.audits import verify_chain
from puas.queries.entries import find_visit
from puas.queries.tallies import live_tally
from tests.api.openrosa.clients import Form, fill
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.answer_files import write_csv
from tests.factories.form_links import make_form_link, make_slips
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
JUMPS = (0 * DAY, 2 * YEAR, -HOUR, -9 * YEAR, 3 * DAY, -DAY, YEAR, -3 * HOUR, 0 * DAY)
SCORES = [(1 + place % 4, *(4,) * 8) for place in range(len(JUMPS))]


class Clock:
    """The server's clock."""

    at = START

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def unit():
    return make_unit(make_agency())


def test_answers_are_counted_in_the_order_of_their_arrival_whatever_the_clock_says(clock, unit):
    survey = make_open_survey(unit)
    for number, (jump, scores) in enumerate(zip(JUMPS, SCORES, strict=True), 1):
        clock.at = START + jump
        record_response(survey=survey, answer=make_answer(number, scores))
        create_service(unit=unit, name=f"Layanan {number}", by=None)
        if number % 4 == 0:
            advance_tally(survey=survey)
    rows = list(Response.objects.order_by("pk"))
    assert [row.received_at for row in rows] == [START + jump for jump in JUMPS]
    assert live_tally(survey) == tally_responses(survey.instrument.parsed, SCORES)
    for number, scores in enumerate(SCORES, 1):  # sent again under yet another time
        assert record_response(survey=survey, answer=make_answer(number, scores)) == (rows[number - 1], False)
    assert (HeldResponse.objects.count(), verify_chain().is_whole) == (0, True)


def test_a_window_that_the_clock_leaves_and_enters_again_loses_no_answer(clock, unit):
    survey = make_open_survey(unit, opens_at=START - DAY, closes_at=START + DAY)

    def send(number: int) -> tuple[bool, bool]:
        row, created = record_response(survey=survey, answer=make_answer(number, SCORES[0]))
        return row.is_held, created

    assert send(1) == (False, True)
    clock.at = START - YEAR
    with refused(NotNow, "survey_not_open_yet"):  # whoever sends keeps it
        send(2)
    assert send(1) == (False, False)  # what is stored is acknowledged at any time
    clock.at = START + YEAR
    assert (send(3), send(3)) == ((True, True), (True, False))
    clock.at = START + HOUR
    assert (send(2), send(4)) == ((False, True), (False, True))
    assert sorted(row.uuid.int for row in Response.objects.all()) == [1, 2, 4]
    assert HeldResponse.objects.get().uuid == UUID(int=3)


def test_a_visit_code_stays_used_and_an_unused_one_stays_good(clock, unit):
    survey = make_open_survey(unit)
    _, codes = make_slips(unit, 2)

    def send(number: int, code: str) -> bool:
        found = find_visit(code)
        answer = make_answer(number, SCORES[0], link=found.link, visit=found.visit)
        return record_response(survey=survey, answer=answer)[0].is_held

    assert send(1, codes[0]) is False
    clock.at = START - 9 * YEAR
    assert (send(2, codes[0]), send(3, codes[1])) == (True, False)
    clock.at = START + 9 * YEAR
    assert (send(1, codes[0]), send(4, codes[1])) == (False, True)
    assert (Response.objects.count(), HeldResponse.objects.count()) == (2, 2)


def test_a_limit_is_no_gate_for_the_clock_and_no_wall(clock, settings):
    """Minutes are counted by a clock that cannot be set."""
    settings.LINK_LIMIT = 2
    for jump in (0 * DAY, YEAR):
        clock.at = START + jump
        require_room(link=1, survey="")
    clock.at = START - YEAR
    with refused(TooOften, "answers_too_often"):
        require_room(link=1, survey="")


def test_a_kiosk_locked_by_a_clock_ahead_opens_when_the_clock_is_put_right(clock, unit):
    kiosk = make_form_link(unit, kind=LinkKind.KIOSK, pin="482913")
    clock.at = START + 5 * YEAR
    for _ in range(MOST_TRIES):
        with refused(BadInput, "kiosk_pin_wrong"):
            leave_kiosk(link=kiosk, pin="0000")
    with refused(TooOften, "kiosk_pin_locked"):
        leave_kiosk(link=kiosk, pin="482913")
    clock.at = START
    leave_kiosk(link=kiosk, pin="482913")


def test_an_import_that_died_under_a_clock_ahead_can_be_repeated(clock, unit, tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    survey = make_open_survey(unit)
    path = write_csv(tmp_path / "a.csv", [f"U{n}" for n in range(1, 10)], [4] * 9)
    draft = receive_import(survey=survey, source=path, name="a.csv", by=None)
    clock.at = START + YEAR
    start_import(
        answer_import=draft,
        targets=draft.targets,
        channel=Channel.ONLINE,
        service=None,
        continues=None,
        is_other=False,
        is_only_period=False,
        by=None,
    )
    assert count_running() == 1
    clock.at = START
    assert count_running() == 0
    repeat_import(answer_import=draft, by=None)
    assert (AnswerImport.objects.get().stage, count_running()) == (ImportStage.RUNNING, 1)


@pytest.mark.parametrize(
    ("off", "is_believed", "flags"),
    [
        (-3 * DAY, True, []),  # three days without a network
        (-40 * YEAR, False, []),
        (-2 * YEAR, False, []),
        (HOUR, False, [CLOCK_AHEAD]),
        (30 * YEAR, False, [CLOCK_AHEAD]),
    ],
)
def test_an_answer_of_a_phone_with_any_clock_is_stored(clock, unit, off, is_believed, flags):
    """A time that cannot be true gives way to the time of arrival; nothing else of the answer changes."""
    survey = make_open_survey(unit)
    claimed = START + off
    sent = {f"Q{n}": "4" for n in range(1, 10)}
    by_form = {**sent, "uuid": str(UUID(int=1)), "waktu_isi": claimed.isoformat()}
    assert Client().post(f"/s/{survey.token}/", by_form).status_code == 303
    instrument = survey.instrument.parsed
    form = Form(form_id_of(instrument), form_version_of(instrument), "", render_xform(instrument))
    given = {**sent, "Survey": str(survey.pk), "EndedAt": claimed.isoformat()}
    link, _ = create_collect_link(unit=unit, name="Budi", by=None)
    assert record_document(link=link, content=fill(form, given)) is Taken.COUNTED
    expected = claimed if is_believed else START
    found = [(row.answered_at, row.received_at, row.flags) for row in Response.objects.all()]
    assert found == [(expected, START, flags)] * 2
