from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from puas.reports.charts import Chart
from puas.reports.day_charts import Named, draw_days, draw_growth, list_spans

SVG = "{http://www.w3.org/2000/svg}"
MONDAY = date(2026, 11, 2)


def after(days):
    return MONDAY + timedelta(days=days)


def steps(counts):
    spans = list_spans(dict(enumerate_days(counts)), MONDAY)
    return [Named(span.first.isoformat(), span.first.strftime("%d/%m"), span) for span in spans]


def enumerate_days(counts):
    return [(after(number), count) for number, count in enumerate(counts) if count]


def test_days_without_an_answer_are_not_left_out():
    spans = list_spans({MONDAY: 2, after(3): 5}, after(4))
    assert [(span.first, span.last, span.count, span.total) for span in spans] == [
        (after(n), after(n), count, total)
        for n, (count, total) in enumerate([(2, 2), (0, 2), (0, 2), (5, 7), (0, 7)])
    ]
    assert list_spans({}, MONDAY) == ()


@pytest.mark.parametrize(("days", "starts"), [(44, [1, 2, 3]), (45, [1, 7, 14]), (320, [1, 29, 60])])
def test_many_days_become_weeks_and_months(days, starts):
    spans = list_spans({after(1): 1, after(days + 1): 1}, MONDAY)
    assert ([span.first for span in spans][:3], spans[-1].total) == ([after(n) for n in starts], 2)
    assert {later.first - span.last for span, later in pairwise(spans)} == {timedelta(days=1)}


def rects(chart: Chart):
    return [float(one.get("height")) for one in ElementTree.fromstring(chart.svg).iter(f"{SVG}rect")]


def test_growth_is_drawn_against_the_target():
    chart = draw_growth(steps([2, 0, 8]), title="Terkumpul", goal=20)
    assert chart.header == ("Waktu", "Jawaban", "Terkumpul", "Capaian")
    assert chart.rows[-1] == ("2026-11-04", "8", "10", "50,0%")
    assert chart.description == "10 jawaban terkumpul dari 2026-11-02 sampai 2026-11-04. Sampel minimum 20."
    assert rects(chart) == [16.8, 16.8, 84.0]
    root = ElementTree.fromstring(chart.svg)
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == (chart.title, chart.description)


def test_without_a_target_there_is_no_line_for_it():
    chart = draw_growth(steps([2]), title="Terkumpul")
    assert (chart.header, "stroke-dasharray" in chart.svg) == (("Waktu", "Jawaban", "Terkumpul"), False)


def test_days_alone():
    chart = draw_days(steps([2, 0, 8]), title="Per hari")
    assert chart.rows == (("2026-11-02", "2"), ("2026-11-03", "0"), ("2026-11-04", "8"))
    assert chart.description == "Terbanyak 8 jawaban: 2026-11-04. Tanpa jawaban: 1 dari 3."
    assert rects(chart) == [42.0, 0.0, 168.0]


def test_nothing_to_draw_says_so():
    assert draw_growth([], title="Terkumpul").description == "Belum ada jawaban."
    assert draw_days([], title="Per hari").description == "Belum ada jawaban."
