"""Evidence: stored outside the web root under a random name, whole or not at all, and taken back with a
reason.
"""

import hashlib
import stat

import pytest

from puas.errors import BadInput, NotNow
from puas.lifecycles import ItemState
from puas.models import AuditEvent, Evidence
from puas.operations import evidence as operation
from puas.operations.evidence import (
    MOST_PIECES,
    NewEvidence,
    attach_all_evidence,
    attach_evidence,
    withdraw_evidence,
)
from puas.operations.realisations import confirm_progress, report_progress
from puas.queries.evidence import damaged_files, path_of
from tests.factories import make_agency, make_unit, make_user
from tests.factories.evidence_files import JPEG, PDF, make_jpeg, segment
from tests.factories.plans import SCORES, make_item, report
from tests.factories.refusals import refused
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "evidence"


@pytest.fixture
def made(folder):
    unit = make_unit(make_agency())
    make_result(unit, SCORES)
    return report(make_item(unit), ItemState.UNDER_WAY)


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def attach(made, content=PDF, title="Nota dinas"):
    return attach_evidence(to=made, evidence=NewEvidence(title, content), by=None)


def test_a_file_lies_under_a_random_name_with_its_hash(made, folder):
    kept = attach(made, title="../../etc/passwd")
    (path,) = files(folder)
    assert path == folder / kept.name[:2] / kept.name == path_of(kept)
    assert (len(kept.name), path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (32, PDF, 0o600)
    assert (kept.kind, kept.bytes, kept.digest) == ("pdf", len(PDF), hashlib.sha256(PDF).hexdigest())
    event = AuditEvent.objects.get(operation="attach_evidence")
    assert (event.data["digest"], event.unit_id) == (kept.digest, made.item.plan.unit_id)


def test_of_a_photograph_only_the_picture_is_stored(made, folder):
    attach(made, make_jpeg(segment(0xFE, b"<script>alert(1)</script>"), after=b"PK\x03\x04"))
    assert [path.read_bytes() for path in files(folder)] == [JPEG]


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_it_is_said_what_it_shows(made, folder, title):
    with refused(BadInput, "evidence_title"):
        attach(made, title=title)
    assert files(folder) == []


@pytest.mark.parametrize(
    "link",
    [
        "",
        "contoh.go.id",
        "javascript:alert(1)",
        "ftp://contoh.go.id/a",
        "https://a b",
        "https://",
        "https://u:p@a.id/",
    ],
)
def test_only_whole_web_addresses_are_links(made, link):
    with refused(BadInput, "evidence_link"):
        attach_evidence(to=made, evidence=NewEvidence("Berita", link=link), by=None)


def test_what_fails_afterwards_leaves_no_file(made, folder, monkeypatch):
    def fail(**_):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(operation, "append_event", fail)
    with pytest.raises(RuntimeError, match="trail"):
        attach(made)
    assert (files(folder), Evidence.objects.count()) == ([], 0)


def test_of_two_pieces_neither_stays_when_one_is_bad(made, folder):
    pieces = [NewEvidence("Nota", PDF), NewEvidence("Foto", b"<html>")]
    with refused(BadInput, "evidence_kind"):
        report_progress(item=made.item, state=ItemState.DONE, note="Jadi", evidence=pieces, by=None)
    assert (files(folder), Evidence.objects.count()) == ([], 0)


def test_a_full_disk_is_said(made, folder):
    folder.write_bytes(b"a file where the folder should be")
    with refused(NotNow, "evidence_disk"):
        attach(made)


def test_there_is_a_limit(made):
    link = NewEvidence("Berita", link="https://contoh.go.id/")
    for _ in range(MOST_PIECES):
        attach_evidence(to=made, evidence=link, by=None)
    with refused(NotNow, "evidence_many"):
        attach_evidence(to=made, evidence=link, by=None)


def test_what_was_decided_on_gets_no_more_evidence(made):
    done = report(made.item)
    attach(done)
    confirm_progress(progress=done, is_accepted=True, by=make_user())
    with refused(NotNow, "evidence_confirmed"):
        attach(done)


def test_withdrawn_evidence_is_gone_from_the_disk_and_the_reason_stays(
    made, folder, django_capture_on_commit_callbacks
):
    kept = attach(made)
    with refused(BadInput, "evidence_reason"):
        withdraw_evidence(evidence=kept, reason=" ", by=None)
    with django_capture_on_commit_callbacks(execute=True):
        gone = withdraw_evidence(evidence=kept, reason="Wajah warga terlihat", by=None)
    assert (files(folder), gone.is_withdrawn, gone.withdrawn_reason) == ([], True, "Wajah warga terlihat")
    with refused(NotNow, "evidence_withdrawn"):
        withdraw_evidence(evidence=kept, reason="Lagi", by=None)
    assert list(damaged_files()) == []


def test_missing_and_cut_files_are_noticed(made, folder):
    first, second, third = attach(made), attach(made), attach(made)
    assert list(damaged_files()) == []
    path_of(first).unlink()
    path_of(third).write_bytes(b"%PDF")
    assert [one.pk for one in damaged_files()] == [first.pk, third.pk]
    assert second.is_file


def test_several_pieces_are_kept_all_or_none(made, folder):
    pieces = [NewEvidence("Nota", PDF), NewEvidence("Tautan", link="https://contoh.go.id")]
    with refused(BadInput, "evidence_kind"):
        attach_all_evidence(to=made, evidence=[*pieces, NewEvidence("Rusak", b"<html>")], by=None)
    assert (Evidence.objects.count(), files(folder)) == (0, [])
    assert [one.title for one in attach_all_evidence(to=made, evidence=pieces, by=None)] == ["Nota", "Tautan"]
    assert AuditEvent.objects.filter(operation="attach_evidence").count() == 2
