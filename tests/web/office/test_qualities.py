"""The quality of a survey's answers in the office."""

import pytest

from puas.models import Exclusion, Response, ResponseFlag, Role
from puas.operations.exclusions import exclude_responses
from puas.operations.response_flags import flag_responses
from puas.operations.surveys import close_survey, submit_survey
from puas.web.office import qualities
from tests.factories import make_answer, make_responses, make_user
from tests.factories.form_links import make_form_link
from tests.factories.responses import record_responses
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

FOURS, MIXED = (4,) * 9, (4, 3, 2, 4, 3, 3, 4, 4, 0)
WHY = "Petugas mengisi sendiri"


@pytest.fixture
def office():
    office = make_office()
    link = make_form_link(office.units[0])
    make_responses(office.survey, FOURS, FOURS, MIXED, seconds=300, link=link, comment="Mohon kursi ditambah")
    return office


def address(office, more="") -> str:
    return f"/kantor/survei/{office.survey.pk}/mutu/{more}"


def read(office, user, more="") -> str:
    return signed_in(user).get(address(office, more)).content.decode()


def ids(office):
    return list(Response.objects.filter(survey=office.survey).order_by("id").values_list("id", flat=True))


def test_a_coordinator_sees_flags_with_reason_share_and_the_answers(office):
    page = read(office, office.coordinator)
    assert "Semua butir dijawab sama." in page
    row = page.split("Semua butir dijawab sama.")[1].split("</tr>")[0]
    assert ('data-label="Jawaban">2</td>' in row, 'data-label="Bagian">66,67%</td>' in row) == (True, True)
    assert (page.count('name="jawaban"'), page.count("Mohon kursi ditambah")) == (2, 2)
    assert ("4 4 4 4 4 4 4 4 4" in page, "Loket 1" in page, ">300</td>" in page) == (True, True, True)
    assert "belum diperiksa tandanya" not in page


def test_a_flag_chooses_the_answers_behind_it(office):
    record_responses(
        survey=office.survey, answers=[make_answer(4, MIXED, seconds=1, flags=("correction",))], by=None
    )
    last = ids(office)[3]
    page = read(office, office.coordinator, "?tampil=too_fast")
    assert (page.count('name="jawaban"'), f'value="{last}"' in page) == (1, True)
    assert "Terlalu cepat, Koreksi" in page
    assert read(office, office.coordinator, "?tampil=sembarang").count('name="jawaban"') == 3


def test_a_correction_alone_is_no_reason_to_doubt(office):
    record_responses(
        survey=office.survey, answers=[make_answer(4, MIXED, seconds=300, flags=("correction",))], by=None
    )
    page = read(office, office.coordinator)
    assert ("(keterangan)" in page, page.count('name="jawaban"')) == (True, 2)


def test_an_officer_sees_figures_and_no_single_answer(office):
    page = read(office, office.officer)
    assert ("3 jawaban terbaru belum diperiksa" in page, "Mohon kursi" in page) == (True, False)
    assert not ResponseFlag.objects.exists()
    flag_responses(survey=office.survey)
    page = read(office, office.officer, "?tampil=straight_line")
    assert ("Semua butir dijawab sama." in page, "Mohon kursi" in page, 'name="jawaban"' in page) == (
        True,
        False,
        False,
    )


def test_an_auditor_sees_answers_and_decides_nothing(office):
    auditor = make_user("auditor", Role.AUDITOR, office.units[0])
    flag_responses(survey=office.survey)
    page = read(office, auditor)
    assert ("Mohon kursi" in page, 'name="jawaban"' in page) == (True, False)
    for way in ("kecualikan/", "hitung-lagi/"):
        response = signed_in(auditor).post(address(office, way), {"jawaban": ids(office), "alasan": WHY})
        assert response.status_code == 404
    assert not Exclusion.objects.exists()


def test_a_survey_of_another_unit_is_not_there(office):
    other = make_user("lain", Role.OFFICER, office.units[1])
    for user in (office.stranger, other):
        for way in ("", "kecualikan/", "hitung-lagi/"):
            assert signed_in(user).get(address(office, way)).status_code == 404


