"""What happens to units, and what it was before."""

from datetime import date

import pytest

from puas.errors import BadInput, Conflict, NotNow
from puas.models import AuditEvent, ChangeKind, Role, Survey, Unit, UnitChange
from puas.operations.periods import ensure_period
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey, open_survey, plan_survey
from puas.operations.unit_changes import (
    close_unit,
    merge_units,
    move_unit,
    recode_unit,
    rename_unit,
    split_unit,
)
from puas.operations.unit_changes_undone import undo_change
from puas.operations.units import delete_unit
from puas.queries.results import standing_results, unit_rows
from puas.queries.surveys import unit_statuses
from puas.queries.unit_changes import (
    code_at,
    ids_below,
    moved_since,
    moves_in,
    name_at,
    unit_changes,
)
from puas.queries.units import root_of
from tests.factories import (
    make_agency,
    make_instrument,
    make_open_survey,
    make_responses,
    make_unit,
    make_user,
)
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
BEFORE = date(2025, 12, 31)
GIVEN = {"on": DAY, "reason": "Perda 5/2025", "by": None}


@pytest.fixture
def agency():
    return make_agency()


def group_of(unit: Unit):
    return UnitChange.objects.filter(unit=unit).latest("id").group


def undo(unit: Unit) -> None:
    undo_change(group=group_of(unit), reason="Salah unit", by=None)


def facts(unit: Unit) -> tuple:
    unit.refresh_from_db()
    return unit.name, unit.parent_id, unit.area_code, unit.valid_until


def test_a_unit_had_another_name_before(agency):
    unit = make_unit(agency, "Dinas Satu")
    rename_unit(unit=unit, name=" Dinas  Baru ", **GIVEN)
    unit.refresh_from_db()
    assert (unit.name, unit.slug) == ("Dinas Baru", "dinas-satu")
    assert (name_at(unit, BEFORE), name_at(unit, DAY)) == ("Dinas Satu", "Dinas Baru")
    event = AuditEvent.objects.latest("sequence")
    assert (event.operation, event.data["reason"], event.data["rows"][0][4:]) == (
        "rename_unit",
        "Perda 5/2025",
        ["Dinas Satu", "Dinas Baru"],
    )


def test_a_move_leaves_the_pooled_past_alone(agency):
    first, second = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    child = make_unit(agency, "UPT", parent=first)
    move_unit(unit=child, parent=second, **GIVEN)
    assert ids_below(first, BEFORE) == {first.pk, child.pk}
    assert ids_below(first, DAY) == {first.pk}
    assert ids_below(second, DAY) == {second.pk, child.pk}
    survey = make_open_survey(child, "2025-Q4")
    make_responses(survey, (4,) * 9)
    close_survey(survey=survey, by=None)
    assert compute_result(unit=first, period=survey.period, by=None).respondents == 1
    with refused(NotNow, "result_no_survey"):
        compute_result(unit=second, period=survey.period, by=None)


def test_a_unit_is_not_moved_below_itself_or_into_another_agency(agency):
    unit = make_unit(agency)
    child = make_unit(agency, "UPT", parent=unit)
    elsewhere = make_unit(make_agency("Kota Lain"), "Dinas Lain")
    for parent in (unit, child, elsewhere):
        with refused(BadInput, "unit_parent_below"):
            move_unit(unit=unit, parent=parent, **GIVEN)
    with refused(NotNow, "unit_root"):
        rename_unit(unit=unit.parent, name="Kota Baru", **GIVEN)


def test_area_codes_change_on_a_day(agency):
    unit = make_unit(agency, area_code="337201")
    assert unit.area_code == "33.72.01"
    recode_unit(unit=unit, area_code="33.72.02", **GIVEN)
    unit.refresh_from_db()
    assert (code_at(unit, BEFORE), code_at(unit, DAY)) == ("33.72.01", "33.72.02")
    with refused(BadInput, "unit_recode"):
        recode_unit(unit=make_unit(agency, "Tanpa kode"), area_code="33.72.02", **GIVEN)


def test_merged_units_end_and_what_is_below_them_moves_along(agency):
    first, second = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    child = make_unit(agency, "UPT", parent=second)
    new = merge_units(units=[first, second], new_name="Dinas Gabungan", **GIVEN)
    assert [facts(unit)[3] for unit in (first, second)] == [BEFORE, BEFORE]
    assert (new.valid_from, new.parent.is_root, new.kind) == (DAY, True, "opd")
    assert facts(child)[1] == new.pk
    assert ids_below(second, BEFORE) == {second.pk, child.pk}
    (line,) = unit_changes(new)
    assert (line.what.kind, line.what.is_subject, line.what.others) == (
        ChangeKind.MERGE,
        False,
        ("Dinas Satu", "Dinas Dua"),
    )
    (line,) = unit_changes(first)
    assert (line.what.ends_unit, line.what.others, line.can_undo) == (True, ("Dinas Gabungan",), True)


def test_a_merge_is_undone_with_the_unit_it_made(agency):
    first, second = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    child = make_unit(agency, "UPT", parent=second)
    before = [facts(unit) for unit in (first, second, child)]
    merge_units(units=[first, second], new_name="Dinas Gabungan", **GIVEN)
    undo(first)
    assert [facts(unit) for unit in (first, second, child)] == before
    assert not Unit.objects.filter(name="Dinas Gabungan").exists()
    assert unit_changes(first) == ()
    with refused(NotNow, "unit_change_undone"):
        undo(first)
    merge_units(units=[first], into=second, **GIVEN)
    assert facts(first)[3] == BEFORE


