"""The result page of a unit."""

import re
from datetime import date

import pytest
from django.utils import timezone

from puas.models import Exclusion, Response, Result, Unit
from puas.operations.periods import ensure_period
from puas.operations.responses import record_responses
from puas.operations.results import compute_result
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from puas.operations.unit_changes import merge_units, rename_unit
from tests.factories import make_open_survey, make_responses, make_unit, make_user
from tests.factories.plans import SCORES, finish, make_item
from tests.factories.reports import make_report
from tests.factories.responses import make_answer
from tests.factories.results import make_result, release
from tests.web.scenes import make_units, measure, publish, publish_units

pytestmark = pytest.mark.django_db
ADDRESS = "/i/kota-contoh/dinas-1/2023-Q2/"


def test_it_shows_the_index_its_grade_and_why(client, django_assert_num_queries):
    publish_units(2)
    with django_assert_num_queries(7):
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
    with django_assert_num_queries(10):
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


def answer_groups(unit, *counts, period="2023-Q2"):
    """Publish a survey in which `counts` people of each sex answered 4."""
    survey = make_open_survey(unit, period)
    for place, (sex, count) in enumerate(zip("LP", counts, strict=True)):
        rows = [
            make_answer(survey.pk * 1000 + place * 100 + n, (4,) * 9, profile={"sex": sex})
            for n in range(count)
        ]
        record_responses(survey=survey, answers=rows, by=None)
    close_survey(survey=survey, by=None)
    return release(compute_result(unit=unit, period=survey.period, by=None))


def test_who_answered_is_shown_and_stays_as_it_was_published(client):
    _, (unit,) = make_units(1)
    answer_groups(unit, 12, 8)
    page = client.get(ADDRESS).content.decode()
    assert '<th scope="row">Laki-laki</th><td class="number">12</td><td class="number">60,0</td>' in page
    assert "Layanan tidak disebut" not in page
    rows = Response.objects.filter(survey__unit=unit).values_list("id", flat=True)
    Exclusion.objects.create(response_id=rows[0], kind="flagged", reason="x", excluded_at=timezone.now())
    page = client.get(ADDRESS, HTTP_HOST="lain.example").content.decode()
    assert '<th scope="row">Laki-laki</th><td class="number">12</td><td class="number">60,0</td>' in page


def test_small_groups_and_services_are_hidden(client):
    _, (unit,) = make_units(1)
    first, second = (create_service(unit=unit, name=name, by=None) for name in ("KTP", "Akta"))
    survey = make_open_survey(unit)
    for place, (service, count) in enumerate(((first, 30), (second, 12), (None, 2))):
        rows = [
            make_answer(place * 100 + n + 1, (4 - place,) * 9, profile={"sex": "P"}, service=service)
            for n in range(count)
        ]
        record_responses(survey=survey, answers=rows, by=None)
    close_survey(survey=survey, by=None)
    release(compute_result(unit=unit, period=survey.period, by=None))
    page = client.get(ADDRESS).content.decode()
    assert re.findall(r'rowheader">(KTP|Akta|Layanan tidak disebut)</th><td[^>]*>([^<]+)', page) == [
        ("Akta", "Disembunyikan: kelompok kecil"),
        ("KTP", "100,00"),
        ("Layanan tidak disebut", "Disembunyikan: kelompok kecil"),
    ]


def test_a_parent_shows_no_groups_and_a_correction_of_people_hides_them(client):
    agency, (parent,) = make_units(1)
    child = make_unit(agency, "Anak", parent=parent)
    answer_groups(child, 6, 6)
    answer_groups(parent, 9, 9)
    assert "halaman setiap unit, tidak pada gabungannya" in client.get(ADDRESS).content.decode()
    address = "/i/kota-contoh/anak/2023-Q2/"
    assert "Laki-laki" in client.get(address).content.decode()
    row = Response.objects.filter(survey__unit=child).first()
    Exclusion.objects.create(response=row, kind="flagged", reason="x", excluded_at=timezone.now())
    release(compute_result(unit=child, period=ensure_period("2023-Q2"), by=None), "Isian ganda")
    page = client.get(address).content.decode()
    assert ("Laki-laki" in page, "Koreksi mengubah jawaban yang dihitung" in page) == (False, True)


def test_the_bars_carry_the_period_before_and_the_trend_its_margin(client):
    _, (unit,) = make_units(1)
    release(make_result(unit, (4,) * 9, (3,) * 9, period="2023-Q1"))
    release(make_result(unit, (4,) * 9, (4,) * 9, (2,) * 9))
    page = client.get(ADDRESS).content.decode()
    assert '<th scope="col" class="number">Triwulan I 2023</th>' in page
    assert '<td class="number">83,33</td><td class="number">87,50</td><td class="number">3,33</td>' in page
    assert page.count('class="chart-band"') == 1
    cells = re.findall(
        r'row">Triwulan (I+) 2023</th><td class="number">([^<]+)</td><td class="number">([^<]+)', page
    )
    assert cells == [("I", "87,50", "24,50"), ("II", "83,33", "32,67")]


def test_kept_reports_are_named_with_their_code(client):
    agency, _ = publish_units(1)
    page = client.get("/i/kota-contoh/kota-contoh/2023-Q2/").content.decode()
    assert "<h2>Dokumen</h2>" not in page
    report = make_report(agency)
    page = client.get("/i/kota-contoh/kota-contoh/2023-Q2/").content.decode()
    assert f'<a href="/v/{report.printed_code}/">{report.title}</a>' in page
