"""The ruler of grades."""

import re
from decimal import Decimal
from xml.etree import ElementTree

from puas.methodology.grades import GRADES
from puas.reports.drawings import DOCUMENT
from puas.reports.rulers import draw_ruler


def test_the_band_of_its_own_grade_is_marked_at_every_limit():
    for value, letter in (
        (25, "D"),
        (Decimal("64.994"), "D"),
        (65, "C"),
        (Decimal("76.605"), "B"),
        (100, "A"),
    ):
        assert re.findall(r'class="ruler-(.) ruler-on"', draw_ruler(value).svg) == [letter]


def test_the_pointer_stands_where_the_value_is():
    tips = [
        re.search(r'd="M([0-9.]+) 6h14', draw_ruler(value).svg)[1] for value in (25, Decimal("62.5"), 100)
    ]
    assert tips == ["9.0", "193.0", "377.0"]


def test_the_margin_is_shaded_and_stays_on_the_ruler():
    shade = re.search(r'<rect x="([0-9.]+)" width="([0-9.]+)"[^>]*fill-opacity', draw_ruler(99, margin=3).svg)
    assert [float(shade[1]) + float(shade[2])] == [384.0]
    assert "fill-opacity" not in draw_ruler(99).svg


def test_it_is_an_image_with_a_name_a_description_and_a_table():
    chart = draw_ruler(Decimal("82.31"), margin=Decimal("1.2"))
    root = ElementTree.fromstring(chart.svg)
    assert root.get("role") == "img"
    assert [child.text for child in root[:2]] == [
        "Letak IKM di antara batas mutu",
        "IKM 82,31, mutu B. Batas galat 95 %: ± 1,20 poin.",
    ]
    assert chart.rows == tuple((grade.letter, str(grade.low).replace(".", ",")) for grade in GRADES)


def test_a_document_gets_fixed_colours():
    assert "currentColor" not in re.sub(r"<rect[^>]*>", "", draw_ruler(80, palette=DOCUMENT).svg)
