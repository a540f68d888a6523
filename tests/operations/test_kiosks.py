"""The PIN of a kiosk: five wrong ones in a row lock it for a minute, for every process."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from puas.errors import BadInput, NotFound, NotNow, TooOften
from puas.models import AuditEvent, FormLink, LinkKind
from puas.operations.form_links import revoke_form_link
from puas.operations.kiosks import MOST_TRIES, change_kiosk_pin, leave_kiosk
from tests.factories import make_agency, make_unit
from tests.factories.form_links import make_form_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiosk():
    return make_form_link(make_unit(make_agency(), "Dinas 1"), kind=LinkKind.KIOSK, pin="482913")


def attempt(kiosk, pin: str) -> str:
    """Return "in", or the code of the refusal."""
    try:
        leave_kiosk(link=kiosk, pin=pin)
    except (BadInput, TooOften) as error:
        return error.code
    return "in"


def events() -> list[tuple[str, dict]]:
    names = ("leave_kiosk", "refuse_kiosk_pin", "change_kiosk_pin")
    return list(AuditEvent.objects.filter(operation__in=names).values_list("operation", "data"))


def test_the_right_pin_leaves_and_starts_the_count_again(kiosk):
    assert [attempt(kiosk, pin) for pin in ("1111", "", "482913", "2222")] == [
        "kiosk_pin_wrong",
        "kiosk_pin_wrong",
        "in",
        "kiosk_pin_wrong",
    ]
    assert events() == [
        ("refuse_kiosk_pin", {"tries": 1}),
        ("refuse_kiosk_pin", {"tries": 2}),
        ("leave_kiosk", {"tries": 3}),
        ("refuse_kiosk_pin", {"tries": 1}),
    ]


def test_five_wrong_ones_lock_it_for_a_minute_even_for_the_right_one(kiosk):
    assert {attempt(kiosk, "0000") for _ in range(MOST_TRIES)} == {"kiosk_pin_wrong"}
    with pytest.raises(TooOften) as raised:
        leave_kiosk(link=kiosk, pin="482913")
    assert 58 <= raised.value.data["seconds"] <= 60
    later(kiosk, 50)
    assert attempt(kiosk, "482913") == "kiosk_pin_locked"
    later(kiosk, 10)
    assert attempt(kiosk, "482913") == "in"
    assert len(events()) == MOST_TRIES + 1


def later(kiosk, seconds: int) -> None:
    """Let the last try be longer ago."""
    moved = F("pin_tried_at") - timedelta(seconds=seconds)
    FormLink.objects.filter(pk=kiosk.pk).update(pin_tried_at=moved)


def test_a_lock_of_one_kiosk_is_none_of_another(kiosk):
    other = make_form_link(kiosk.unit, "Loket 2", kind=LinkKind.KIOSK, pin="777777")
    for _ in range(MOST_TRIES + 1):
        attempt(kiosk, "0000")
    assert (attempt(kiosk, "482913"), attempt(other, "777777")) == ("kiosk_pin_locked", "in")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_no_more_than_five(kiosk):
    def from_elsewhere(_: int) -> str:
        try:
            return attempt(kiosk, "0000")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(from_elsewhere, range(16)))
    assert (found.count("kiosk_pin_wrong"), found.count("kiosk_pin_locked")) == (MOST_TRIES, 11)
    assert sorted(data["tries"] for _, data in events()) == [1, 2, 3, 4, 5]


def test_another_pin_takes_over_at_once_and_lifts_the_lock(kiosk):
    for _ in range(MOST_TRIES + 1):
        attempt(kiosk, "0000")
    changed = change_kiosk_pin(link=kiosk, pin="12345678", by=None)
    assert (attempt(changed, "482913"), attempt(changed, "12345678")) == ("kiosk_pin_wrong", "in")
    assert [name for name, _ in events()][-3:] == ["change_kiosk_pin", "refuse_kiosk_pin", "leave_kiosk"]


def test_what_is_no_pin_and_what_is_no_kiosk_is_refused(kiosk):
    for wrong in ("", "123", "123456789", "12a4", "١٢٣٤"):
        with pytest.raises(BadInput) as raised:
            change_kiosk_pin(link=kiosk, pin=wrong, by=None)
        assert (raised.value.code, raised.value.data["field"]) == ("form_link_pin", "pin")
    with pytest.raises(NotFound):
        change_kiosk_pin(link=make_form_link(kiosk.unit, "Loket 2"), pin="1234", by=None)
    revoke_form_link(link=kiosk, by=None)
    with pytest.raises(NotNow):
        change_kiosk_pin(link=kiosk, pin="1234", by=None)
    assert events() == []
