"""What the database itself refuses, whoever writes."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from puas.models import (
    Agency,
    Confirmation,
    Evidence,
    Forum,
    HeldResponse,
    Membership,
    Period,
    Plan,
    PlanItem,
    Progress,
    RecapRow,
    Response,
    Service,
    Survey,
    Unit,
)
from tests.factories import classic, make_agency, make_open_survey, make_responses, make_unit, make_user
from tests.factories.plans import SCORES, finish, make_item
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 5, 1, tzinfo=UTC)


def refuse(model, like, **changes):
    """Insert a copy of the row `like` with some fields changed, and expect the database to refuse it."""
    fields = {f.attname: getattr(like, f.attname) for f in model._meta.concrete_fields if not f.primary_key}
    with pytest.raises(IntegrityError), transaction.atomic():
        model._base_manager.bulk_create([model(**{**fields, **changes})])


@pytest.fixture
def unit():
    return make_unit(make_agency())


def test_one_agency_a_slug():
    refuse(Agency, make_agency())


def test_one_root_an_agency(unit):
    refuse(Unit, unit.parent, slug="akar-kedua")


def test_only_the_root_has_no_parent(unit):
    refuse(Unit, unit, slug="lain", parent_id=None)
    refuse(Unit, unit, slug="lain", kind="agency")
    refuse(Unit, unit, slug="lain", kind="desa")


def test_one_unit_a_slug_and_dates_in_order(unit):
    refuse(Unit, unit)
    refuse(
        Unit,
        unit,
        slug="lain",
        valid_from=date(2024, 1, 2),
        valid_until=date(2024, 1, 1),
    )


def test_one_survey_a_unit_and_period(unit):
    survey = make_open_survey(unit)
    refuse(Survey, survey, token="lain")
    later = Period.objects.create(
        kind="quarter", year=2023, number=3, code="2023-Q3", starts=NOW.date(), ends=NOW.date()
    )
    refuse(Survey, survey, period_id=later.pk)
    changes = {"token": "lain", "period_id": later.pk}
    refuse(Survey, survey, **changes, state="lupa")
    refuse(Survey, survey, **changes, state="returned")
    refuse(Survey, survey, **changes, returned_reason="tanpa dikembalikan")
    refuse(Survey, survey, **changes, opens_at=NOW, closes_at=NOW)
    refuse(Period, later, code="lain")


def test_one_row_a_uuid_and_only_known_channels(unit):
    survey = make_open_survey(unit)
    make_responses(survey, (3,) * 9)
    response = Response.objects.get()
    refuse(Response, response)
    refuse(Response, response, uuid="0" * 32, channel="dukun")
    refuse(Response, response, uuid="0" * 32, word_a=-1)
    held = HeldResponse.objects.create(
        uuid=response.uuid,
        survey=survey,
        instrument=classic(),
        channel="online",
        word_a=0,
        digest="d",
        reason="late",
        answered_at=NOW,
        received_at=NOW,
    )
    refuse(HeldResponse, held)
    refuse(HeldResponse, held, digest="e", reason="bosan")


def test_services_and_memberships_come_once(unit):
    refuse(Service, Service.objects.create(unit=unit, name="KTP"))
    user = make_user()
    membership = Membership.objects.create(user=user, unit=unit, role="officer", granted_at=NOW)
    refuse(Membership, membership)
    refuse(Membership, membership, role="raja")


def test_recap_rows_come_once_and_fit_their_kind(unit):
    period = make_open_survey(unit).period
    fields = {"agency": unit.agency, "period": period, "printed": {}, "computed": {}, "digest": "d"}
    row = RecapRow.objects.create(unit=unit, kind="survey", source="h. 1", created_at=NOW, **fields)
    refuse(RecapRow, row)
    refuse(RecapRow, row, kind="agency")
    refuse(RecapRow, row, unit_id=None)
    refuse(RecapRow, row, kind="average", decision="tercetak")
    own = RecapRow.objects.create(unit=None, kind="agency", source="h. 2", created_at=NOW, **fields)
    refuse(RecapRow, own)


def test_plans_come_once_and_their_items_say_something(unit):
    make_result(unit, SCORES)
    item = make_item(unit)
    refuse(Plan, item.plan)
    refuse(PlanItem, item)
    refuse(PlanItem, item, position=2, stage="hampir")
    for blank in ("text", "person", "element"):
        refuse(PlanItem, item, position=2, **{blank: ""})
    report = finish(item, make_user())
    refuse(Progress, report, state="nanti")
    refuse(Progress, report, note="")
    confirmation = Confirmation.objects.get()
    refuse(Confirmation, confirmation)
    Progress.objects.bulk_create([Progress(item=item, state="done", note="lagi", reported_at=NOW)])
    other = Progress.objects.get(note="lagi")
    refuse(Confirmation, confirmation, progress_id=other.pk, is_accepted=False, note="")


def test_evidence_is_a_file_or_a_link_of_one_thing(unit):
    make_result(unit, SCORES)
    report = finish(make_item(unit), make_user())
    period = report.item.plan.period
    minutes = {"held_on": NOW.date(), "participants": {}, "summary": "Sepakat"}
    forum = Forum.objects.create(unit=unit, period=period, created_at=NOW, changed_at=NOW, **minutes)
    refuse(Forum, forum, summary="")
    link = Evidence.objects.create(progress=report, title="Berita", link="https://a.id/", added_at=NOW)
    refuse(Evidence, link, forum_id=forum.pk)
    refuse(Evidence, link, progress_id=None)
    refuse(Evidence, link, link="")
    refuse(Evidence, link, kind="pdf", name="n", digest="d")
    refuse(Evidence, link, withdrawn_at=NOW)
    stored = {"kind": "pdf", "name": "n", "digest": "d"}
    file = Evidence.objects.create(forum=forum, title="Foto", added_at=NOW, **stored)
    refuse(Evidence, file)
    assert (str(link), str(forum), file.is_file) == ("Berita", f"{unit.pk} 2023-05-01", True)