def test_nothing_is_undone_once_something_depends_on_it(agency):
    first, second = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    new = merge_units(units=[first], new_name="Dinas Baru", **GIVEN)
    make_open_survey(new, "2026-Q1")
    assert [line.can_undo for line in unit_changes(first)] == [False]
    with refused(NotNow, "unit_change_in_use"):
        undo(first)
    new = merge_units(units=[second], new_name="Dinas Lain", **GIVEN)
    make_unit(agency, "UPT", parent=new)
    with refused(NotNow, "unit_change_in_use"):
        undo(second)
    assert facts(second)[3] == BEFORE
    third = make_unit(agency, "Dinas Tiga")
    rename_unit(unit=third, name="Dinas Empat", **GIVEN)
    earlier = group_of(third)
    rename_unit(unit=third, name="Dinas Lima", on=date(2026, 2, 1), reason="Perda", by=None)
    with refused(NotNow, "unit_change_in_use"):
        undo_change(group=earlier, reason="Salah", by=None)
    undo(third)
    undo_change(group=earlier, reason="Salah", by=None)
    assert facts(third)[0] == "Dinas Tiga"


def test_a_split_unit_ends_or_stays(agency):
    unit, other = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    made = split_unit(unit=unit, new_names=["Dinas A", "Dinas B", " "], **GIVEN)
    assert [new.name for new in made] == ["Dinas A", "Dinas B"]
    assert facts(unit)[3] == BEFORE
    assert [line.what.others for line in unit_changes(unit)] == [("Dinas A", "Dinas B")]
    split_unit(unit=other, new_names=["Dinas C"], stays=True, **GIVEN)
    assert facts(other)[3] is None
    with refused(BadInput, "unit_split"):
        split_unit(unit=other, new_names=["Dinas D"], **GIVEN)
    with refused(Conflict, "unit_name_taken"):
        split_unit(unit=other, new_names=["dinas a"], stays=True, **GIVEN)


def test_a_closed_unit_is_not_surveyed_and_not_missed(agency):
    unit, stays = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    make_unit(agency, "UPT", parent=stays)
    with refused(NotNow, "unit_has_children"):
        close_unit(unit=stays, **GIVEN)
    instrument, later = make_instrument(), ensure_period("2026-Q1")
    planned = plan_survey(unit=unit, period=later, instrument=instrument, by=None)
    unit = close_unit(unit=unit, **GIVEN)
    user = make_user("koordinator", Role.COORDINATOR, root_of(agency))
    shown = {code: names(user, agency, code) for code in ("2025-Q4", "2026-Q1")}
    assert shown == {
        "2025-Q4": ["Kota Contoh", "Dinas Satu", "Dinas Dua", "UPT"],
        "2026-Q1": ["Kota Contoh", "Dinas Dua", "UPT"],
    }
    for attempt in (
        lambda: open_survey(survey=planned, by=None),
        lambda: plan_survey(unit=unit, period=ensure_period("2026-Q2"), instrument=instrument, by=None),
    ):
        with refused(NotNow, "unit_not_in_period"):
            attempt()
    assert Survey.objects.get().state == "planned"


def names(user, agency, code: str) -> list[str]:
    return [status.unit.name for status in unit_statuses(user, agency, ensure_period(code))]


def test_dates_keep_the_history_in_order(agency):
    unit = make_unit(agency, valid_from=date(2020, 1, 1))
    rename_unit(unit=unit, name="Dinas Baru", **GIVEN)
    for on in (date(2019, 1, 1), BEFORE, date(2999, 1, 1)):
        with refused(BadInput, "unit_change_date"):
            rename_unit(unit=unit, name="Dinas Lagi", on=on, reason="x", by=None)
    with refused(BadInput, "unit_change_reason"):
        rename_unit(unit=unit, name="Dinas Lagi", on=DAY, reason=" ", by=None)
    with refused(BadInput, "unit_change_same"):
        rename_unit(unit=unit, name="Dinas Baru", **GIVEN)
    make_open_survey(unit, "2026-Q2")
    with refused(NotNow, "unit_has_later_surveys"):
        close_unit(unit=unit, on=date(2026, 4, 1), reason="x", by=None)
    close_unit(unit=unit, on=date(2999, 1, 1), reason="x", by=None)
    with refused(NotNow, "unit_ended"):
        rename_unit(unit=unit, name="Dinas Lagi", **GIVEN)


def test_a_unit_with_a_history_is_not_deleted(agency):
    unit = make_unit(agency)
    rename_unit(unit=unit, name="Dinas Baru", **GIVEN)
    with refused(NotNow, "unit_in_use"):
        delete_unit(unit=unit, by=None)
    undo(unit)
    delete_unit(unit=unit, by=None)
    assert not Unit.objects.filter(pk=unit.pk).exists()


def test_an_agency_of_heads_groups_by_the_parents_of_the_period(agency):
    first, second = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    child = make_unit(agency, "UPT", parent=first)
    for unit, score in ((first, 4), (second, 3), (child, 1)):
        survey = make_open_survey(unit, "2025-Q4")
        make_responses(survey, (score,) * 9)
        close_survey(survey=survey, by=None)
        compute_result(unit=unit, period=survey.period, by=None)
    move_unit(unit=child, parent=second, **GIVEN)
    results, period = standing_results(agency, ["2025-Q4"]), survey.period.pure
    rows = unit_rows(results, period, moved_since(moves_in(agency), period.ends))
    assert {row.key: row.parent for row in rows}[str(child.pk)] == str(first.pk)
