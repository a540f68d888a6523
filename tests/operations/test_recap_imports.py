"""From a read file to history: drafted, chosen, stored, decided, used, undone."""

import pytest

from puas.errors import BadInput, NotNow
from puas.exchange.recap_packets import build_packet
from puas.exchange.recaps.files import read_recap_lines
from puas.lifecycles import ImportState
from puas.methodology.findings.checks import check_recap
from puas.models import AuditEvent, Decision, RecapImport, RecapRow, Result, Unit
from puas.operations.averages import compute_agency, compute_average
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_period, publish_result
from puas.operations.recap_imports import (
    adopt_import,
    choose_units,
    decide_rows,
    start_import,
    store_import,
    undo_import,
)
from puas.queries.publications import published_unit
from puas.queries.recap_imports import RowStatus, list_contradictions, plan_import
from puas.queries.recaps import agency_report_input
from puas.queries.results import standing_results
from puas.reports.agency_inputs import LineSource
from tests.factories import make_agency, make_unit, make_user
from tests.factories.recaps import COLUMNS, make_line
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

GOOD = (make_line(1, "Dinas Satu"), make_line(2, "Dinas Dua", respondents="203"))
BAD = (make_line(1, "Dinas Satu", index="78,10"), make_line(2, "Dinas Dua", respondents="12"))


def make_packet(*lines, digest="a" * 64, year=2022):
    recap = read_recap_lines([COLUMNS, *lines], name="rekap.csv", year=year)
    return build_packet(check_recap(recap), name="rekap.csv", digest=digest)


def start(agency, *lines, by=None, **fields) -> RecapImport:
    made, _ = start_import(agency=agency, packet=make_packet(*lines, **fields), by=by)
    return made


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def user():
    return make_user("koordinator")


def test_storing_makes_units_and_rows_and_says_who(agency, user):
    batch = store_import(batch=start(agency, *GOOD, by=user), by=user)
    assert (batch.state, batch.stored_by) == (ImportState.STORED, user)
    rows = list(batch.rows.select_related("unit", "period").order_by("position"))
    assert [(row.unit.name, row.period.code, row.printed["index"]) for row in rows] == [
        ("Dinas Satu", "2022-S1", "89,5556"),
        ("Dinas Dua", "2022-S1", "89,5556"),
    ]
    assert rows[0].source == "rekap.csv, tabel, baris 2"
    assert rows[0].computed["index"] == "806/9"
    assert rows[0].printed["priorities"] == ["U3", "U9", "U8"]
    event = AuditEvent.objects.get(operation="store_import")
    assert (event.by_id, event.data["stored"], event.data["new_units"]) == (user.pk, 2, 2)


def test_the_same_file_twice_changes_nothing(agency):
    batch = store_import(batch=start(agency, *GOOD), by=None)
    again, is_new = start_import(agency=agency, packet=make_packet(*GOOD), by=None)
    assert (again, is_new) == (batch, False)
    other = store_import(
        batch=start(agency, *GOOD, digest="b" * 64), by=None
    )  # another format, the same figures
    assert [other.rows.count(), RecapRow.objects.count(), Unit.objects.count()] == [0, 2, 3]


def test_a_name_that_is_only_alike_waits_for_a_person(agency, user):
    unit = make_unit(agency, "Kecamatan Laweyan")
    batch = start(agency, make_line(1, "Kec. Laweyan"))
    (planned,) = plan_import(batch).open_units
    assert [(one.unit, one.percent) for one in planned.alike] == [(unit, 100)]
    with refused(NotNow, "import_open_units"):
        store_import(batch=batch, by=user)
    batch = choose_units(batch=batch, choices={planned.key: str(unit.pk)}, by=user)
    store_import(batch=batch, by=user)
    assert RecapRow.objects.get().unit == unit
    assert Unit.objects.count() == 2


def test_a_name_can_be_a_new_unit_or_left_out(agency):
    make_unit(agency, "Kecamatan Laweyan")
    batch = start(agency, make_line(1, "Kec. Laweyan"), make_line(2, "Kec. Lawean"))
    keys = [unit.key for unit in plan_import(batch).units]
    batch = choose_units(batch=batch, choices={keys[0]: "new", keys[1]: "skip"}, by=None)
    store_import(batch=batch, by=None)
    assert [row.unit.name for row in RecapRow.objects.select_related("unit")] == ["Kec. Laweyan"]


