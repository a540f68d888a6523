"""The agency report (laporan SKM instansi): its parts in the order of the ministry's outline.

Everything it says follows from an `AgencyReportInput` and a `Wording`; a missing part says so.
"""

import datetime
from collections.abc import Iterator

from puas.errors import BadInput
from puas.methodology.periods import Period
from puas.methodology.realisation import Level
from puas.reports.agency_inputs import (
    AgencyReportInput,
    LineKind,
    LineSource,
    Plan,
    RecapLine,
    Signatory,
    TrendStep,
    UnitRecap,
)
from puas.reports.agency_sentences import (
    find_lowest,
    name_elements,
    print_step,
    write_change,
    write_elements,
    write_plans,
    write_reported,
    write_trend,
    write_value,
)
from puas.reports.agency_tables import (
    build_appendix_table,
    build_averages_table,
    build_collection_table,
    build_method_table,
    build_realisation_table,
    build_recap_table,
    build_trend_table,
    realisations_of,
)
from puas.reports.agency_writers import (
    Writer,
    count_respondents,
    count_text,
    grade_exactly,
    print_index,
    survey_periods,
    surveys_within,
)
from puas.reports.charts import Bar, Point, count_grades, draw_elements, draw_shares, draw_trend
from puas.reports.documents import (
    Block,
    Contents,
    Cover,
    Document,
    Figure,
    Heading,
    Listing,
    Paging,
    Paragraph,
    Section,
    Signature,
    Tile,
    Tiles,
)
from puas.reports.drawings import DOCUMENT
from puas.reports.wording import Wording

__all__ = [
    "AgencyReportInput",
    "LineKind",
    "LineSource",
    "Plan",
    "RecapLine",
    "Signatory",
    "TrendStep",
    "UnitRecap",
    "build_agency_report",
]


MOST_SENTENCES = 3  # periods with a sentence of their own on realisation


def build_agency_report(given: AgencyReportInput, wording: Wording) -> Document:
    """Return the report as a document that every format is written from.

    Raises BadInput `report_elements` when a line does not have one value for each element.
    """
    _require_values(given)
    writer = Writer(given, wording)
    return Document(
        title=writer.say("document.title"),
        subject=writer.say("document.subject"),
        author=given.government,
        footer=writer.say("words.footer"),
        made_at=given.made_at,
        cover=_build_cover(writer),
        sections=(
            Section(tuple(_write_foreword(writer)), Paging.ROMAN),
            Section(tuple(_write_summary(writer)), Paging.ROMAN),
            Section((_heading(writer, "contents", is_numbered=False), Contents()), Paging.ROMAN),
            Section(tuple(_write_introduction(writer))),
            Section(tuple(_write_collection(writer))),
            Section(tuple(_write_recap(writer)), is_landscape=True),
            Section(tuple(_write_results(writer))),
            Section(tuple(_write_conclusion(writer))),
            Section(tuple(_write_appendix(writer))),
        ),
        chapter=writer.say("words.chapter"),
    )


def _require_values(given: AgencyReportInput) -> None:
    for unit in given.units:
        for line in unit.lines:
            if len(line.values) != len(given.elements):
                raise BadInput(
                    "report_elements",
                    "{unit}, {period}: ada {found} nilai unsur, sedangkan laporan memuat {wanted} unsur.",
                    unit=unit.name,
                    period=line.period.label,
                    found=len(line.values),
                    wanted=len(given.elements),
                )


def _build_cover(writer: Writer) -> Cover:
    given = writer.given
    return Cover(
        title=writer.say("cover.title"),
        scope=writer.say("cover.scope"),
        period=given.period.label,
        agency=given.government,
        made=writer.say("cover.made", date=print_date(writer, given.made_at)),
    )


def print_date(writer: Writer, moment: datetime.datetime) -> str:
    """Return "11 September 2023"."""
    return f"{moment.day} {writer.say_all('months.names')[moment.month - 1]} {moment.year}"


def _heading(writer: Writer, key: str, level: int = 1, is_numbered: bool = True) -> Heading:
    return Heading(writer.say(f"headings.{key}"), level, is_numbered)


def _write_foreword(writer: Writer) -> Iterator[Block]:
    yield _heading(writer, "foreword", is_numbered=False)
    yield from map(Paragraph, writer.say_all("foreword.paragraphs"))
    yield _build_signature(writer)


def _build_signature(writer: Writer) -> Signature:
    """Return the signature block; parts that are not known are left as lines to fill in by hand."""
    who, place = writer.given.signatory, writer.given.place or writer.say("signature.blank_place")
    date = print_date(writer, writer.given.made_at)
    number = writer.say("signature.number_text", number=who.number) if who.number else ""
    return Signature(
        date=writer.say("signature.date", place=place, date=date),
        office=who.office or writer.say("signature.office"),
        name=who.name or writer.say("signature.name"),
        details=(who.rank or writer.say("signature.rank"), number or writer.say("signature.number")),
    )


