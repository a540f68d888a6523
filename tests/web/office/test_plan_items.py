"""Activities of a plan in the office: written, carried on, changed, moved, taken out."""

import pytest

from puas.lifecycles import ItemState
from puas.models import PlanItem
from tests.factories.plans import SCORES, make_item, report
from tests.factories.results import make_result
from tests.web.plan_scenes import make_scene, signed_in

pytestmark = pytest.mark.django_db
GIVEN = {
    "unsur": "U4",
    "kegiatan": "Memasang papan tarif",
    "triwulan": ["2023-Q4", "2023-Q3"],
    "penanggung": "Kepala Seksi",
    "indikator": "Papan terpasang",
    "anggaran": "DPA 2023",
}


@pytest.fixture
def scene():
    return make_scene()


@pytest.fixture
def browser(scene):
    return signed_in(scene.officer)


def test_an_activity_is_written_with_everything_about_it(scene, browser):
    response = browser.post(scene.plan + "kegiatan/", GIVEN)
    item = PlanItem.objects.get()
    assert (response.status_code, response["Location"]) == (303, scene.plan)
    assert (item.text, item.when, item.person, item.indicator, item.budget, item.created_by) == (
        "Memasang papan tarif",
        "TW III, IV 2023",
        "Kepala Seksi",
        "Papan terpasang",
        "DPA 2023",
        scene.officer,
    )
    assert "Jangka pendek" in browser.get(scene.plan).content.decode()


def test_the_form_offers_the_quarters_and_says_how_far_each_horizon_reaches(scene, browser):
    page = browser.get(scene.plan + "kegiatan/?unsur=U3").content.decode()
    assert page.count('name="triwulan"') == 13
    assert 'value="U3" checked' in page
    assert "Jangka pendek (kurang dari 12 bulan): selesai paling lambat Triwulan I 2024." in page


def test_every_mistake_is_said_at_its_field(scene, browser):
    response = browser.post(scene.plan + "kegiatan/", {"unsur": "U9", "indikator": "x" * 301})
    page = response.content.decode()
    assert (response.status_code, PlanItem.objects.count()) == (422, 0)
    fields = ("unsur", "kegiatan", "penanggung", "indikator", "triwulan")
    assert [f'href="#{name}"' in page for name in fields] == [True] * 5


def test_an_activity_is_changed(scene, browser):
    item = make_item(scene.unit)
    address = f"/kantor/kegiatan/{item.pk}/ubah/"
    assert item.text in browser.get(address).content.decode()
    assert browser.post(address, GIVEN | {"kegiatan": ""}).status_code == 422
    assert browser.post(address, GIVEN)["Location"] == scene.plan
    item.refresh_from_db()
    assert item.text == "Memasang papan tarif"


def test_taking_out_asks_first(scene, browser):
    item = make_item(scene.unit)
    address = f"/kantor/kegiatan/{item.pk}/hapus/"
    assert "Hapus kegiatan ini?" in browser.get(address).content.decode()
    assert PlanItem.objects.count() == 1
    assert browser.post(address)["Location"] == scene.plan
    assert PlanItem.objects.count() == 0


def test_an_activity_moves_up(scene, browser):
    first, second = make_item(scene.unit), make_item(scene.unit, text="Yang kedua")
    response = browser.post(f"/kantor/kegiatan/{second.pk}/urutan/", {"arah": "naik"})
    assert response["Location"] == f"{scene.plan}#kegiatan-{second.pk}"
    assert list(PlanItem.objects.order_by("position")) == [second, first]


def test_what_is_not_done_goes_on_in_the_next_plan(scene, browser):
    old = make_item(scene.unit, text="Menambah kursi tunggu")
    report(old, ItemState.UNDER_WAY)
    make_result(scene.unit, SCORES, period="2023-Q3")
    plan = scene.plan.replace("2023-Q2", "2023-Q3")
    form = f"{plan}kegiatan/?lanjut={old.pk}"
    assert form in browser.get(plan).content.decode()
    page = browser.get(form).content.decode()
    assert ("Menambah kursi tunggu" in page, 'name="unsur"' in page) == (True, False)
    sent = GIVEN | {"unsur": "U9", "lanjut": str(old.pk), "triwulan": ["2024-Q1"]}
    assert browser.post(plan + "kegiatan/", sent)["Location"] == plan
    new = PlanItem.objects.get(carried_from=old)
    assert (new.element, new.when) == ("U4", "TW I 2024")
    assert "lanjut=" not in browser.get(plan).content.decode()
    assert f"/kantor/kegiatan/{new.pk}/" in browser.get(f"/kantor/kegiatan/{old.pk}/").content.decode()


def test_an_unknown_item_cannot_be_carried_on(scene, browser):
    for asked in ("999999", "x", "9" * 30):
        assert browser.get(f"{scene.plan}kegiatan/?lanjut={asked}").status_code == 404
