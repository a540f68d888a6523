"""The drawings: what they say in words and figures, and that a page and a document may both take them."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from puas.methodology.elements import ELEMENTS
from puas.reports.charts import Bar, Chart, Point, Share, count_grades, draw_elements, draw_shares, draw_trend
from puas.reports.drawings import DOCUMENT, ROLES, WEB, Palette

SVG = "{http://www.w3.org/2000/svg}"
VALUES = [Decimal(text) for text in ["85.25", "85.25", "82.5", "95.5", "84.25", "85", "86", "94.5", "84.25"]]


def _bars(low: tuple[str, ...] = ("U3",)) -> list[Bar]:
    return [
        Bar(element.key, element.name, value, value - 1, element.key in low)
        for element, value in zip(ELEMENTS, VALUES, strict=True)
    ]


def _charts(palette: Palette) -> list[Chart]:
    return [
        draw_elements(_bars(), title="Nilai unsur", previous_label="Triwulan I 2023", palette=palette),
        draw_trend(
            [Point("Tahun 2022", Decimal(88)), Point("Tahun 2023", None)], title="Tren", palette=palette
        ),
        draw_shares([Share("A", 3), Share("B", 1)], title="Mutu", palette=palette),
    ]


@pytest.mark.parametrize("palette", [WEB, DOCUMENT])
def test_a_drawing_is_a_named_and_described_image(palette: Palette) -> None:
    for chart in _charts(palette):
        root = ElementTree.fromstring(chart.svg)
        assert root.get("role") == "img"
        assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
        assert root.findtext(f"{SVG}title") == chart.title
        assert root.findtext(f"{SVG}desc") == chart.description


@pytest.mark.parametrize("palette", [WEB, DOCUMENT])
def test_a_drawing_has_nothing_that_a_strict_policy_blocks(palette: Palette) -> None:
    for chart in _charts(palette):
        elements = list(ElementTree.fromstring(chart.svg).iter())
        assert {element.tag.removeprefix(SVG) for element in elements}.isdisjoint(
            {"style", "script", "image"}
        )
        assert [e.attrib for e in elements if any(k == "style" or k.startswith("on") for k in e.attrib)] == []


def test_the_web_has_classes_and_no_colours_of_its_own() -> None:
    for chart in _charts(WEB):
        assert set(re.findall(r' (?:fill|stroke)="([^"]*)"', chart.svg)) <= {"currentColor", "none"}
        classes = set(re.findall(r' class="([^"]*)"', chart.svg)) - {"chart"}
        assert classes <= {f"chart-{role}" for role in ROLES}


def test_a_document_has_fixed_colours_and_no_classes() -> None:
    for chart in _charts(DOCUMENT):
        assert "currentColor" not in chart.svg
        assert "class=" not in chart.svg


def test_the_same_figures_give_the_same_drawing() -> None:
    assert _charts(WEB) == _charts(WEB)


def test_the_table_of_the_elements_holds_every_value() -> None:
    chart = draw_elements(_bars(), title="Nilai unsur", previous_label="Triwulan I 2023")
    assert chart.header == ("Unsur", "Nilai", "Triwulan I 2023")
    assert chart.rows[0] == ("U1 Persyaratan", "85,25", "84,25")
    assert [row[1] for row in chart.rows[:4]] == ["85,25", "85,25", "82,50", "95,50"]


def test_the_elements_are_described_by_the_highest_and_the_lowest() -> None:
    chart = draw_elements(_bars(), title="Nilai unsur")
    assert chart.description == (
        "Nilai unsur pada skala 25 sampai 100. Tertinggi U4 Biaya/Tarif (95,50); "
        "terendah U3 Waktu Penyelesaian (82,50)."
    )
    assert chart.header == ("Unsur", "Nilai")


def test_a_bar_is_as_long_as_its_value() -> None:
    bars = [
        Bar("U1", "Satu", Decimal(25)),
        Bar("U2", "Dua", Decimal("62.5")),
        Bar("U3", "Tiga", Decimal(100)),
    ]
    root = ElementTree.fromstring(draw_elements(bars, title="Nilai", palette=DOCUMENT).svg)
    widths = [float(rect.attrib["width"]) for rect in root.iter(f"{SVG}rect")]
    assert widths == [0, widths[2] / 2, 326]


def test_elements_without_answers_have_no_bar_and_say_so() -> None:
    chart = draw_elements([Bar("U1", "Persyaratan", None)], title="Nilai unsur")
    assert chart.description == "Belum ada nilai unsur."
    assert chart.rows == (("U1 Persyaratan", "–"),)
    assert "<rect" not in chart.svg


def test_a_low_element_is_marked_by_a_sign_and_a_legend() -> None:
    assert "Prioritas perbaikan" in draw_elements(_bars(), title="Nilai").svg
    assert "Prioritas perbaikan" not in draw_elements(_bars(low=()), title="Nilai").svg


def test_a_trend_leaves_a_gap_where_a_period_is_missing() -> None:
    values = [Decimal(80), Decimal(82), None, Decimal(85)]
    points = [Point(f"Tahun {2020 + at}", value) for at, value in enumerate(values)]
    chart = draw_trend(points, title="Tren")
    assert chart.svg.count("<polyline") == 1
    assert chart.svg.count("<circle") == 3
    assert chart.rows[2] == ("Tahun 2022", "–")
    assert chart.description == (
        "Tahun 2020: 80,00; Tahun 2021: 82,00; Tahun 2023: 85,00. Skala tegak dipotong pada 75 sampai 90."
    )


def test_a_trend_without_values_says_so() -> None:
    assert draw_trend([], title="Tren").description == "Belum ada nilai IKM."


def test_shares_are_counted_and_add_up() -> None:
    chart = draw_shares([Share("A", 2), Share("B", 1)], title="Mutu")
    assert chart.rows == (("A", "2", "66,7%"), ("B", "1", "33,3%"))
    assert chart.description == "A: 2 unit (66,7%); B: 1 unit (33,3%)."


def test_shares_of_nothing_have_no_percentage() -> None:
    assert draw_shares([Share("A", 0)], title="Mutu").rows == (("A", "0", "–"),)


def test_grades_are_counted_best_first_and_an_empty_survey_has_none() -> None:
    values = [Decimal("88.305"), Decimal("88.304"), None, Decimal(30)]
    assert [(share.label, share.count) for share in count_grades(values)] == [
        ("A (Sangat baik)", 1),
        ("B (Baik)", 1),
        ("C (Kurang baik)", 0),
        ("D (Tidak baik)", 1),
        ("Belum ada nilai", 1),
    ]


def test_names_are_escaped() -> None:
    chart = draw_shares([Share("<b>&", 1)], title='"Mutu" <i>')
    assert ElementTree.fromstring(chart.svg).findtext(f"{SVG}title") == '"Mutu" <i>'
