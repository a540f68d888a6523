"""Up to four units side by side: a row an element, a mark of its own shape for each unit on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from puas.language import say
from puas.methodology.grades import GRADES
from puas.methodology.numbers import Number, format_number
from puas.reports.charts import HIGHEST, LOWEST, Chart
from puas.reports.drawings import WEB, Palette, Pen, print_length, tag

MOST = 4
WIDTH, ROW, TOP, LEFT, RIGHT = 340, 42, 26, 8, 332


@dataclass(frozen=True)
class Compared:
    """One unit: its value (25..100) in each row, None where there is none."""

    name: str
    values: tuple[Number | None, ...]


def draw_comparison(
    rows: Sequence[str],
    units: Sequence[Compared],
    *,
    title: str,
    palette: Palette = WEB,
    language: str = "id",
) -> Chart:
    """Return the drawing; `rows` name what is compared (IKM, elements), at most four `units`.

    Units differ by the shape of their mark and, where there is colour, by whether it is filled.
    """
    pen = Pen(replace(palette, width=WIDTH))
    bottom = TOP + ROW * len(rows)
    low = _find_low(units)
    shapes = _draw_scale(pen, low, len(rows))
    for number, row in enumerate(rows):
        y = TOP + ROW * number
        shapes.append(pen.text(0, y + 15, row))
        shapes.append(pen.line((LEFT, y + 28), f"H{RIGHT}", "grid"))
        for place, unit in enumerate(units):
            value = unit.values[number]
            if value is not None:
                shapes.append(_mark(pen, place, _across(value, low), y + 28))
    for place, unit in enumerate(units):
        y = bottom + 20 + 20 * place
        shapes += [_mark(pen, place, Fraction(8), y - 4), pen.text(22, y, unit.name, "muted", font_size=12)]
    description = _describe(rows, units, low, language)
    svg = pen.frame(bottom + 20 * len(units) + 14, title, description, shapes)
    header = (say("Yang dibandingkan", language), *(unit.name for unit in units))
    table = tuple(
        (row, *(_printed(unit.values[number]) for unit in units)) for number, row in enumerate(rows)
    )
    return Chart(title, description, header, table, svg)


def _find_low(units: Sequence[Compared]) -> int:
    """Return where the scale begins: a multiple of five below every value, 20 points or more wide."""
    values = [Fraction(value) for unit in units for value in unit.values if value is not None]
    lowest = int((min(values, default=Fraction(LOWEST)) - 2) // 5 * 5)
    return max(min(lowest, HIGHEST - 20), LOWEST)


def _across(value: Number, low: int) -> Fraction:
    inside = min(max(Fraction(value), Fraction(low)), Fraction(HIGHEST))
    return LEFT + (inside - low) * (RIGHT - LEFT) / (HIGHEST - low)


def _draw_scale(pen: Pen, low: int, rows: int) -> list[str]:
    """Return the limits of the grades on the scale beside each row's marks, and their letters on top."""
    shapes = []
    for grade in GRADES:
        if grade.high <= low:
            continue
        start, end = _across(grade.low, low), _across(grade.high, low)
        path = "".join(f"M{print_length(start)} {TOP + ROW * row + 19}v18" for row in range(rows))
        dashes = {} if grade.low <= low else {"stroke_dasharray": "3 3"}
        shapes.append(tag("path", d=path, **pen.stroke("limit"), **dashes))
        shapes.append(pen.text((start + end) / 2, TOP - 10, grade.letter, "muted", text_anchor="middle"))
    return shapes


def _mark(pen: Pen, place: int, x: Fraction, y: int) -> str:
    """Return a filled circle, an open square, a filled triangle or an open diamond."""
    at = float(x)
    open_ = pen.fill("paper") | {"stroke": pen.palette.colours["mark"], "stroke_width": 2}
    if place == 0:
        return tag("circle", cx=x, cy=y, r=6, **pen.fill("line"))
    if place == 1:
        return tag("path", d=f"M{at - 5:.1f} {y - 5}h10v10h-10z", **open_)
    if place == 2:
        return tag("path", d=f"M{at:.1f} {y - 7}l7 12h-14z", **pen.fill("mark"))
    return tag("path", d=f"M{at:.1f} {y - 7}l6 7l-6 7l-6 -7z", **open_)


def _printed(value: Number | None) -> str:
    return "–" if value is None else format_number(value, 2)


def _describe(rows: Sequence[str], units: Sequence[Compared], low: int, language: str) -> str:
    """Return the first row (the index) of every unit, and where the scale is cut."""
    if not rows or not units:
        return say("Belum ada nilai untuk dibandingkan.", language)
    listed = "; ".join(f"{unit.name} {_printed(unit.values[0])}" for unit in units)
    scale = say("Skala mendatar dipotong pada {low} sampai {high}.", language, low=low, high=HIGHEST)
    return f"{rows[0]}: {listed}. {scale}"
