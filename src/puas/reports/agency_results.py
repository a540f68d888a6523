"""Chapters III and IV of the agency report: results with their charts, trend, conclusions, signature."""

from collections.abc import Iterator

from puas.methodology.periods import Period
from puas.methodology.realisation import Level
from puas.reports.agency_groups import write_findings, write_groups, write_rules
from puas.reports.agency_inputs import AgencyReportInput, LineKind
from puas.reports.agency_maps import write_map
from puas.reports.agency_recaps import build_recap_table
from puas.reports.agency_sentences import find_lowest, name_elements, write_plans, write_reported, write_value
from puas.reports.agency_tables import build_averages_table, build_realisation_table, realisations_of
from puas.reports.agency_writers import Writer, survey_periods
from puas.reports.charts import Bar, Point, count_grades, draw_elements, draw_shares, draw_trend
from puas.reports.documents import Block, Figure, Listing, Paragraph, Signature
from puas.reports.drawings import DOCUMENT
from puas.reports.report_parts import build_heading, build_signature
from puas.reports.sentence_writers import count_text
from puas.reports.trends import build_trend_table, print_step, write_trend

MOST_SENTENCES = 3  # periods with a sentence of their own on realisation


def sign(writer: Writer) -> Signature:
    """Return the agency's signature block."""
    given = writer.given
    return build_signature(writer, given.signatory, given.place, given.made_at)


def write_recap(writer: Writer) -> Iterator[Block]:
    """Yield chapter III up to the recap, which lies across."""
    number = next(writer.tables)
    yield build_heading(writer, "results")
    yield build_heading(writer, "recap", 2)
    yield Paragraph(writer.say("recap.opening", number=number))
    yield build_recap_table(writer, number)


def write_results(writer: Writer) -> Iterator[Block]:
    """Yield the rest of chapter III: the agency's own rows, charts and trend."""
    yield build_heading(writer, "agency", 2)
    if writer.given.averages:
        table = next(writer.tables)
        yield Paragraph(writer.say("agency.opening", number=table, rule=writer.given.rule))
        yield build_averages_table(writer, table)
    else:
        yield Paragraph(writer.say("agency.no_averages"))
    yield from write_rules(writer)
    yield from _write_elements_chart(writer)
    period = find_spread_period(writer.given)
    if period is not None:
        yield from _write_grades_chart(writer, period)
    yield from write_groups(writer)
    yield from write_findings(writer)
    yield build_heading(writer, "trend", 2)
    yield from _write_trend_chart(writer)
    if period is not None:
        yield from write_map(writer, period)


def _write_elements_chart(writer: Writer) -> Iterator[Block]:
    """Yield the bars of the agency's elements beside those of the period before; nothing if incomplete."""
    given, line = writer.given, writer.given.headline
    named = name_elements(writer, line)
    if line is None or named is None:
        return
    number = next(writer.figures)
    key = "agency.elements_text" if len(given.elements) == 9 else "agency.elements_other"
    yield Paragraph(
        writer.say(key, number=number, count=len(given.elements), highest=named[0], lowest=named[1])
    )
    low = find_lowest(line, [key for key, _ in given.elements])
    before = next((other for other in given.averages if other.period == given.period.previous), None)
    previous = before.values if before else (None,) * len(line.values)
    bars = [
        Bar(key, name, value, earlier, key in low)
        for (key, name), value, earlier in zip(given.elements, line.values, previous, strict=True)
    ]
    title = writer.title_figure(number, writer.say("agency.elements_chart"))
    label = before.period.label if before else ""
    yield Figure(number, title, draw_elements(bars, title=title, previous_label=label, palette=DOCUMENT))


def _write_grades_chart(writer: Writer, period: Period) -> Iterator[Block]:
    """Yield how many units have each grade in `period`."""
    lines = [[line for line in unit.lines if line.period == period] for unit in writer.given.units]
    shares = count_grades(found[-1].index if found else None for found in lines)
    number = next(writer.figures)
    title = writer.title_figure(number, writer.wording.say("agency.grades_chart", period=period.label))
    listed = writer.join([f"{share.label} {count_text(share.count)} UPP" for share in shares if share.count])
    yield Paragraph(
        writer.wording.say("agency.grades_text", period=period.label, shares=listed, number=number)
    )
    yield Figure(number, title, draw_shares(shares, title=title, noun="UPP", palette=DOCUMENT))


def find_spread_period(given: AgencyReportInput) -> Period | None:
    """Return the report's period when any unit has a line for it, else the last period of any line."""
    periods = {line.period for unit in given.units for line in unit.lines}
    if given.period in periods or not periods:
        return given.period if periods else None
    return max(periods, key=lambda period: (period.ends, period.starts))


def _write_trend_chart(writer: Writer) -> Iterator[Block]:
    steps = writer.steps
    if not any(step.index is not None for step in steps):
        yield Paragraph(write_trend(writer, steps))
        return
    table, figure = next(writer.tables), next(writer.figures)
    yield Paragraph(writer.say("trend.opening", figure=figure, table=table))
    title = writer.title_figure(figure, writer.say("trend.chart"))
    points = [Point(print_step(step), step.index) for step in steps]
    yield Figure(figure, title, draw_trend(points, title=title, palette=DOCUMENT))
    yield Paragraph(write_trend(writer, steps))
    yield build_trend_table(writer, table, steps)


def write_conclusion(writer: Writer) -> Iterator[Block]:
    """Yield chapter IV, signed."""
    yield build_heading(writer, "conclusion")
    yield Paragraph(writer.say("conclusion.opening"))
    number = next(writer.tables) if _has_realisation(writer) else None
    value = " ".join((write_value(writer), write_trend(writer, writer.steps)))
    reported = " ".join(write_reported(writer)[:1])
    yield Listing((value, reported, write_plans(writer), _write_realisation(writer, number)))
    if number is not None:
        yield build_realisation_table(writer, number)
    yield sign(writer)


def _has_realisation(writer: Writer) -> bool:
    surveys = [line for unit in writer.given.units for line in unit.lines if line.kind is LineKind.SURVEY]
    return any(line.realisation is not None for line in surveys)


def _write_realisation(writer: Writer, number: int | None) -> str:
    """Return, for each period, how many units carried out all of their plans and how many none."""
    if number is None:
        return writer.say("conclusion.realisation_missing")
    periods = survey_periods(writer.given.units)
    if len(periods) > MOST_SENTENCES:
        return writer.say("conclusion.realisation", number=number, sentences=_write_all_realisations(writer))
    sentences = []
    for period in periods:
        counts = realisations_of(writer, period)
        known = sum(counts.values()) - counts[Level.UNKNOWN]
        sentences.append(
            writer.say(
                "conclusion.realisation_period",
                known=count_text(known),
                followed=period.previous.label,
                full=count_text(counts[Level.FULL]),
                none=count_text(counts[Level.NONE]),
            )
        )
    return writer.say("conclusion.realisation", number=number, sentences=" ".join(sentences))


def _write_all_realisations(writer: Writer) -> str:
    """Return the realisations of all periods in one sentence, where one each would be too many to read."""
    counts = [realisations_of(writer, period) for period in survey_periods(writer.given.units)]
    total = {level: sum(count[level] for count in counts) for level in Level}
    return writer.say(
        "conclusion.realisation_total",
        known=count_text(sum(total.values()) - total[Level.UNKNOWN]),
        full=count_text(total[Level.FULL]),
        none=count_text(total[Level.NONE]),
    )
