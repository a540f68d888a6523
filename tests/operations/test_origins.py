from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.utils import timezone

from puas.models import AuditEvent, Channel, OriginSalt, Response, ResponseFlag
from puas.operations.origins import Origin, destroy_old_salts, hash_origin
from puas.operations.response_flags import flag_responses
from puas.operations.responses import record_response
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.form_links import make_form_link
from tests.faults.test_identical_posts import at_once

DEVICE, ADDRESS = "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11", "203.0.113.9"
HERE = Origin(DEVICE, ADDRESS)


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def send(survey, number, scores, **fields):
    return record_response(survey=survey, answer=make_answer(number, scores, **fields))[0]


def varied(number):
    return (4, 3, 2 + number % 3, 4, 3, 1 + number % 4, 4, 4, 3)


def flags():
    return set(ResponseFlag.objects.values_list("response__uuid", "flag"))


@pytest.mark.django_db
def test_one_origin_has_one_number_on_a_day_in_a_survey(survey):
    other = make_open_survey(make_unit(survey.unit.agency, "Dinas Dua", number=2))
    first, again = (hash_origin(survey=survey, origin=HERE) for _ in range(2))
    elsewhere = hash_origin(survey=other, origin=HERE)
    OriginSalt.objects.update(day=timezone.localdate() - timedelta(days=1))
    next_day = hash_origin(survey=survey, origin=HERE)
    assert (first == again, len({*first, *elsewhere, *next_day})) == (True, 6)
    assert all(0 <= number < 2**63 for number in (*first, *elsewhere, *next_day))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "unix:", "1.2.3"])
def test_what_is_unknown_has_no_number_and_needs_no_salt(survey, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert hash_origin(survey=survey, origin=Origin(address=address)) == (None, None)
    assert OriginSalt.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
    ],
)
def test_an_address_is_its_network_half(survey, one, other, is_same):
    found = [hash_origin(survey=survey, origin=Origin(address=text)) for text in (one, other)]
    assert (found[0] == found[1], None in {address for _, address in found}) == (is_same, False)


@pytest.mark.django_db
def test_the_day_s_first_answer_makes_the_salt_and_the_next_costs_one_query(
    survey, django_assert_num_queries
):
    hash_origin(survey=survey, origin=HERE)
    with django_assert_num_queries(1):
        hash_origin(survey=survey, origin=HERE)
    salt = OriginSalt.objects.get()
    assert (salt.day, len(bytes(salt.salt))) == (timezone.localdate(), 32)


@pytest.mark.django_db
def test_salts_older_than_two_days_are_destroyed_and_the_trail_holds_no_salt(survey):
    today = timezone.localdate()
    for age in (1, 2, 3, 9):
        OriginSalt.objects.create(day=today - timedelta(days=age), salt=bytes(32))
    hash_origin(survey=survey, origin=HERE)
    ages = [(today - day).days for day in OriginSalt.objects.order_by("-day").values_list("day", flat=True)]
    assert ages == [0, 1, 2]
    event = AuditEvent.objects.get(operation="destroy_old_salts")
    assert event.data == {"destroyed": 2, "last_day": (today - timedelta(days=3)).isoformat()}
    again = destroy_old_salts(now=timezone.now())
    assert (again, AuditEvent.objects.filter(operation="destroy_old_salts").count()) == ({"destroyed": 0}, 1)


@pytest.mark.django_db(transaction=True)
def test_many_first_answers_at_once_make_one_salt():
    survey = make_open_survey(make_unit(make_agency()))
    found = at_once([partial(hash_origin, survey=survey, origin=HERE)] * 8)
    assert (len(set(found)), OriginSalt.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_an_answer_keeps_the_numbers_and_nothing_of_its_origin():
    survey = make_open_survey(make_unit(make_agency()))
    row = send(survey, 1, varied(1), origin=HERE)
    stored = Response.objects.get()
    assert (stored.device_hash, stored.address_hash) == hash_origin(survey=survey, origin=HERE)
    text = repr([vars(row), make_answer(2, varied(2), origin=HERE), *AuditEvent.objects.values()])
    assert [DEVICE in text, ADDRESS in text] == [False, False]


@pytest.mark.django_db
def test_a_busy_kiosk_and_people_behind_one_address_are_not_flagged():
    survey = make_open_survey(make_unit(make_agency()))
    kiosk, link = make_form_link(survey.unit, "Kios"), make_form_link(survey.unit, "Poster")
    for number in range(1, 10):
        send(survey, number, varied(number), link=kiosk, channel=Channel.KIOSK, origin=Origin("", ADDRESS))
    for number in range(10, 21):  # each on a phone of their own, all in one minute and on one network
        phone = Origin(str(UUID(int=number)), ADDRESS)
        send(survey, number, varied(number), link=link, origin=phone)
    flag_responses(survey=survey)
    assert flags() == set()


@pytest.mark.django_db
def test_one_phone_or_very_many_of_one_address_are_flagged():
    survey = make_open_survey(make_unit(make_agency()))
    for number in range(1, 11):
        send(survey, number, varied(number), origin=HERE)
    for number in range(11, 40):
        send(survey, number, varied(number), origin=Origin("", "203.0.113.10"))
    flag_responses(survey=survey)
    assert flags() == {(UUID(int=number), "burst") for number in range(1, 11)}
    send(survey, 40, varied(40), origin=Origin("", "203.0.113.10"))
    flag_responses(survey=survey)
    assert flags() == {(UUID(int=number), "burst") for number in range(1, 41)}