def test_a_choice_outside_the_agency_is_refused(agency):
    stranger = make_unit(make_agency("Kota Lain"))
    batch = start(agency, *GOOD)
    with refused(BadInput, "import_choice"):
        choose_units(batch=batch, choices={"u0": str(stranger.pk)}, by=None)
    with refused(BadInput, "import_choice"):
        choose_units(batch=batch, choices={"u9": "new"}, by=None)


def test_a_child_is_made_under_its_printed_parent(agency):
    packet = make_packet(*GOOD)
    rows = packet.recap.rows
    child = type(rows[1])(**{**vars(rows[1]), "parent": "Dinas Satu", "unit": "Puskesmas Satu"})
    recap = type(packet.recap)(**{**vars(packet.recap), "rows": (child, rows[0])})
    moved = type(packet)(**{**vars(packet), "recap": recap})
    batch, _ = start_import(agency=agency, packet=moved, by=None)
    store_import(batch=batch, by=None)
    unit = Unit.objects.get(name="Puskesmas Satu")
    assert (unit.parent.name, unit.kind, unit.parent.kind) == ("Dinas Satu", "upp", "opd")


def test_what_is_there_with_other_figures_stays(agency):
    store_import(batch=start(agency, *GOOD), by=None)
    batch = start(agency, make_line(1, "Dinas Satu", index="91,00"), digest="b" * 64)
    plan = plan_import(batch)
    assert [row.status for row in plan.rows] == [RowStatus.CONFLICT]
    store_import(batch=batch, by=None)
    assert {row.printed["index"] for row in RecapRow.objects.all()} == {"89,5556"}


def test_rows_without_a_year_and_rows_printed_twice_are_not_stored(agency):
    batch = start(agency, make_line(1, "Dinas Satu", "Semester I"), year=None)
    assert {row.status for row in plan_import(batch).rows} == {RowStatus.NO_PERIOD}
    twice = (*GOOD, make_line(3, "Dinas Satu", index="80,00"))
    other = start(agency, *twice, digest="c" * 64)
    assert [row.status for row in plan_import(other).rows][-1] == RowStatus.REPEATED


def test_a_person_decides_what_reports_print(agency, user):
    batch = store_import(batch=start(agency, *BAD), by=user)
    (one,) = list_contradictions(batch, make_packet(*BAD))
    assert (one.printed, str(one.computed), one.printed_grade, one.computed_grade) == (
        "78,10",
        "806/9",
        "A",
        "A",
    )
    decide_rows(batch=batch, rows=[one.row.pk], decision=Decision.COMPUTED, by=user)
    row = RecapRow.objects.get(pk=one.row.pk)
    assert (row.decision, row.decided_by, row.decided_at is not None) == ("computed", user, True)
    adopt_import(batch=batch, by=user)
    result = Result.objects.get(unit=row.unit)
    assert (result.index, result.weighting, result.parameters["decision"]) == ("806/9", "exact", "computed")


def test_a_decision_after_use_measures_anew(agency, user):
    batch = store_import(batch=start(agency, *BAD), by=user)
    adopt_import(batch=batch, by=user)
    row = batch.rows.get(unit__name="Dinas Satu")
    assert Result.objects.get(unit=row.unit).index == "781/10"
    decide_rows(batch=batch, rows=[row.pk], decision=Decision.COMPUTED, by=user)
    assert [r.index for r in Result.objects.filter(unit=row.unit).order_by("version")] == ["781/10", "806/9"]


def test_decisions_are_about_rows_of_the_import_that_can_be_computed(agency):
    incomplete = make_line(1, "Dinas Satu", values=("", *("88,00",) * 8), index="88,00")
    batch = start(agency, incomplete)
    with refused(NotNow, "import_undecidable"):
        decide_rows(batch=batch, rows=[1], decision=Decision.PRINTED, by=None)
    batch = store_import(batch=batch, by=None)
    with refused(BadInput, "import_rows"):
        decide_rows(batch=batch, rows=[10**6], decision=Decision.PRINTED, by=None)
    with refused(BadInput, "import_rows"):
        decide_rows(batch=batch, rows=[], decision=Decision.PRINTED, by=None)
    with refused(BadInput, "import_nothing_computed"):
        decide_rows(batch=batch, rows=[batch.rows.get().pk], decision=Decision.COMPUTED, by=None)


def test_a_figure_that_is_no_index_is_not_used_until_somebody_decides(agency):
    batch = store_import(batch=start(agency, make_line(1, "Dinas Satu", index="8955,56")), by=None)
    row = batch.rows.get()
    assert adopt_import(batch=batch, by=None) == []
    decide_rows(batch=batch, rows=[row.pk], decision=Decision.COMPUTED, by=None)
    assert Result.objects.get().index == "806/9"


