"""Carrying out: reports one after the other, a second person who decides, k of n, and the recap that
tells it.
"""

from fractions import Fraction

import pytest

from puas.errors import BadInput, Conflict, NotAllowed, NotNow
from puas.lifecycles import ItemState
from puas.models import AuditEvent, Confirmation, Evidence, Progress
from puas.operations.evidence import NewEvidence
from puas.operations.realisations import confirm_progress, report_progress
from puas.operations.results import compute_result
from puas.queries.realisations import count_done, item_statuses, plan_statuses
from tests.factories import make_agency, make_unit, make_user
from tests.factories.plans import LOWEST, SCORES, finish, make_item, report
from tests.factories.refusals import refused
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    unit = make_unit(make_agency())
    make_result(unit, SCORES)
    return make_item(unit)


def state_of(item):
    (status,) = item_statuses([item])
    return status.state, status.is_done, status.is_waiting


def test_reports_follow_each_other_and_the_newest_stands(item):
    assert state_of(item) == (ItemState.NOT_STARTED, False, False)
    report(item, ItemState.UNDER_WAY, note=" Dipesan ")
    report(item, ItemState.DONE)
    assert state_of(item) == (ItemState.DONE, False, True)
    assert [(r.state, r.note) for r in Progress.objects.order_by("id")] == [
        ("under_way", "Dipesan"),
        ("done", "Sudah dipasang"),
    ]
    assert AuditEvent.objects.filter(operation="report_progress").count() == 2


def test_the_stage_that_lists_are_searched_by_follows_every_step(item):
    second, stages = make_user("kedua"), []

    def note():
        item.refresh_from_db()
        stages.append(item.stage)

    note()
    report(item, ItemState.UNDER_WAY)
    note()
    for is_accepted in (False, True):
        made = report(item)
        note()
        confirm_progress(progress=made, is_accepted=is_accepted, by=second, note="Dilihat")
        note()
    report(item, ItemState.UNDER_WAY)
    report(item, ItemState.DROPPED)
    note()
    assert stages == ["not_started", "under_way", "waiting", "under_way", "waiting", "done", "dropped"]


def test_a_report_needs_words_and_a_move_of_the_table(item):
    for state, note in ((ItemState.DONE, " "), (ItemState.DROPPED, ""), (ItemState.UNDER_WAY, "x" * 2001)):
        with refused(BadInput, "progress_note"):
            report(item, state, note=note)
    with refused(NotNow, "item_move"):
        report(item, ItemState.NOT_STARTED)
    report(item)
    with refused(NotNow, "item_move"):
        report(item)
    assert Progress.objects.count() == 1


def test_a_second_person_confirms(item):
    officer, leader = make_user("petugas"), make_user("kepala")
    made = report(item, by=officer)
    with refused(NotAllowed, "confirm_own_report"):
        confirm_progress(progress=made, is_accepted=True, by=officer)
    confirm_progress(progress=made, is_accepted=True, by=leader)
    assert state_of(item) == (ItemState.DONE, True, False)
    with refused(Conflict, "confirm_again"):
        confirm_progress(progress=made, is_accepted=True, by=leader)
    assert (Confirmation.objects.get().confirmed_by, Confirmation.objects.count()) == (leader, 1)


def test_what_is_not_accepted_is_under_way_again(item):
    leader = make_user("kepala")
    made = report(item)
    with refused(BadInput, "confirm_reason"):
        confirm_progress(progress=made, is_accepted=False, note=" ", by=leader)
    confirm_progress(progress=made, is_accepted=False, note="Fotonya dari tahun lalu", by=leader)
    assert state_of(item) == (ItemState.UNDER_WAY, False, False)
    again = report(item)
    with refused(NotNow, "confirm_outdated"):
        confirm_progress(progress=made, is_accepted=True, by=leader)
    confirm_progress(progress=again, is_accepted=True, by=leader)
    assert state_of(item) == (ItemState.DONE, True, False)


def test_only_the_newest_report_of_something_done_can_be_confirmed(item):
    leader = make_user("kepala")
    under_way = report(item, ItemState.UNDER_WAY)
    with refused(NotNow, "confirm_outdated"):
        confirm_progress(progress=under_way, is_accepted=True, by=leader)


def test_a_report_comes_with_its_evidence_or_not_at_all(item):
    link = NewEvidence(title="Berita", link="https://contoh.go.id/berita/1")
    report_progress(item=item, state=ItemState.UNDER_WAY, note="Mulai", evidence=[link], by=None)
    assert [(e.title, e.link) for e in Evidence.objects.all()] == [
        ("Berita", "https://contoh.go.id/berita/1")
    ]
    bad = NewEvidence(title="Berita", link="javascript:alert(1)")
    with refused(BadInput, "evidence_link"):
        report_progress(item=item, state=ItemState.DONE, note="Jadi", evidence=[link, bad], by=None)
    assert (Progress.objects.count(), Evidence.objects.count()) == (1, 1)


class TestTheFigure:
    """Realisation is k of n: done and confirmed, of all that was planned."""

    @pytest.fixture
    def items(self, item):
        return [item, *(make_item(item.plan.unit, element=key) for key in LOWEST[1:])]

    def test_dropped_and_unconfirmed_items_count_as_not_done(self, items):
        finish(items[0], make_user("kepala"))
        report(items[1])
        report(items[2], ItemState.DROPPED)
        found = count_done(plan_statuses(items[0].plan))
        assert (found.done, found.planned, found.percent) == (1, 3, Fraction(100, 3))

    def test_the_next_result_tells_it_and_a_later_confirmation_makes_a_new_version(self, items):
        leader = make_user("kepala")
        finish(items[0], leader)
        result = make_result(items[0].plan.unit, SCORES, period="2023-Q3")
        assert result.realisation == "100/3"
        finish(items[1], leader)
        newer = compute_result(unit=result.unit, period=result.period, by=None)
        assert (newer.realisation, newer.version, newer.index) == ("200/3", 2, result.index)

    def test_the_plan_before_is_the_newest_that_ended_before(self, items):
        finish(items[0], make_user("kepala"))
        assert make_result(items[0].plan.unit, SCORES, period="2023-S2").realisation == "100/3"
        other = make_unit(items[0].plan.unit.agency, "Dinas Dua")
        assert make_result(other, SCORES, period="2023-Q3").realisation == ""
