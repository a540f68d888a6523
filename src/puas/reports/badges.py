"""The badge that a unit puts on its own site, and the picture that is shown when a page is shared.

Both are drawings with fixed colours: they stand on pages of others, in a scheme that we do not know.
"""

import textwrap
from dataclasses import dataclass, replace
from fractions import Fraction

from puas.methodology.grades import GRADES, Grade
from puas.methodology.numbers import format_number
from puas.reports.charts import HIGHEST, LOWEST, Chart
from puas.reports.drawings import DOCUMENT, Pen, tag

GROUNDS = {"A": "#0d6549", "B": "#213f7d", "C": "#8a4a0b", "D": "#9c1b33"}
"""White letters on each of these hold 6:1 or more."""
BADGE = replace(DOCUMENT, width=220, font="Carlito, Arial, sans-serif")
SHARED = replace(DOCUMENT, width=1200)
WHITE = {"fill": "#ffffff", "text_anchor": "middle", "font_weight": "bold"}


@dataclass(frozen=True)
class Shared:
    """What a shared page is about, as printed text; `index` None shows no figure."""

    name: str
    above: str
    index: Fraction | None
    grade: Grade | None


def draw_badge(index: Fraction, grade: Grade, period: str, *, label: str, title: str) -> str:
    """Return an SVG of 220 x 44: `label`, the index and the grade, the period; `title` says it in words."""
    pen = Pen(BADGE)
    shapes = [
        tag("rect", x=0.5, y=0.5, width=219, height=43, rx=6, fill="#ffffff", stroke="#69768c"),
        tag("path", d="M176 .5h37.5a6 6 0 0 1 6 6v31a6 6 0 0 1 -6 6h-37.5z", fill=GROUNDS[grade.letter]),
        pen.text(10, 17, label, font_size=11),
        pen.text(10, 36, format_number(index, 2), font_size=17, font_weight="bold"),
        pen.text(168, 36, period, "muted", font_size=11, text_anchor="end"),
        tag("text", grade.letter, x=198, y=31, font_size=24, **WHITE),
    ]
    return pen.frame(44, title, title, shapes)


def draw_shared(what: Shared, *, label: str, title: str) -> Chart:
    """Return the picture of a shared page, 1200 x 630: name, index, grade, and its place on the scale."""
    pen = Pen(SHARED)
    shapes = [
        tag("rect", x=0, y=0, width=1200, height=630, fill="#ffffff"),
        tag("rect", x=0, y=0, width=1200, height=18, fill="#213f7d"),
        pen.text(80, 110, what.above, "muted", font_size=34),
    ]
    lines = textwrap.wrap(what.name, 38)
    lines = [*lines[:1], f"{lines[1]} …"] if len(lines) > 2 else lines
    shapes += [
        pen.text(80, 176 + 62 * place, line, font_size=56, font_weight="bold")
        for place, line in enumerate(lines)
    ]
    if what.index is not None and what.grade is not None:
        shapes += _draw_figure(pen, what.index, what.grade, label)
    return Chart(title, title, (), (), pen.frame(630, title, title, shapes))


def _draw_figure(pen: Pen, index: Fraction, grade: Grade, label: str) -> list[str]:
    """Return the index, its grade in a box, and the bands of the grades with a mark at the index."""
    shapes = [
        pen.text(80, 318, label, "muted", font_size=34),
        pen.text(80, 460, format_number(index, 2), font_size=160, font_weight="bold"),
        tag("rect", x=560, y=338, width=128, height=128, rx=12, fill=GROUNDS[grade.letter]),
        tag("text", grade.letter, x=624, y=436, font_size=96, **WHITE),
        pen.text(716, 420, grade.performance, font_size=48, font_weight="bold"),
    ]
    for band in GRADES:
        start, end = _across(Fraction(band.low)), _across(Fraction(band.high))
        is_own = band.letter == grade.letter
        paint = {"fill": GROUNDS[band.letter] if is_own else "#e9edf3", "stroke": "#69768c"}
        shapes.append(tag("rect", x=start, y=530, width=end - start, height=44, **paint))
        ink = "#ffffff" if is_own else "#161d2b"
        middle = {"x": (start + end) / 2, "y": 561, "font_size": 28, "text_anchor": "middle", "fill": ink}
        shapes.append(tag("text", band.letter, **middle))
    x = float(_across(index))
    shapes.append(tag("path", d=f"M{x - 16:.1f} 500h32l-16 28z", **pen.fill("ink")))
    return shapes


def _across(value: Fraction) -> Fraction:
    inside = min(max(value, Fraction(LOWEST)), Fraction(HIGHEST))
    return 80 + (inside - LOWEST) * 1040 / (HIGHEST - LOWEST)
