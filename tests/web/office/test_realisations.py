"""Carrying out an activity in the office: reports with evidence, and a second person who decides."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puas.models import Confirmation, Evidence, Progress, Role
from tests.factories import make_user
from tests.factories.evidence_files import PDF
from tests.factories.plans import make_item, report
from tests.web.plan_scenes import make_scene, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_scene()


@pytest.fixture
def item(scene):
    return make_item(scene.unit)


def address(item, part=""):
    return f"/kantor/kegiatan/{item.pk}/{part}"


def send(user, item, **given):
    sent = {"keadaan": "done", "catatan": "Sudah dipasang"} | given
    return signed_in(user).post(address(item, "laporan/"), sent)


def file(content=PDF, name="bukti.pdf"):
    return SimpleUploadedFile(name, content)


def test_the_limits_are_said_before_anything_is_sent(scene, item):
    page = signed_in(scene.officer).get(address(item)).content.decode()
    assert "PDF, JPEG, PNG, WebP, DOCX, XLSX; paling besar 10 MB setiap berkas" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_any_number_of_reports(scene, item, count, django_assert_num_queries):
    for number in range(count):
        send(scene.officer, item, keadaan="under_way", catatan=f"Tahap {number}")
    browser = signed_in(scene.officer)
    with django_assert_num_queries(10):
        page = browser.get(address(item)).content.decode()
    assert page.count("Tahap ") == count


def test_a_report_with_files_and_a_link(scene, item):
    given = {"judul": "Papan", "tautan": "https://contoh.go.id/berita", "berkas": [file(), file()]}
    response = send(scene.officer, item, **given)
    assert (response.status_code, response["Location"]) == (303, address(item))
    assert list(Evidence.objects.order_by("id").values_list("title", "kind", "link")) == [
        ("Papan (1)", "pdf", ""),
        ("Papan (2)", "pdf", ""),
        ("Papan", "", "https://contoh.go.id/berita"),
    ]
    page = signed_in(scene.officer).get(address(item)).content.decode()
    assert page.count("/kantor/bukti/") == 5  # each file and taking it back; of the link only the latter
    assert "Menunggu orang kedua" in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"keadaan": "nanti"}, "keadaan"),
        ({"catatan": ""}, "catatan"),
        ({"keadaan": "dropped", "catatan": " "}, "catatan"),
        ({"tautan": "https://contoh.go.id"}, "judul"),
        ({"judul": "Foto", "tautan": "javascript:alert(1)"}, "tautan"),
        ({"judul": "Foto", "berkas": SimpleUploadedFile("foto.jpg", b"<html>")}, "berkas"),
        ({"judul": "Foto", "berkas": [SimpleUploadedFile("a.pdf", PDF) for _ in range(6)]}, "berkas"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_kept(scene, item, given, field):
    response = send(scene.officer, item, **given)
    page = response.content.decode()
    assert (response.status_code, f'<a href="#{field}">' in page) == (422, True)
    assert (Progress.objects.count(), Evidence.objects.count()) == (0, 0)


def test_an_address_that_only_takes_answers_leads_to_the_activity(scene, item):
    made = report(item)
    browser = signed_in(scene.coordinator)
    for reached in (address(item, "laporan/"), f"/kantor/laporan/{made.pk}/putusan/"):
        assert browser.get(reached)["Location"] == address(item)


def test_a_file_that_is_too_large_is_refused_by_its_size(scene, item):
    response = send(scene.officer, item, judul="Foto", berkas=file(PDF + b"\0" * (10 * 2**20)))
    assert (response.status_code, "paling besar 10 MB" in response.content.decode()) == (422, True)


def test_a_second_person_confirms_and_it_counts(scene, item):
    made = report(item, by=scene.officer)
    page = signed_in(scene.coordinator).get(address(item)).content.decode()
    assert "Pastikan selesai" in page
    response = signed_in(scene.coordinator).post(f"/kantor/laporan/{made.pk}/putusan/", {"putusan": "terima"})
    assert (response.status_code, response["Location"]) == (303, address(item))
    assert Confirmation.objects.get().confirmed_by == scene.coordinator
    assert "<strong>1 dari 1</strong>" in signed_in(scene.officer).get(scene.plan).content.decode()


def test_giving_back_needs_a_reason(scene, item):
    made = report(item, by=scene.officer)
    browser = signed_in(scene.coordinator)
    decide = f"/kantor/laporan/{made.pk}/putusan/"
    assert browser.post(decide, {"putusan": "kembalikan", "alasan": ""}).status_code == 422
    assert browser.post(decide, {"putusan": "mungkin"}).status_code == 404
    assert Confirmation.objects.count() == 0
    browser.post(decide, {"putusan": "kembalikan", "alasan": "Fotonya dari loket lain"})
    page = signed_in(scene.officer).get(address(item)).content.decode()
    assert ("Fotonya dari loket lain" in page, "Sedang berjalan" in page) == (True, True)


def test_nobody_confirms_the_own_report(scene, item):
    made = report(item, by=scene.coordinator)
    browser = signed_in(scene.coordinator)
    assert "Pastikan selesai" not in browser.get(address(item)).content.decode()
    assert browser.post(f"/kantor/laporan/{made.pk}/putusan/", {"putusan": "terima"}).status_code == 403
    assert Confirmation.objects.count() == 0


def test_an_officer_confirms_nothing_and_a_reader_reports_nothing(scene, item):
    made = report(item)
    decide = f"/kantor/laporan/{made.pk}/putusan/"
    assert signed_in(scene.officer).post(decide, {"putusan": "terima"}).status_code == 404
    leader = make_user("kepala", Role.LEADER, scene.unit)
    assert "Simpan laporan" not in signed_in(leader).get(address(item)).content.decode()
    assert send(leader, item, keadaan="under_way").status_code == 404
    stranger = make_user("lain", Role.OFFICER, scene.other)
    assert signed_in(stranger).get(address(item)).status_code == 404
