"""`puas doctor` and the files beside the database: all there, one cut off, one gone, and one taken back."""

import pytest

from puas.commands.doctor import Finding
from puas.commands.doctor_files import ask_evidence, ask_reports
from puas.lifecycles import ItemState
from puas.operations.evidence import NewEvidence, attach_evidence, withdraw_evidence
from puas.queries.evidence import path_of
from puas.queries.kept_reports import path_of as path_of_report
from tests.factories import make_agency, make_unit
from tests.factories.evidence_files import PDF
from tests.factories.plans import SCORES, make_item, report
from tests.factories.reports import make_report
from tests.factories.results import make_result
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db
CURE = "Pulihkan cadangan ke folder lain dengan puas restore, lalu salin berkas itu ke tempatnya."


@pytest.fixture
def pieces(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    unit = make_unit(make_agency())
    make_result(unit, SCORES)
    made = report(make_item(unit), ItemState.UNDER_WAY)
    return [
        attach_evidence(to=made, evidence=NewEvidence(f"Nota {number}", PDF), by=None) for number in range(3)
    ]


def test_files_that_are_all_there(pieces):
    withdraw_evidence(evidence=pieces[0], reason="Salah unggah", by=None)
    assert ask_evidence() == Finding(True, "2 berkas, semuanya ada")
    assert ask_reports() == Finding(True, "0 berkas, semuanya ada")


def test_a_file_cut_off_and_one_that_is_gone(pieces):
    cut, gone = path_of(pieces[0]), path_of(pieces[2])
    cut.write_bytes(PDF[:-1])
    gone.unlink()
    text = f"2 dari 3 berkas hilang atau terpotong: {cut}, {gone}"
    assert ask_evidence() == Finding(False, text, CURE)


def test_a_frozen_report_that_is_gone(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    files = list(make_report(publish_units(2)[0]).files.all())
    assert ask_reports() == Finding(True, f"{len(files)} berkas, semuanya ada")
    gone = path_of_report(files[0])
    gone.unlink()
    assert ask_reports() == Finding(False, f"1 dari {len(files)} berkas hilang atau terpotong: {gone}", CURE)
