"""Links are made, revoked and replaced, each with one event."""

import pytest

from puas.errors import BadInput, NotNow
from puas.models import AuditEvent, FormLink, LinkKind
from puas.models.form_links import ALPHABET, normalise_code
from puas.operations.form_links import create_form_link, replace_form_link, revoke_form_link
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from tests.factories import make_agency, make_open_survey, make_unit
from tests.factories.form_links import make_form_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit(make_agency(), "Dinas 1")


def events() -> list[str]:
    return list(
        AuditEvent.objects.filter(operation__contains="form_link").values_list("operation", flat=True)
    )


def test_a_link_has_a_code_without_look_alikes(unit):
    link = make_form_link(unit, " Loket   3 ")
    assert (link.name, link.kind, link.pin_hash, len(link.code)) == ("Loket 3", "open", "", 8)
    assert set(link.code) <= set(ALPHABET)
    assert set(ALPHABET) & set("01ilo") == set()
    assert normalise_code(f" {link.code[:4]}-{link.code[4:]} ".upper()) == link.code
    assert events() == ["create_form_link"]


def test_a_kiosk_keeps_its_pin_as_a_hash(unit):
    link = make_form_link(unit, kind=LinkKind.KIOSK, pin="482913")
    assert (link.kind, "482913" in link.pin_hash, link.pin_hash != "") == ("kiosk", False, True)
    for wrong in ("", "123", "abcd", "1" * 13):
        with pytest.raises(BadInput) as raised:
            make_form_link(unit, kind=LinkKind.KIOSK, pin=wrong)
        assert (raised.value.code, raised.value.data["field"]) == ("form_link_pin", "pin")


def test_what_belongs_to_another_unit_is_refused(unit):
    other = make_unit(unit.agency, "Dinas 2", number=2)
    service = create_service(unit=other, name="KTP", by=None)
    for fields, code in (
        ({"survey": make_open_survey(other)}, "form_link_survey"),
        ({"service": service}, "form_link_service"),
        ({"name": "  "}, "form_link_name"),
        ({"name": "x" * 81}, "form_link_name"),
    ):
        with pytest.raises(BadInput) as raised:
            create_form_link(**{"unit": unit, "name": "Loket 1", "by": None} | fields)
        assert raised.value.code == code
    assert (FormLink.objects.count(), events()) == (0, [])


def test_a_survey_that_is_over_gets_no_link(unit):
    survey = make_open_survey(unit)
    close_survey(survey=survey, by=None)
    with pytest.raises(NotNow) as raised:
        make_form_link(unit, survey=survey)
    assert raised.value.code == "form_link_survey_over"


def test_a_link_is_revoked_once(unit):
    link = make_form_link(unit)
    revoke_form_link(link=link, by=None)
    for operation in (revoke_form_link, replace_form_link):
        with pytest.raises(NotNow) as raised:
            operation(link=link, by=None)
        assert raised.value.code == "form_link_revoked"
    assert events() == ["create_form_link", "revoke_form_link"]


def test_a_replaced_link_differs_in_its_code_alone(unit):
    service = create_service(unit=unit, name="KTP", by=None)
    link = make_form_link(unit, service=service, survey=make_open_survey(unit))
    new = replace_form_link(link=link, by=None)
    link.refresh_from_db()
    assert (link.is_revoked, link.replaced_by, new.is_revoked) == (True, new, False)
    same = ("unit", "survey", "service", "kind", "name", "pin_hash")
    assert [getattr(new, name) for name in same] == [getattr(link, name) for name in same]
    assert new.code != link.code
    assert events() == ["create_form_link", "replace_form_link"]
