"""What every way in keeps of a device and an address."""

import pytest

from puas.models import LinkKind, Response
from puas.operations.origins import Origin, hash_origin
from puas.web.public.form_notices import JAVANESE, KIOSK, NOTICE, PHONE
from tests.factories import make_agency, make_open_survey, make_unit
from tests.factories.form_links import make_form_link, make_slips

pytestmark = pytest.mark.django_db

NUMBER = "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11"
DEVICE = "9b2e4a1c-6f0d-4e7a-8c31-5d2f7b9e0a46"
ADDRESS = "203.0.113.9"
FULL = {"uuid": NUMBER, **{f"Q{n}": "4" for n in range(1, 10)}}


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def ways(survey):
    kiosk = make_form_link(survey.unit, "Kios", kind=LinkKind.KIOSK, pin="246810")
    return {
        "form": f"/s/{survey.token}/",
        "link": f"/t/{make_form_link(survey.unit).code}/",
        "slip": f"/kunjungan/{make_slips(survey.unit, 1)[1][0]}/",
        "kiosk": f"/k/{kiosk.code}/isi/",
    }


@pytest.mark.parametrize("way", ["form", "link", "slip", "kiosk"])
@pytest.mark.parametrize("accepts", ["text/html", "application/json"])
def test_both_become_numbers_at_every_door(client, survey, way, accepts):
    sent = FULL | {"perangkat": DEVICE}
    client.post(ways(survey)[way], sent, headers={"Accept": accepts}, REMOTE_ADDR=ADDRESS)
    row = Response.objects.get()
    expected = hash_origin(survey=survey, origin=Origin(DEVICE, ADDRESS))
    assert (row.device_hash, row.address_hash) == expected


@pytest.mark.parametrize("device", [None, "", "x", "9b2e4a1c"])
def test_an_answer_without_a_readable_device_is_stored_all_the_same(client, survey, device):
    sent = FULL if device is None else FULL | {"perangkat": device}
    assert client.post(f"/s/{survey.token}/", sent, REMOTE_ADDR=ADDRESS).status_code == 303
    row = Response.objects.get()
    assert (row.device_hash, row.address_hash is None) == (None, False)


def test_an_answer_from_elsewhere_costs_one_query_more(client, survey, django_assert_num_queries):
    for number, count in ((1, None), (2, 4), (3, 5)):  # 4: nobody knows the address
        address = "127.0.0.1" if number == 2 else ADDRESS
        sent = FULL | {"uuid": f"{NUMBER[:-1]}{number}"}
        if count is None:
            client.post(f"/s/{survey.token}/", sent, REMOTE_ADDR=address)
            continue
        with django_assert_num_queries(count):
            client.post(f"/s/{survey.token}/", sent, REMOTE_ADDR=address)


@pytest.mark.parametrize(
    ("language", "sentence"), [("id", NOTICE["device"]), ("en", "coded numbers"), ("jv", JAVANESE["device"])]
)
def test_the_form_says_what_is_kept_in_its_language(client, survey, language, sentence):
    page = client.get(f"/s/{survey.token}/?bahasa={language}").content.decode()
    assert (f'aria-labelledby="data-anda" lang="{language}"' in page, sentence in page) == (True, True)


def test_the_notice_is_whole_in_javanese_and_a_kiosk_has_its_own(client, survey):
    assert (list(JAVANESE), {*PHONE, *KIOSK} <= set(NOTICE)) == (list(NOTICE), True)
    page = client.get(ways(survey)["kiosk"]).content.decode()
    assert (NOTICE["kiosk"] in page, NOTICE["device"] in page, 'name="perangkat"' in page) == (
        True,
        False,
        False,
    )
