"""Minutes of a public forum in the office: written down, corrected, with photographs, then locked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puas.models import Evidence, Forum, Result, Role
from tests.factories import make_user
from tests.factories.evidence_files import JPEG
from tests.factories.results import release
from tests.web.plan_scenes import make_scene, signed_in

pytestmark = pytest.mark.django_db
GIVEN = {
    "periode": "2023-Q2",
    "tanggal": "2023-07-12",
    "tempat": "Aula",
    "peserta-users": "1.020",
    "peserta-media": "2",
    "ringkasan": "Disepakati papan tarif di setiap loket.",
}


@pytest.fixture
def scene(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_scene()


def address(scene):
    return f"/kantor/unit/{scene.unit.pk}/forum/"


def record(scene, **given):
    return signed_in(scene.officer).post(address(scene), GIVEN | given)


def test_minutes_are_written_and_listed(scene):
    response = record(scene)
    made = Forum.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/kantor/forum/{made.pk}/")
    assert (made.period.code, made.total, made.place, made.created_by) == (
        "2023-Q2",
        1022,
        "Aula",
        scene.officer,
    )
    page = signed_in(scene.officer).get(address(scene)).content.decode()
    assert ("12 Juli 2023" in page, "1.022" in page) == (True, True)


def test_every_mistake_is_said_and_what_was_typed_stays(scene):
    response = record(scene, tanggal="kemarin", ringkasan="", **{"peserta-users": "banyak"})
    page = response.content.decode()
    assert (response.status_code, Forum.objects.count()) == (422, 0)
    assert [f'href="#{name}"' in page for name in ("tanggal", "peserta", "ringkasan")] == [True] * 3
    assert ('value="banyak"' in page, 'value="Aula"' in page) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(scene, count, django_assert_num_queries):
    for number in range(count):
        record(scene, tempat=f"Aula {number}")
    browser = signed_in(scene.officer)
    with django_assert_num_queries(8):
        browser.get(address(scene))


def test_a_photograph_is_added_and_shown(scene):
    record(scene)
    made = Forum.objects.get()
    browser = signed_in(scene.officer)
    sent = {"judul": "Suasana forum", "berkas": SimpleUploadedFile("f.jpg", JPEG)}
    assert browser.post(f"/kantor/forum/{made.pk}/bukti/", sent)["Location"] == f"/kantor/forum/{made.pk}/"
    piece = Evidence.objects.get(forum=made)
    assert (
        f'src="/kantor/bukti/{piece.pk}/?lihat" alt="Suasana forum"'
        in browser.get(f"/kantor/forum/{made.pk}/").content.decode()
    )


def test_minutes_are_corrected_until_their_result_is_published(scene):
    record(scene)
    made = Forum.objects.get()
    browser = signed_in(scene.officer)
    page = f"/kantor/forum/{made.pk}/"
    assert browser.post(page, GIVEN | {"ringkasan": ""}).status_code == 422
    assert browser.post(page, GIVEN | {"ringkasan": "Diperbaiki"}).status_code == 303
    made.refresh_from_db()
    assert made.summary == "Diperbaiki"
    release(Result.objects.get(unit=scene.unit))
    assert "notulennya tidak berubah lagi" in browser.get(page).content.decode()
    assert browser.post(page, GIVEN).status_code == 409


def test_who_may_not_plan_reads_only(scene):
    record(scene)
    made = Forum.objects.get()
    leader = signed_in(make_user("kepala", Role.LEADER, scene.unit))
    assert "Simpan notulen" not in leader.get(address(scene)).content.decode()
    assert (
        leader.post(address(scene), GIVEN).status_code,
        leader.post(f"/kantor/forum/{made.pk}/").status_code,
    ) == (
        403,
        404,
    )
    stranger = signed_in(make_user("lain", Role.OFFICER, scene.other))
    assert stranger.get(f"/kantor/forum/{made.pk}/").status_code == 404
