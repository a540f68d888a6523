"""All reports of a period: started from the reports page, watched as a job, downloaded once it is done."""

import pytest

from puas.models import Job, Role
from puas.queries.units import root_of
from tests.factories import make_user
from tests.factories.jobs import work
from tests.web.scenes import publish_units, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return root_of(publish_units(1)[0])


def address(root):
    return f"/kantor/unit/{root.pk}/2023-Q2/laporan/"


def test_the_zip_is_made_as_a_job_and_downloaded(root):
    browser = signed_in(make_user("koordinator", Role.COORDINATOR, root))
    assert "Buat semua laporan" in browser.get(address(root)).content.decode()
    response = browser.post(address(root) + "semua/", {"format": "xlsx"})
    job = Job.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/kantor/pekerjaan/{job.pk}/")
    assert browser.get(f"/kantor/pekerjaan/{job.pk}/laporan.zip").status_code == 404
    work()
    assert "2 laporan ditulis." in browser.get(f"/kantor/pekerjaan/{job.pk}/").content.decode()
    download = browser.get(f"/kantor/pekerjaan/{job.pk}/laporan.zip")
    assert b"".join(download)[:2] == b"PK"
    assert download["Content-Disposition"] == 'attachment; filename="laporan-kota-contoh-2023-Q2-xlsx.zip"'


def test_an_auditor_does_not_start_it(root):
    auditor = signed_in(make_user("auditor", Role.AUDITOR, root))
    assert "Buat semua laporan" not in auditor.get(address(root)).content.decode()
    assert auditor.post(address(root) + "semua/", {"format": "pdf"}).status_code == 403
