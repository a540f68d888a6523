"""The charts of the live view: answers a day, and all of them together against the target sample.

Days become weeks and months when there are too many of them to be told apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from puas.language import say
from puas.methodology.numbers import format_number
from puas.reports.charts import Chart
from puas.reports.drawings import WEB, Palette, Pen, tag

MOST_DAYS, MOST_WEEKS = 45, 320
"""Up to so many days are drawn one by one, up to so many as weeks, more as months."""
_TOP, _BOTTOM, _LEFT = 30, 198, 48
_LABEL_WIDTH = 62


@dataclass(frozen=True)
class Span:
    """A day, a week from Monday or a month: its answers, and all up to its end."""

    first: date
    last: date
    count: int
    total: int


@dataclass(frozen=True)
class Named:
    """A span with its name in full for the table and short for the drawing."""

    name: str
    short: str
    span: Span


def list_spans(by_day: Mapping[date, int], until: date) -> tuple[Span, ...]:
    """Return the spans from the first day with an answer to `until` or the last answer, none left out."""
    if not by_day:
        return ()
    first, last = min(by_day), max(until, *by_day)
    length = (last - first).days + 1
    counts: dict[date, int] = {}
    for number in range(length):
        day = first + timedelta(days=number)
        start = _start(day, length)
        counts[start] = counts.get(start, 0) + by_day.get(day, 0)
    starts = list(counts)
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    total, spans = 0, []
    for start, end in zip(starts, ends, strict=True):
        total += counts[start]
        spans.append(Span(max(start, first), end, counts[start], total))
    return tuple(spans)


def _start(day: date, length: int) -> date:
    if length <= MOST_DAYS:
        return day
    return day - timedelta(days=day.weekday()) if length <= MOST_WEEKS else day.replace(day=1)


def draw_growth(
    steps: Sequence[Named],
    *,
    title: str,
    goal: int | None = None,
    palette: Palette = WEB,
    language: str = "id",
) -> Chart:
    """Return a column for all answers up to the end of each step, and a line at the target sample."""
    totals = [step.span.total for step in steps]
    header = [say("Waktu", language), say("Jawaban", language), say("Terkumpul", language)]
    rows = [[step.name, _print(step.span.count), _print(step.span.total)] for step in steps]
    if goal:
        header.append(say("Capaian", language))
        for row, total in zip(rows, totals, strict=True):
            row.append(f"{format_number(Fraction(100 * total, goal), 1)}%")
    said = _describe_growth(steps, goal, language)
    svg = _draw_columns(steps, totals, goal, (title, said), palette, language)
    return Chart(title, said, tuple(header), tuple(tuple(row) for row in rows), svg)


def draw_days(steps: Sequence[Named], *, title: str, palette: Palette = WEB, language: str = "id") -> Chart:
    """Return a column for the answers of each step alone."""
    counts = [step.span.count for step in steps]
    rows = tuple((step.name, _print(step.span.count)) for step in steps)
    most = max(steps, key=lambda step: step.span.count, default=None)
    said = say("Belum ada jawaban.", language)
    if most:
        said = say(
            "Terbanyak {count} jawaban: {name}. Tanpa jawaban: {empty} dari {all}.",
            language,
            count=_print(most.span.count),
            name=most.name,
            empty=counts.count(0),
            all=len(counts),
        )
    svg = _draw_columns(steps, counts, None, (title, said), palette, language)
    return Chart(title, said, (say("Waktu", language), say("Jawaban", language)), rows, svg)


def _describe_growth(steps: Sequence[Named], goal: int | None, language: str) -> str:
    if not steps:
        return say("Belum ada jawaban.", language)
    said = say(
        "{total} jawaban terkumpul dari {first} sampai {last}.",
        language,
        total=_print(steps[-1].span.total),
        first=steps[0].name,
        last=steps[-1].name,
    )
    return f"{said} {say('Sampel minimum {goal}.', language, goal=_print(goal))}" if goal else said


def _print(count: int) -> str:
    return format_number(count, 0)


def _draw_columns(
    steps: Sequence[Named],
    heights: Sequence[int],
    goal: int | None,
    names: tuple[str, str],
    palette: Palette,
    language: str,
) -> str:
    pen, right = Pen(palette), palette.width - 4
    mark, top = _scale(max(*heights, goal or 0, 1) if heights else 1)
    shapes = _draw_scale(pen, mark, top, right)
    width = Fraction(right - _LEFT, max(len(steps), 1))
    for number, height in enumerate(heights):
        y = _height(height, top)
        x = _LEFT + width * number + width / 10
        shapes.append(tag("rect", x=x, y=y, width=width * 8 / 10, height=_BOTTOM - y, **pen.fill("bar")))
    every = -(-_LABEL_WIDTH // max(1, int(width)))
    for number in range(0, len(steps), every):
        shapes.append(_draw_name(pen, _LEFT + width * (2 * number + 1) / 2, steps[number].short))
    if goal:
        shapes += _draw_goal(pen, _height(goal, top), right, goal, language)
    return pen.frame(_BOTTOM + 26, *names, shapes)


def _draw_name(pen: Pen, x: Fraction, name: str) -> str:
    """Return a step's name under its column, inside the drawing at both ends."""
    half = Fraction(_LABEL_WIDTH - 6, 2)
    middle = min(max(x, Fraction(_LEFT)), pen.palette.width - half)
    return pen.text(middle, _BOTTOM + 18, name, "muted", font_size=12, text_anchor="middle")


def _draw_goal(pen: Pen, y: Fraction, right: int, goal: int, language: str) -> list[str]:
    """Return the line of the target over the columns, and above them what it is."""
    words = say("Sampel minimum {goal}", language, goal=_print(goal))
    return [
        pen.line((_LEFT, y), f"H{right}", "ink", stroke_dasharray="5 3"),
        pen.line((_LEFT, 10), "h28", "ink", stroke_dasharray="5 3"),
        pen.text(_LEFT + 36, 14, words, font_size=12, font_weight="bold"),
    ]


def _scale(highest: int) -> tuple[int, int]:
    """Return the distance of the marks (1, 2 or 5 times a power of ten) and the top of the scale."""
    power = 1
    while True:
        for mark in (power, 2 * power, 5 * power):
            if mark * 5 >= highest:
                return mark, mark * -(-highest // mark)
        power *= 10


def _height(value: int, top: int) -> Fraction:
    return _BOTTOM - Fraction(value * (_BOTTOM - _TOP), top)


def _draw_scale(pen: Pen, mark: int, top: int, right: int) -> list[str]:
    shapes = []
    for value in range(0, top + 1, mark):
        y = _height(value, top)
        shapes.append(pen.line((_LEFT, y), f"H{right}", "grid" if value else "limit"))
        shapes.append(pen.text(_LEFT - 6, y + 4, _print(value), "muted", font_size=12, text_anchor="end"))
    return shapes
