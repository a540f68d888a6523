"""The appendices of a unit's report: questionnaire, processing, documentation, the last plan carried out."""

from collections.abc import Iterator

from puas.reports.documents import Block, Paragraph
from puas.reports.report_parts import build_heading
from puas.reports.sentence_writers import count_text
from puas.reports.unit_tables import (
    build_done_table,
    build_legend_table,
    build_processing_table,
    build_questionnaire_tables,
)
from puas.reports.unit_writers import UnitWriter


def write_questionnaire(writer: UnitWriter) -> Iterator[Block]:
    """Yield what was asked, or that it is not recorded."""
    yield build_heading(writer, "questionnaire", is_numbered=False)
    asked = writer.given.questionnaire
    if asked is None:
        key = "average" if writer.is_average else "missing"
        yield Paragraph(writer.say(f"questionnaire.{key}"))
        return
    yield Paragraph(writer.say("questionnaire.opening", title=asked.title, name=asked.name))
    yield from build_questionnaire_tables(writer, asked)


def write_processing(writer: UnitWriter) -> Iterator[Block]:
    """Yield the element table of the processing sheet and what the values mean."""
    number, legend = next(writer.tables), next(writer.tables)
    yield build_heading(writer, "processing", is_numbered=False)
    yield Paragraph(writer.say("processing.opening", number=number, legend=legend))
    yield build_processing_table(writer, number)
    if any(line.answered is not None for line in writer.given.elements):
        yield Paragraph(writer.say("processing.respondent_rows"))
    yield build_legend_table(writer, legend)


def write_documentation(writer: UnitWriter) -> Iterator[Block]:
    """Yield what officials wrote on how it was done; pictures are theirs to add."""
    yield build_heading(writer, "documentation", is_numbered=False)
    yield from writer.narrate("documentation", writer.say("documentation.missing"))


def write_realisation(writer: UnitWriter) -> Iterator[Block]:
    """Yield how the plan of the period before was carried out, with the list of evidence."""
    last = writer.given.last_plan
    yield build_heading(writer, "realisation", is_numbered=False)
    if last.period is None:
        known = last.percent is not None
        percent = writer.print_percent(last.percent) if last.percent is not None else ""
        yield Paragraph(
            writer.say("realisation.printed" if known else "realisation.missing", percent=percent)
        )
        return
    if not last.items or last.percent is None:
        yield Paragraph(writer.say("realisation.empty", followed=last.period.label))
        return
    number = next(writer.tables)
    yield Paragraph(
        writer.say(
            "realisation.opening",
            planned=count_text(last.planned or 0),
            done=count_text(last.done or 0),
            followed=last.period.label,
            percent=writer.print_percent(last.percent),
            number=number,
        )
    )
    yield build_done_table(writer, number)