def _write_summary(writer: Writer) -> Iterator[Block]:
    yield _heading(writer, "summary", is_numbered=False)
    yield Paragraph(writer.say("summary.opening"))
    yield _build_tiles(writer)
    yield Paragraph(" ".join(filter(None, (write_value(writer), write_change(writer)))))
    yield Paragraph(write_elements(writer))
    yield Paragraph(" ".join((*write_reported(writer)[:1], write_plans(writer))))
    yield Paragraph(write_trend(writer, writer.steps))
    yield Paragraph(writer.say("summary.closing"))


def _build_tiles(writer: Writer) -> Tiles:
    given, none = writer.given, writer.say("tiles.none")
    index = given.headline.index if given.headline else None
    grade = grade_exactly(index)
    people = count_respondents(given.units, given.period, surveys_within)
    of_all = writer.say("tiles.units_of", total=count_text(len(given.units)))
    return Tiles(
        (
            Tile(writer.say("tiles.index"), none if index is None else print_index(index)),
            Tile(
                writer.say("tiles.grade"), grade.letter if grade else none, grade.performance if grade else ""
            ),
            Tile(writer.say("tiles.units"), count_text(len(given.reported_units)), of_all),
            Tile(
                writer.say("tiles.respondents"),
                writer.say("recap.no_figure") if people is None else count_text(people),
                writer.say("tiles.respondents_note"),
            ),
        )
    )


def _write_introduction(writer: Writer) -> Iterator[Block]:
    yield _heading(writer, "introduction")
    yield _heading(writer, "background", 2)
    yield from map(Paragraph, writer.say_all("background.paragraphs"))
    yield _heading(writer, "basis", 2)
    yield Paragraph(writer.say("basis.opening"))
    yield Listing((*_find_laws(writer), *writer.given.regulations))
    yield _heading(writer, "purpose", 2)
    yield Paragraph(writer.say("purpose.opening"))
    yield Paragraph(writer.say("purpose.aims_opening"))
    yield Listing(writer.say_all("purpose.aims"))
    yield Paragraph(writer.say("purpose.benefits_opening"))
    yield Listing(writer.say_all("purpose.benefits"))


def _find_laws(writer: Writer) -> list[str]:
    """Return the laws that were there when the period ended: a later letter cannot have been its basis."""
    laws = writer.wording.sentences["basis"]["laws"]
    ends = writer.given.period.ends
    return [
        writer.say(f"basis.laws.{place}.text")
        for place, law in enumerate(laws)
        if law.get("since", datetime.date.min) <= ends
    ]


def _write_collection(writer: Writer) -> Iterator[Block]:
    given = writer.given
    yield _heading(writer, "collection")
    yield _heading(writer, "running", 2)
    if given.instructions:
        yield Paragraph(writer.say("collection.instructions"))
        yield Listing(tuple(given.instructions))
    else:
        yield Paragraph(writer.say("collection.no_instructions"))
    if given.system:
        yield Paragraph(writer.say("collection.system", system=given.system))
    yield from map(Paragraph, write_reported(writer))
    if survey_periods(given.units):
        yield build_collection_table(writer, next(writer.tables))
    yield _heading(writer, "method", 2)
    yield Paragraph(writer.say("method.opening"))
    yield build_method_table(writer, next(writer.tables))


def _write_recap(writer: Writer) -> Iterator[Block]:
    number = next(writer.tables)
    yield _heading(writer, "results")
    yield _heading(writer, "recap", 2)
    yield Paragraph(writer.say("recap.opening", number=number))
    yield build_recap_table(writer, number)


def _write_results(writer: Writer) -> Iterator[Block]:
    yield _heading(writer, "agency", 2)
    if writer.given.averages:
        table = next(writer.tables)
        yield Paragraph(writer.say("agency.opening", number=table, rule=writer.given.rule))
        yield build_averages_table(writer, table)
    else:
        yield Paragraph(writer.say("agency.no_averages"))
    yield from _write_elements_chart(writer)
    yield from _write_grades_chart(writer)
    yield _heading(writer, "trend", 2)
    yield from _write_trend_chart(writer)


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


def _write_grades_chart(writer: Writer) -> Iterator[Block]:
    """Yield how many units have each grade in the report's period, or in the last one that was surveyed."""
    period = find_spread_period(writer.given)
    if period is None:
        return
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


def _write_conclusion(writer: Writer) -> Iterator[Block]:
    yield _heading(writer, "conclusion")
    yield Paragraph(writer.say("conclusion.opening"))
    number = next(writer.tables) if _has_realisation(writer) else None
    value = " ".join((write_value(writer), write_trend(writer, writer.steps)))
    reported = " ".join(write_reported(writer)[:1])
    yield Listing((value, reported, write_plans(writer), _write_realisation(writer, number)))
    if number is not None:
        yield build_realisation_table(writer, number)
    yield _build_signature(writer)


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


def _write_appendix(writer: Writer) -> Iterator[Block]:
    has_links = any(unit.link for unit in writer.given.units)
    yield _heading(writer, "appendix", is_numbered=False)
    yield Paragraph(writer.say("appendix.opening" if has_links else "appendix.none"))
    yield build_appendix_table(writer, next(writer.tables))
