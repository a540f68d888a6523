"""The heat map: every unit by every element, each cell with its value and the shade of its grade.

The shades go from paper (A) to dark (D), so they survive a print without colours; C and D also have an
outline, and every cell says its value.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from puas.language import say
from puas.methodology.grades import GRADES, grade_of
from puas.methodology.numbers import Number, format_number
from puas.reports.charts import Chart
from puas.reports.drawings import WEB, Palette, Pen, tag

CELL, ROW, LEFT, TOP = 46, 26, 270, 30
SHADES = {"A": "#ffffff", "B": "#e3ebf4", "C": "#f2c88a", "D": "#d98f73"}
"""In documents; pages paint `.heat-<letter>`."""
OUTLINES = {"A": 0, "B": 0, "C": 1, "D": 2}
LETTERS_OF_A_NAME = 36


@dataclass(frozen=True)
class HeatRow:
    """A unit and its value of each element (25..100), None where there is none."""

    name: str
    values: tuple[Number | None, ...]


def draw_heat_map(
    rows: Sequence[HeatRow],
    elements: Sequence[tuple[str, str]],
    *,
    title: str,
    noun: str = "Unit",
    palette: Palette = WEB,
    language: str = "id",
) -> Chart:
    """Return the map of `rows` by `elements` (key and name). It is as wide as its columns ask for."""
    width = LEFT + CELL * len(elements) + 2
    pen = Pen(replace(palette, width=width))
    shapes = [
        pen.text(LEFT + CELL * place + CELL // 2, TOP - 10, key, "muted", text_anchor="middle")
        for place, (key, _) in enumerate(elements)
    ]
    for number, row in enumerate(rows):
        shapes += _draw_row(pen, row, TOP + ROW * number)
    shapes += _draw_legend(pen, TOP + ROW * len(rows) + 24, language)
    description = _describe(rows, elements, language)
    svg = pen.frame(TOP + ROW * len(rows) + 44, title, description, shapes)
    header = (say(noun, language), *(key for key, _ in elements))
    printed = tuple((row.name, *(_printed(value) for value in row.values)) for row in rows)
    return Chart(title, description, header, printed, svg)


def _draw_row(pen: Pen, row: HeatRow, y: int) -> list[str]:
    name = row.name if len(row.name) <= LETTERS_OF_A_NAME else f"{row.name[: LETTERS_OF_A_NAME - 1]}…"
    shapes = [pen.text(LEFT - 8, y + 17, name, font_size=12, text_anchor="end")]
    for place, value in enumerate(row.values):
        x = LEFT + CELL * place
        letter = _letter(value)
        shapes += [*_shade(pen, letter, x, y)] if letter else []
        shapes.append(pen.text(x + CELL // 2, y + 17, _printed(value), font_size=12, text_anchor="middle"))
    return shapes


def _shade(pen: Pen, letter: str, x: int, y: int) -> list[str]:
    """Return the ground of a cell and, for the two lower grades, its outline."""
    if pen.palette.has_classes:
        paint = {"class_": f"heat-{letter}", "fill": "none"}
    else:
        paint = {"fill": SHADES[letter]}
    shapes = [tag("rect", x=x + 1, y=y + 1, width=CELL - 2, height=ROW - 2, **paint)]
    if wide := OUTLINES[letter]:
        path = f"M{x + 2} {y + 2}h{CELL - 4}v{ROW - 4}h-{CELL - 4}z"
        shapes.append(tag("path", d=path, **pen.stroke("limit", wide)))
    return shapes


def _draw_legend(pen: Pen, y: int, language: str) -> list[str]:
    """Return the shade of each grade with its words."""
    shapes = []
    for place, grade in enumerate(GRADES):
        x = 130 * place
        shapes += _shade(pen, grade.letter, x, y - 18)
        shapes.append(pen.text(x + 23, y, grade.letter, font_size=12, text_anchor="middle"))
        shapes.append(pen.text(x + 54, y, say(grade.performance, language), "muted", font_size=12))
    return shapes


def _letter(value: Number | None) -> str:
    grade = None if value is None else grade_of(Fraction(value))
    return grade.letter if grade else ""


def _printed(value: Number | None) -> str:
    return "–" if value is None else format_number(value, 1)


def _describe(rows: Sequence[HeatRow], elements: Sequence[tuple[str, str]], language: str) -> str:
    """Return how many cells have each grade, and where the lowest one is."""
    cells = [
        (Fraction(value), row.name, f"{key} {name}")
        for row in rows
        for (key, name), value in zip(elements, row.values, strict=True)
        if value is not None
    ]
    if not cells:
        return say("Belum ada nilai unsur.", language)
    letters = [_letter(value) for value, _, _ in cells]
    counted = ", ".join(f"{grade.letter} {letters.count(grade.letter)}" for grade in GRADES)
    low, unit, element = min(cells, key=lambda cell: cell[0])
    return say(
        "Nilai unsur menurut mutu: {counted}. Terendah {element} di {unit} ({low}).",
        language,
        counted=counted,
        element=element,
        unit=unit,
        low=_printed(low),
    )
