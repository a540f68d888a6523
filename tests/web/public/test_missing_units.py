"""Who has not reported."""

import pytest

from puas.methodology.periods import PeriodKind
from puas.operations.calendars import set_rule
from tests.factories import make_unit
from tests.factories.instruments import classic
from tests.web.scenes import measure, publish, publish_units

pytestmark = pytest.mark.django_db
ADDRESS = "/i/kota-contoh/2023-Q3/belum-lapor/"


@pytest.mark.parametrize("missing", [1, 3])
def test_units_without_a_result_are_listed_with_their_last_period(client, django_assert_num_queries, missing):
    agency, units = publish_units(missing)
    measure(make_unit(agency, "Dinas Rajin", number=9), "2023-Q3", 4)
    publish(agency, "2023-Q3")
    with django_assert_num_queries(8):
        page = client.get(ADDRESS).content.decode()
    assert f"{missing} dari {missing + 1} unit belum mempunyai hasil" in page
    for unit in units:
        assert f'<a href="/i/kota-contoh/{unit.slug}/2023-Q2/">Triwulan II 2023</a>' in page
    assert "Dinas Rajin" not in page
    agency_page = client.get("/i/kota-contoh/2023-Q3/").content.decode()
    assert f"1 dari {missing + 1}" in agency_page
    assert 'href="/i/kota-contoh/2023-Q3/belum-lapor/"' in agency_page


def test_a_unit_that_surveys_once_a_year_is_not_waited_for(client):
    agency, _ = publish_units(1)
    yearly = make_unit(agency, "Tahunan")
    assert "Tahunan" in client.get("/i/kota-contoh/2023-Q2/belum-lapor/").content.decode()
    set_rule(unit=yearly, kind=PeriodKind.YEAR.value, instrument=classic(), by=None)
    page = client.get("/i/kota-contoh/2023-Q2/belum-lapor/").content.decode()
    assert "Semua unit sudah melapor" in page


def test_a_period_without_anything_published_is_not_there(client):
    publish_units(1)
    assert client.get(ADDRESS).status_code == 404
