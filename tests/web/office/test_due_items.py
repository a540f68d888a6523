"""The list of what has to be done about plans now, and the block on the first page."""

import pytest

from puas.models import Role
from tests.factories import make_user
from tests.factories.plans import make_item, report
from tests.web.plan_scenes import make_scene, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/kantor/instansi/kota-contoh/jatuh-tempo/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(count, django_assert_num_queries):
    scene = make_scene()
    for number in range(count):
        make_item(scene.unit, text=f"Kegiatan lama {number}")
    browser = signed_in(scene.officer)
    with django_assert_num_queries(9):
        page = browser.get(ADDRESS).content.decode()
    assert page.count('role="rowheader"') == count


def test_the_first_page_leads_to_what_is_late_and_what_waits():
    scene = make_scene()
    make_item(scene.unit)
    report(make_item(scene.unit, text="Sudah dilaporkan"), by=scene.officer)
    home = signed_in(scene.coordinator).get("/kantor/").content.decode()
    assert f'<a href="{ADDRESS}">1 kegiatan terlambat, 1 menunggu dipastikan</a>' in home
    waiting = signed_in(scene.coordinator).get(ADDRESS + "?perlu=waiting").content.decode()
    assert ("Sudah dilaporkan" in waiting, "Memperbaiki U4" in waiting) == (True, False)


def test_with_nothing_to_do_the_page_says_so_and_another_unit_sees_nothing():
    scene = make_scene()
    make_item(scene.unit)
    stranger = signed_in(make_user("lain", Role.OFFICER, scene.other))
    assert "Tidak ada kegiatan di daftar ini" in stranger.get(ADDRESS).content.decode()
    assert "kegiatan terlambat" not in stranger.get("/kantor/").content.decode()
    assert signed_in(make_user("luar")).get(ADDRESS).status_code == 404
