"""Two readings side by side: the rate, the differences, and the decision."""

import pytest

from puas.models import Keying, PaperEntry
from tests.factories.paper_batches import make_batch, type_in
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def batch(office):
    batch = make_batch(office.survey)
    type_in(batch, 1, 4)
    type_in(batch, 1, 4, Keying.SECOND, Q2=1, sex="L")
    type_in(batch, 2, 3)
    type_in(batch, 2, 3, Keying.SECOND)
    return batch


def test_the_rate_and_both_values_are_shown(office, batch):
    page = signed_in(office.officer).get(f"/kantor/kertas/{batch.pk}/banding/").content.decode()
    assert "6,67 % <small>2 dari 30 isian</small>" in page
    assert "Q2 Kemudahan prosedur" in page
    assert "<strong>4 = Sangat mudah</strong>" in page
    assert "<strong>1 = Tidak mudah</strong>" in page
    assert 'id="lembar-2"' not in page


def test_a_decision_is_kept(office, batch):
    client = signed_in(office.officer)
    address = f"/kantor/kertas/{batch.pk}/banding/"
    assert client.post(address, {"lembar": "1", "Q2": "2", "sex": "1"}).status_code == 303
    entry = PaperEntry.objects.get(keying=Keying.SETTLED)
    assert (entry.content["Q2"], "sex" in entry.content) == (1, False)
    assert "Tidak ada beda yang menunggu keputusan." in client.get(address).content.decode()


def test_half_a_decision_is_refused(office, batch):
    address = f"/kantor/kertas/{batch.pk}/banding/"
    response = signed_in(office.officer).post(address, {"lembar": "1", "Q2": "2"})
    assert response.status_code == 422
    assert "Pilih yang benar untuk setiap isian yang berbeda." in response.content.decode()
    assert not PaperEntry.objects.filter(keying=Keying.SETTLED).exists()


def test_without_a_second_reading_it_says_how_to_get_one(office):
    batch = make_batch(office.survey)
    page = signed_in(office.officer).get(f"/kantor/kertas/{batch.pk}/banding/").content.decode()
    assert "Minta orang kedua mengetik" in page
