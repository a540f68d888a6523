"""How the plans of the period before were carried out: by unit, and by the classes 100, 66, 33 and 0 %."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from puas.methodology.periods import Period
from puas.methodology.realisation import Level, summarise_realisations
from puas.reports.documents import Align, Amount, Block, Column, Document, Paragraph, Row, Table
from puas.reports.report_facts import ReportFacts, ShortWriter, lay
from puas.reports.report_parts import build_heading
from puas.reports.sentence_writers import count_text
from puas.reports.unit_tables import amount_or, build_columns
from puas.reports.wording import Wording

LEFT, RIGHT = Align.LEFT, Align.RIGHT


@dataclass(frozen=True)
class RealisationLine:
    """A unit's last plan: k of n of ours, or only the percentage that was printed; None when unknown."""

    unit: str
    level: int
    percent: Fraction | None
    planned_in: Period | None = None
    done: int | None = None
    planned: int | None = None


@dataclass(frozen=True)
class RealisationReportInput:
    """Every unit that has a result in the period, in tree order."""

    facts: ReportFacts
    lines: tuple[RealisationLine, ...]


def build_realisation_report(given: RealisationReportInput, wording: Wording) -> Document:
    """Return both tables with what they say in words, and a signature block."""
    writer = ShortWriter(given.facts, wording)
    return writer.build(lay(_write(writer, given)))


def _write(writer: ShortWriter, given: RealisationReportInput) -> Iterator[Block]:
    levels, units = next(writer.tables), next(writer.tables)
    yield build_heading(writer, "realisation", is_numbered=False)
    yield Paragraph(" ".join(_write_sentences(writer, given, levels)))
    yield _build_level_table(writer, levels, given)
    yield _build_unit_table(writer, units, given)
    yield writer.sign()


def _counts(given: RealisationReportInput) -> Mapping[Level, int]:
    return summarise_realisations(line.percent for line in given.lines)


def _write_sentences(writer: ShortWriter, given: RealisationReportInput, number: int) -> Iterator[str]:
    counts = _counts(given)
    known = len(given.lines) - counts[Level.UNKNOWN]
    if not known:
        yield writer.say("realisation.none")
        return
    yield writer.say("realisation.opening", known=count_text(known), total=count_text(len(given.lines)))
    full, none = count_text(counts[Level.FULL]), count_text(counts[Level.NONE])
    yield writer.say("realisation.full", full=full, none=none, number=number)
    if planned := sum(line.planned or 0 for line in given.lines):
        done = sum(line.done or 0 for line in given.lines)
        yield writer.say("realisation.total", planned=count_text(planned), done=count_text(done))


def _build_level_table(writer: ShortWriter, number: int, given: RealisationReportInput) -> Table:
    names: Mapping[str, str] = writer.wording.sentences["realisation"]["level_names"]
    counts = _counts(given)
    titles = writer.say_all("realisation.level_columns")
    return Table(
        number,
        writer.title_table(number, writer.say("realisation.levels")),
        (Column(titles[0], 100), Column(titles[1], 40, RIGHT)),
        tuple(Row((names[level.value], Amount(counts[level], 0))) for level in Level),
        sheet=writer.say("sheets.levels"),
    )


def _build_unit_table(writer: ShortWriter, number: int, given: RealisationReportInput) -> Table:
    none = writer.say("words.no_figure")
    rows = (
        Row(
            (
                Amount(place, 0),
                line.unit,
                line.planned_in.label if line.planned_in else none,
                amount_or(none, line.planned, 0),
                amount_or(none, line.done, 0),
                amount_or(none, line.percent),
            ),
            level=line.level,
        )
        for place, line in enumerate(given.lines, 1)
    )
    return Table(
        number,
        writer.title_table(number, writer.say("realisation.table")),
        build_columns(
            writer.say_all("realisation.columns"),
            (11, 68, 34, 24, 18, 22),
            (RIGHT, LEFT, LEFT, RIGHT, RIGHT, RIGHT),
        ),
        tuple(rows),
        (writer.say("realisation.note_done"), writer.say("realisation.note_printed")),
        subject=1,
        sheet=writer.say("sheets.realisation"),
    )
