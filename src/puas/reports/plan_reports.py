"""The follow-up table of PermenPANRB 14/2017 as a document: of one unit, or of all units of an agency."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from puas.reports.documents import Block, Document, Paragraph
from puas.reports.follow_ups import FollowUp, build_follow_up_table
from puas.reports.report_facts import ReportFacts, ShortWriter, lay
from puas.reports.report_parts import build_heading
from puas.reports.sentence_writers import count_text
from puas.reports.wording import Wording


@dataclass(frozen=True)
class PlanReportInput:
    """The activities in printed order. `units`: how many units have a result (None: the plan of one unit),
    `without`: those of them that have no plan. `is_printed`: some were taken over from a recap.
    """

    facts: ReportFacts
    rows: tuple[FollowUp, ...]
    units: int | None = None
    without: tuple[str, ...] = ()
    reason: str = ""
    is_printed: bool = False


def build_plan_report(given: PlanReportInput, wording: Wording) -> Document:
    """Return the table, what it holds in words, and a signature block."""
    writer = ShortWriter(given.facts, wording)
    return writer.build(lay(_write(writer, given), is_landscape=bool(given.rows)))


def _write(writer: ShortWriter, given: PlanReportInput) -> Iterator[Block]:
    facts = given.facts
    yield build_heading(writer, "plan", is_numbered=False)
    yield Paragraph(_write_opening(writer, given))
    if given.without:
        yield Paragraph(writer.say("plan.without", names=writer.join(given.without)))
    if given.rows:
        number = next(writer.tables)
        is_of_many = given.units is not None
        table = build_follow_up_table(facts.name, facts.period, given.rows, with_units=is_of_many)
        notes = (*table.notes, writer.say("plan.printed")) if given.is_printed else table.notes
        title = writer.title_table(number, writer.say("plan.table"))
        yield replace(table, title=title, notes=notes, sheet=writer.say("sheets.plan"))
    yield writer.sign()


def _write_opening(writer: ShortWriter, given: PlanReportInput) -> str:
    activities = sum(bool(row.text.strip()) for row in given.rows)
    if not activities:
        return writer.say("plan.missing")
    if given.units is not None:
        planned = given.units - len(given.without)
        return writer.say(
            "plan.opening_units",
            planned=count_text(planned),
            total=count_text(given.units),
            activities=count_text(activities),
        )
    priorities = list(dict.fromkeys(row.element for row in given.rows))
    said = [
        writer.say("plan.opening", activities=count_text(activities), priorities=count_text(len(priorities)))
    ]
    empty = list(dict.fromkeys(row.element for row in given.rows if not row.text.strip()))
    said += [writer.say("plan.empty", names=writer.join(empty))] if empty else []
    said += [writer.say("plan.reason", reason=given.reason)] if given.reason else []
    return " ".join(said)
