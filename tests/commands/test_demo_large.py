"""`puas demo --size large`: what the fast paths make is what the slow ones would."""

from datetime import date

import pytest
from click.testing import CliRunner
from django.db.models import Count

from puas.commands import demo
from puas.commands.demo_large import COORDINATOR, set_up_large
from puas.demonstration.large import Size
from puas.errors import NotNow
from puas.lifecycles import SurveyState
from puas.methodology.realisation import Realisation
from puas.models import (
    Agency,
    AuditEvent,
    Membership,
    PlanItem,
    Progress,
    Publication,
    Response,
    Result,
    Survey,
    Unit,
    User,
)
from puas.operations.agencies import create_agency
from puas.operations.results import compute_result
from puas.permissions import Action, can
from puas.queries.audits import verify_chain
from puas.queries.realisations import realisation_before
from puas.queries.survey_needs import find_missing
from tests.factories.refusals import refused

TODAY = date(2026, 11, 20)
SIZE = Size(units=26, periods=3, answers=5_000)


@pytest.fixture
def town(db):
    return set_up_large(SIZE, TODAY)


def counts():
    models = (Unit, Survey, Response, Result, Publication, PlanItem, Progress, AuditEvent, User, Membership)
    return {model.__name__: model.objects.count() for model in models}


def test_it_is_as_large_as_asked(town):
    assert Unit.objects.filter(parent__isnull=False).count() == 26
    assert Survey.objects.count() == 3 * 26
    assert Response.objects.count() == 5_000
    levels = [depth_of(unit) for unit in town.units]
    assert (min(levels), max(levels)) == (2, 4)
    assert list(
        Survey.objects.values_list("period__code").annotate(n=Count("id")).order_by("period__code")
    ) == [
        ("2026-Q2", 26),
        ("2026-Q3", 26),
        ("2026-Q4", 26),
    ]


def depth_of(unit):
    return 1 if unit.parent is None else 1 + depth_of(unit.parent)


def test_results_are_those_of_the_operation_that_everybody_uses(town):
    """`compute_result` gives back the stored one when it says the same: hash, tally, parameters and all."""
    before = Result.objects.count()
    published = Result.objects.filter(period__code="2026-Q3", basis__in=("own", "pooled"))
    assert published.count() == 26
    for stored in published.select_related("unit__agency", "period"):
        assert compute_result(unit=stored.unit, period=stored.period, by=None) == stored
    assert Result.objects.count() == before


def test_past_quarters_are_published_and_the_last_is_under_way(town):
    states = Survey.objects.order_by().values_list("period__code", "state").annotate(n=Count("id"))
    assert set(states) == {
        ("2026-Q2", "published", 26),
        ("2026-Q3", "published", 26),
        ("2026-Q4", "open", 26),
    }
    assert Publication.objects.filter(unit__parent=None).count() == 3  # two quarters and the year


def test_every_step_had_what_it_needs(town):
    for survey in Survey.objects.filter(state=SurveyState.PUBLISHED).select_related("unit__agency", "period"):
        assert find_missing(survey, SurveyState.SUBMITTED, survey.submitted_by) == ()
        assert survey.submitted_by.memberships.get().unit_id == survey.unit_id


def test_realisation_is_what_the_items_say(town):
    unit = town.units[0]
    result = Result.objects.get(unit=unit, period__code="2026-Q3", basis="pooled")
    counted = realisation_before(unit, result.period)
    assert result.parameters["realisation"] == {
        "period": "2026-Q2",
        "done": counted.realisation.done,
        "planned": 3,
    }
    assert counted.realisation == Realisation(
        PlanItem.objects.filter(plan__unit=unit, plan__period__code="2026-Q2", stage="done").count(), 3
    )


def test_the_trail_is_whole_and_nothing_is_made_twice(town):
    assert verify_chain().is_whole
    before = counts()
    set_up_large(SIZE, TODAY)
    assert counts() == before


def test_the_same_size_gives_the_same_figures(db):
    set_up_large(Size(units=3, periods=2, answers=3000), TODAY)
    found = Result.objects.filter(period__code="2026-Q3", unit__parent__isnull=False).order_by("unit")
    assert [(str(row.printed), row.input_hash[:8]) for row in found] == [
        ("81.34", "bc057d6b"),
        ("79.17", "1618adfe"),
        ("72.62", "6181e3de"),
    ]


def test_people_see_their_part(town):
    coordinator = User.objects.get(username=COORDINATOR.username)
    assert can(coordinator, Action.PUBLISH, town.units[-1])
    officer = Membership.objects.get(unit=town.units[3]).user
    assert (can(officer, Action.PLAN, town.units[3]), can(officer, Action.PLAN, town.units[4])) == (
        True,
        False,
    )
    assert not officer.has_usable_password()


def test_real_data_is_left_alone(db):
    create_agency(name="Kabupaten Nyata", by=None)
    with refused(NotNow, "demo_data_in_use"):
        set_up_large(SIZE, TODAY)
    assert (Agency.objects.count(), User.objects.count()) == (1, 0)


def test_the_command_says_how_large_it_is_and_how_to_sign_in(db):
    sizes = ["--size", "large", "--units", "4", "--periods", "1", "--answers", "40"]
    result = CliRunner().invoke(demo.command, ["--no-serve", *sizes])
    assert (result.exception, result.exit_code) == (None, 0)
    lines = [line.split() for line in result.output.splitlines()]
    assert ["Unit", "5"] in lines
    assert ["Jawaban", "40"] in lines
    assert COORDINATOR.username in [line[0] for line in lines if line]
