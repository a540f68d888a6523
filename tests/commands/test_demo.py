"""`puas demo`: the main job on two cities, from an empty database."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner

from puas.commands import demo, demo_cities, demo_logins, demo_setup, demo_tables
from puas.commands.demo_progress import Progress, each, step
from puas.demonstration.cities import load_city
from puas.errors import NotNow
from puas.lifecycles import SurveyState
from puas.models import Agency, AuditEvent, Publication, RecapRow, Response, Result, Role, Survey, Unit, User
from puas.operations.agencies import create_agency
from puas.permissions import Action, can
from puas.queries.audits import verify_chain
from puas.queries.publications import published_unit

QUARTER = "2023-Q2"
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
SURAKARTA = load_city("surakarta")
TWO_GROUPS = replace(
    SURAKARTA, figures=tuple(row for row in SURAKARTA.figures if row.group in (4, 8) or row.kind == "agency")
)
"""Group 4 (a head with one child) and group 8 (a single unit)."""


def quiet(total=1):
    return Progress("", total, io.StringIO())


@pytest.fixture
def agency(db):
    return demo_cities.ensure_city(TWO_GROUPS)


@pytest.fixture
def coordinator(agency):
    return demo_logins.ensure_user(
        demo_logins.COORDINATOR_SURAKARTA, agency, "a secret key of the installation"
    )


def set_up(agency, by):
    demo_cities.import_history(TWO_GROUPS, agency)
    demo_cities.adopt_period(TWO_GROUPS, agency, "2023-Q1", by)
    demo_cities.hold_surveys(TWO_GROUPS, agency, QUARTER, quiet())
    demo_cities.compute_surveys(agency, QUARTER, by, quiet())
    for code in demo_setup.SURAKARTA_PERIODS:
        demo_cities.compute_averages(TWO_GROUPS, agency, code, by, quiet())
        demo_cities.publish(agency, code, by)


def counts():
    models = (Unit, RecapRow, Survey, Response, Result, Publication, AuditEvent)
    return {model.__name__: model.objects.count() for model in models}


def test_a_city_has_its_tree_with_numbers_on_heads_only(agency):
    units = Unit.objects.filter(agency=agency, parent__isnull=False).order_by("id")
    assert [(unit.name, unit.parent.name, unit.kind, unit.number) for unit in units] == [
        ("Dinas Perumahan dan Kawasan Permukiman serta Pertanahan", "Kota Surakarta", "opd", 4),
        ("UPT. Rumah Sewa", "Dinas Perumahan dan Kawasan Permukiman serta Pertanahan", "upp", None),
        ("Dinas Sosial", "Kota Surakarta", "opd", 8),
    ]
    assert [unit.slug for unit in units][1] == "upt-rumah-sewa"


def test_results_are_counted_from_one_answer_for_every_printed_respondent(agency, coordinator):
    set_up(agency, coordinator)
    found = Result.objects.filter(period__code=QUARTER, unit__parent__isnull=False)
    assert {(r.unit.name, r.basis, r.respondents, r.input_count, r.printed) for r in found} == {
        ("UPT. Rumah Sewa", "own", 31, 31, Decimal("90.86")),
        ("Dinas Perumahan dan Kawasan Permukiman serta Pertanahan", "pooled", 136, 136, Decimal("88.44")),
        ("Dinas Sosial", "own", 100, 100, Decimal("94.00")),
    }
    assert Response.objects.count() == 136 + 100


def test_printed_history_is_published_as_taken_over(agency, coordinator):
    set_up(agency, coordinator)
    page = published_unit("kota-surakarta", "upt-rumah-sewa", "2023-Q1")
    assert (page.result.basis, page.result.index, page.result.respondents) == ("recap", Decimal("82.62"), 31)
    half = published_unit("kota-surakarta", "upt-rumah-sewa", "2023-S1")
    assert half.result.basis == "average"


def test_a_second_run_changes_nothing(agency, coordinator):
    set_up(agency, coordinator)
    before = counts()
    demo_cities.ensure_city(TWO_GROUPS)
    set_up(agency, coordinator)
    assert counts() == before
    assert verify_chain().is_whole


def test_a_run_that_was_stopped_is_continued(agency, coordinator):
    only_one = replace(TWO_GROUPS, figures=tuple(r for r in TWO_GROUPS.figures if r.unit == "Dinas Sosial"))
    demo_cities.hold_surveys(only_one, agency, QUARTER, quiet())
    demo_cities.compute_surveys(agency, QUARTER, coordinator, quiet())
    set_up(agency, coordinator)
    assert Response.objects.count() == 136 + 100
    assert Publication.objects.filter(period__code=QUARTER).count() == 4  # three units and the city


def test_printed_rows_are_kept_as_printed_beside_what_is_counted(agency, coordinator):
    set_up(agency, coordinator)
    row = RecapRow.objects.get(unit__name="Dinas Sosial", period__code=QUARTER)
    assert (row.printed["index"], row.printed["values"]["U1"], row.printed["plans"]) == ("94", "98", [])


def test_pontianak_is_kept_with_its_decimal_comma():
    row = load_city("pontianak").figures[0]
    assert demo_cities.printed_row(load_city("pontianak"), row).index == "98,413"


@pytest.mark.parametrize(
    ("unit", "code", "expected"),
    [
        ("Dinas Perumahan Rakyat dan Kawasan Permukiman", "2023-S1", True),  # two quarters
        ("Dinas Perumahan Rakyat dan Kawasan Permukiman", "2023-S2", False),  # a half-year survey
        ("Dinas Perumahan Rakyat dan Kawasan Permukiman", "2023", True),
        ("Sekretariat Daerah", "2023-S1", False),
        ("Sekretariat Daerah", "2023-Q1", False),
    ],
)
def test_only_what_is_made_of_shorter_surveys_is_averaged(unit, code, expected):
    assert demo_cities.needs_average(load_city("pontianak"), unit, code) is expected


def test_the_coordinator_sees_the_city_and_the_officer_one_unit(agency):
    user = demo_logins.ensure_user(
        replace(demo_logins.OFFICER, unit="Dinas Sosial"), agency, "a secret key of the installation"
    )
    social, housing = (Unit.objects.get(name=name) for name in ("Dinas Sosial", "UPT. Rumah Sewa"))
    assert (can(user, Action.VIEW, social), can(user, Action.VIEW, housing)) == (True, False)


def test_a_password_follows_from_the_installation_and_opens_the_account(agency):
    login = demo_logins.COORDINATOR_SURAKARTA
    user = demo_logins.ensure_user(login, agency, "key one")
    assert re.fullmatch(r"demo(-[a-z2-7]{4}){4}", login.password("key one"))
    assert user.check_password(login.password("key one"))
    assert login.password("key one") != login.password("key two")
    again = demo_logins.ensure_user(login, agency, "key two")
    assert (again.pk, User.objects.count(), again.memberships.get().role) == (user.pk, 1, Role.COORDINATOR)


def test_real_data_is_left_alone(db):
    create_agency(name="Kabupaten Nyata", by=None)
    with pytest.raises(NotNow, match="Kabupaten Nyata"):
        demo_setup.set_up(NOW)
    assert (Agency.objects.count(), User.objects.count()) == (1, 0)


def test_a_bar_moves_on_a_terminal_and_a_line_is_written_elsewhere():
    elsewhere, terminal = io.StringIO(), io.StringIO()
    terminal.isatty = lambda: True
    for stream in (elsewhere, terminal):
        assert list(each("Unit", ["a", "b"], stream)) == ["a", "b"]
    assert re.fullmatch(r"Unit +2/2  \d+,\d s\n", elsewhere.getvalue())
    assert terminal.getvalue().startswith("\r")
    assert terminal.getvalue().count("\n") == 1


def test_a_step_of_one_part_counts_nothing():
    stream = io.StringIO()
    with step("Basis data", stream=stream):
        pass
    assert re.fullmatch(r"Basis data +\d+,\d s\n", stream.getvalue())


@pytest.mark.slow
def test_the_whole_demonstration_gives_154_of_155_and_six_documents(db, tmp_path):
    result = CliRunner().invoke(demo.command, ["--no-serve", "--out", str(tmp_path)])
    assert (result.exception, result.exit_code) == (None, 0)
    assert "154 dari 155 unit berselisih paling banyak 0,13." in result.output.splitlines()
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == sorted(
        f"{name}.{kind}"
        for name in ("kota-surakarta-2023-S1", "kota-pontianak-2023")
        for kind in ("pdf", "docx", "xlsx")
    )
    assert Survey.objects.get(state=SurveyState.OPEN).unit.name == demo_logins.LIVE_UNIT
    outside = [line.unit for line in compare_surakarta() if not line.is_within]
    assert outside == ["Kecamatan Banjarsari"]
    assert Response.objects.count() == 19_613
    means = {
        (r.unit.agency.slug, r.period.code): r.printed
        for r in Result.objects.filter(unit__parent=None).select_related("unit__agency", "period")
    }
    assert means["kota-pontianak", "2023"] == Decimal("89.85")
    assert means["kota-surakarta", "2023-S1"] == Decimal("89.47")


def compare_surakarta():
    return demo_tables.compare(SURAKARTA, Agency.objects.get(slug="kota-surakarta"), QUARTER)
