"""The findings of a checked recap as a document ("Lembar temuan"), fit to send to the recap's author."""

import datetime
from collections import Counter
from collections.abc import Callable

from puas.language import say
from puas.methodology.findings.checks import CheckedRecap, load_rules
from puas.methodology.findings.rules import Finding, Severity, fill
from puas.reports.documents import (
    Align,
    Amount,
    Block,
    Column,
    Cover,
    Document,
    Heading,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    Tile,
    Tiles,
)

AnswerOf = Callable[[Finding], str]

_LABELS = {Severity.ERROR: "Kesalahan", Severity.WARNING: "Peringatan", Severity.REMARK: "Catatan"}


def build_findings_document(
    checked: CheckedRecap,
    name: str,
    *,
    made_at: datetime.datetime,
    answer_of: AnswerOf | None = None,
) -> Document:
    """Return the findings sheet of the file `name`: a summary by rule, then every finding by severity.

    `answer_of`: of our own figures, what somebody answered to a finding ("" for nothing); it takes the place
    of the line in the file.
    """
    title = say("Lembar temuan rekap SKM")
    agency = next((row.unit for row in reversed(checked.recap.agency_rows) if row.unit), name)
    return Document(
        title=title,
        subject=name,
        author="puas",
        footer=f"{title} – {name}",
        made_at=made_at,
        cover=Cover(
            title=title,
            scope=name,
            period=f"{say('Temuan')}: {len(checked.findings)}",
            agency=agency,
            made=f"{made_at:%d-%m-%Y}",
        ),
        sections=(
            Section(blocks=tuple(_summary(checked))),
            Section(blocks=tuple(_details(checked, answer_of)), is_landscape=True),
        ),
    )


def _summary(checked: CheckedRecap) -> list[Block]:
    counts = Counter(finding.severity for finding in checked.findings)
    tiles = tuple(Tile(label=say(label), value=str(counts[severity])) for severity, label in _LABELS.items())
    opening = say("{rows} baris dibaca dan diperiksa dengan {rules} aturan.")
    blocks: list[Block] = [
        Heading(say("Ringkasan temuan"), is_numbered=False),
        Tiles(tiles),
        Paragraph(opening.format(rows=checked.rows, rules=len(load_rules()))),
    ]
    if checked.summary:
        blocks.append(_summary_table(checked))
    if checked.confirmations:
        blocks.append(Heading(say("Sudah sesuai"), is_numbered=False))
        blocks.append(
            Listing(
                tuple(f"{fill(item.subject, item.data)}: {item.printed}" for item in checked.confirmations)
            )
        )
    return blocks


def _summary_table(checked: CheckedRecap) -> Table:
    rules = load_rules()
    columns = (
        Column(say("Yang ditanyakan"), 60),
        Column(say("Tingkat"), 20),
        Column(say("Temuan"), 12, Align.RIGHT),
    )
    rows = tuple(
        Row((say(rules[rule].question), say(_LABELS[rules[rule].severity]), Amount(count, 0)))
        for rule, count in checked.summary.items()
    )
    return Table(1, say("Temuan menurut aturan"), columns, rows, sheet=say("Ringkasan"))


def _details(checked: CheckedRecap, answer_of: AnswerOf | None) -> list[Block]:
    blocks: list[Block] = [Heading(say("Temuan"), is_numbered=False)]
    number = 2
    for severity, label in _LABELS.items():
        found = [finding for finding in checked.findings if finding.severity is severity]
        if found:
            blocks.append(_details_table(number, say(label), found, answer_of))
            number += 1
    if not checked.findings:
        blocks.append(Paragraph(say("Tidak ada temuan.")))
    return blocks


def _details_table(number: int, title: str, found: list[Finding], answer_of: AnswerOf | None) -> Table:
    columns = (
        Column(say("Unit"), 20),
        Column(say("Periode"), 9),
        Column(say("Tercetak"), 16),
        Column(say("Seharusnya"), 16),
        Column(say("Penjelasan"), 46),
        Column(say("Baris"), 8) if answer_of is None else Column(say("Jawaban"), 30),
    )
    rows = tuple(
        Row((f.unit, f.period, f.printed, f.expected, f.sentence(), _last_cell(f, answer_of))) for f in found
    )
    return Table(number, title, columns, rows, sheet=title)


def _last_cell(finding: Finding, answer_of: AnswerOf | None) -> str:
    return _place(finding) if answer_of is None else answer_of(finding) or say("belum dijawab")


def _place(finding: Finding) -> str:
    source = finding.source
    place = source.sheet or (f"h. {source.page}" if source.page else "")
    lines = str(source.lines[0]) if source.lines else ""
    return ":".join(part for part in (place, lines) if part)
