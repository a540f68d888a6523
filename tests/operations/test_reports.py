"""Freezing a report: from what is published only, once, with a code that nobody can work out."""

import hashlib

import pytest

from puas.errors import BadInput, Conflict, NotNow
from puas.models import AuditEvent, Report, ReportFile
from puas.models.reports import parse_code
from puas.operations import reports as operation
from puas.operations.periods import ensure_period
from puas.operations.reports import freeze_report, make_code
from puas.queries.kept_reports import damaged_report_files, path_of
from puas.queries.units import root_of
from puas.reports.kinds import ReportKind
from tests.factories.refusals import refused
from tests.factories.reports import make_report
from tests.web.scenes import make_units, measure, publish_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "reports"


@pytest.fixture
def agency(folder):
    return publish_units(2)[0]


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_frozen_report_is_kept_in_every_format(agency, folder):
    report = make_report(agency)
    kept = list(report.files.all())
    assert [(file.version, file.format, file.origin) for file in kept] == [
        (1, "pdf", "made"),
        (2, "docx", "made"),
        (3, "xlsx", "made"),
    ]
    assert [hashlib.sha256(path_of(file).read_bytes()).hexdigest() for file in kept] == [
        file.digest for file in kept
    ]
    assert sorted(files(folder)) == sorted(path_of(file) for file in kept)
    assert {path.stat().st_mode & 0o777 for path in files(folder)} == {0o600}


def test_freezing_leaves_one_event_with_every_hash(agency):
    report = make_report(agency)
    event = AuditEvent.objects.get(operation="freeze_report")
    assert event.data == {
        "code": report.printed_code,
        "number": 1,
        "publication": report.publication_id,
        "digests": {file.format: file.digest for file in report.files.all()},
    }


def test_what_is_not_published_cannot_be_frozen(folder):
    agency, units = make_units(1)
    measure(units[0])
    with refused(NotNow, "report_unpublished"):
        make_report(agency)
    assert (Report.objects.count(), files(folder) if folder.exists() else []) == (0, [])


def test_the_next_report_replaces_the_first_and_has_another_code(agency):
    first, second = make_report(agency), make_report(agency)
    assert (second.number, second.replaces) == (2, first)
    assert first.code != second.code


def test_the_code_follows_from_the_report_and_the_key(agency, settings):
    publication = make_report(agency).publication
    code = make_code(ReportKind.AGENCY, publication, 1)
    assert code == make_code(ReportKind.AGENCY, publication, 1) == Report.objects.get().code
    settings.SECRET_KEY = "x" * 40
    assert make_code(ReportKind.AGENCY, publication, 1) != code
    assert not set("01ILO") & set(code)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("abcde-23456", "ABCDE23456"),
        (" ABCDE 23456 ", "ABCDE23456"),
        ("ABCDE2345", ""),
        ("ABCDE-2345O", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, kept):
    assert parse_code(typed) == kept


def test_two_who_freeze_at_once_make_one_report(agency, folder, monkeypatch):
    unit, period = root_of(agency), ensure_period("2023-Q2")
    build = operation.build_report

    def meanwhile(*args, **named):
        monkeypatch.setattr(operation, "build_report", build)
        make_report(agency)
        return build(*args, **named)

    monkeypatch.setattr(operation, "build_report", meanwhile)
    with refused(Conflict, "report_frozen_meanwhile"):
        freeze_report(kind=ReportKind.AGENCY, unit=unit, period=period, by=None)
    assert (Report.objects.count(), len(files(folder))) == (1, 3)


def test_a_full_disk_leaves_neither_row_nor_file(agency, folder):
    folder.write_text("no folder")
    with refused(NotNow, "report_disk"):
        make_report(agency)
    assert (Report.objects.count(), ReportFile.objects.count()) == (0, 0)


def test_a_damaged_file_is_found(agency):
    file = make_report(agency).files.first()
    assert list(damaged_report_files()) == []
    path_of(file).write_bytes(b"x")
    assert list(damaged_report_files()) == [file]


def test_a_working_sheet_is_not_frozen(agency, folder):
    with refused(BadInput, "report_not_kept"):
        freeze_report(
            kind=ReportKind.FINDINGS, unit=root_of(agency), period=ensure_period("2023-Q2"), by=None
        )
    assert not Report.objects.exists()
