"""The ruler of grades: where an index stands on 25..100, how sure it is, and where the grades begin."""

from fractions import Fraction

from puas.language import say
from puas.methodology.grades import GRADES, Grade, grade_of
from puas.methodology.numbers import Number, format_number
from puas.reports.charts import Chart
from puas.reports.drawings import WEB, Palette, Pen, tag

LOWEST, HIGHEST = 25, 100
HEIGHT, TOP, THICK, EDGE = 62, 20, 20, 16


def draw_ruler(
    value: Number,
    *,
    margin: Number | None = None,
    title: str = "",
    palette: Palette = WEB,
    language: str = "id",
) -> Chart:
    """Return a band per grade with a mark at `value` (25..100); a shade shows `margin`, in index points.

    The band of the index's own grade has the class `ruler-on`.
    """
    pen, own = Pen(palette), grade_of(Fraction(value))
    shapes = [_draw_band(pen, grade, grade == own) for grade in reversed(GRADES)]
    shapes += _draw_mark(pen, value, margin)
    shapes += [shape for grade in reversed(GRADES) for shape in _write_band(pen, grade)]
    end = palette.width - EDGE
    shapes.append(pen.text(end, HEIGHT - 6, "100", "muted", font_size=12, text_anchor="middle"))
    title = title or say("Letak IKM di antara batas mutu", language)
    description = _describe(value, margin, own.letter if own else "–", language)
    header = (say("Mutu", language), say("Mulai dari", language))
    rows = tuple((grade.letter, format_number(grade.low, 2)) for grade in GRADES)
    return Chart(title, description, header, rows, pen.frame(HEIGHT, title, description, shapes))


def _place(value: Number, width: int) -> Fraction:
    """Return where a value stands from left to right; a worst score with weights 0.11 stays on the ruler."""
    inside = min(max(Fraction(value), Fraction(LOWEST)), Fraction(HIGHEST))
    return EDGE + (inside - LOWEST) * (width - 2 * EDGE) / (HIGHEST - LOWEST)


def _draw_band(pen: Pen, grade: Grade, is_own: bool) -> str:
    width = pen.palette.width
    start, end = _place(grade.low, width), _place(grade.high, width)
    classes = f"ruler-{grade.letter}" + (" ruler-on" if is_own else "")
    paint = {"class_": classes, "fill": "none", "stroke": "currentColor"}
    return tag("rect", x=start, y=TOP, width=end - start, height=THICK, **paint)


def _write_band(pen: Pen, grade: Grade) -> list[str]:
    """Return the letter in a band and the value it starts at."""
    width = pen.palette.width
    start, end = _place(grade.low, width), _place(grade.high, width)
    label = "25" if grade.low == LOWEST else format_number(grade.low, 2)
    return [
        pen.text((start + end) / 2, TOP + 15, grade.letter, font_weight="bold", text_anchor="middle"),
        pen.text(start, HEIGHT - 6, label, "muted", font_size=12, text_anchor="middle"),
    ]


def _draw_mark(pen: Pen, value: Number, margin: Number | None) -> list[str]:
    """Return the pointer over the bands, and the stretch that the margin covers behind their letters."""
    width = pen.palette.width
    x = float(_place(value, width))
    shapes = [tag("path", d=f"M{x - 7:.1f} {TOP - 14}h14l-7 13z", **pen.fill("ink"))]
    if margin:
        left, right = (_place(Fraction(value) + side * Fraction(margin), width) for side in (-1, 1))
        covered = {"x": left, "width": right - left, "y": TOP, "height": THICK}
        shapes.append(tag("rect", **covered, fill_opacity="0.22", **pen.fill("ink")))
    return shapes


def _describe(value: Number, margin: Number | None, letter: str, language: str) -> str:
    sentence = say("IKM {value}, mutu {letter}.", language, value=format_number(value, 2), letter=letter)
    if not margin:
        return sentence
    wide = say("Batas galat 95 %: ± {margin} poin.", language, margin=format_number(margin, 2))
    return f"{sentence} {wide}"
