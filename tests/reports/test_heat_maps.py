"""The heat map says its values in words, figures and shades."""

from decimal import Decimal
from xml.etree import ElementTree

from puas.reports.drawings import DOCUMENT
from puas.reports.heat_maps import HeatRow, draw_heat_map

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [HeatRow("Dinas A", (Decimal("90.04"), Decimal("60"))), HeatRow("Dinas B", (Decimal("70"), None))]
ELEMENTS = [("U1", "Persyaratan"), ("U2", "Prosedur")]


def test_the_table_holds_every_value_and_the_description_the_lowest():
    chart = draw_heat_map(ROWS, ELEMENTS, title="Peta")
    assert chart.header == ("Unit", "U1", "U2")
    assert chart.rows == (("Dinas A", "90,0", "60,0"), ("Dinas B", "70,0", "–"))
    assert chart.description == (
        "Nilai unsur menurut mutu: A 1, B 0, C 1, D 1. Terendah U2 Prosedur di Dinas A (60,0)."
    )


def test_a_low_grade_has_an_outline_of_its_own_width():
    root = ElementTree.fromstring(draw_heat_map(ROWS, ELEMENTS, title="Peta", palette=DOCUMENT).svg)
    widths = sorted(path.attrib["stroke-width"] for path in root.iter(f"{SVG}path"))
    assert widths == ["1", "1", "2", "2"]  # a cell of C and one of D, and their places in the legend


def test_without_values_it_says_so():
    assert draw_heat_map([], ELEMENTS, title="Peta").description == "Belum ada nilai unsur."
