"""Several installations as one document: each agency's published figure, and the exact sum of tallies."""

import datetime
from collections.abc import Sequence
from fractions import Fraction

from puas.language import say
from puas.methodology.federations import AgencyTally, Federation
from puas.methodology.grades import grade_of
from puas.methodology.indices import Index, compute_index, default_weighting
from puas.methodology.instruments import Instrument
from puas.methodology.periods import Period
from puas.methodology.precision import margin
from puas.methodology.rollups import pool_tallies
from puas.methodology.tallies import Tally
from puas.reports.documents import (
    Align,
    Amount,
    Block,
    Cell,
    Column,
    Cover,
    Document,
    Heading,
    Listing,
    Paragraph,
    Row,
    RowKind,
    Section,
    Table,
)

NONE = "–"


def build_federation_document(
    federation: Federation, period: Period, *, made_at: datetime.datetime
) -> Document:
    """Return the combined recap: one table for each questionnaire, then what could not be read."""
    title = say("Rekap gabungan SKM")
    return Document(
        title=title,
        subject=period.label,
        author="puas",
        footer=f"{title} – {period.label}",
        made_at=made_at,
        cover=Cover(
            title=title,
            scope=say("{count} instansi", count=len(federation.agencies)),
            period=period.label,
            agency=say("Gabungan"),
            made=f"{made_at:%d-%m-%Y}",
        ),
        sections=(Section(blocks=tuple(_blocks(federation)), is_landscape=True),),
    )


def _blocks(federation: Federation) -> list[Block]:
    blocks: list[Block] = [
        Heading(say("Angka gabungan"), is_numbered=False),
        Paragraph(
            say(
                "Baris gabungan dihitung dari jumlah cacah semua instansi, jadi sama dengan menghitung ulang "
                "semua jawaban sekaligus. IKM terbit adalah angka yang diterbitkan instansi menurut aturan "
                "penggabungannya sendiri, dan dapat berbeda."
            )
        ),
    ]
    for number, (name, total) in enumerate(sorted(federation.totals.items()), 1):
        blocks.append(_table(number, federation, federation.instruments[name], total))
    missing = [*_notes(federation.agencies), *(str(error) for _, error in federation.problems)]
    if missing:
        blocks += [Heading(say("Yang tidak ikut dijumlahkan"), is_numbered=False), Listing(tuple(missing))]
    return blocks


def _notes(agencies: Sequence[AgencyTally]) -> list[str]:
    notes = []
    for one in agencies:
        if one.is_withheld:
            notes.append(say("{name}: cacahnya ditahan karena terlalu sedikit orang.", name=one.name))
        elif not one.tallies:
            notes.append(say("{name}: tidak ada cacah, hanya angka yang terbit.", name=one.name))
        if one.uncounted:
            notes.append(
                say(
                    "{name}: {count} hasil dalam angka terbitnya tidak punya cacah.",
                    name=one.name,
                    count=one.uncounted,
                )
            )
    return notes


def _table(number: int, federation: Federation, instrument: Instrument, total: Tally) -> Table:
    columns = (
        Column(say("No"), 8, Align.RIGHT),
        Column(say("Instansi"), 50),
        Column(say("Kode wilayah"), 18),
        Column(say("IKM terbit"), 16, Align.RIGHT),
        *(Column(element.key, 14, Align.RIGHT) for element in instrument.elements),
        Column(say("IKM cacah"), 16, Align.RIGHT),
        Column(say("Mutu"), 10, Align.CENTRE),
        Column(say("Responden"), 18, Align.RIGHT),
    )
    rows: list[Row] = []
    for one in federation.agencies:
        own = [tally for tally in one.tallies if tally.instrument == instrument.id]
        if own:
            published: Cell = NONE if one.index is None else Amount(one.index)
            index = _measure(pool_tallies(own), instrument)
            rows.append(Row((Amount(len(rows) + 1, 0), one.name, one.area_code, published, *_figures(index))))
    index = _measure(total, instrument)
    rows.append(Row(("", say("Gabungan"), "", NONE, *_figures(index)), RowKind.AGENCY))
    weighting = default_weighting(instrument)
    error = margin(total, instrument, weighting)
    notes = [say("Bobot setiap unsur: {weights}, menurut kuesioner.", weights=weighting.printed)]
    if error is not None:
        notes.append(say("Batas galat gabungan (95 %): {margin} poin.", margin=Amount(error).text))
    return Table(
        number,
        say("Rekap gabungan, kuesioner {name}", name=instrument.id),
        columns,
        tuple(rows),
        notes=tuple(notes),
        subject=1,
        sheet=instrument.id.replace("@", " v"),
    )


def _measure(tally: Tally, instrument: Instrument) -> Index:
    return compute_index(tally, instrument, default_weighting(instrument))


def _figures(index: Index) -> tuple[Cell, ...]:
    grade = grade_of(index.value)
    values = tuple(_cell(element.value) for element in index.elements)
    return (*values, _cell(index.value), grade.letter if grade else NONE, Amount(index.respondents, 0))


def _cell(value: Fraction | None) -> Cell:
    return NONE if value is None else Amount(value)
