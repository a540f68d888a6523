"""The result page of a unit."""

from datetime import date

import pytest

from puas.models import Result, Unit
from puas.operations.periods import ensure_period
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.operations.unit_changes import merge_units, rename_unit
from tests.factories import make_open_survey, make_responses, make_user
from tests.factories.plans import SCORES, finish, make_item
from tests.factories.results import make_result, release
from tests.web.scenes import make_units, measure, publish, publish_units

pytestmark = pytest.mark.django_db
ADDRESS = "/i/kota-contoh/dinas-1/2023-Q2/"


def test_it_shows_the_index_its_grade_and_why(client, django_assert_num_queries):
    publish_units(2)
    with django_assert_num_queries(6):
        response = client.get("/i/kota-contoh/dinas-2/2023-Q2/")
    page = response.content.decode()
    assert response.status_code == 200
    assert '<span class="figure__value">75,00</span>' in page
    assert "Bila semua responden menjawab 3" in page
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=86400"
    assert "ETag" in response


def test_the_chart_says_the_same_as_the_table(client):
    _, units = make_units(1)
    survey = make_open_survey(units[0])
    make_responses(survey, (4, 4, 4, 4, 4, 4, 4, 1, 4), (3,) * 9)
    close_survey(survey=survey, by=None)
    result = compute_result(unit=units[0], period=survey.period, by=None)
    release(result)
    page = client.get(ADDRESS).content.decode()
    assert page.count('role="img"') == 2
    assert page.count('class="is-lowest"') == 3
    assert '<td class="number">50,00</td><td class="number">2,00</td>' in page


def test_it_names_the_method_and_what_was_counted(client):
    _, units = publish_units(1)
    page = client.get(ADDRESS).content.decode()
    result = Result.objects.get(unit=units[0])
    for text in ("1/9 untuk setiap unsur", "classic-2017@1", "database", result.input_hash[:16]):
        assert text in page


def test_a_correction_is_listed_with_its_reason_and_the_first_version_stays(client):
    agency, units = publish_units(1)
    agency.policy = {"weighting": "0.11"}
    agency.save()
    unit = Unit.objects.get(pk=units[0].pk)
    corrected = compute_result(unit=unit, period=ensure_period("2023-Q2"), by=None)
    release(corrected, "Bobot menurut surat edaran")
    page = client.get(ADDRESS).content.decode()
    assert '<span class="figure__value">99,00</span>' in page
    assert page.index("Versi 2, terbit") < page.index("Versi 1, terbit")
    assert page.count("(berlaku)") == 1
    assert "Alasan koreksi: Bobot menurut surat edaran" in page


def test_english_names_of_elements_and_grades(client):
    publish_units(2)
    page = client.get("/i/kota-contoh/dinas-2/2023-Q2/?bahasa=en").content.decode()
    assert "Completion Time" in page
    assert "Waktu Penyelesaian" not in page
    assert "Quarter II 2023" in page


def test_nothing_is_shown_before_it_is_published(client):
    agency, units = make_units(1)
    measure(units[0])
    response = client.get(ADDRESS)
    assert response.status_code == 404
    assert "Belum ada hasil yang terbit" in response.content.decode()
    publish(agency)
    assert client.get(ADDRESS).status_code == 200


def test_a_period_that_is_none_is_refused(client):
    assert client.get("/i/kota-contoh/dinas-1/kapan/").status_code == 400


def test_the_published_plan_and_what_became_of_the_one_before(client, django_assert_num_queries):
    _, (unit,) = make_units(1)
    make_result(unit, SCORES)
    done = make_item(unit, text="Memasang papan tarif")
    make_item(unit, element="U3", text="Menambah petugas")
    finish(done, make_user("kedua"))
    result = make_result(unit, SCORES, period="2023-Q3")
    make_item(unit, "2023-Q3", "U2", text="Menyederhanakan formulir", quarters=("2023-Q4",))
    make_item(unit, "2023-Q3", "U4", text="<b>Menambah</b> kursi", quarters=("2023-Q4", "2024-Q1"))
    address = "/i/kota-contoh/dinas-1/2023-Q3/"
    assert client.get(address).status_code == 404
    release(result)
    with django_assert_num_queries(7):
        page = client.get(address).content.decode()
    assert (
        "Dari rencana perbaikan Triwulan II 2023, 1 dari 2 kegiatan selesai dan dipastikan (50,00%)" in page
    )
    assert page.index("&lt;b&gt;Menambah&lt;/b&gt; kursi") < page.index("Menyederhanakan formulir")
    assert ("TW IV 2023, TW I 2024" in page, "Sudah dipasang" in page) == (True, False)


def test_what_happened_to_a_unit_is_said_and_names_are_those_of_the_period(client, django_assert_num_queries):
    _, (first, second, new) = publish_units(3)
    given = {"reason": "Perda 5/2025", "by": None}
    rename_unit(unit=first, name="Dinas Baru", on=date(2024, 1, 1), **given)
    merge_units(units=[first, second], into=new, on=date(2025, 1, 1), **given)
    with django_assert_num_queries(8):
        page = client.get(ADDRESS).content.decode()
    assert "<h1>Dinas 1</h1>" in page
    assert "Sekarang bernama Dinas Baru." in page
    assert "Sampai 31 Desember 2023 bernama Dinas 1; sejak 1 Januari 2024 bernama Dinas Baru." in page
    assert "Ada sampai 31 Desember 2024; sejak 1 Januari 2025 digabung ke Dinas 3" in page
    assert 'href="/i/kota-contoh/dinas-3/2023-Q2/">Lihat Dinas 3</a>' in page
    assert "Perda" not in page
    page = client.get("/i/kota-contoh/dinas-3/2023-Q2/").content.decode()
    assert "Sejak 1 Januari 2025 meneruskan Dinas Baru, Dinas 2, yang digabung ke unit ini." in page
    assert "Dinas 1<" in client.get("/i/kota-contoh/2023-Q2/").content.decode()