def test_undoing_takes_rows_and_new_units_away(agency, user):
    before = Unit.objects.count()
    batch = store_import(batch=start(agency, *GOOD), by=user)
    undo_import(batch=batch, by=user)
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == (ImportState.UNDONE, user)
    assert (RecapRow.objects.count(), Unit.objects.count()) == (0, before)
    with refused(NotNow, "import_move"):
        undo_import(batch=batch, by=user)
    assert start(agency, *GOOD).pk != batch.pk


def test_undoing_what_is_used_withdraws_its_figures(agency):
    batch = store_import(batch=start(agency, *GOOD), by=None)
    adopt_import(batch=batch, by=None)
    assert len(standing_results(agency, ["2022-S1"])) == 2
    undo_import(batch=batch, by=None)
    assert standing_results(agency, ["2022-S1"]) == {}
    assert sorted(r.index for r in Result.objects.all()) == ["", "", "223889/2500", "223889/2500"]
    again = store_import(batch=start(agency, *GOOD), by=None)
    adopt_import(batch=again, by=None)
    assert len(standing_results(agency, ["2022-S1"])) == 2


def test_what_is_published_cannot_be_undone(agency):
    batch = store_import(batch=start(agency, *GOOD), by=None)
    result, _ = adopt_import(batch=batch, by=None)
    publish_result(result=result, by=None)
    with refused(NotNow, "import_published"):
        undo_import(batch=batch, by=None)
    assert RecapRow.objects.count() == 2


def test_imported_history_feeds_trend_average_and_report(agency):
    halves = (
        make_line(1, "Dinas Satu", "Semester I 2022"),
        make_line(
            1, "Dinas Satu", "Semester II 2022", values=("92,00",) * 9, index="92,00", respondents="190"
        ),
    )
    batch = store_import(batch=start(agency, *halves), by=None)
    adopt_import(batch=batch, by=None)
    year, unit = ensure_period("2022"), Unit.objects.get(name="Dinas Satu")
    average = compute_average(unit=unit, period=year, by=None)
    assert float(average.exact_index) == pytest.approx((89.5556 + 92) / 2)
    compute_agency(agency=agency, period=year, by=None)
    for code in ("2022-S1", "2022-S2"):
        publish_period(agency=agency, period=ensure_period(code), by=None)
    page = published_unit(agency.slug, unit.slug, "2022-S2")
    assert [(point.period.code, round(float(point.index), 4)) for point in page.trend] == [
        ("2022-S1", 89.5556),
        ("2022-S2", 92.0),
    ]
    report = agency_report_input(agency, year)
    (recap,) = report.units
    assert [(line.period.code, line.source) for line in recap.lines] == [
        ("2022-S1", LineSource.IMPORTED),
        ("2022-S2", LineSource.IMPORTED),
        ("2022", LineSource.COMPUTED),
    ]
    assert [plan.text for plan in recap.lines[0].plans] == [
        f"memperbaiki hal ke-{n} di Dinas Satu pada Semester I 2022" for n in (1, 2, 3)
    ]


AGENCY = ("", "Rata-rata Kota Contoh", *make_line(3, "")[2:])


def test_the_agencys_own_figures_are_kept_once_and_feed_its_trend(agency):
    batch = store_import(batch=start(agency, *GOOD, AGENCY), by=None)
    assert [row.kind for row in batch.rows.order_by("position")] == ["survey", "survey", "agency"]
    adopt_import(batch=batch, by=None)
    again = plan_import(start(agency, AGENCY, digest="b" * 64))
    assert [row.status for row in again.rows] == [RowStatus.SAME]
    steps = agency_report_input(agency, ensure_period("2023-S1")).trend
    assert [(step.period.code, step.source) for step in steps] == [("2022-S1", LineSource.IMPORTED)]


def test_a_figure_of_the_agency_without_period_or_index_is_not_stored(agency):
    no_year = tuple(cell.replace("Semester I 2022", "Semester I") for cell in AGENCY)
    plan = plan_import(start(agency, make_line(1, "Dinas Satu", "Semester I"), no_year, year=None))
    assert [row.status for row in plan.rows] == [RowStatus.NO_PERIOD, RowStatus.NO_PERIOD]
    no_index = (*AGENCY[:12], "", *AGENCY[13:])
    other = plan_import(start(agency, *GOOD, no_index, digest="b" * 64))
    assert [row.status for row in other.rows if row.unit is None] == [RowStatus.SKIPPED]
