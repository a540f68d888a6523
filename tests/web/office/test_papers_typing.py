"""The grid: a row is kept by a plain form, or by a script that asks for JSON; nothing typed is lost."""

import pytest

from puas.models import Keying, PaperEntry, Role
from tests.factories import make_user
from tests.factories.paper_batches import make_batch, type_in
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

SCORES = {f"Q{n}": "4" for n in range(1, 10)}


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def batch(office):
    return make_batch(office.survey, 45)


def post(office, batch, keying=1, client=None, accept="text/html", **typed):
    data = {"lembar": "1", "_date": "2-5-2023", **SCORES, **typed}
    client = client or signed_in(office.officer)
    return client.post(f"/kantor/kertas/{batch.pk}/ketik/{keying}/", data, headers={"accept": accept})


def test_a_row_is_kept_and_the_next_sheet_comes(office, batch):
    response = post(office, batch, sex="2", education="7", age="41", _comment="Terima kasih")
    assert response.status_code == 303
    assert response["Location"] == f"/kantor/kertas/{batch.pk}/ketik/1/?lembar=2#lembar-2"
    entry = PaperEntry.objects.get()
    assert (entry.sheet, entry.keying, entry.typed_by) == (1, Keying.FIRST, office.officer)
    assert entry.content == {
        "_date": "2023-05-02",
        "sex": "P",
        "age": 41,
        "education": "S3",
        **{f"Q{n}": 4 for n in range(1, 10)},
        "_comment": "Terima kasih",
    }


def test_what_is_wrong_comes_back_in_its_row(office, batch):
    response = post(office, batch, lembar="23", Q3="7", _comment="tetap ada")
    page = response.content.decode()
    assert response.status_code == 422
    assert "“7” bukan pilihan; ketik angka 1 sampai 4, atau 0 bila tidak dijawab." in page
    assert 'name="Q3" value="7"' in page
    assert 'value="tetap ada"' in page
    assert page.count('aria-invalid="true"') == 1
    assert PaperEntry.objects.count() == 0


def test_a_script_gets_numbers_or_a_sentence(office, batch):
    saved = post(office, batch, accept="application/json")
    assert (saved.status_code, saved.json()) == (200, {"revision": 1, "done": 1, "total": 45})
    again = post(office, batch, accept="application/json", Q1="1")
    assert again.json() == {"revision": 2, "done": 1, "total": 45}
    wrong = post(office, batch, accept="application/json", _date="31-2-2023")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "_date")


def test_a_sheet_of_another_batch_is_refused(office, batch):
    assert post(office, batch, lembar="46").status_code == 400
    assert post(office, batch, lembar="x", accept="application/json").status_code == 422
    assert PaperEntry.objects.count() == 0


def test_work_goes_on_at_the_first_sheet_that_is_not_typed_in(office, batch):
    for sheet in range(1, 22):
        type_in(batch, sheet)
    page = signed_in(office.officer).get(f"/kantor/kertas/{batch.pk}/ketik/1/").content.decode()
    assert 'id="lembar-21"' in page
    assert 'id="lembar-20"' not in page
    assert '<tr id="lembar-22" class="is-current">' in page
    assert page.count(" autofocus") == 1
    assert '<output id="sudah">21</output>' in page


def test_the_second_person_does_not_see_what_the_first_typed(office, batch):
    post(office, batch, age="41", _comment="rahasia")
    second = signed_in(make_user("kedua", Role.ENUMERATOR, office.units[0]))
    page = second.get(f"/kantor/kertas/{batch.pk}/ketik/2/").content.decode()
    assert 'value="41"' not in page
    assert "rahasia" not in page
    assert 'name="_comment"' not in page
    assert post(office, batch, keying=2, client=second).status_code == 303
    refused = post(office, batch, keying=2)
    assert refused.status_code == 403
    assert "ketikan keduanya harus oleh orang lain" in refused.content.decode()


def test_there_are_two_keyings(office, batch):
    assert post(office, batch, keying=3).status_code == 404


def test_a_spoiled_sheet_needs_nothing_else(office, batch):
    assert post(office, batch, Q1="kopi", rusak="1").status_code == 303
    assert PaperEntry.objects.get().is_spoiled


def test_one_page_asks_the_same_few_questions(office, batch, django_assert_num_queries):
    for sheet in range(1, 10):
        type_in(batch, sheet, by=office.officer)
    client = signed_in(office.officer)
    with django_assert_num_queries(5):
        client.get(f"/kantor/kertas/{batch.pk}/ketik/1/")


def test_numbers_in_the_markup_are_never_written_the_indonesian_way(office):
    for _ in range(11):
        batch = make_batch(office.survey, 100)
    page = signed_in(office.officer).get(f"/kantor/kertas/{batch.pk}/ketik/1/?lembar=1050").content.decode()
    assert '<tr id="lembar-1050" class="is-current">' in page
    assert 'name="lembar" value="1050"' in page
    assert 'maxlength="2000"' in page
    assert 'href="?lembar=1040"' in page
    assert "1.0" not in page.split("<table")[1].split("</table>")[0]
