"""Units side by side in one drawing."""

from decimal import Decimal
from xml.etree import ElementTree

from puas.reports.comparisons import Compared, draw_comparison
from puas.reports.drawings import DOCUMENT

SVG = "{http://www.w3.org/2000/svg}"


def draw(units: int):
    names = ("Satu", "Dua", "Tiga", "Empat")[:units]
    compared = [Compared(name, (Decimal(80 + n), None)) for n, name in enumerate(names)]
    return draw_comparison(["IKM", "U1 Persyaratan"], compared, title="Perbandingan", palette=DOCUMENT)


def test_the_table_and_the_description_say_what_is_drawn():
    chart = draw(2)
    assert chart.header == ("Yang dibandingkan", "Satu", "Dua")
    assert chart.rows == (("IKM", "80,00", "81,00"), ("U1 Persyaratan", "–", "–"))
    assert chart.description == "IKM: Satu 80,00; Dua 81,00. Skala mendatar dipotong pada 75 sampai 100."


def test_each_unit_has_a_shape_of_its_own():
    root = ElementTree.fromstring(draw(4).svg)
    drawn = [e.attrib["d"].partition(" ")[2] for e in root.iter(f"{SVG}path")]
    shapes = {path.lstrip("0123456789.") for path in drawn if "l" in path}
    assert len(list(root.iter(f"{SVG}circle"))) == 2  # one mark and its legend
    assert sorted(shapes) == ["l6 7l-6 7l-6 -7z", "l7 12h-14z"]
