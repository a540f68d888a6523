"""Lines become a Recap: the steps in order, and the frozen rows at the end."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from puas.errors import BadInput
from puas.exchange.recaps.blocks import gather_blocks
from puas.exchange.recaps.drafts import Draft, build_draft
from puas.exchange.recaps.lines import Line
from puas.exchange.recaps.mending import mend_values
from puas.exchange.recaps.offices import Listed, assign_offices, build_vocabulary, find_listed
from puas.exchange.recaps.plans import read_plans
from puas.exchange.recaps.sentences import (
    find_realisation_counts,
    find_statements,
    find_trend_claims,
    find_trend_figures,
    find_unit_counts,
    find_year,
    paragraphs,
)
from puas.exchange.recaps.series import assign_periods, groups_of
from puas.methodology.findings.recaps import NO_YEAR, Note, Place, Recap, RecapRow, RowKind, Source
from puas.methodology.realisation import find_done

NO_TABLE = (
    "{name} tidak berisi tabel rekap yang dikenal. Baris judulnya harus memuat unit, U1 sampai U9, dan IKM "
    "(lihat templat rekap)."
)
YEAR_UNKNOWN = "Tahun rekap tidak tertulis di berkas ini; periodenya ditulis tanpa tahun."
MERGED = "Baris {unit} ({period}) tercetak {copies} kali dengan nilai yang sama; digabung menjadi satu."


def build_recap(
    lines: Sequence[Line], *, name: str, year: int | None, notes: list[Note], scanned: bool
) -> Recap:
    """Return the recap that `lines` print. `scanned`: text from OCR, where digits and words are lost.

    Raises BadInput `recap_no_table`.
    """
    blocks = gather_blocks(lines)
    if not blocks:
        raise BadInput("recap_no_table", NO_TABLE, name=name)
    elements = tuple(
        sorted({e for block in blocks for e in block.columns.elements}, key=lambda e: int(e[1:]))
    )
    drafts = [build_draft(block, elements) for block in blocks]
    found_year = year or find_year(lines, name, *dict.fromkeys(line.source.sheet or "" for line in lines))
    listed = find_listed(lines)
    assign_offices(drafts, listed, build_vocabulary(lines, listed), scanned=scanned)
    assign_periods(drafts, found_year or NO_YEAR)
    mend_values(drafts, elements, scanned)
    _scale_fractions(drafts)
    read_plans(drafts)
    _count_done(drafts)
    drafts = [d for d in drafts if d.values or d.unit]
    found_notes = [*notes, *_reading_notes(drafts, found_year)]
    columns = frozenset(role for block in blocks for role in block.columns.positions)
    return _with_sentences(
        Recap(
            rows=tuple(freeze(d) for d in drafts if d.kind is not RowKind.AGENCY),
            agency_rows=tuple(freeze(d) for d in drafts if d.kind is RowKind.AGENCY),
            notes=tuple(found_notes),
            columns=columns,
        ),
        lines,
        listed,
        found_year or NO_YEAR,
    )


def _scale_fractions(drafts: list[Draft]) -> None:
    """A spreadsheet keeps 100 % as the number 1: when every realisation is a typed number up to 1, they
    are fractions."""
    known = [d for d in drafts if d.realisation is not None]
    typed = [d for d in known if "realisation" in d.block.typed]
    if (
        typed
        and len(typed) == len(known)
        and all(d.realisation <= 1 for d in known if d.realisation is not None)
    ):
        for draft in known:
            if draft.realisation is not None:
                draft.realisation = (draft.realisation * 100).quantize(Decimal("0.01")).normalize()


def _count_done(drafts: list[Draft]) -> None:
    """Fill k and n of a realisation where the unit's survey before it says how many elements were to
    improve."""
    for rows in groups_of(drafts):
        surveys = [d for d in rows if d.kind is RowKind.SURVEY and d.period]
        surveys.sort(key=lambda d: d.period.ends.toordinal() if d.period else 0)
        for earlier, later in pairwise(surveys):
            planned = len(earlier.priorities)
            done = (
                find_done(later.realisation, planned) if planned and later.realisation is not None else None
            )
            if done is not None:
                later.done, later.planned = done, planned


def _reading_notes(drafts: list[Draft], year: int | None) -> list[Note]:
    notes = [] if year else [Note("year_unknown", YEAR_UNKNOWN)]
    for draft in drafts:
        if draft.block.copies > 1:
            data = {"unit": draft.unit, "period": draft.label_text, "copies": draft.block.copies}
            notes.append(Note("row_merged", MERGED, data, draft.block.source))
    return notes


def _with_sentences(recap: Recap, lines: Sequence[Line], listed: Listed, year: int) -> Recap:
    prose = list(paragraphs(lines))
    statements = [row for text, source in prose for row in find_statements(text, source, year)]
    return Recap(
        rows=recap.rows,
        agency_rows=(*recap.agency_rows, *statements),
        notes=recap.notes,
        columns=recap.columns,
        unit_counts=tuple(count for text, source in prose for count in find_unit_counts(text, source)),
        listed_units=listed.names,
        listed_count=listed.count,
        realisation_counts=tuple(find_realisation_counts(prose, year)),
        trend_claims=tuple(claim for text, source in prose for claim in find_trend_claims(text, source)),
        trend_figures=tuple(find_trend_figures(lines)),
    )


def _place(draft: Draft) -> Place:
    """Return the part of the report a row says it comes from: our own CSV keeps sentences as rows."""
    told = draft.block.text("source").split(":")[0] or draft.block.text("place")
    return next((place for place in Place if place.value == told), Place.TABLE)


def freeze(draft: Draft) -> RecapRow:
    """Return the finished row; values run from U1 to the highest element printed, at least nine."""
    highest = max([9, *(int(name[1:]) for name in draft.block.columns.elements)])
    source = draft.block.source
    place = _place(draft)
    values = tuple(draft.values.get(f"U{number}") for number in range(1, highest + 1))
    return RecapRow(
        unit=draft.unit,
        kind=draft.kind,
        no=draft.no,
        parent=draft.parent,
        period=draft.period,
        period_label=draft.label_text,
        months=draft.label.months,
        label_kind=draft.label.kind,
        label_number=draft.label.number,
        values=values if place is Place.TABLE else (),
        index=draft.values.get("index"),
        grade=draft.grade,
        grade_word=draft.grade_word,
        respondents=draft.respondents,
        population=draft.population,
        methods=draft.methods,
        priorities=tuple(draft.priorities),
        plans=tuple(draft.plans),
        realisation=draft.realisation,
        done=draft.done,
        planned=draft.planned,
        source=Source(source.file, source.sheet, source.page, source.lines, place),
        repairs=tuple(draft.repairs),
        unreadable=frozenset(draft.unreadable),
        blank=frozenset(draft.blank),
    )
