"""The charts of reports and pages: elements, trend, and shares. One drawing, in the palette asked for.

Each is a `Chart`: the SVG, its title, a description in words, and the table that says the same in figures.
Pure: the same figures give the same text. Numbers are printed the Indonesian way. No meaning is carried by
colour alone (a low element also has an outline and a triangle, a limit has its letter).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from puas.language import say
from puas.methodology.grades import GRADES, grade_of
from puas.methodology.numbers import Number, format_number
from puas.reports.drawings import WEB, Palette, Pen, print_length, tag

LOWEST, HIGHEST = 25, 100  # the scale of every element and of the index
WIDE = 600  # from this width on, names stand beside their bars instead of above


@dataclass(frozen=True)
class Chart:
    """A finished chart. `rows` hold what the drawing shows, as printed text, under `header`."""

    title: str
    description: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    svg: str


@dataclass(frozen=True)
class Bar:
    """One element: `value` and `previous` on 25..100, None when there is none; `is_low` marks a priority."""

    key: str
    label: str
    value: Number | None
    previous: Number | None = None
    is_low: bool = False


@dataclass(frozen=True)
class Point:
    """One step of a trend; `value` None leaves a gap in the line. `margin`: in points, None where unknown."""

    label: str
    value: Number | None
    margin: Number | None = None

    @property
    def ends(self) -> tuple[Fraction, ...]:
        """Return the value, or with a margin the two ends of its band, inside the scale; () without one."""
        if self.value is None:
            return ()
        value, wide = Fraction(self.value), Fraction(self.margin or 0)
        return (
            (max(value - wide, Fraction(LOWEST)), min(value + wide, Fraction(HIGHEST))) if wide else (value,)
        )


@dataclass(frozen=True)
class Share:
    """A counted class, for example the units with grade A."""

    label: str
    count: int


@dataclass(frozen=True)
class _Grid:
    """Where the bars of a chart stand: their area, and the height of one row."""

    left: int
    right: int
    top: int
    step: int

    def place(self, value: Number) -> Fraction:
        return self.left + (Fraction(value) - LOWEST) * (self.right - self.left) / (HIGHEST - LOWEST)


def draw_elements(
    bars: Sequence[Bar],
    *,
    title: str,
    previous_label: str = "",
    palette: Palette = WEB,
    language: str = "id",
) -> Chart:
    """Return bars for the elements on the scale 25..100, with the limits of the grades.

    With `previous_label` a diamond stands at each element's previous value.
    """
    pen, is_wide = Pen(palette), palette.width >= WIDE
    grid = _Grid(262 if is_wide else 1, palette.width - 52, 26, 27 if is_wide else 42)
    bottom = grid.top + grid.step * len(bars)
    shapes = _draw_limits(pen, grid, len(bars))
    for number, bar in enumerate(bars):
        shapes += _draw_bar(pen, bar, grid, grid.top + grid.step * number, bool(previous_label))
    legend = _draw_legend(pen, grid.left, bottom + 24, any(b.is_low for b in bars), previous_label, language)
    description = _describe_bars(bars, language)
    header = (say("Unsur", language), say("Nilai", language), previous_label)
    rows = [(f"{bar.key} {bar.label}", _printed(bar.value), _printed(bar.previous)) for bar in bars]
    columns = 3 if previous_label else 2
    svg = pen.frame(bottom + (34 if legend else 12), title, description, shapes + legend)
    return Chart(title, description, header[:columns], tuple(row[:columns] for row in rows), svg)


def draw_trend(points: Sequence[Point], *, title: str, palette: Palette = WEB, language: str = "id") -> Chart:
    """Return a line through the known points, with the band of their margins where these are known.

    The description says where the scale is cut.
    """
    pen, top, bottom = Pen(palette), 34, 214
    low, high = _trend_range([end for point in points for end in point.ends])
    step = Fraction(palette.width - 100, max(len(points), 1))
    shapes = _draw_scale(pen, low, high, top, bottom)
    run: list[tuple[Fraction, Fraction]] = []
    places = [56 + step * (2 * number + 1) / 2 for number in range(len(points))]
    spans = [
        (x, [_height(end, low, high, top, bottom) for end in point.ends])
        for x, point in zip(places, points, strict=True)
    ]
    shapes += _draw_band(pen, spans)
    for x, point in zip(places, points, strict=True):
        shapes += _draw_label(pen, x, bottom + 20, point.label)
        if point.value is None:
            run = []
            continue
        run.append((x, _height(point.value, low, high, top, bottom)))
        shapes += _draw_step(pen, run, _printed(point.value))
    description = _describe_trend(points, low, high, language)
    columns = 3 if any(point.margin is not None for point in points) else 2
    header = (say("Periode", language), say("IKM", language), say("Batas galat 95 %", language))[:columns]
    rows = tuple((p.label, _printed(p.value), _printed(p.margin))[:columns] for p in points)
    return Chart(title, description, header, rows, pen.frame(bottom + 46, title, description, shapes))


def draw_shares(
    shares: Sequence[Share], *, title: str, noun: str = "unit", palette: Palette = WEB, language: str = "id"
) -> Chart:
    """Return one bar a class, as long as its count, with count and percentage at its end."""
    pen, step, left = Pen(palette), 30, 170 if palette.width >= WIDE else 130
    total, most = sum(share.count for share in shares), max((share.count for share in shares), default=0)
    shapes: list[str] = []
    for number, share in enumerate(shares):
        y = 8 + step * number
        length = Fraction(share.count * (palette.width - left - 130), max(most, 1))
        words = f"{format_number(share.count, 0)} {noun} ({_percentage(share.count, total)})"
        shapes.append(pen.text(left - 8, y + 15, share.label, text_anchor="end"))
        shapes.append(tag("rect", x=left, y=y, width=length, height=20, **pen.fill("bar")))
        shapes.append(pen.text(left + length + 7, y + 15, words))
    shapes.append(pen.line((left, 2), f"V{step * len(shares) + 6}", "limit"))
    rows = tuple((s.label, format_number(s.count, 0), _percentage(s.count, total)) for s in shares)
    description = "; ".join(f"{label}: {count} {noun} ({part})" for label, count, part in rows) + "."
    header = (say("Kelompok", language), say("Jumlah", language), say("Persentase", language))
    svg = pen.frame(step * len(shares) + 12, title, description, shapes)
    return Chart(title, description, header, rows, svg)


def count_grades(values: Iterable[Number | None], language: str = "id") -> tuple[Share, ...]:
    """Return how many of `values` (indices on 25..100) have each grade, best first, none last."""
    grades = [None if value is None else grade_of(Fraction(value)) for value in values]
    letters = [grade.letter if grade else "" for grade in grades]
    best_first = sorted(GRADES, key=lambda grade: grade.letter)
    counted = [
        Share(f"{grade.letter} ({say(grade.performance, language)})", letters.count(grade.letter))
        for grade in best_first
    ]
    without = letters.count("")
    return (*counted, Share(say("Belum ada nilai", language), without)) if without else tuple(counted)


def _printed(value: Number | None) -> str:
    return "–" if value is None else format_number(value, 2)


def _percentage(count: int, total: int) -> str:
    return f"{format_number(Fraction(100 * count, total), 1)}%" if total else "–"


def _draw_limits(pen: Pen, grid: _Grid, rows: int) -> list[str]:
    """Return the line at the lower limit of each grade (whole at 25, dashed above) and its letter.

    Where names stand above their bars, the lines stop for them.
    """
    shapes, is_wide = [], pen.palette.width >= WIDE
    tops = [grid.top - 6] if is_wide else [grid.top + grid.step * row + 19 for row in range(rows)]
    length = grid.step * rows + 6 if is_wide else 20
    for grade in GRADES:
        x = grid.place(grade.low)
        path = "".join(f"M{print_length(x)} {top}v{length}" for top in tops)
        dashes = {} if grade.low == LOWEST else {"stroke_dasharray": "3 3"}
        shapes.append(tag("path", d=path, **pen.stroke("limit"), **dashes))
        middle = (x + grid.place(grade.high)) / 2
        shapes.append(pen.text(middle, grid.top - 10, grade.letter, "muted", text_anchor="middle"))
    return shapes


def _draw_bar(pen: Pen, bar: Bar, grid: _Grid, y: int, with_previous: bool) -> list[str]:
    """Return the name, the bar and the value of one element; `y` is the top of its row."""
    is_wide = pen.palette.width >= WIDE
    top = y + 5 if is_wide else y + 21
    x, baseline = (grid.left - 10, y + 17) if is_wide else (0, y + 15)
    weight = "bold" if bar.is_low else "normal"
    anchor = "end" if is_wide else "start"
    shapes = [
        pen.text(x, baseline, f"{bar.key}  {bar.label}", font_weight=weight, text_anchor=anchor),
        pen.text(pen.palette.width, top + 12, _printed(bar.value), text_anchor="end", font_weight="bold"),
    ]
    if bar.value is not None:
        outline = {"stroke": pen.palette.colours["mark"], "stroke_width": 1} if bar.is_low else {}
        paint = pen.fill("low" if bar.is_low else "bar") | outline
        length = grid.place(bar.value) - grid.left
        shapes.append(tag("rect", x=grid.left, y=top, width=length, height=16, **paint))
        if bar.is_low:
            shapes.append(pen.triangle(grid.left + 10, top + 11))
    if with_previous and bar.previous is not None:
        shapes.append(pen.diamond(grid.place(bar.previous), top + 8))
    return shapes


def _draw_legend(
    pen: Pen, left: int, y: int, with_low: bool, previous_label: str, language: str
) -> list[str]:
    """Return what the triangle and the diamond mean; nothing when neither is drawn."""
    shapes = []
    if with_low:
        words = say("Prioritas perbaikan", language)
        shapes += [pen.triangle(left + 6, y), pen.text(left + 16, y, words, "muted", font_size=12)]
        left += 150
    if previous_label:
        words = pen.text(left + 18, y, previous_label, "muted", font_size=12)
        shapes += [pen.diamond(left + 6, y - 4), words]
    return shapes


def _trend_range(values: Sequence[Number]) -> tuple[int, int]:
    """Return the ends of the upright scale: multiples of five around the values, ten points apart or more."""
    if not values:
        return LOWEST, HIGHEST
    low = int((Fraction(min(values)) - 2) // 5 * 5)
    high = min(int(-((Fraction(max(values)) + 2) // -5) * 5), HIGHEST)
    return max(min(low, high - 10), LOWEST), high


def _height(value: Number, low: int, high: int, top: int, bottom: int) -> Fraction:
    return bottom - (Fraction(value) - low) * (bottom - top) / (high - low)


def _draw_scale(pen: Pen, low: int, high: int, top: int, bottom: int) -> list[str]:
    """Return the level lines with their numbers, and the limits of the grades that lie between them."""
    shapes, right = [], pen.palette.width - 40
    for mark in range(low, high + 1, 5 if high - low <= 30 else 15):
        y = _height(mark, low, high, top, bottom)
        shapes.append(pen.line((44, y), f"H{right}", "grid"))
        shapes.append(pen.text(38, y + 4, str(mark), "muted", font_size=12, text_anchor="end"))
    for grade in GRADES:
        if low < grade.low < high:
            y = _height(grade.low, low, high, top, bottom)
            shapes.append(pen.line((44, y), f"H{right}", "limit", stroke_dasharray="3 3"))
            shapes.append(pen.text(right + 6, y + 4, f"≥ {grade.letter}", "muted", font_size=12))
    return shapes


def _draw_band(pen: Pen, spans: Sequence[tuple[Fraction, Sequence[Fraction]]]) -> list[str]:
    """Return the band between neighbours with a margin, and an upright line with feet at each of them.

    The lines say the same as the band where a print has no shades.
    """
    shapes, legs = [], []
    for (x, ends), (after, others) in pairwise(spans):
        if len(ends) == len(others) == 2:
            corners = ((x, ends[0]), (x, ends[1]), (after, others[1]), (after, others[0]))
            path = " ".join(f"{print_length(a)},{print_length(b)}" for a, b in corners)
            shapes.append(tag("polygon", points=path, **pen.fill("band")))
    for x, ends in spans:
        if len(ends) == 2:
            move = f"V{print_length(ends[1])}m-4 0h8M{print_length(x - 4)} {print_length(ends[0])}h8"
            legs.append(pen.line((x, ends[0]), move, "limit"))
    return shapes + legs


def _draw_step(pen: Pen, run: Sequence[tuple[Fraction, Fraction]], words: str) -> list[str]:
    """Return the last point of `run` with its value, and the line to it from the point before, if any."""
    x, y = run[-1]
    shapes = [
        tag("circle", cx=x, cy=y, r=4, **pen.fill("line")),
        tag("rect", x=x - 19, y=y - 22, width=38, height=15, **pen.fill("paper")),
        pen.text(x, y - 10, words, font_weight="bold", text_anchor="middle"),
    ]
    if len(run) > 1:
        ends = " ".join(f"{print_length(a)},{print_length(b)}" for a, b in run[-2:])
        shapes.insert(0, tag("polyline", points=ends, **pen.stroke("line", 2)))
    return shapes


def _draw_label(pen: Pen, x: Fraction, y: int, label: str) -> list[str]:
    """Return a short name ("TW I" over "2023"); the description and the table have the whole one."""
    short = label.replace("Triwulan", "TW").replace("Semester", "SMT").removeprefix("Tahun ")
    lines = [part for part in short.rpartition(" ")[::2] if part]
    return [
        pen.text(x, y + 16 * number, line, font_size=12, text_anchor="middle")
        for number, line in enumerate(lines)
    ]


def _describe_bars(bars: Sequence[Bar], language: str) -> str:
    known = [(Fraction(bar.value), bar) for bar in bars if bar.value is not None]
    if not known:
        return say("Belum ada nilai unsur.", language)
    (high, highest), (low, lowest) = max(known, key=_first), min(known, key=_first)
    return say(
        "Nilai unsur pada skala 25 sampai 100. Tertinggi {highest} ({high}); terendah {lowest} ({low}).",
        language,
        highest=f"{highest.key} {highest.label}",
        high=_printed(high),
        lowest=f"{lowest.key} {lowest.label}",
        low=_printed(low),
    )


def _first(pair: tuple[Fraction, Bar]) -> Fraction:
    return pair[0]


def _describe_trend(points: Sequence[Point], low: int, high: int, language: str) -> str:
    listed = "; ".join(f"{p.label}: {_printed(p.value)}" for p in points if p.value is not None)
    if not listed:
        return say("Belum ada nilai IKM.", language)
    scale = say("Skala tegak dipotong pada {low} sampai {high}.", language, low=low, high=high)
    return f"{listed}. {scale}"
