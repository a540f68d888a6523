"""The agency report (laporan SKM instansi): its parts in the order of the ministry's outline.

Everything it says follows from an `AgencyReportInput` and a `Wording`; a missing part says so.
"""

from collections.abc import Iterator

from puas.errors import BadInput
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
from puas.reports.agency_results import (
    sign,
    write_conclusion,
    write_recap,
    write_results,
)
from puas.reports.agency_sentences import (
    write_change,
    write_elements,
    write_plans,
    write_reported,
    write_value,
)
from puas.reports.agency_tables import build_appendix_table, build_collection_table, build_method_table
from puas.reports.agency_writers import Writer, count_respondents, survey_periods, surveys_within
from puas.reports.documents import (
    Block,
    Contents,
    Cover,
    Document,
    Listing,
    Paging,
    Paragraph,
    Section,
    Tile,
    Tiles,
)
from puas.reports.report_parts import build_heading, find_laws, print_date
from puas.reports.sentence_writers import count_text, grade_exactly, print_index
from puas.reports.trends import write_trend
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


def build_agency_report(given: AgencyReportInput, wording: Wording) -> Document:
    """Return the report as a document that every format is written from.

    Raises BadInput `report_elements` when a line does not have one value for each element.
    """
    require_values(given)
    writer = Writer(given, wording)
    return Document(
        title=writer.say("document.title"),
        subject=writer.say("document.subject"),
        author=given.government,
        footer=writer.say("words.footer"),
        made_at=given.made_at,
        cover=build_cover(writer),
        sections=(
            Section(tuple(_write_foreword(writer)), Paging.ROMAN),
            Section(tuple(_write_summary(writer)), Paging.ROMAN),
            Section((build_heading(writer, "contents", is_numbered=False), Contents()), Paging.ROMAN),
            Section(tuple(_write_introduction(writer))),
            Section(tuple(_write_collection(writer))),
            Section(tuple(write_recap(writer)), is_landscape=True),
            Section(tuple(write_results(writer))),
            Section(tuple(write_conclusion(writer))),
            Section(tuple(_write_appendix(writer))),
        ),
        chapter=writer.say("words.chapter"),
        workbook=writer.say("document.workbook"),
    )


def require_values(given: AgencyReportInput) -> None:
    """Raise BadInput `report_elements` when a line does not have one value for each element."""
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


def build_cover(writer: Writer) -> Cover:
    """Return the first page."""
    given = writer.given
    return Cover(
        title=writer.say("cover.title"),
        scope=writer.say("cover.scope"),
        period=given.period.label,
        agency=given.government,
        made=writer.say("cover.made", date=print_date(writer, given.made_at)),
    )


def _write_foreword(writer: Writer) -> Iterator[Block]:
    yield build_heading(writer, "foreword", is_numbered=False)
    yield from map(Paragraph, writer.say_all("foreword.paragraphs"))
    yield sign(writer)


def _write_summary(writer: Writer) -> Iterator[Block]:
    yield build_heading(writer, "summary", is_numbered=False)
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
                writer.say("words.no_figure") if people is None else count_text(people),
                writer.say("tiles.respondents_note"),
            ),
        )
    )


def _write_introduction(writer: Writer) -> Iterator[Block]:
    yield build_heading(writer, "introduction")
    yield build_heading(writer, "background", 2)
    yield from map(Paragraph, writer.say_all("background.paragraphs"))
    yield build_heading(writer, "basis", 2)
    yield Paragraph(writer.say("basis.opening"))
    yield Listing((*find_laws(writer, writer.given.period.ends), *writer.given.regulations))
    yield build_heading(writer, "purpose", 2)
    yield Paragraph(writer.say("purpose.opening"))
    yield Paragraph(writer.say("purpose.aims_opening"))
    yield Listing(writer.say_all("purpose.aims"))
    yield Paragraph(writer.say("purpose.benefits_opening"))
    yield Listing(writer.say_all("purpose.benefits"))


def _write_collection(writer: Writer) -> Iterator[Block]:
    given = writer.given
    yield build_heading(writer, "collection")
    yield build_heading(writer, "running", 2)
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
    yield build_heading(writer, "method", 2)
    yield Paragraph(writer.say("method.opening"))
    yield build_method_table(writer, next(writer.tables))


def _write_appendix(writer: Writer) -> Iterator[Block]:
    has_links = any(unit.link for unit in writer.given.units)
    yield build_heading(writer, "appendix", is_numbered=False)
    yield Paragraph(writer.say("appendix.opening" if has_links else "appendix.none"))
    yield build_appendix_table(writer, next(writer.tables))
