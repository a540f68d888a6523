"""What has to be done now: overdue, due in this quarter, waiting for a second person."""

from datetime import date

import pytest

from puas.lifecycles import ItemState
from puas.models import Role
from puas.operations.plans import add_item
from puas.operations.realisations import confirm_progress
from puas.queries.due_items import DueCounts, Need, count_due, due_items
from tests.factories import make_agency, make_unit, make_user
from tests.factories.plans import SCORES, finish, make_content, make_item, report
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db


def test_every_item_is_in_the_list_of_its_need():
    agency = make_agency()
    unit = make_unit(agency)
    make_result(unit, SCORES)
    officer, second = make_user("petugas", Role.OFFICER, unit), make_user("kedua")
    late = make_item(unit, text="Terlambat")
    back = make_item(unit, text="Dikembalikan")
    now = make_item(unit, text="Triwulan ini", quarters=("2023-Q3", "2023-Q4"))
    make_item(unit, text="Nanti", quarters=("2024-Q1",))
    finish(make_item(unit, text="Selesai"), second)
    report(make_item(unit, text="Dihentikan"), ItemState.DROPPED)
    waiting = make_item(unit, text="Menunggu", quarters=("2024-Q1",))
    report(waiting)
    confirm_progress(progress=report(back), is_accepted=False, by=second, note="Belum ada foto")
    old = make_item(unit, text="Dilanjutkan")
    later = make_result(unit, SCORES, period="2023-Q3")
    content = make_content(quarters=("2024-Q2",))
    add_item(unit=unit, period=later.period, content=content, carried_from=old, by=None)
    today = date(2023, 11, 25)
    found = {need: list(due_items(officer, agency, need, today)) for need in Need}
    assert found == {Need.OVERDUE: [late, back], Need.DUE: [now], Need.WAITING: [waiting]}
    assert count_due(officer, agency, today) == DueCounts(overdue=2, due=1, waiting=1)
    stranger = make_user("lain", Role.OFFICER, make_unit(agency, "Dinas Dua"))
    assert count_due(stranger, agency, today).total == 0
