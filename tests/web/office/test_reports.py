"""Reports in the office: a draft at any time, frozen once it is published, files handed out."""

import pytest

from puas.models import Report, Role
from puas.queries.units import root_of
from tests.factories import make_user
from tests.factories.reports import make_report
from tests.web.scenes import make_units, measure, publish_units, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return publish_units(2)[0]


@pytest.fixture
def root(agency):
    return root_of(agency)


@pytest.fixture
def coordinator(root):
    return make_user("koordinator", Role.COORDINATOR, root)


def address(root, rest=""):
    return f"/kantor/unit/{root.pk}/2023-Q2/laporan/{rest}"


def test_the_page_leads_to_the_draft_and_to_freezing(root, coordinator):
    page = signed_in(coordinator).get(address(root)).content.decode()
    assert address(root, "agency/draf.pdf") in page
    assert address(root, "agency/bekukan/") in page


def test_the_draft_is_a_document_without_a_code(root, coordinator):
    response = signed_in(coordinator).get(address(root, "agency/draf.pdf"))
    assert response.content.startswith(b"%PDF-")
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="draf-laporan-instansi-kota-contoh-2023-Q2.pdf"'
    )
    assert Report.objects.count() == 0


def test_freezing_asks_first_and_then_keeps_the_files(root, coordinator):
    browser = signed_in(coordinator)
    assert "Tidak dapat ditarik kembali" in browser.get(address(root, "agency/bekukan/")).content.decode()
    response = browser.post(address(root, "agency/bekukan/"))
    assert (response.status_code, response["Location"]) == (303, address(root))
    report = Report.objects.get()
    assert report.frozen_by == coordinator
    assert f"kode {report.printed_code}" in browser.get(address(root)).content.decode()


def test_an_auditor_reads_and_does_not_freeze(root):
    auditor = signed_in(make_user("auditor", Role.AUDITOR, root))
    assert auditor.get(address(root)).status_code == 200
    assert auditor.post(address(root, "agency/bekukan/")).status_code == 403


def test_what_is_not_published_says_what_to_do_first(settings, tmp_path):
    agency, units = make_units(1)
    measure(units[0])
    coordinator = make_user("koordinator", Role.COORDINATOR, root_of(agency))
    page = signed_in(coordinator).get(address(root_of(agency))).content.decode()
    assert "Belum dapat dibekukan" in page


def test_a_kept_file_is_handed_out_to_who_sees_its_unit(agency, root, coordinator):
    file = make_report(agency).files.get(format="docx")
    response = signed_in(coordinator).get(f"/kantor/berkas-laporan/{file.pk}/")
    assert (response.status_code, len(response.content)) == (200, file.bytes)
    assert signed_in(make_user("orang-lain")).get(f"/kantor/berkas-laporan/{file.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    agency, root, coordinator, count, django_assert_num_queries
):
    for _ in range(count):
        make_report(agency)
    browser = signed_in(coordinator)
    with django_assert_num_queries(11):
        browser.get(address(root))