def test_chosen_answers_are_left_out_after_a_look_at_the_index(office):
    first, second, _ = ids(office)
    page = read(office, office.coordinator, f"kecualikan/?jawaban={first}&jawaban={second}")
    assert "Kecualikan 2 jawaban?" in page
    now, after = page.split("IKM sekarang")[1].split("IKM sesudahnya")
    assert ("dari 3 jawaban" in now, "dari 1 jawaban" in after.split("</dl>")[0]) == (True, True)
    assert not Exclusion.objects.exists()
    response = signed_in(office.coordinator).post(
        address(office, "kecualikan/"), {"jawaban": [first, second], "alasan": WHY}
    )
    assert (response.status_code, response["Location"]) == (303, address(office))
    found = Exclusion.objects.values_list("response_id", "reason", "excluded_by")
    assert list(found) == [(first, WHY, office.coordinator.pk), (second, WHY, office.coordinator.pk)]
    page = read(office, office.coordinator, "?tampil=dikecualikan")
    assert (page.count('name="jawaban"'), page.count(WHY), "koordinator" in page) == (2, 2, True)


def test_the_index_on_the_page_is_the_one_to_come(office):
    record_responses(survey=office.survey, answers=[make_answer(9, (3,) * 9)], by=None)
    page = read(office, office.coordinator, f"kecualikan/?jawaban={ids(office)[2]}")
    values = [part.split("<strong>")[1].split("</strong>")[0] for part in page.split("IKM ")[1:3]]
    # means 3.75 (U1 U4 U7 U8), 3.5 (U2 U5 U6), 3.25 (U3), 11/3 (U9, one left open); then 11/3 everywhere
    assert values == ["90,05", "91,67"]


def test_a_decision_without_a_reason_is_asked_again_with_everything_kept(office):
    first = ids(office)[0]
    response = signed_in(office.coordinator).post(
        address(office, "kecualikan/"), {"jawaban": [first], "alasan": " "}
    )
    page = response.content.decode()
    assert (response.status_code, Exclusion.objects.exists()) == (422, False)
    assert (f'value="{first}"' in page, 'id="alasan-galat"' in page) == (True, True)


@pytest.mark.parametrize("way", ["kecualikan/", "hitung-lagi/"])
@pytest.mark.parametrize("chosen", ["", "?jawaban=0", "?jawaban=x", "?jawaban=99999999999999999999999"])
def test_nothing_chosen_leads_back_with_a_word(office, way, chosen):
    response = signed_in(office.coordinator).get(address(office, way + chosen), follow=True)
    assert (response.status_code, "Pilih dahulu paling sedikit satu" in response.content.decode()) == (
        200,
        True,
    )


def test_a_decision_is_taken_back(office):
    first = ids(office)[0]
    exclude_responses(survey=office.survey, responses=[first], reason=WHY, by=None)
    page = read(office, office.coordinator, f"hitung-lagi/?jawaban={first}")
    assert "Hitung lagi 1 jawaban?" in page
    response = signed_in(office.coordinator).post(
        address(office, "hitung-lagi/"), {"jawaban": [first], "alasan": "Ternyata wajar"}
    )
    assert (response.status_code, response["Location"]) == (303, address(office, "?tampil=dikecualikan"))
    assert Exclusion.objects.get().lifted_reason == "Ternyata wajar"


def test_a_submitted_survey_is_only_looked_at(office):
    close_survey(survey=office.survey, by=None)
    submit_survey(survey=office.survey, by=None)
    page = read(office, office.coordinator)
    assert ("Mohon kursi" in page, 'name="jawaban"' in page) == (True, False)
    response = signed_in(office.coordinator).post(
        address(office, "kecualikan/"), {"jawaban": ids(office)[:1], "alasan": WHY}
    )
    assert (response.status_code, Exclusion.objects.exists()) == (409, False)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("shown", "queries"), [("", 13), ("?tampil=straight_line", 12), ("?tampil=dikecualikan", 13)]
)
def test_the_list_costs_the_same_at_any_length(count, shown, queries, django_assert_num_queries):
    office = make_office()
    make_responses(office.survey, *[FOURS] * count, link=make_form_link(office.units[0]))
    flag_responses(survey=office.survey)
    if "dikecualikan" in shown:
        exclude_responses(survey=office.survey, responses=ids(office), reason=WHY, by=office.coordinator)
    client = signed_in(office.coordinator)
    with django_assert_num_queries(queries):
        client.get(address(office, shown))


def test_more_answers_than_fit_are_paged(office, monkeypatch):
    monkeypatch.setattr(qualities, "PAGE", 1)
    page = read(office, office.coordinator, "?halaman=2")
    assert (page.count('name="jawaban"'), 'aria-current="page">2</a>' in page) == (1, True)
