"""Collect links: a secret told once, kept as a digest, revoked for good."""

import pytest

from puas.errors import BadInput, NotAllowed, NotFound, NotNow
from puas.models import AuditEvent, CollectLink, Role
from puas.operations.collect_links import create_collect_link, revoke_collect_link
from puas.operations.surveys import close_survey
from puas.permissions import Action
from puas.queries.collect_links import find_form, find_link, list_forms, list_links, open_link
from tests.factories import make_agency, make_open_survey, make_survey, make_unit, make_user
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit(make_agency())


def test_a_token_opens_its_link_and_is_kept_nowhere(unit):
    user = make_user()
    link, token = create_collect_link(unit=unit, name="  Budi   Santoso ", by=user)
    assert (len(token), link.name, link.created_by) == (64, "Budi Santoso", user)
    assert open_link(token) == link
    assert token not in repr(list(CollectLink.objects.values()))
    event = AuditEvent.objects.order_by("sequence").last()
    assert (event.operation, event.object_id, event.unit_id) == ("create_collect_link", link.pk, unit.pk)
    assert token not in repr(list(AuditEvent.objects.values()))


def test_two_links_have_two_secrets(unit):
    assert len({create_collect_link(unit=unit, name="Tablet", by=None)[1] for _ in range(5)}) == 5


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_link_says_who_holds_it(unit, name):
    with refused(BadInput, "collect_link_name"):
        create_collect_link(unit=unit, name=name, by=None)
    assert CollectLink.objects.count() == 0


def test_a_revoked_link_stays_closed(unit):
    user = make_user()
    link, token = create_collect_link(unit=unit, name="Budi", by=user)
    other, kept = create_collect_link(unit=unit, name="Citra", by=user)
    assert revoke_collect_link(link=link, by=user).revoked_by == user
    with refused(NotAllowed, "collect_link_closed"):
        open_link(token)
    with refused(NotNow, "collect_link_revoked"):
        revoke_collect_link(link=link, by=user)
    assert open_link(kept) == other
    assert AuditEvent.objects.order_by("sequence").last().operation == "revoke_collect_link"
    assert [one.name for one in list_links(unit)] == ["Citra", "Budi"]


def test_right_wrong_and_revoked_secrets_are_the_same_work(unit, django_assert_num_queries):
    token = create_collect_link(unit=unit, name="Budi", by=None)[1]
    closed, revoked = create_collect_link(unit=unit, name="Citra", by=None)
    revoke_collect_link(link=closed, by=None)
    for given, code in (
        (token[:-1], "unknown"),
        ("", "unknown"),
        ("é\x00\ud800", "unknown"),
        (revoked, "closed"),
    ):
        with django_assert_num_queries(1), refused(NotAllowed, f"collect_link_{code}"):
            open_link(given)
    with django_assert_num_queries(1):
        open_link(token)


def test_a_link_reaches_its_unit_and_those_below(unit, django_assert_num_queries):
    child = make_unit(unit.agency, "Puskesmas", parent=unit)
    other = make_unit(unit.agency, "Dinas Dua")
    surveys = [make_open_survey(one) for one in (unit, child)]
    make_open_survey(other)
    make_survey(unit, "2023-Q3")
    link, _ = create_collect_link(unit=unit, name="Budi", by=None)
    with django_assert_num_queries(1):
        (form,) = list_forms(link)
    assert list(form.surveys) == surveys
    close_survey(survey=surveys[0], by=None)
    assert list(list_forms(link)[0].surveys) == surveys[1:]
    close_survey(survey=surveys[1], by=None)
    assert list_forms(link) == ()
    assert find_form(link, "classic-2017", 1).surveys == ()
    with refused(NotFound, "collect_form_unknown"):
        find_form(link, "classic-2017", 2)


def test_a_link_is_found_by_those_who_open_surveys(unit):
    link, _ = create_collect_link(unit=unit, name="Budi", by=None)
    assert find_link(make_user("k", Role.COORDINATOR, unit), link.pk, Action.OPEN_SURVEY) == link
    with refused(NotFound, "collect_link_missing"):
        find_link(make_user("p", Role.OFFICER, unit), link.pk, Action.OPEN_SURVEY)
