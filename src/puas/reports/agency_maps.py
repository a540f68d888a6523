"""The heat map of the agency report: every unit by every element, as many rows at a time as a page holds."""

from collections.abc import Iterator

from puas.methodology.periods import Period
from puas.reports.agency_writers import Writer
from puas.reports.documents import Block, Figure, Paragraph
from puas.reports.drawings import DOCUMENT
from puas.reports.heat_maps import HeatRow, draw_heat_map
from puas.reports.report_parts import build_heading

ROWS_A_PAGE = 34


def write_map(writer: Writer, period: Period) -> Iterator[Block]:
    """Yield a part with the maps of all units that have element values in `period`, in the recap's order, and
    a sentence that explains the shades; nothing when no unit has any.
    """
    found = _find_rows(writer, period)
    pages = [found[start : start + ROWS_A_PAGE] for start in range(0, len(found), ROWS_A_PAGE)]
    numbers = [next(writer.figures) for _ in pages]
    for place, (number, rows) in enumerate(zip(numbers, pages, strict=True), 1):
        part = writer.say("map.part", place=place, count=len(pages)) if len(pages) > 1 else ""
        words = writer.wording.say("map.chart", period=period.label, part=part).strip()
        title = writer.title_figure(number, words)
        if place == 1:
            yield build_heading(writer, "map", 2)
            key = "map.opening_many" if len(pages) > 1 else "map.opening"
            yield Paragraph(
                writer.wording.say(key, period=period.label, first=number, last=number + len(pages) - 1)
            )
        chart = draw_heat_map(rows, writer.given.elements, title=title, noun="UPP", palette=DOCUMENT)
        yield Figure(number, title, chart)


def _find_rows(writer: Writer, period: Period) -> list[HeatRow]:
    """Return each unit's last line of `period`, where it has any value of an element."""
    found = []
    for unit in writer.given.units:
        lines = [line for line in unit.lines if line.period == period]
        if lines and any(value is not None for value in lines[-1].values):
            found.append(HeatRow(unit.name, lines[-1].values))
    return found
