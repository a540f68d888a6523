"""The doors of a kiosk: the phone's questions on a device of the unit, and nothing of them afterwards."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from puas import limits
from puas.models import AuditEvent, Channel, FormLink, HeldResponse, LinkKind, Response
from puas.operations.form_links import replace_form_link, revoke_form_link
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from puas.web.public import form_pages
from tests.factories import make_agency, make_open_survey, make_survey, make_unit
from tests.factories.form_links import make_form_link

pytestmark = pytest.mark.django_db

NUMBER = "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f"
FULL = {"uuid": f"{NUMBER}0001", **{f"Q{n}": "4" for n in range(1, 10)}}
PIN = "482913"


@pytest.fixture(autouse=True)
def _nothing_kept():
    form_pages._kept.clear()
    form_pages._kept_surveys.clear()


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency("Kota Contoh"), "Puskesmas Melati"))


@pytest.fixture
def kiosk(survey):
    return make_form_link(survey.unit, kind=LinkKind.KIOSK, pin=PIN)


def paths(kiosk) -> list[str]:
    return [f"/k/{kiosk.code}/{rest}" for rest in ("", "isi/", "selesai/", "keluar/")]


def test_the_waiting_screen_names_the_place_and_the_languages(client, kiosk):
    response = client.get(f"/k/{kiosk.code}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert [word in page for word in ("Puskesmas Melati", "Kota Contoh", "Sentuh untuk mulai")] == [True] * 3
    starts = [part.split('"')[0] for part in page.split(f'href="/k/{kiosk.code}/isi/')[1:]]
    assert starts == ["", "?bahasa=en", "?bahasa=jv"]


def test_no_screen_is_kept_sets_anything_or_leads_away(client, kiosk):
    for path in paths(kiosk):
        response = client.get(path)
        page = response.content.decode()
        addresses = [part.split('"')[0] for part in page.split(' href="')[1:]]
        outside = [one for one in addresses if not one.startswith((f"/k/{kiosk.code}/", "/static/", "#"))]
        assert (response.status_code, response["Cache-Control"], response.cookies, outside) == (
            200,
            "no-store",
            {},
            [],
        )


def test_the_form_asks_what_the_phone_asks_in_the_same_groups(client, survey, kiosk):
    mine, phone = (
        client.get(path).content.decode() for path in (f"/k/{kiosk.code}/isi/", f"/s/{survey.token}/")
    )
    assert mine.count('<fieldset class="scale"') == 9
    groups = [page.split("<fieldset")[1:-1] for page in (mine, phone)]
    assert groups[0] == groups[1]
    assert ('autocomplete="off" spellcheck="false"' in mine, "kiosks.js" in mine) == (True, True)


def test_an_answer_says_that_it_came_by_this_kiosk_and_how_long_it_took(client, survey, kiosk):
    sent = FULL | {"survei": survey.token, "detik": "41"}
    response = client.post(f"/k/{kiosk.code}/isi/?bahasa=en", sent)
    assert (response.status_code, response["Location"]) == (303, f"/k/{kiosk.code}/selesai/?bahasa=en")
    row = Response.objects.get()
    assert (row.survey, row.link, row.channel, row.seconds) == (survey, kiosk, Channel.KIOSK, 41)
    assert "Thank you" in client.get(response["Location"]).content.decode()


def test_a_program_and_the_script_are_told_in_json(client, kiosk):
    response = client.post(f"/k/{kiosk.code}/isi/", FULL, headers={"Accept": "application/json"})
    assert response.json() == {"stored": FULL["uuid"], "held": False, "next": f"/k/{kiosk.code}/selesai/"}


def test_mistakes_come_back_on_the_kiosk_with_all_that_was_filled_in(client, kiosk):
    response = client.post(f"/k/{kiosk.code}/isi/", {**FULL, "Q3": "9", "saran": "Antre lama"})
    page = response.content.decode()
    assert (response.status_code, page.count(" checked"), 'data-screen="isi"' in page) == (422, 8, True)
    assert ("Jawaban pertanyaan 3 tidak ada pada pilihannya." in page, "Antre lama</textarea>" in page) == (
        True,
        True,
    )


def test_the_control_item_is_asked_when_the_survey_asks_it(client):
    unit = make_unit(make_agency())
    survey = make_open_survey(unit, asks_steering=True)
    kiosk = make_form_link(unit, kind=LinkKind.KIOSK, pin=PIN)
    assert 'name="diarahkan"' in client.get(f"/k/{kiosk.code}/isi/").content.decode()
    client.post(f"/k/{kiosk.code}/isi/", FULL | {"diarahkan": "ya", "survei": survey.token})
    assert Response.objects.get().was_steered is True


def test_a_kiosk_that_names_a_service_does_not_ask_for_it(client, survey):
    service = create_service(unit=survey.unit, name="Akta kelahiran", by=None)
    kiosk = make_form_link(survey.unit, kind=LinkKind.KIOSK, pin=PIN, service=service)
    assert 'name="layanan"' not in client.get(f"/k/{kiosk.code}/isi/").content.decode()
    client.post(f"/k/{kiosk.code}/isi/", FULL)
    assert Response.objects.get().service == service


def test_what_each_screen_asks_of_the_database(client, kiosk, django_assert_num_queries):
    home, form, thanks, leave = paths(kiosk)
    for path, first, later in ((home, 2, 2), (form, 4, 2), (thanks, 2, 2), (leave, 1, 1)):
        for expected in (first, later):
            with django_assert_num_queries(expected):
                client.get(path)
    client.post(form, FULL)
    with django_assert_num_queries(5):  # the link, then the transaction: begin, state, insert, end
        client.post(form, FULL | {"uuid": f"{NUMBER}0002"})


def test_three_hundred_answers_in_an_hour_from_one_address_are_all_stored(
    client, kiosk, settings, monkeypatch
):
    """The real door and the limit as it is shipped; the clock of the buckets moves by 12 s an answer."""
    assert settings.LINK_LIMIT == 120
    seconds = [0.0]
    monkeypatch.setattr(limits, "buckets", limits.Buckets(lambda: seconds[0]))
    statuses = []
    for number in range(300):
        seconds[0] = number * 12.0
        sent = FULL | {"uuid": f"{NUMBER}{number:04x}"}
        statuses.append(client.post(f"/k/{kiosk.code}/isi/", sent, REMOTE_ADDR="10.0.0.7").status_code)
    assert statuses == [303] * 300
    assert Response.objects.filter(link=kiosk, channel=Channel.KIOSK).count() == 300


def test_a_queue_that_answers_at_once_is_not_slowed_down_either(client, kiosk):
    numbers = [f"{NUMBER}{number:04x}" for number in range(100)]
    found = [client.post(f"/k/{kiosk.code}/isi/", FULL | {"uuid": one}).status_code for one in numbers]
    assert found == [303] * 100


@pytest.mark.parametrize("kind", [LinkKind.OPEN, LinkKind.VISIT])
def test_other_kinds_and_unknown_codes_are_not_opened_here(client, survey, kind):
    link = make_form_link(survey.unit, kind=kind)
    found = [client.get(path).status_code for path in [*paths(link), "/k/abcdefgh/"]]
    assert (found, client.post(f"/k/{link.code}/isi/", FULL).status_code) == ([404] * 5, 404)


def test_a_code_is_read_as_people_type_it(client, kiosk):
    typed = f"{kiosk.code[:4]}-{kiosk.code[4:]}".upper()
    assert client.get(f"/k/{typed}/")["Location"] == f"/k/{kiosk.code}/"
    assert client.get(f"/k/{typed}/keluar/")["Location"] == f"/k/{kiosk.code}/keluar/"


@pytest.mark.parametrize("rest", ["", "isi/"])
def test_a_kiosk_waits_for_its_survey_and_follows_the_next_one(client, survey, kiosk, rest):
    path = f"/k/{kiosk.code}/{rest}"
    close_survey(survey=survey, by=None)
    shut = client.get(path)
    assert (shut.status_code, "Survei berikutnya terbuka sendiri" in shut.content.decode()) == (410, True)
    make_survey(survey.unit, "2023-Q3", survey.instrument, opens_at=timezone.now() + timedelta(days=9))
    waiting = client.get(path)
    assert (waiting.status_code, "Survei ini dibuka pada" in waiting.content.decode()) == (409, True)
    make_open_survey(survey.unit, "2023-Q4", instrument=survey.instrument)
    assert client.get(path).status_code == 200


def test_a_unit_without_a_survey_says_so(client):
    kiosk = make_form_link(make_unit(make_agency()), kind=LinkKind.KIOSK, pin=PIN)
    assert [client.get(path).status_code for path in paths(kiosk)] == [409, 409, 409, 200]


def test_a_replaced_kiosk_leads_its_staff_to_the_new_one(client, kiosk):
    new = replace_form_link(link=kiosk, by=None)
    response = client.get(f"/k/{kiosk.code}/")
    assert (response.status_code, f'href="/k/{new.code}/"' in response.content.decode()) == (410, True)


def test_an_answer_that_comes_too_late_waits_in_the_tray_and_is_told_so(client, kiosk):
    revoke_form_link(link=kiosk, by=None)
    response = client.post(f"/k/{kiosk.code}/isi/", FULL)
    assert response["Location"] == f"/k/{kiosk.code}/selesai/?susulan=tautan"
    assert "disimpan terpisah" in client.get(response["Location"]).content.decode()
    assert (HeldResponse.objects.get().link, Response.objects.count()) == (kiosk, 0)


def test_the_pin_opens_the_page_for_staff(client, kiosk):
    client.post(f"/k/{kiosk.code}/isi/", FULL)
    response = client.post(f"/k/{kiosk.code}/keluar/", {"pin": PIN})
    assert (response.status_code, response["Location"].split("?")[0]) == (303, f"/k/{kiosk.code}/petugas/")
    page = client.get(response["Location"]).content.decode()
    assert ("<dd>1</dd>" in page, f'href="/kantor/tautan/{kiosk.pk}/"' in page) == (True, True)
    assert AuditEvent.objects.latest("sequence").operation == "leave_kiosk"


def test_a_wrong_pin_says_how_often_one_may_still_try_and_then_when(client, kiosk):
    path = f"/k/{kiosk.code}/keluar/"
    found = [client.post(path, {"pin": "0000"}) for _ in range(6)]
    assert [one.status_code for one in found] == [422] * 5 + [429]
    assert "Sisa 4 percobaan" in found[0].content.decode()
    assert "Coba lagi sesudah pukul" in found[5].content.decode()
    assert 55 <= int(found[5]["Retry-After"]) <= 60
    assert client.post(path, {"pin": PIN}).status_code == 429
    assert "0000" not in found[0].content.decode()


def test_the_page_for_staff_needs_a_fresh_permit_of_this_kiosk(client, kiosk):
    other = make_form_link(kiosk.unit, "Loket 2", kind=LinkKind.KIOSK, pin="7777")
    permit = client.post(f"/k/{other.code}/keluar/", {"pin": "7777"})["Location"].split("?")[1]
    old = signing.TimestampSigner(salt="another").sign(str(kiosk.pk))
    for query in ("", "?izin=x", f"?{permit}", f"?izin={old}"):
        response = client.get(f"/k/{kiosk.code}/petugas/{query}")
        assert (response.status_code, response["Location"]) == (303, f"/k/{kiosk.code}/keluar/")
    assert FormLink.objects.get(pk=kiosk.pk).pin_tries == 0
