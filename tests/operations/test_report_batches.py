"""All reports of a period as one job: a ZIP that is the same again, and one that fails does not stop it."""

import csv
import hashlib
import io
import os
import zipfile

import pytest

from puas.errors import BadInput
from puas.models import Job
from puas.operations import report_batches
from puas.operations.periods import ensure_period
from puas.operations.report_batches import start_report_batch
from puas.queries.report_batches import batch_path, find_batch
from puas.queries.units import root_of
from tests.factories.jobs import work
from tests.factories.refusals import refused
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return root_of(publish_units(2)[0])


def run(root, ending="xlsx") -> Job:
    job = start_report_batch(unit=root, period=ensure_period("2023-Q2"), ending=ending, by=None)
    work()
    return Job.objects.get(pk=job.pk)


def read_log(path) -> list[list[str]]:
    with zipfile.ZipFile(path) as archive:
        return list(csv.reader(io.StringIO(archive.read("catatan.csv").decode("utf-8-sig"))))


def test_every_unit_and_the_agency_have_their_report_in_the_zip(root):
    job = run(root)
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert (job.result["written"], job.result["failed"], job.problems) == (3, 0, [])
    with zipfile.ZipFile(find_batch(job)) as archive:
        assert archive.namelist() == [
            "laporan-instansi-kota-contoh-2023-Q2.xlsx",
            "laporan-unit-dinas-1-2023-Q2.xlsx",
            "laporan-unit-dinas-2-2023-Q2.xlsx",
            "catatan.csv",
        ]
        digests = [hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()[:3]]
    assert [row[2] for row in read_log(find_batch(job))] == ["sha256", *digests]


def test_the_same_data_give_the_same_zip_on_the_same_day(root):
    first, second = run(root), run(root)
    assert find_batch(first) != find_batch(second)
    assert find_batch(first).read_bytes() == find_batch(second).read_bytes()


def test_a_report_that_fails_is_named_and_the_others_are_written(root, monkeypatch):
    render = report_batches.render_report

    def fail_one(kind, unit, *args, **named):
        if unit.slug == "dinas-1":
            raise ValueError("broken")
        return render(kind, unit, *args, **named)

    monkeypatch.setattr(report_batches, "render_report", fail_one)
    job = run(root)
    assert (job.state, job.result["written"], job.result["failed"]) == ("done", 2, 1)
    assert [(one["about"], one["code"]) for one in job.problems] == [("Dinas 1", "report_broke")]
    assert [(row[0], row[1]) for row in read_log(find_batch(job)) if row[3]][1:] == [("Dinas 1", "")]


def test_a_format_that_is_none_is_refused(root):
    with refused(BadInput, "report_format"):
        start_report_batch(unit=root, period=ensure_period("2023-Q2"), ending="exe", by=None)


def test_a_zip_is_forgotten_after_a_week(root):
    old = batch_path("0" * 32)
    old.parent.mkdir()
    old.write_bytes(b"old")
    os.utime(old, (1, 1))
    run(root)
    assert not old.exists()
