"""Charts on pages: the drawing of the reports floor, as the chart frame prints it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Protocol

from django.utils import translation
from django.utils.safestring import mark_safe

from puas.methodology.elements import ELEMENTS
from puas.reports.charts import Bar, Chart
from puas.reports.drawings import WEB, Palette

_ENGLISH = {element.name: element.name_en for element in ELEMENTS}


NARROW = replace(WEB, width=340)
"""Drawn as wide as a phone's page, so that its letters are not shrunk there."""


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
