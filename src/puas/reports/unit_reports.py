"""The unit report (laporan SKM unit): chapters I to V and appendices in the ministry's outline.

Everything it says follows from a `UnitReportInput` and a `Wording`; a missing part says so.
"""

from collections.abc import Iterator
from dataclasses import replace

from puas.reports.documents import (
    Block,
    Contents,
    Cover,
    Document,
    Listing,
    Paging,
    Paragraph,
    Section,
    Table,
    Tile,
    Tiles,
)
from puas.reports.report_parts import build_heading, find_laws, print_date
from puas.reports.sentence_writers import count_text, grade_exactly, print_index
from puas.reports.unit_appendices import (
    write_documentation,
    write_processing,
    write_questionnaire,
    write_realisation,
)
from puas.reports.unit_collections import write_collection
from puas.reports.unit_inputs import UnitReportInput
from puas.reports.unit_results import write_analysis, write_closing, write_results
from puas.reports.unit_writers import UnitWriter, write_elements, write_source, write_value
from puas.reports.wording import Wording


def build_unit_report(given: UnitReportInput, wording: Wording) -> Document:
    """Return the report as a document that every format is written from."""
    writer = UnitWriter(given, wording)
    document = frame_document(
        writer,
        Section(tuple(_write_summary(writer)), Paging.ROMAN),
        Section((build_heading(writer, "contents", is_numbered=False), Contents()), Paging.ROMAN),
        Section(tuple(_write_introduction(writer))),
        Section(tuple(write_collection(writer))),
        Section(tuple(write_results(writer))),
        Section(tuple(write_analysis(writer))),
        Section(tuple(write_closing(writer))),
        Section(tuple(write_questionnaire(writer))),
        Section(tuple(write_processing(writer))),
        Section(tuple(write_documentation(writer))),
        _lay_realisation(tuple(write_realisation(writer))),
    )
    return replace(document, workbook=writer.say("document.workbook"))


def frame_document(writer: UnitWriter, *sections: Section) -> Document:
    """Return a document about the unit, of these sections, behind a cover."""
    given = writer.given
    return Document(
        title=writer.say("document.title"),
        subject=writer.say("document.subject"),
        author=given.unit,
        footer=writer.say("words.footer"),
        made_at=given.made_at,
        cover=_build_cover(writer),
        sections=sections,
        chapter=writer.say("words.chapter"),
    )


def _lay_realisation(blocks: tuple[Block, ...]) -> Section:
    """Return the last appendix: across the page when it has its wide table."""
    return Section(blocks, is_landscape=any(isinstance(block, Table) for block in blocks))


def _build_cover(writer: UnitWriter) -> Cover:
    given = writer.given
    made = writer.say("cover.made", date=print_date(writer, given.made_at))
    if given.is_example:
        made += f" – {writer.say('cover.example')}"
    return Cover(
        title=writer.say("cover.title"),
        scope=writer.say("cover.scope"),
        period=given.period.label,
        agency=given.government,
        made=made,
        letterhead=given.letterhead,
    )


def _write_summary(writer: UnitWriter) -> Iterator[Block]:
    yield build_heading(writer, "summary", is_numbered=False)
    yield Paragraph(writer.say("summary.opening"))
    yield _build_tiles(writer)
    yield from writer.narrate("summary", write_value(writer), write_source(writer), write_elements(writer))


def _build_tiles(writer: UnitWriter) -> Tiles:
    given, none = writer.given, writer.say("tiles.none")
    grade = grade_exactly(given.index)
    required = given.collection.required if given.collection else None
    last = given.last_plan
    counted = None if last.done is None or last.planned is None else (last.done, last.planned)
    return Tiles(
        (
            Tile(writer.say("tiles.index"), none if given.index is None else print_index(given.index)),
            Tile(
                writer.say("tiles.grade"), grade.letter if grade else none, grade.performance if grade else ""
            ),
            Tile(
                writer.say("tiles.respondents"),
                none if given.respondents is None else count_text(given.respondents),
                "" if required is None else writer.say("tiles.required", required=count_text(required)),
            ),
            Tile(
                writer.say("tiles.realisation"),
                none if last.percent is None else f"{writer.print_percent(last.percent)}%",
                writer.say("tiles.of_planned", done=counted[0], planned=counted[1]) if counted else "",
            ),
        )
    )


def _write_introduction(writer: UnitWriter) -> Iterator[Block]:
    yield build_heading(writer, "introduction")
    yield build_heading(writer, "background", 2)
    yield from writer.narrate("background", *writer.say_all("background.paragraphs"))
    yield build_heading(writer, "basis", 2)
    yield Paragraph(writer.say("basis.opening"))
    yield Listing((*find_laws(writer, writer.given.period.ends), *writer.given.regulations))
    yield build_heading(writer, "purpose", 2)
    if writer.given.narratives.get("purpose"):
        yield from writer.narrate("purpose")
    else:
        yield Paragraph(writer.say("purpose.opening"))
        yield Listing(writer.say_all("purpose.aims"))
