"""The method page."""

import pytest

from tests.factories import make_unit
from tests.web.scenes import make_units, measure, publish, publish_units

pytestmark = pytest.mark.django_db
ADDRESS = "/i/kota-contoh/2023-Q2/metode/"


def test_it_names_the_agency_s_own_parameters(client, django_assert_num_queries):
    agency, (unit,) = make_units(1)
    agency.policy |= {"weighting": "0.11"}
    agency.save()
    measure(make_unit(agency, "Anak", parent=unit))
    measure(unit)
    publish(agency)
    with django_assert_num_queries(5):
        page = client.get(ADDRESS).content.decode()
    for text in (
        "Bobot 0,11 untuk setiap unsur: dipakai 2 unit.",
        "Nilai instansi adalah rata-rata sederhana nilai semua unit.",
        "gabungan jawaban respondennya sendiri dan responden unit di bawahnya",
        "Kelompok di bawah 5 orang disembunyikan",
        "classic-2017@1",
        "U8 Penanganan Pengaduan, Saran dan Masukan",
    ):
        assert text in page


def test_the_grades_and_the_sample_are_those_of_the_method(client):
    publish_units(1)
    page = client.get(ADDRESS).content.decode()
    assert "76,61–88,30" in page
    assert '<td class="number">1.000</td><td class="number">278</td>' in page
    assert client.get("/i/kota-contoh/2023-Q1/metode/").status_code == 404
