"""Charts on pages: the drawing of the reports floor, as the chart frame prints it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from django.utils import translation
from django.utils.safestring import mark_safe

from puas.methodology.elements import ELEMENTS
from puas.reports.charts import Bar, Chart, Point, draw_elements, draw_trend
from puas.reports.drawings import WEB, Palette
from puas.reports.rulers import draw_ruler

_ENGLISH = {element.name: element.name_en for element in ELEMENTS}


NARROW = replace(WEB, width=340)
"""Drawn as wide as a phone's page, so that its letters are not shrunk there."""


KEPT = 500
"""Drawings of each kind that a process keeps, about ten kilobytes each: the same figures look the same."""


@lru_cache(maxsize=KEPT)
def draw_bars(bars: tuple[Bar, ...], title: str, previous: str, language: str) -> Chart:
    """Return the elements of a result; `previous`: the period before, "" where its marks are not shown."""
    return draw_elements(bars, title=title, previous_label=previous, palette=NARROW, language=language)


@lru_cache(maxsize=KEPT)
def draw_points(points: tuple[Point, ...], title: str, language: str) -> Chart:
    """Return a trend, as wide as its points ask for."""
    return draw_trend(points, title=title, palette=wide_enough(len(points)), language=language)


@lru_cache(maxsize=KEPT)
def draw_index(index: Fraction, margin: Decimal | None, language: str) -> Chart:
    """Return the ruler of an index (25..100) with its margin in points."""
    return draw_ruler(index, margin=margin, language=language)


def wide_enough(points: int) -> Palette:
    """Return the palette for a trend of so many points: each label needs about 46 units."""
    return replace(WEB, width=max(NARROW.width, 100 + 46 * points))


class Measured(Protocol):
    """Anything with an element's key, name and value."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> Fraction | None: ...


def shown(chart: Chart) -> dict[str, Any]:
    """Return a chart for `components/chart.html`.

    The drawing is our own markup and every text in it is escaped, so it may stand in the page as it is.
    """
    return {
        "title": chart.title,
        "description": chart.description,
        "header": chart.header,
        "rows": chart.rows,
        "drawing": mark_safe(chart.svg),  # noqa: S308
    }


def print_element(name: str) -> str:
    """Return an element's name in the page's language; an agency's own element keeps its name."""
    return _ENGLISH.get(name, name) if translation.get_language() == "en" else name


def element_bars(
    elements: Sequence[Measured],
    priorities: Sequence[str],
    before: Mapping[str, Fraction | None] = MappingProxyType({}),
) -> list[Bar]:
    """Return a bar for each element, the priorities marked; `before`: values of the period before, by key."""
    return [
        Bar(one.key, print_element(one.name), one.value, before.get(one.key), is_low=one.key in priorities)
        for one in elements
    ]
