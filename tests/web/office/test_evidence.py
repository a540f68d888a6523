"""Evidence in the office: handed out only to who sees its unit, in a way that nothing in it can run."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puas.lifecycles import ItemState
from puas.models import Evidence, Role
from puas.operations.evidence import NewEvidence, attach_evidence
from puas.queries.evidence import path_of
from tests.factories import make_user
from tests.factories.evidence_files import JPEG, PDF
from tests.factories.plans import finish, make_item, report
from tests.web.plan_scenes import make_scene, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_scene()


@pytest.fixture
def made(scene):
    return report(make_item(scene.unit), ItemState.UNDER_WAY)


def keep(made, content=PDF, title="Papan tarif: loket <1>"):
    return attach_evidence(to=made, evidence=NewEvidence(title, content), by=None)


def test_a_document_is_saved_and_never_opened(scene, made):
    response = signed_in(scene.officer).get(f"/kantor/bukti/{keep(made).pk}/?lihat")
    assert (response.content, response["Content-Type"]) == (PDF, "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="papan-tarif-loket-1.pdf"'
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == (
        "nosniff",
        "private, no-store",
    )
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_picture_can_be_shown(scene, made):
    address = f"/kantor/bukti/{keep(made, JPEG).pk}/"
    shown, saved = (signed_in(scene.officer).get(address + query) for query in ("?lihat", ""))
    assert (shown["Content-Type"], shown["Content-Disposition"][:6]) == ("image/jpeg", "inline")
    assert saved["Content-Disposition"][:10] == "attachment"


def test_nobody_else_gets_it(client, scene, made):
    address = f"/kantor/bukti/{keep(made).pk}/"
    assert client.get(address).status_code == 302
    stranger = make_user("lain", Role.OFFICER, scene.other)
    assert signed_in(stranger).get(address).status_code == 404


def test_a_lost_file_is_said(scene, made):
    kept = keep(made)
    path_of(kept).unlink()
    assert signed_in(scene.officer).get(f"/kantor/bukti/{kept.pk}/").status_code == 404


def test_more_is_added_until_somebody_decided(scene, made):
    browser, address = signed_in(scene.officer), f"/kantor/laporan/{made.pk}/bukti/"
    back = browser.post(address, {"judul": "Foto", "berkas": SimpleUploadedFile("a.pdf", PDF)}, follow=True)
    assert ("Bukti disimpan." in back.content.decode(), Evidence.objects.count()) == (True, 1)
    back = browser.post(address, {"judul": "Foto"}, follow=True)
    assert "Pilih berkas bukti, atau isi tautannya." in back.content.decode()
    item = make_item(scene.unit, text="Yang lain")
    decided = finish(item, scene.coordinator)
    sent = {"judul": "Foto", "tautan": "https://contoh.go.id"}
    assert browser.post(f"/kantor/laporan/{decided.pk}/bukti/", sent).status_code == 409


def test_a_piece_is_taken_back_with_a_reason(scene, made):
    kept = keep(made)
    browser, address = signed_in(scene.officer), f"/kantor/bukti/{kept.pk}/tarik/"
    assert "Tarik bukti ini?" in browser.get(address).content.decode()
    assert browser.post(address, {"alasan": " "}).status_code == 422
    response = browser.post(address, {"alasan": "Wajah warga terlihat"})
    assert response["Location"] == f"/kantor/kegiatan/{made.item_id}/"
    kept.refresh_from_db()
    assert (kept.withdrawn_by, kept.withdrawn_reason) == (scene.officer, "Wajah warga terlihat")
    assert browser.get(f"/kantor/bukti/{kept.pk}/").status_code == 404
    assert "Wajah warga terlihat" in browser.get(response["Location"]).content.decode()
