"""The few SVG words that the charts are drawn with, and the two palettes they are drawn in.

A drawing carries no <style> and no style attribute, so a page with `default-src 'self'` may inline it.
On the web every shape has a class and falls back to currentColor; in documents it has a fixed colour.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from puas.methodology.numbers import Number

# What a shape is for. The web's style sheet gives each of these a colour as `.chart-<role>`.
ROLES = ("ink", "muted", "grid", "limit", "bar", "low", "mark", "line", "band", "paper")

Length = Number | float


@dataclass(frozen=True)
class Palette:
    """How roles become colours. `font` is empty where the page decides; `has_classes` is for the web."""

    colours: Mapping[str, str]
    font: str
    has_classes: bool
    width: int


WEB = Palette(
    dict.fromkeys(ROLES, "currentColor") | {"low": "none", "band": "none", "paper": "none"}, "", True, 400
)
DOCUMENT = Palette(
    {
        "ink": "#1a1a1a",
        "muted": "#4d4d4d",
        "grid": "#d5d9dd",
        "limit": "#7a7f85",
        "bar": "#1f4e79",
        "low": "#f2c88a",
        "mark": "#1a1a1a",
        "line": "#1f4e79",
        "band": "#dbe6f1",
        "paper": "#ffffff",
    },
    "Carlito",
    False,
    640,
)


def tag(name: str, *children: str, **attributes: object) -> str:
    """Return one SVG element. `stroke_width=1` is written stroke-width; children are already markup."""
    written = "".join([f' {_written(key)}="{_valued(value)}"' for key, value in attributes.items()])
    inside = "".join(children)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


@cache
def _written(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _valued(value: object) -> str:
    return html.escape(value) if isinstance(value, str) else print_length(value)


def print_length(value: object) -> str:
    """Return an attribute's text; lengths get one decimal, so that the same figures give the same bytes."""
    if isinstance(value, Fraction | float):
        return f"{float(value):.1f}".removesuffix(".0")
    return str(value)


@dataclass(frozen=True)
class Pen:
    """Draws in one palette; every shape is given the role it plays, never a colour."""

    palette: Palette

    def fill(self, role: str) -> dict[str, Any]:
        """Return the attributes that paint a surface or a text."""
        return self._classed(role) | {"fill": self.palette.colours[role]}

    def stroke(self, role: str, width: float = 1) -> dict[str, Any]:
        """Return the attributes that paint a line."""
        return self._classed(role) | {
            "fill": "none",
            "stroke": self.palette.colours[role],
            "stroke_width": width,
        }

    def text(self, x: Length, y: Length, words: str, role: str = "ink", **attributes: Any) -> str:
        """Return a line of text whose baseline starts at (x, y)."""
        attributes = {"font_size": 13, **self.fill(role), **attributes}
        return tag("text", html.escape(words), x=x, y=y, **attributes)

    def line(self, start: tuple[Length, Length], move: str, role: str, **attributes: Any) -> str:
        """Return a thin line from `start`; `move` is the rest of an SVG path, such as "V120"."""
        begin = f"M{print_length(start[0])} {print_length(start[1])}"
        return tag("path", d=begin + move, **self.stroke(role), **attributes)

    def triangle(self, x: Length, y: Length) -> str:
        """Return a small triangle whose tip points down at (x, y): a sign without colour and without font."""
        return tag("path", d=f"M{float(x) - 4:.1f} {float(y) - 7:.1f}h8l-4 7z", **self.fill("mark"))

    def diamond(self, x: Length, y: Length) -> str:
        """Return an open diamond around (x, y)."""
        outline = {"stroke": self.palette.colours["mark"], "stroke_width": 1.5}
        path = f"M{float(x):.1f} {float(y) - 6:.1f}l5 6l-5 6l-5 -6z"
        return tag("path", d=path, **self.fill("paper"), **outline)

    def frame(self, height: int, title: str, description: str, shapes: list[str]) -> str:
        """Return the whole drawing: an image with a name and a description for those who cannot see it."""
        attributes: dict[str, object] = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {self.palette.width} {height}",
            "width": self.palette.width,
            "height": height,
            "role": "img",
        }
        if self.palette.has_classes:
            attributes["class"] = "chart"
        if self.palette.font:
            attributes["font_family"] = self.palette.font
        names = (tag("title", html.escape(title)), tag("desc", html.escape(description)))
        return tag("svg", *names, *shapes, **attributes)

    def _classed(self, role: str) -> dict[str, Any]:
        return {"class": f"chart-{role}"} if self.palette.has_classes else {}
