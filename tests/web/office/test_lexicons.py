"""The agency's word list in the office."""

import pytest

from puas.models import LexiconEdit
from tests.factories import make_responses
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/kantor/instansi/kota-contoh/kata/"
LIFT = {"unsur": "U9", "guna": "topics", "kata": "Lift"}


def send(user, **given):
    response = signed_in(user).post(ADDRESS, given)
    return response.status_code, response.content.decode()


def test_a_word_is_looked_at_saved_and_undone():
    office = make_office()
    make_responses(office.survey, (4,) * 9, comment="Lift mati")
    status, page = send(office.coordinator, langkah="lihat", **LIFT)
    assert (status, LexiconEdit.objects.count()) == (200, 0)
    assert "Dari 1 komentar terbaru instansi, 1 berubah kelompok atau nadanya." in page
    assert "U9 tanpa nada" in page
    assert send(office.coordinator, langkah="simpan", **LIFT)[0] == 303
    edit = LexiconEdit.objects.get()
    assert (edit.word, edit.made_by) == ("lift", office.coordinator)
    assert "<ins>lift</ins>" in signed_in(office.coordinator).get(ADDRESS).content.decode()
    assert send(office.coordinator, langkah="batal", perubahan=edit.pk)[0] == 303
    assert "<ins>lift</ins>" not in signed_in(office.coordinator).get(ADDRESS).content.decode()


def test_a_word_that_is_there_already_is_told_at_its_field():
    office = make_office()
    status, page = send(office.coordinator, langkah="lihat", **LIFT | {"kata": "toilet"})
    assert (status, LexiconEdit.objects.count()) == (422, 0)
    assert "Kata “toilet” sudah begitu" in page
    assert 'value="toilet"' in page


def test_officers_do_not_edit_the_list():
    office = make_office()
    assert signed_in(office.officer).get(ADDRESS).status_code == 403
    assert send(office.officer, langkah="simpan", **LIFT)[0] == 403


def test_undoing_what_is_undone_is_not_found():
    office = make_office()
    assert send(office.coordinator, langkah="batal", perubahan="7")[0] == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries(django_assert_num_queries, count):
    office = make_office()
    browser = signed_in(office.coordinator)
    for word in ("lift", "tangga", "genset")[:count]:
        browser.post(ADDRESS, LIFT | {"langkah": "simpan", "kata": word})
    browser.get(ADDRESS)
    with django_assert_num_queries(6):
        browser.get(ADDRESS)
