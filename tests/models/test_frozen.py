"""What is written once cannot be changed: not by the ORM, and not by SQL past it."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from puas.errors import NotNow
from puas.lifecycles import TrayDecision
from puas.models import (
    AuditEvent,
    CommentCorrection,
    Confirmation,
    FindingAnswer,
    Forgetting,
    HeldDecision,
    InstrumentVersion,
    Keying,
    PaperEntry,
    Period,
    Progress,
    Publication,
    Report,
    ReportFile,
    Response,
    Result,
    ResultGroups,
    Survey,
    UnitChange,
)
from puas.models.frozen import FrozenModel
from puas.operations.paper_batches import create_batch, type_sheet
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.operations.unit_changes import rename_unit
from tests.factories import make_agency, make_open_survey, make_responses, make_unit, make_user
from tests.factories.held_responses import decide, hold_late
from tests.factories.plans import finish, make_item
from tests.factories.refusals import refused
from tests.factories.results import release

FROZEN = [
    AuditEvent,
    CommentCorrection,
    Confirmation,
    FindingAnswer,
    Forgetting,
    HeldDecision,
    InstrumentVersion,
    PaperEntry,
    Progress,
    Publication,
    Report,
    ReportFile,
    Response,
    Result,
    ResultGroups,
    UnitChange,
]


@pytest.fixture
def published(db):
    unit = make_unit(make_agency())
    survey = make_open_survey(unit)
    make_responses(survey, (4,) * 9)
    batch = create_batch(survey=survey, sheets=1, by=None)
    type_sheet(batch=batch, sheet=1, keying=Keying.FIRST, content={}, is_spoiled=True, by=None)
    close_survey(survey=survey, by=None)
    hold_late(survey)
    decide(survey, TrayDecision.LEAVE_OUT)
    result = compute_result(unit=unit, period=survey.period, by=None)
    finish(make_item(unit, element="U1"), make_user())
    report = Report(
        kind="unit",
        unit=unit,
        period=survey.period,
        publication=release(result),
        number=1,
        code="ABCDE23456",
        frozen_at=survey.created_at,
    )
    report.save()
    ReportFile(report=report, version=1, format="pdf", bytes=1, added_at=survey.created_at).save()
    ResultGroups(result=result, by="channel", groups=[]).save()
    FindingAnswer(
        agency=unit.agency,
        period=survey.period,
        rule="agency-index",
        digest="0" * 64,
        sentence="x",
        reason="x",
        answered_at=survey.created_at,
    ).save()
    CommentCorrection(response=Response.objects.get(), labels={}, corrected_at=survey.created_at).save()
    rename_unit(unit=unit, name="Dinas Baru", on=date(2026, 1, 1), reason="Perda", by=None)
    Forgetting.objects.create(
        survey=make_open_survey(unit, "2023-Q3"), key="x", months=1, rows=0, forgotten_at=survey.created_at
    )


def test_these_models_are_frozen():
    models = apps.get_app_config("puas").get_models()
    assert sorted(m.__name__ for m in models if issubclass(m, FrozenModel)) == [m.__name__ for m in FROZEN]


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_the_orm_refuses(model, published):
    row = model.objects.first()
    attempts = [
        row.save,
        row.delete,
        lambda: model.objects.update(id=0),
        model.objects.all().delete,
        lambda: model.objects.bulk_update([row], ["id"]),
    ]
    for attempt in attempts:
        with refused(NotNow, "frozen_row"):
            attempt()


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_the_database_refuses(model, statement, published):
    before = list(model.objects.values())
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=model._meta.db_table))
    assert list(model.objects.values()) == before


def test_a_frozen_row_is_saved_with_its_own_key_only_once(published):
    row = Result.objects.get()
    again = Result(**{field.attname: getattr(row, field.attname) for field in Result._meta.concrete_fields})
    with pytest.raises(DatabaseError), transaction.atomic():
        again.save()


def test_other_rows_can_be_changed(published):
    assert Survey.objects.update(population=10) == Period.objects.count() == 2
