from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from puas.models import Role
from puas.operations.calendars import set_rule
from puas.operations.periods import ensure_period
from puas.operations.responses import record_responses
from puas.operations.surveys import close_survey
from puas.operations.tallies import advance_tally
from puas.queries.chases import list_chases
from puas.queries.overviews import ABSENT, EXPECTED, LATE, SILENT, UNPLANNED, choose_rows, overview_period
from puas.queries.surveys import count_by_survey
from puas.queries.units import root_of
from tests.factories import (
    classic,
    make_agency,
    make_answer,
    make_open_survey,
    make_responses,
    make_survey,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

PERIOD = "2026-Q1"
TODAY = date(2026, 3, 28)
FOURS = (4,) * 9


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


def dated(survey, due_on=date(2026, 4, 16)):
    """Give a survey the window of its quarter and a deadline, as opening the period does."""
    survey.opens_at, survey.closes_at = at(date(2026, 1, 1)), at(date(2026, 3, 31))
    survey.due_on = due_on
    survey.save()
    return survey


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def coordinator(agency):
    return make_user("koordinator", Role.COORDINATOR, root_of(agency))


def look(user, agency, today=TODAY):
    return overview_period(user, agency, ensure_period(PERIOD), today)


def answered(survey):
    """Give a survey one answer, before its window is set to a time that is over by now."""
    make_responses(survey, FOURS)
    return survey


def put(survey, state):
    """Move a survey to a state, past what other tests are about."""
    survey.state, survey.returned_reason = state, "RTL kosong" if state == "returned" else ""
    survey.save()


def cast(agency):
    """One unit in each situation that somebody must act on."""
    units = iter(make_unit(agency, name, number=n) for n, name in enumerate(NAMES, 1))
    dated(make_survey(next(units), PERIOD))
    dated(make_open_survey(next(units), PERIOD))
    dated(answered(make_open_survey(next(units), PERIOD, population=100)))
    closed = dated(make_open_survey(next(units), PERIOD))
    close_survey(survey=closed, by=None)
    dated(answered(make_open_survey(next(units), PERIOD)), due_on=date(2026, 3, 20))
    for state in ("published", "submitted", "returned", "verified"):
        survey = dated(make_open_survey(next(units), PERIOD), due_on=date(2026, 3, 20))
        put(survey, state)


NAMES = (
    "Tak dibuka",
    "Sepi",
    "Kurang",
    "Ditutup",
    "Lewat",
    "Terbit",
    "Diajukan",
    "Dikembalikan",
    "Diperiksa",
)


def test_every_situation_is_counted_and_has_its_reason(agency, coordinator):
    set_rule(unit=root_of(agency), kind="quarter", instrument=classic(), by=None)
    cast(agency)
    make_unit(agency, "Belum dibuat", number=90)
    yearly = make_unit(agency, "Tahunan", number=91)
    set_rule(unit=yearly, kind="year", by=None)
    overview = look(coordinator, agency)
    assert dict(overview.counts) == {
        EXPECTED: 10,
        UNPLANNED: 1,
        ABSENT: 1,
        "planned": 1,
        "open": 3,
        "closed": 1,
        "published": 1,
        "submitted": 1,
        "returned": 1,
        "verified": 1,
        LATE: 2,
        SILENT: 7,
    }
    assert [(chase.row.unit.name, str(chase.reason)) for chase in list_chases(overview.rows, TODAY)] == [
        ("Lewat", "Tenggat 20-03-2026 terlewat 8 hari; statusnya Dibuka."),
        ("Dikembalikan", "Tenggat 20-03-2026 terlewat 8 hari; statusnya Dikembalikan."),
        ("Kurang", "Ditutup 31-03-2026, baru 1 dari 80 jawaban."),
        ("Sepi", "Dibuka sejak 01-01-2026, belum ada satu jawaban pun."),
        ("Tak dibuka", "Seharusnya dibuka 01-01-2026, tetapi masih direncanakan."),
        ("Belum dibuat", "Diharapkan menurut kalender, tetapi surveinya belum dibuat."),
        ("Ditutup", "Sudah ditutup, hasilnya belum dihitung."),
        ("Diajukan", "Sudah diajukan, menunggu diperiksa."),
        ("Diperiksa", "Sudah diperiksa, menunggu diterbitkan."),
    ]
    later = list_chases(look(coordinator, agency, date(2026, 4, 20)).rows, date(2026, 4, 20))
    reasons = {chase.row.unit.name: str(chase.reason) for chase in later}
    assert reasons["Belum dibuat"] == "Tenggat 16-04-2026 terlewat 4 hari; surveinya belum dibuat."
    assert reasons["Kurang"] == "Tenggat 16-04-2026 terlewat 4 hari; statusnya Dibuka."


def test_before_a_deadline_only_what_is_near_is_chased(agency, coordinator):
    survey = dated(answered(make_open_survey(make_unit(agency), PERIOD)), due_on=date(2026, 4, 4))
    found = [str(chase.reason) for chase in list_chases(look(coordinator, agency).rows, TODAY)]
    assert found == ["Tenggat pengajuan 04-04-2026, 7 hari lagi; statusnya Dibuka."]
    early = TODAY - timedelta(days=1)
    assert list_chases(look(coordinator, agency, early).rows, early) == ()
    put(survey, "returned")
    (chase,) = list_chases(look(coordinator, agency).rows, TODAY)
    assert str(chase.reason) == "Dikembalikan dan belum diajukan lagi: RTL kosong"


def test_the_tree_is_gone_down_and_rows_are_chosen(agency, coordinator):
    health = make_unit(agency, "Dinas Kesehatan", number=1)
    clinic = make_unit(agency, "Puskesmas Satu", parent=health)
    make_unit(agency, "Pustu Satu", parent=clinic)
    make_unit(agency, "Dinas Lain", number=2)
    dated(make_survey(clinic, PERIOD), due_on=date(2026, 3, 1))
    overview = look(coordinator, agency)
    assert [(b.row.unit.name, b.below, b.counts[LATE]) for b in overview.branches(None)] == [
        ("Dinas Kesehatan", 2, 1),
        ("Dinas Lain", 0, 0),
    ]
    (branch,) = overview.branches(health.pk)
    assert (branch.row.unit, branch.below, branch.row.late_days) == (clinic, 1, 27)
    assert (overview.find(clinic.pk), overview.find(0)) == (branch.row, None)
    assert [row.unit.name for row in choose_rows(overview.rows, "SATU", "")] == [
        "Puskesmas Satu",
        "Pustu Satu",
    ]
    assert [row.unit.name for row in choose_rows(overview.rows, "", LATE)] == ["Puskesmas Satu"]


def test_an_officer_sees_only_the_own_branch_with_the_rule_from_above(agency):
    set_rule(unit=root_of(agency), kind="quarter", instrument=classic(), by=None)
    own = make_unit(agency, "Sendiri")
    make_unit(agency, "Lain")
    overview = look(make_user("petugas", Role.OFFICER, own), agency)
    assert [(row.unit, row.is_expected, row.due_on) for row in overview.rows] == [
        (own, True, date(2026, 4, 16))
    ]
    assert (overview.own, [b.row.unit for b in overview.branches(None)]) == (None, [own])


@pytest.mark.parametrize("count", [1, 3])
def test_nine_queries_however_many_units(agency, coordinator, count, django_assert_num_queries):
    for number in range(count):
        survey = make_open_survey(make_unit(agency, f"Unit {number}"), PERIOD)
        make_responses(survey, FOURS)
    period = ensure_period(PERIOD)
    with django_assert_num_queries(9):
        overview = overview_period(coordinator, agency, period, TODAY)
        assert (len(overview.rows), overview.answers) == (count, count)
        list_chases(overview.rows, TODAY)


def test_answers_are_counted_from_the_stored_tally_on(agency):
    survey = make_open_survey(make_unit(agency), PERIOD)
    make_responses(survey, FOURS, FOURS)
    advance_tally(survey=survey)
    record_responses(survey=survey, answers=[make_answer(1, FOURS)], by=None)
    assert count_by_survey([survey.pk]) == {survey.pk: 3}
