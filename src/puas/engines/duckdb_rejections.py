"""Which rows of a table do not count, and why: found by SQL, explained one by one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from puas.engines.duckdb import refuse_table
from puas.engines.duckdb_patterns import BAD, Mark
from puas.engines.duckdb_sheets import select_rejected
from puas.exchange.answer_sheets import AnswerSheet
from puas.exchange.guards import FileKind, connect_quarantined
from puas.language import gettext_noop

TOO_LONG = gettext_noop("baris ini mempunyai lebih banyak sel daripada judulnya")
SUMMARY = gettext_noop("baris jumlah atau rata-rata, bukan jawaban responden")


@dataclass(frozen=True)
class Rejection:
    """Why a row does not count: its number in a spreadsheet, the heading, the reason with its places."""

    row: int
    column: str
    reason: str
    data: dict[str, str]


def find_rejections(sheet: AnswerSheet) -> Iterator[Rejection]:
    """Yield every reason why rows of the sheet do not count, by row, then by column."""
    import duckdb

    if sheet.is_empty:
        return
    with connect_quarantined(sheet.folder, sheet.path) as connection:
        try:
            found = connection.execute(select_rejected(sheet))
        except duckdb.Error as error:
            if sheet.facts is None:
                raise refuse_table(sheet, error) from error
        else:
            while rows := found.fetchmany(10_000):
                for row in rows:
                    yield from _explain_row(sheet, row)
            return
    yield from find_rejections(sheet.rewrite())


def _explain_row(sheet: AnswerSheet, row: Sequence[Any]) -> Iterator[Rejection]:
    number, mark, items = row[0], row[1], len(sheet.columns.items)
    codes, texts = row[2 : 2 + items], row[2 + items :]
    if mark == Mark.TOO_LONG:
        yield Rejection(
            number, "", gettext_noop("baris ini mempunyai lebih banyak sel daripada judulnya"), {}
        )
        return
    if mark == Mark.SUMMARY:
        yield Rejection(
            number,
            sheet.headings[0],
            gettext_noop("baris jumlah atau rata-rata, bukan jawaban responden"),
            {},
        )
        return
    bad = [place for place, code in enumerate(codes) if code == BAD]
    for place in sorted(bad, key=lambda place: sheet.columns.items[place] or 0):
        yield Rejection(number, _heading(sheet, place), *_explain_cell(sheet, texts[place]))
    if not bad:
        yield from _explain_gaps(sheet, number, codes)


def _heading(sheet: AnswerSheet, place: int) -> str:
    column = sheet.columns.items[place]
    return sheet.instrument.items[place].key if column is None else sheet.headings[column]


def _explain_cell(sheet: AnswerSheet, text: str) -> tuple[str, dict[str, str]]:
    if sheet.kind == FileKind.WORKBOOK:
        text = text.removesuffix(".0")  # a spreadsheet shows 9 and stores 9.0
    number = re.fullmatch(r"\s*[+-]?\d+(?:[.,](\d+))?\s*", text)
    if number is None:
        return gettext_noop("“{value}” bukan angka; tulis 1, 2, 3, atau 4"), {"value": text}
    if (number.group(1) or "").strip("0"):
        return gettext_noop("“{value}” bukan bilangan bulat; tulis 1, 2, 3, atau 4"), {"value": text}
    return gettext_noop("“{value}” di luar 1–4"), {"value": text}


def _explain_gaps(sheet: AnswerSheet, number: int, codes: Sequence[int]) -> Iterator[Rejection]:
    """Say which answers are missing: a required one, or so many that too few elements are left."""
    instrument = sheet.instrument
    required = [k for k, item in enumerate(instrument.items) if item.required and not codes[k]]
    for place in required:
        yield Rejection(number, _heading(sheet, place), gettext_noop("wajib dijawab tetapi kosong"), {})
    places = {element.key: instrument.items_of(element.key) for element in instrument.elements}
    empty = {key: items for key, items in places.items() if not any(codes[place] for place in items)}
    answered = len(places) - len(empty)
    if answered < instrument.minimum_answered:
        yield Rejection(
            number,
            ", ".join(_heading(sheet, place) for items in empty.values() for place in items),
            gettext_noop("hanya {answered} dari {elements} unsur yang dijawab; paling sedikit {minimum}"),
            {
                "answered": str(answered),
                "elements": str(len(places)),
                "minimum": str(instrument.minimum_answered),
            },
        )
