"""What a survey stands on: population, team, dates, working plan."""

import pytest

from puas.methodology.teams import Team, read_team
from puas.models import Survey
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def page(office):
    return f"/kantor/survei/{office.survey.pk}/rincian/"


def test_an_officer_fills_in_population_and_team(office, page):
    browser = signed_in(office.officer)
    sent = {"bagian": "populasi", "populasi": "1.240", "sumber": "Buku tamu", "tercatat": "2023-06-30"}
    assert browser.post(page, sent).status_code == 303
    team = {"pengarah": "Sekda", "ketua": "Kabag", "anggota": "A\r\n\r\nB", "sekretariat": "C"}
    assert browser.post(page, {"bagian": "tim", **team}).status_code == 303
    survey = Survey.objects.get()
    assert (survey.population, read_team(survey.team)) == (1240, Team("Sekda", "Kabag", ("A", "B"), ("C",)))
    shown = browser.get(page).content.decode()
    assert "(0,0025 × (1.240 − 1) + 3,841 × 0,25) = 293" in shown
    assert ("Simpan tim" in shown, "Simpan tanggal" in shown) == (True, False)


@pytest.mark.parametrize(
    ("sent", "target"),
    [
        ({"bagian": "populasi", "populasi": "banyak"}, "populasi"),
        ({"bagian": "populasi", "populasi": "100"}, "sumber"),
        ({"bagian": "tim", "anggota": "A\nB\nC\nD\nE\nF"}, "anggota"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(office, page, sent, target):
    response = signed_in(office.officer).post(page, sent)
    assert (response.status_code, f'href="#{target}"' in response.content.decode()) == (422, True)


def test_dates_are_the_coordinators(office, page):
    dates = {"bagian": "tanggal", "buka": "2023-04-03", "tutup": "2023-06-30", "tenggat": "2023-07-18"}
    assert signed_in(office.officer).post(page, dates).status_code == 403
    browser = signed_in(office.coordinator)
    assert browser.post(page, dates).status_code == 303
    phases = {"persiapan": "1", "pengumpulan": "6", "pengolahan": "2", "pelaporan": "3"}
    assert browser.post(page, {"bagian": "rencana", **phases}).status_code == 303
    assert "Pengolahan data dan analisis" in browser.get(page).content.decode()
    assert browser.post(page, {**dates, "tutup": "2023-01-01"}).status_code == 422
    assert browser.post(page, {"bagian": "lain"}).status_code == 400


def test_what_was_handed_in_is_read_only(office, page):
    Survey.objects.update(state="submitted")
    browser = signed_in(office.officer)
    assert "Simpan tim" not in browser.get(page).content.decode()
    assert browser.post(page, {"bagian": "tim"}).status_code == 422
    assert signed_in(office.stranger).get(page).status_code == 404
