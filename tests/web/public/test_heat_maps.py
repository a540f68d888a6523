"""Every unit by every element."""

import pytest

from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("units", [1, 3])
def test_every_unit_has_a_row_of_nine_values(client, django_assert_num_queries, units):
    publish_units(units)
    with django_assert_num_queries(5):
        page = client.get("/i/kota-contoh/2023-Q2/peta-unsur/").content.decode()
    assert page.count('<th scope="row">Dinas') == units
    assert page.count('class="heat-A"') == 9 + 1
    assert "Nilai unsur menurut mutu: A 9" in page


def test_it_is_not_there_before_anything_is(client):
    assert client.get("/i/kota-contoh/2023-Q2/peta-unsur/").status_code == 404
