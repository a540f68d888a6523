"""The comments behind a result, in the office."""

import pytest

from puas.models import CommentCorrection, Response, Role
from puas.operations.comment_labels import label_comments
from puas.operations.responses import record_responses
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.web.office import comments
from tests.factories import make_answer, make_open_survey, make_user
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


def measure(office, *comments):
    survey = make_open_survey(office.units[1], "2023-Q1")
    answers = [make_answer(n, (4,) * 9, comment=text) for n, text in enumerate(comments, start=1)]
    record_responses(survey=survey, answers=answers, by=None)
    close_survey(survey=survey, by=None)
    label_comments(survey=survey)
    return compute_result(unit=office.units[1], period=survey.period, by=None)


def read(user, result):
    response = signed_in(user).get(f"/kantor/hasil/{result.pk}/komentar/")
    return response.status_code, response.content.decode()


def test_comments_stand_by_element_with_their_quotes():
    office = make_office()
    result = measure(office, "Petugas <b>tidak ramah</b>", "Terima kasih", "")
    status, page = read(office.coordinator, result)
    assert status == 200
    assert "“Petugas &lt;b&gt;tidak ramah&lt;/b&gt;”" in page
    assert "1 komentar: 1 keluhan" in page
    assert page.index("Belum terbaca unsurnya") < page.index("“Terima kasih”")


def test_comments_are_neither_for_other_units_nor_for_enumerators():
    office = make_office()
    result = measure(office, "Lama")
    enumerator = make_user("pencacah", Role.ENUMERATOR, office.units[1])
    assert [read(user, result)[0] for user in (office.officer, enumerator)] == [404, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries(django_assert_num_queries, count):
    office = make_office()
    result = measure(office, *["Petugas ramah"] * count)
    browser = signed_in(office.coordinator)
    browser.get(f"/kantor/hasil/{result.pk}/komentar/")
    with django_assert_num_queries(12):
        browser.get(f"/kantor/hasil/{result.pk}/komentar/")


def test_one_elements_comments_are_paged(monkeypatch):
    monkeypatch.setattr(comments, "PAGE", 1)
    office = make_office()
    result = measure(office, "Ramah pertama", "Ramah kedua")
    browser = signed_in(office.coordinator)
    pages = [
        browser.get(f"/kantor/hasil/{result.pk}/komentar/?unsur=U7&halaman={n}").content.decode()
        for n in (1, 2)
    ]
    assert ["Ramah pertama" in page for page in pages] == [False, True]
    assert "1 lagi yang lebih lama" in pages[0]
    assert "Lebih baru" in pages[1]


def test_an_officer_corrects_a_comment_and_gives_it_back():
    office = make_office()
    office.officer.memberships.update(unit=office.units[1])
    result = measure(office, "Ramah")
    address = f"/kantor/hasil/{result.pk}/komentar/{Response.objects.get(comment='Ramah').pk}/"
    browser = signed_in(office.officer)
    assert "Komentar ini tentang apa?" in browser.get(address).content.decode()
    assert browser.post(address, {"langkah": "simpan", "unsur-U9": "complaint"}).status_code == 303
    page = read(office.officer, result)[1]
    assert "(keluhan, dikoreksi)" in page
    assert "U9 keluhan" in browser.get(address).content.decode()
    browser.post(address, {"langkah": "kembalikan"})
    assert "dikoreksi" not in read(office.officer, result)[1]
    assert [one.corrected_by for one in CommentCorrection.objects.all()] == [office.officer] * 2


def test_a_leader_reads_but_does_not_correct():
    office = make_office()
    leader = make_user("kepala", Role.LEADER, office.units[1])
    result = measure(office, "Ramah")
    address = f"/kantor/hasil/{result.pk}/komentar/{Response.objects.get(comment='Ramah').pk}/"
    status, page = read(leader, result)
    assert (status, address in page) == (200, False)
    assert signed_in(leader).post(address, {"langkah": "simpan"}).status_code == 403
