"""The tray of a survey in the office."""

from uuid import UUID

import pytest

from puas.lifecycles import TrayDecision
from puas.models import HeldDecision, HeldDocument, HeldResponse, Response, Result, Role
from puas.operations.collect_links import create_collect_link
from puas.operations.form_links import revoke_form_link
from puas.operations.surveys import close_survey, submit_survey
from tests.factories import make_open_survey, make_responses, make_user
from tests.factories.form_links import make_form_link, make_slips
from tests.factories.held_responses import WHY, decide, hold_late
from tests.factories.responses import ANSWERED_AT
from tests.web.scenes import make_office, measure, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    office = make_office()
    make_responses(office.survey, (3,) * 9)
    close_survey(survey=office.survey, by=None)
    return office


def address(office, more="") -> str:
    return f"/kantor/survei/{office.survey.pk}/baki/{more}"


def read(office, user, more="") -> str:
    return signed_in(user).get(address(office, more)).content.decode()


def choose(office, decision, *held) -> str:
    ids = "".join(f"&isian={row.pk}" for row in held)
    return read(office, office.coordinator, f"putuskan/?putusan={decision}{ids}")


def hold_by_slip(office, number):
    """Hold an answer that came with a one-time code of a batch that was revoked."""
    link, _ = make_slips(office.units[0])
    return hold_late(office.survey, number, link=revoke_form_link(link=link, by=None))


def test_it_says_what_waits_why_and_what_including_does(office):
    link = revoke_form_link(link=make_form_link(office.units[0]), by=None)
    hold_late(office.survey, 7, link=link, comment="Mohon kursi ditambah")
    hold_late(office.survey, 8)
    hold_by_slip(office, 9)
    page = read(office, office.coordinator)
    assert (page.count('name="isian"'), page.count(" checked>")) == (3, 0)
    assert read(office, office.coordinator, "?halaman=1&semua=1").count(" checked>") == 3
    assert ("Loket 1" in page, "Datang lewat tautan yang sudah dicabut." in page) == (True, True)
    assert page.count("Bertambah satu jawaban.") == 2
    assert page.count("Tidak dapat dimasukkan.") == 1
    assert "Tiba sesudah survei ditutup" in page
    assert ("Mohon kursi" in page, "4 4 4" in page) == (False, False)


def test_an_empty_tray_says_so_and_a_decided_one_shows_reason_and_person(office):
    assert "Baki kosong" in read(office, office.coordinator)
    assert "Belum ada keputusan" in read(office, office.coordinator, "?tampil=diputuskan")
    decide(office.survey, TrayDecision.INCLUDE, hold_late(office.survey, 7), by=office.coordinator)
    decide(office.survey, TrayDecision.LEAVE_OUT, hold_late(office.survey, 8), reason="Diisi petugas")
    page = read(office, office.coordinator, "?tampil=diputuskan")
    assert page.count('name="isian"') == 1  # what is counted is not decided again
    assert (WHY in page, "koordinator" in page, "Diisi petugas" in page) == (True, True, True)


def test_a_decision_is_made_after_a_look_at_what_it_does(office):
    late, again = hold_late(office.survey, 7), hold_by_slip(office, 8)
    page = choose(office, "include", late, again)
    before, after = page.split("Dihitung sekarang")[1].split("Dihitung sesudahnya")
    assert ("<dd>1</dd>" in before, "<strong>2</strong>" in after) == (True, True)
    assert ("1 jawaban lain tidak ikut" in page, page.count('name="isian"')) == (True, 1)
    assert not HeldDecision.objects.exists()
    browser = signed_in(office.coordinator)
    given = {"putusan": "include", "isian": [late.pk], "alasan": " "}
    response = browser.post(address(office, "putuskan/"), given)
    assert (response.status_code, "Tulis alasannya" in response.content.decode()) == (422, True)
    response = browser.post(address(office, "putuskan/"), given | {"alasan": WHY})
    assert (response.status_code, response["Location"]) == (303, address(office))
    decision = HeldDecision.objects.get()
    assert (decision.held, decision.response, decision.decided_by) == (
        late,
        Response.objects.get(uuid=UUID(int=7)),
        office.coordinator,
    )
    assert "1 jawaban dimasukkan." in browser.get(address(office)).content.decode()


def test_from_the_phone_that_was_offline_to_the_result(office, client):
    full = {"uuid": str(UUID(int=7)), **{f"Q{n}": "4" for n in range(1, 10)}}
    assert "tidak hilang" in client.post(f"/s/{office.survey.token}/", full, follow=True).content.decode()
    browser, survey = signed_in(office.coordinator), f"/kantor/survei/{office.survey.pk}/"
    response = browser.post(f"{survey}langkah/", {"ke": "submitted"})
    assert (response.status_code, "halaman “Baki” survei itu" in response.content.decode()) == (409, True)
    given = {"putusan": "include", "isian": HeldResponse.objects.get().pk, "alasan": WHY}
    assert browser.post(address(office, "putuskan/"), given).status_code == 303
    again = client.post(f"/s/{office.survey.token}/", full)  # the phone that did not hear us sends once more
    assert ("susulan" in again["Location"], Response.objects.count()) == (False, 2)
    browser.post(f"{survey}hitung/")
    result = Result.objects.get()
    assert (str(result.printed), result.respondents) == ("87.50", 2)
    assert browser.post(f"{survey}langkah/", {"ke": "submitted"}).status_code == 303


