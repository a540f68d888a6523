"""`puas report`: the report of what is in the database, in three formats, or one sentence why not."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest
from click.testing import CliRunner

from puas.commands import report
from puas.errors import BadInput, NotFound
from puas.models import Agency
from puas.operations.averages import compute_agency
from puas.operations.periods import ensure_period
from tests.factories import make_agency, make_unit
from tests.factories.refusals import refused
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Agency:
    """Return a city with two units that answered all 4 and all 3: its index is 87.50."""
    agency = make_agency("Kota Contoh")
    for name, score in (("Dinas Satu", 4), ("Dinas Dua", 3)):
        make_result(make_unit(agency, name), (score,) * 9, period="2023-S1")
    compute_agency(agency=agency, period=ensure_period("2023-S1"), by=None)
    return agency


def run(*arguments: str) -> Any:
    return CliRunner().invoke(
        report.command, ["agency", *arguments], catch_exceptions=False, standalone_mode=False
    )


def test_pdf_by_name_in_any_case(city: Agency, tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    result = run("kota contoh", "--period", "2023-S1", "--out", str(path))
    assert result.output == f"Laporan ditulis: {path}\n"
    with pdfplumber.open(path) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "IKM Kota Contoh Semester I 2023 adalah 87,50, dengan mutu pelayanan B (baik)." in text
    assert list(tmp_path.iterdir()) == [path]


def test_the_ending_of_the_file_chooses_the_format(city: Agency, tmp_path: Path) -> None:
    word, book = tmp_path / "laporan.docx", tmp_path / "laporan.XLSX"
    run(city.slug, "--period", "2023-S1", "--out", str(word))
    run(city.slug, "--period", "2023-S1", "--out", str(book))
    paragraphs = [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    assert any("adalah 87,50" in text for text in paragraphs)
    assert openpyxl.load_workbook(io.BytesIO(book.read_bytes()))["Rekap"].cell(7, 13).value == 87.5


def test_without_a_file_the_name_is_made(
    city: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run(city.slug, "--period", "2023-S1", "--format", "xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["laporan-instansi-kota-contoh-2023-S1.xlsx"]


def test_a_longer_period_takes_the_shorter_ones_in(city: Agency, tmp_path: Path) -> None:
    path = tmp_path / "tahun.xlsx"
    run(city.slug, "--period", "2023", "--out", str(path))
    assert openpyxl.load_workbook(path)["Rekap"].cell(1, 1).value.endswith("Kota Contoh Tahun 2023")


def test_an_unknown_agency_is_answered_with_the_nearest(city: Agency) -> None:
    make_agency("Kabupaten Lain", slug="kabupaten-lain")
    with refused(NotFound, "agency_unknown"):
        run("Kota Cntoh", "--period", "2023-S1")
    with pytest.raises(NotFound, match=r"Yang ada: Kota Contoh\.") as refusal:
        run("contoh", "--period", "2023-S1")
    assert refusal.value.exit_code == 1


def test_no_agency_at_all() -> None:
    with refused(NotFound, "agency_none"):
        run("Kota Contoh", "--period", "2023-S1")


def test_a_period_without_results_names_those_that_have_some(city: Agency) -> None:
    with pytest.raises(NotFound, match=r"Periode yang ada: 2023-S1\."):
        run(city.slug, "--period", "2022")


def test_a_mistyped_period_is_refused_first() -> None:
    with refused(BadInput, "period_unreadable"):
        run("tidak ada", "--period", "2023-X")


def test_an_unknown_format_is_refused(city: Agency, tmp_path: Path) -> None:
    with refused(BadInput, "report_format"):
        run(city.slug, "--period", "2023-S1", "--out", str(tmp_path / "laporan.odt"))


def test_a_folder_that_is_not_there_is_said(city: Agency, tmp_path: Path) -> None:
    with refused(BadInput, "report_not_written"):
        run(city.slug, "--period", "2023-S1", "--out", str(tmp_path / "tidak" / "ada.xlsx"))


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "laporan.pdf").mkdir()
    with refused(BadInput, "report_not_written"):
        report.write_file(tmp_path / "laporan.pdf", b"isi")
    assert [path.name for path in tmp_path.iterdir()] == ["laporan.pdf"]


def test_the_report_carries_its_own_time_only(city: Agency) -> None:
    """Two renderings of one moment are the same bytes."""
    from puas.queries.recaps import agency_report_input
    from puas.reports.agency_reports import build_agency_report
    from puas.reports.formats import FORMATS, render_document
    from puas.reports.wording import load_wording

    moment = datetime(2023, 7, 3, 5, 0, tzinfo=UTC)
    given = agency_report_input(city, ensure_period("2023-S1"), moment)
    documents = [build_agency_report(given, load_wording("agency")) for _ in range(2)]
    for ending in FORMATS:
        first, second = (render_document(document, ending) for document in documents)
        assert first == second


def write_unit_report(tmp_path: Path, name: str, period: str = "2023-S1") -> str:
    """Return the text of a unit's report as DOCX."""
    path = tmp_path / "unit.docx"
    arguments = ["unit", name, "--period", period, "--out", str(path)]
    CliRunner().invoke(report.command, arguments, catch_exceptions=False, standalone_mode=False)
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_the_report_of_a_unit_by_its_code(city: Agency, tmp_path: Path) -> None:
    text = write_unit_report(tmp_path, "kota-contoh/dinas-dua")
    assert "IKM Dinas Dua Semester I 2023 adalah 75,00, dengan mutu pelayanan C (kurang baik)." in text


def test_an_unknown_unit_is_answered_with_the_nearest(city: Agency, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"Yang mirip: Dinas Dua"):
        write_unit_report(tmp_path, "Dinas Duwa")


def test_two_units_of_one_name_are_told_apart_by_their_codes(city: Agency, tmp_path: Path) -> None:
    make_unit(make_agency("Kota Lain"), "Dinas Dua")
    with pytest.raises(BadInput, match="kota-contoh/dinas-dua, kota-lain/dinas-dua"):
        write_unit_report(tmp_path, "dinas dua")


def test_a_unit_without_that_period_names_those_it_has(city: Agency, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"Dinas Dua belum punya hasil untuk Tahun 2022\. .*: 2023-S1\."):
        write_unit_report(tmp_path, "dinas-dua", "2022")
