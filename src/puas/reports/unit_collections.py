"""Chapter II of a unit's report: who collected the answers, how, where, when, and how many are enough."""

from collections.abc import Iterator

from puas.reports.documents import Block, Paragraph
from puas.reports.report_parts import build_heading, print_date
from puas.reports.sentence_writers import count_text
from puas.reports.unit_inputs import Collection
from puas.reports.unit_tables import build_sample_table, build_schedule_table, build_team_table
from puas.reports.unit_writers import UnitWriter


def write_collection(writer: UnitWriter) -> Iterator[Block]:
    """Yield chapter II; what nobody recorded is said to be missing."""
    collection = writer.given.collection or Collection()
    yield build_heading(writer, "gathering")
    yield build_heading(writer, "runners", 2)
    yield from _write_runners(writer, collection)
    yield build_heading(writer, "collection", 2)
    methods = writer.print_methods()
    said = (
        writer.say("collection.methods", methods=methods) if methods else writer.say("collection.no_methods")
    )
    yield from writer.narrate("collection", said, _write_questionnaire(writer))
    yield build_heading(writer, "location", 2)
    yield from writer.narrate("location", _write_location(writer, collection))
    yield build_heading(writer, "schedule", 2)
    yield from _write_schedule(writer, collection)
    yield build_heading(writer, "sample", 2)
    yield from _write_sample(writer, collection)


def _write_runners(writer: UnitWriter, collection: Collection) -> Iterator[Block]:
    if collection.team.is_empty:
        yield Paragraph(writer.say("runners.missing"))
        return
    number = next(writer.tables)
    yield Paragraph(writer.say("runners.opening", number=number))
    yield build_team_table(writer, number, collection)


def _write_questionnaire(writer: UnitWriter) -> str:
    given = writer.given
    if given.questionnaire is not None:
        key = "questionnaire_given" if ";" in given.weighting else "questionnaire"
        return writer.say(f"collection.{key}", title=given.questionnaire.title, weight=given.weighting)
    if writer.is_average:
        return writer.say("collection.average")
    if given.weighting:
        return writer.say("collection.no_questionnaire", weight=given.weighting)
    return writer.say("collection.no_questionnaire_weight")


def _write_location(writer: UnitWriter, collection: Collection) -> str:
    if collection.address:
        return writer.say("location.address", address=collection.address)
    return writer.say("location.missing")


def _write_schedule(writer: UnitWriter, collection: Collection) -> Iterator[Block]:
    if collection.opens_on and collection.closes_on:
        opens, closes = print_date(writer, collection.opens_on), print_date(writer, collection.closes_on)
        yield Paragraph(writer.say("schedule.window", opens=opens, closes=closes))
    if not collection.stages:
        yield Paragraph(writer.say("schedule.missing"))
        return
    number = next(writer.tables)
    yield Paragraph(writer.say("schedule.opening", number=number))
    yield build_schedule_table(writer, number, collection)


def _write_sample(writer: UnitWriter, collection: Collection) -> Iterator[Block]:
    population, required = collection.population, collection.required
    respondents = writer.given.respondents
    if population is None or required is None:
        yield Paragraph(writer.say("sample.missing"))
        if respondents is not None:
            yield Paragraph(writer.say("sample.missing_reached", respondents=count_text(respondents)))
        return
    number = next(writer.tables)
    source = _print_source(writer, collection)
    yield Paragraph(writer.say("sample.population", population=count_text(population), source=source))
    yield Paragraph(
        " ".join(
            (
                writer.say("sample.reason", required=count_text(required), number=number),
                _write_enough(writer, required),
            )
        )
    )
    yield build_sample_table(writer, number, population, required)


def _print_source(writer: UnitWriter, collection: Collection) -> str:
    if not collection.population_source:
        return ""
    if collection.population_on is None:
        return " " + writer.say("sample.population_source", source=collection.population_source)
    date = print_date(writer, collection.population_on)
    return " " + writer.say("sample.population_on", source=collection.population_source, date=date)


def _write_enough(writer: UnitWriter, required: int) -> str:
    given = writer.given
    if given.parts:
        return writer.say("sample.pooled")
    if given.respondents is None:
        return writer.say("sample.unknown")
    if given.respondents >= required:
        return writer.say("sample.enough", respondents=count_text(given.respondents))
    gap = count_text(required - given.respondents)
    return writer.say("sample.short", respondents=count_text(given.respondents), gap=gap)