def test_keeping_says_where_the_answer_waits(office):
    held = hold_late(office.survey, 7)
    assert "belum punya survei periode berikutnya" in choose(office, "next", held)
    make_open_survey(office.units[0], "2023-Q3")
    assert "menunggu di baki survei Triwulan III 2023" in choose(office, "next", held)
    assert "tetap tersimpan" in choose(office, "leave_out", held)


def test_nothing_chosen_and_an_unknown_decision_decide_nothing(office):
    held = hold_late(office.survey)
    browser = signed_in(office.coordinator)
    for given in ({"putusan": "include"}, {"putusan": "sembarang", "isian": held.pk}, {"isian": "9" * 30}):
        response = browser.post(address(office, "putuskan/"), given | {"alasan": WHY}, follow=True)
        assert "Pilih dahulu paling sedikit satu jawaban." in response.content.decode()
    assert not HeldDecision.objects.exists()


def test_a_submitted_survey_says_who_can_unlock_it(office):
    submit_survey(survey=office.survey, by=None)
    held = hold_late(office.survey)
    page = read(office, office.coordinator)
    assert ("hanya dapat disimpan untuk periode berikutnya" in page, 'value="include"' in page) == (
        True,
        False,
    )
    given = {"putusan": "include", "isian": held.pk, "alasan": WHY}
    assert signed_in(office.coordinator).post(address(office, "putuskan/"), given).status_code == 409


def test_only_coordinators_decide_and_auditors_look(office):
    held = hold_late(office.survey)
    opd = make_user("opd", Role.OPD_COORDINATOR, office.units[0])
    auditor = make_user("auditor", Role.AUDITOR, office.units[0])
    assert ('name="isian"' in read(office, opd), 'name="isian"' in read(office, auditor)) == (True, False)
    assert "Tiba sesudah survei ditutup" in read(office, auditor)
    enumerator = make_user("pencacah", Role.ENUMERATOR, office.units[0])
    for user, status in ((office.officer, 403), (enumerator, 403), (office.stranger, 404)):
        assert signed_in(user).get(address(office)).status_code == status
    given = {"putusan": "leave_out", "isian": held.pk, "alasan": WHY}
    for user in (auditor, office.officer, enumerator, office.stranger):
        assert signed_in(user).post(address(office, "putuskan/"), given).status_code == 404
    assert not HeldDecision.objects.exists()


def test_the_survey_page_shows_the_tray_to_each_as_much_as_is_theirs(office):
    hold_late(office.survey)
    enumerator = make_user("pencacah", Role.ENUMERATOR, office.units[0])
    pages = [
        signed_in(user).get(f"/kantor/survei/{office.survey.pk}/").content.decode()
        for user in (office.coordinator, office.officer, enumerator)
    ]
    assert [("jawaban menunggu" in page, address(office) in page) for page in pages] == [
        (True, True),
        (True, False),
        (False, False),
    ]


def test_the_first_page_names_the_surveys_with_something_to_decide(office):
    measure(office.units[1])
    hold_late(office.survey, 7)
    decide(office.survey, TrayDecision.NEXT)
    following = make_open_survey(office.units[0], "2023-Q3")
    close_survey(survey=following, by=None)
    hold_late(following, 8)
    page = signed_in(office.coordinator).get("/kantor/").content.decode()
    waiting = page.split('id="baki"')[1].split("</section>")[0]
    assert (
        waiting.count("<li>"),
        f"/kantor/survei/{following.pk}/baki/" in waiting,
        "(2 jawaban)" in waiting,
    ) == (
        1,
        True,
        True,
    )
    assert 'id="baki"' not in signed_in(office.officer).get("/kantor/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("shown", "queries"), [("", 12), ("?tampil=diputuskan", 10)])
def test_the_list_costs_the_same_at_any_length(office, count, shown, queries, django_assert_num_queries):
    held = [hold_late(office.survey, number) for number in range(7, 7 + count)]
    if shown:
        decide(office.survey, TrayDecision.INCLUDE, *held, by=office.coordinator)
    client = signed_in(office.coordinator)
    with django_assert_num_queries(queries):
        client.get(address(office, shown))


def hold_form(office):
    link, _ = create_collect_link(unit=office.units[0], name="Tablet 1", by=None)
    return HeldDocument.objects.create(
        survey=office.survey,
        link=link,
        uuid=UUID(int=77),
        digest="0" * 64,
        form_id="puas-classic-2017",
        version="99",
        content=b"<data/>",
        received_at=ANSWERED_AT,
    )


def test_a_form_that_could_not_be_read_is_shown_and_downloaded_by_the_coordinator(office):
    held = hold_form(office)
    door = f"/kantor/formulir-tertahan/{held.pk}.xml"
    opd = make_user("opd", Role.OPD_COORDINATOR, office.units[0])
    for user, is_linked in ((office.coordinator, True), (opd, False)):
        page = read(office, user)
        assert ("Tablet 1" in page, door in page) == (True, is_linked)
    response = signed_in(office.coordinator).get(door)
    assert (response.status_code, response.content) == (200, b"<data/>")
    assert response["Content-Disposition"] == f'attachment; filename="formulir-{UUID(int=77)}.xml"'
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/xml")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for user in (opd, office.officer, office.stranger):
        assert signed_in(user).get(door).status_code == 404
    submit_survey(survey=office.survey, by=None)  # such a form holds nothing up
