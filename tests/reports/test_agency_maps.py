"""The heat map of the agency report: units with values only, in pages, the same figures in every format."""

from puas.reports.agency_inputs import UnitRecap
from puas.reports.agency_maps import ROWS_A_PAGE
from puas.reports.agency_reports import build_agency_report
from puas.reports.documents import Document, Figure
from puas.reports.texts import render_text
from puas.reports.wording import load_wording
from tests.reports.read_backs import check_everywhere
from tests.reports.samples import S1, make_input, make_line


def build(count: int) -> Document:
    """A report of `count` units with values, and one without."""
    units = [UnitRecap(f"Unit {place}", (make_line(S1, "70", "90"),), number=place) for place in range(count)]
    silent = UnitRecap("Dinas Bisu", (), number=count)
    return build_agency_report(make_input(units=(*units, silent)), load_wording("agency"))


def maps_of(document: Document) -> list[Figure]:
    return [block for block in document.blocks if isinstance(block, Figure) and "setiap UPP" in block.title]


def test_one_page_holds_a_small_agency() -> None:
    document = build(2)
    (found,) = maps_of(document)
    assert found.title == "Gambar 4. Nilai unsur setiap UPP pada Semester I 2023"
    assert [row[0] for row in found.chart.rows] == ["Unit 0", "Unit 1"]
    assert found.chart.rows[0][1:] == ("70,0", *["90,0"] * 8)
    assert "Gambar 4 menunjukkan nilai setiap unsur" in render_text(document)


def test_a_large_agency_gets_as_many_maps_as_it_needs() -> None:
    document = build(ROWS_A_PAGE + 1)
    found = maps_of(document)
    assert [(figure.number, len(figure.chart.rows)) for figure in found] == [(4, ROWS_A_PAGE), (5, 1)]
    assert found[1].title == "Gambar 5. Nilai unsur setiap UPP pada Semester I 2023 (bagian 2 dari 2)"
    assert "Gambar 4 sampai Gambar 5 menunjukkan" in render_text(document)


def test_an_agency_without_values_has_none() -> None:
    assert maps_of(build(0)) == []


def test_it_stands_in_every_format() -> None:
    assert check_everywhere(build(3)) > 100
