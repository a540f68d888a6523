"""Chapters III to V of a unit's report: results, analysis, conclusion and suggestions."""

from collections.abc import Iterator
from dataclasses import replace

from puas.reports.charts import Bar, Point, draw_elements, draw_trend
from puas.reports.documents import Block, Figure, Listing, Paragraph
from puas.reports.drawings import DOCUMENT
from puas.reports.follow_ups import build_follow_up_table
from puas.reports.report_parts import build_heading, build_signature
from puas.reports.sentence_writers import count_text
from puas.reports.trends import build_trend_table, print_step, write_trend
from puas.reports.unit_tables import build_elements_table, build_parts_table, build_profile_table
from puas.reports.unit_writers import (
    UnitWriter,
    write_elements,
    write_moves,
    write_planned,
    write_realised,
    write_source,
    write_value,
)


def write_results(writer: UnitWriter) -> Iterator[Block]:
    """Yield chapter III: who answered, and the index with its elements."""
    yield build_heading(writer, "results")
    yield build_heading(writer, "respondents", 2)
    yield from _write_respondents(writer)
    yield build_heading(writer, "index", 2)
    yield Paragraph(write_value(writer))
    yield from _write_elements(writer)


def _write_respondents(writer: UnitWriter) -> Iterator[Block]:
    given = writer.given
    people = given.respondents
    yield Paragraph(
        writer.say("respondents.unknown")
        if people is None
        else writer.say("respondents.total", count=count_text(people))
    )
    if given.parts:
        yield build_parts_table(writer, next(writer.tables))
    if given.withholds_profiles:
        yield Paragraph(writer.say("respondents.withheld"))
    if not given.profiles:
        if given.withholds_profiles:
            return
        key = "imported" if writer.is_imported else "averaged"
        yield Paragraph(writer.say(f"respondents.{key}"))
        return
    numbers = [next(writer.tables) for _ in given.profiles]
    yield Paragraph(writer.say("respondents.opening", first=numbers[0], last=numbers[-1]))
    for place, (number, table) in enumerate(zip(numbers, given.profiles, strict=True), 1):
        yield build_profile_table(writer, number, place, table)


def _write_elements(writer: UnitWriter) -> Iterator[Block]:
    given = writer.given
    if not any(line.value is not None for line in given.elements):
        yield Paragraph(writer.say("index.no_elements"))
        return
    table = next(writer.tables)
    if not writer.known:
        yield Paragraph(writer.say("index.opening_table", table=table))
        yield build_elements_table(writer, table)
        return
    figure = next(writer.figures)
    yield Paragraph(f"{writer.say('index.opening', table=table, figure=figure)} {write_elements(writer)}")
    yield build_elements_table(writer, table)
    low = {line.key for line in writer.lowest}
    bars = [Bar(line.key, line.name, line.value, line.previous, line.key in low) for line in given.elements]
    before = given.previous
    label = print_step(before) if before and any(bar.previous is not None for bar in bars) else ""
    title = writer.title_figure(figure, writer.say("index.chart"))
    yield Figure(figure, title, draw_elements(bars, title=title, previous_label=label, palette=DOCUMENT))


def write_analysis(writer: UnitWriter) -> Iterator[Block]:
    """Yield chapter IV: problems, the plan, the trend."""
    yield build_heading(writer, "analysis")
    yield build_heading(writer, "problems", 2)
    yield from map(Paragraph, _write_problems(writer))
    yield from writer.narrate("problems", writer.say("problems.missing"))
    yield build_heading(writer, "plan", 2)
    yield from _write_plan(writer)
    yield build_heading(writer, "trend", 2)
    yield from _write_trend(writer)
    yield from writer.narrate("trend")


def _write_problems(writer: UnitWriter) -> Iterator[str]:
    if not writer.known:
        yield writer.say("problems.unknown")
        return
    highest = writer.highest
    if highest is None:
        yield write_elements(writer)
    else:
        yield writer.say("problems.lowest", lowest=writer.join(writer.priorities))
        yield writer.say("problems.highest", highest=writer.print_element(highest))
    if moves := write_moves(writer):
        yield moves


def _write_plan(writer: UnitWriter) -> Iterator[Block]:
    given = writer.given
    if not given.plan:
        yield Paragraph(writer.say("plan.missing"))
        return
    number = next(writer.tables)
    said = [writer.say("plan.opening", number=number)]
    if given.plan_reason:
        said.append(writer.say("plan.reason", reason=given.plan_reason))
    empty = list(dict.fromkeys(one.element for one in given.plan if not one.text.strip()))
    if empty:
        said.append(writer.say("plan.incomplete", names=writer.join(empty)))
    yield Paragraph(" ".join(said))
    table = build_follow_up_table(given.unit, given.period, given.plan)
    title = writer.title_table(number, writer.say("plan.table"))
    yield replace(table, number=number, title=title, sheet=writer.say("sheets.plan"))


def _write_trend(writer: UnitWriter) -> Iterator[Block]:
    steps = list(writer.given.trend)
    if not any(step.index is not None for step in steps):
        yield Paragraph(write_trend(writer, steps))
        return
    table, figure = next(writer.tables), next(writer.figures)
    yield Paragraph(writer.say("trend.opening", figure=figure, table=table))
    title = writer.title_figure(figure, writer.say("trend.chart"))
    points = [Point(print_step(step), step.index) for step in steps]
    yield Figure(figure, title, draw_trend(points, title=title, palette=DOCUMENT))
    years = len({step.period.year for step in steps if step.index is not None})
    said = [write_trend(writer, steps), writer.say("trend.years", count=years) if years < 3 else ""]
    yield Paragraph(" ".join(filter(None, said)))
    yield build_trend_table(writer, table, steps)


def write_closing(writer: UnitWriter) -> Iterator[Block]:
    """Yield chapter V, signed."""
    given = writer.given
    yield build_heading(writer, "closing")
    yield build_heading(writer, "conclusion", 2)
    yield Paragraph(writer.say("conclusion.opening"))
    items = (
        f"{write_value(writer)} {write_source(writer)}",
        write_elements(writer),
        write_planned(writer),
        write_realised(writer),
        write_trend(writer, list(given.trend)),
    )
    yield Listing(items)
    yield from writer.narrate("conclusion")
    yield build_heading(writer, "suggestions", 2)
    lowest = writer.join(writer.priorities)
    ours = writer.say("suggestions.lowest", lowest=lowest) if lowest else writer.say("suggestions.missing")
    yield from writer.narrate("suggestions", ours)
    yield build_signature(writer, given.signatory, given.place, given.made_at)
