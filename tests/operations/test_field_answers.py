"""Filled forms: read against the questionnaire they were made from, counted or kept."""

from uuid import UUID

import pytest

from puas.errors import BadInput, NotAllowed, NotFound, NotNow
from puas.exchange.instrument_files import read_instrument
from puas.models import HeldDocument, HeldResponse, Response
from puas.operations.collect_links import create_collect_link
from puas.operations.field_answers import OTHER_VERSION, Taken, record_document
from puas.operations.instruments import store_instrument
from tests.factories import classic, make_agency, make_open_survey, make_survey, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db
SECOND = read_instrument("classic-2017").replace("version = 1\n", "version = 2\n", 1)
OTHER_ITEMS = SECOND.replace("version = 2\n", "version = 3\n", 1).replace('key = "Q1"', 'key = "Q19"', 1)
OTHER_CHOICES = SECOND.replace("version = 2\n", "version = 4\n", 1).replace('key = "TNI"', 'key = "AD"', 1)


def filled(
    survey: int, version: str = "classic-2017@1-1", form: str = "classic-2017_v1", extra: str = "", **answers
):
    scores = {f"Q{n}": "4" for n in range(1, 10)} | answers
    items = "".join(f"<{key}>{score}</{key}>" for key, score in scores.items())
    return (
        f'<data id="{form}" version="{version}"><Survey>{survey}</Survey><Answers>{items}</Answers>{extra}'
        f"<meta><instanceID>uuid:{UUID(int=1)}</instanceID></meta></data>"
    ).encode()


@pytest.fixture
def unit():
    return make_unit(make_agency())


@pytest.fixture
def link(unit):
    return create_collect_link(unit=unit, name="Budi", by=None)[0]


def stored():
    return Response.objects.count(), HeldResponse.objects.count(), HeldDocument.objects.count()


def test_a_filled_form_is_counted(unit, link):
    survey = make_open_survey(unit)
    assert record_document(link=link, content=filled(survey.pk)) is Taken.COUNTED
    row = Response.objects.get()
    assert (row.survey, row.channel, row.flags, row.uuid) == (survey, "interview", [], UUID(int=1))


def test_an_old_version_is_counted_after_a_new_one_came(unit, link):
    survey = make_open_survey(unit)
    store_instrument(content=SECOND, by=None)
    assert record_document(link=link, content=filled(survey.pk)) is Taken.COUNTED
    assert Response.objects.get().flags == []


def test_another_version_with_the_same_items_is_counted_and_flagged(unit, link):
    classic()
    survey = make_open_survey(unit, instrument=store_instrument(content=SECOND, by=None))
    assert record_document(link=link, content=filled(survey.pk)) is Taken.COUNTED
    assert Response.objects.get().flags == [OTHER_VERSION]


@pytest.mark.parametrize(
    ("content", "version", "answer"),
    [(OTHER_ITEMS, 3, {}), (OTHER_CHOICES, 4, {"extra": "<Profile><occupation>TNI</occupation></Profile>"})],
)
def test_a_version_that_asks_something_else_is_kept(unit, link, content, version, answer):
    classic()
    survey = make_open_survey(unit, instrument=store_instrument(content=content, by=None))
    assert record_document(link=link, content=filled(survey.pk, **answer)) is Taken.UNKNOWN_VERSION
    assert stored() == (0, 0, 1)


@pytest.mark.parametrize(
    ("form", "version"),
    [
        ("classic-2017_v2", "classic-2017@2-1"),
        ("classic-2017_v1", "2026070101"),
        ("classic-2017_v1", "classic-2017@2"),
    ],
)
def test_a_version_we_never_had_is_kept(unit, link, form, version):
    survey = make_open_survey(unit)
    content = filled(survey.pk, form=form, version=version)
    assert [record_document(link=link, content=content) for _ in range(2)] == [Taken.UNKNOWN_VERSION] * 2
    assert stored() == (0, 0, 1)


def test_a_form_without_a_version_is_that_of_its_id(unit, link):
    assert record_document(link=link, content=filled(make_open_survey(unit).pk, version="")) is Taken.COUNTED


@pytest.mark.parametrize("form", ["tiada_v1", "formulir", "classic-2017"])
def test_a_form_that_is_none_of_ours_is_refused(unit, link, form):
    survey = make_open_survey(unit)
    with refused(NotFound, "collect_form_missing"):
        record_document(link=link, content=filled(survey.pk, form=form))
    assert stored() == (0, 0, 0)


def test_a_survey_out_of_reach_is_refused(unit, link):
    make_open_survey(unit)
    other = make_open_survey(make_unit(unit.agency, "Dinas Dua"))
    for number in (other.pk, 10**17):
        with refused(NotAllowed, "collect_survey_unknown"):
            record_document(link=link, content=filled(number))
    assert stored() == (0, 0, 0)


def test_a_survey_that_has_not_started_says_so(unit, link):
    survey = make_survey(unit)
    with refused(NotNow, "survey_not_open_yet"):
        record_document(link=link, content=filled(survey.pk))
    assert stored() == (0, 0, 0)


def test_a_service_of_another_unit_is_refused(unit, link):
    survey = make_open_survey(unit)
    with refused(BadInput, "response_service"):
        record_document(link=link, content=filled(survey.pk, extra="<Service>99</Service>"))
    assert stored() == (0, 0, 0)
