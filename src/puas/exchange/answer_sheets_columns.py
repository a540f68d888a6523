"""Which column of a table holds the answers to which item.

Items are found by key, never by place: on the classic form Q8 feeds U9 and Q9 feeds U8.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from puas.errors import BadInput
from puas.exchange.answer_sheets_headings import KEY, Claim, Reader, column_letter, fold
from puas.language import gettext_noop
from puas.methodology.instruments import Instrument


@dataclass(frozen=True)
class ColumnMap:
    """`items[k]` is the column (from 0) of item k, None where the table has none. `notes` are for people."""

    items: tuple[int | None, ...]
    notes: tuple[tuple[str, dict[str, str]], ...] = ()


def map_columns(headings: Sequence[str], instrument: Instrument) -> ColumnMap:
    """Return the column of every item; BadInput names what is ambiguous, contradictory or missing."""
    reader = Reader(instrument)
    claims = [(column, claim) for column, heading in enumerate(headings) if (claim := reader.read(heading))]
    items = tuple(
        _choose(place, headings, [(c, claim) for c, claim in claims if claim.place == place], instrument)
        for place in range(len(instrument.items))
    )
    _refuse_other_form(headings, reader)
    _require_elements(headings, items, [claim for _, claim in claims if claim.place is None], instrument)
    return ColumnMap(items, tuple(_explain(headings, items, instrument)))


def map_named(headings: Sequence[str], mapping: Mapping[str, str], instrument: Instrument) -> ColumnMap:
    """Return the columns named in `mapping` (item or element key -> heading) instead of guessing."""
    items: list[int | None] = [None] * len(instrument.items)
    for key, heading in mapping.items():
        items[_place_of(key, instrument)] = find_column(headings, heading)
    _require_elements(headings, tuple(items), [], instrument)
    return ColumnMap(tuple(items))


def _place_of(key: str, instrument: Instrument) -> int:
    places = [place for place, item in enumerate(instrument.items) if item.key == key]
    if key in {element.key for element in instrument.elements}:
        places += instrument.items_of(key)
    if len(places) != 1:
        raise BadInput("column_unknown_item", "Tidak ada satu butir yang bernama {key}.", key=key)
    return places[0]


def _choose(
    place: int, headings: Sequence[str], claims: list[tuple[int, Claim]], instrument: Instrument
) -> int | None:
    if not claims:
        return None
    surest = max(claim.tier for _, claim in claims)
    columns = [column for column, claim in claims if claim.tier == surest]
    if len(columns) > 1:
        item = instrument.items[place]
        raise BadInput(
            "column_ambiguous",
            "Lebih dari satu kolom untuk {item}: {columns}. Sisakan satu, atau ganti judul yang lain.",
            item=item.element or item.key,
            columns=", ".join(f"“{headings[column]}” ({column_letter(column)})" for column in columns),
        )
    return columns[0]


def _refuse_other_form(headings: Sequence[str], reader: Reader) -> None:
    """Refuse a table with keys beyond this instrument: P16 is no column of the nine classic questions."""
    for heading in headings:
        match = KEY.match(fold(heading))
        if match and reader.read(heading) is None:
            raise BadInput(
                "column_other_form",
                "Kolom “{column}” bukan butir kuesioner {instrument}. "
                "Pilih kuesioner yang benar dengan --instrument (misalnya national-2024-online), "
                "atau ganti judul kolom itu.",
                column=heading,
                instrument=reader.instrument.key,
            )


def _require_elements(
    headings: Sequence[str], items: Sequence[int | None], whole: Sequence[Claim], instrument: Instrument
) -> None:
    missing = [
        instrument.items[place].key if len(places) > 1 else f"{element.key} ({element.name})"
        for element in instrument.elements
        for places in [instrument.items_of(element.key)]
        for place in places
        if items[place] is None and not _has_variant(place, items, instrument)
    ]
    if not missing:
        return
    if whole:
        raise BadInput(
            "column_element_not_items",
            "Unsur {element} pada kuesioner {instrument} terdiri atas beberapa butir. "
            "Beri satu kolom untuk setiap butir: {missing}.",
            element=str(whole[0].element),
            instrument=instrument.key,
            missing=", ".join(missing),
        )
    raise BadInput(
        "column_missing",
        "Kolom jawaban tidak ditemukan untuk: {missing}. Beri judul kolom dengan kunci unsur (U1, U2, …), "
        "kunci butir ({first}, …), atau nama unsurnya. Kolom yang ada: {present}.",
        missing=", ".join(missing),
        first=instrument.items[0].key,
        present=", ".join(heading for heading in headings if heading)[:300] or "-",
    )


def _has_variant(place: int, items: Sequence[int | None], instrument: Instrument) -> bool:
    """Say whether the other channel's variant of an item is there (P11b stands in for P11a)."""
    key = instrument.items[place].key
    return key[-1].isalpha() and any(
        other.key[:-1] == key[:-1] and items[number] is not None
        for number, other in enumerate(instrument.items)
    )


def _explain(
    headings: Sequence[str], items: Sequence[int | None], instrument: Instrument
) -> Iterable[tuple[str, dict[str, str]]]:
    """Yield what a reader of the result should know about how columns were understood."""
    crossed = [
        f"{item.key} → {item.element}"
        for place, item in enumerate(instrument.items)
        if (column := items[place]) is not None
        and item.element
        and item.key[1:] != item.element[1:]
        and len(instrument.items) == len(instrument.elements)
        and KEY.match(fold(headings[column]))
        and not fold(headings[column]).startswith("u")
    ]
    if crossed:
        yield (
            "Butir dihitung ke unsur menurut kuesioner, bukan menurut urutan: {crossed}.",
            {"crossed": ", ".join(crossed)},
        )
    left_out = [item.key for place, item in enumerate(instrument.items) if items[place] is None]
    if left_out:
        yield gettext_noop("Tanpa kolom untuk {items}."), {"items": ", ".join(left_out)}


def find_column(headings: Sequence[str], name: str) -> int:
    """Return the one column with this heading; BadInput lists the headings there are."""
    columns = [column for column, heading in enumerate(headings) if fold(heading) == fold(name)]
    if len(columns) == 1:
        return columns[0]
    known = ", ".join(f"“{heading}”" for heading in headings if heading)
    if columns:
        raise BadInput("column_twice", "Ada {count} kolom bernama “{name}”.", count=len(columns), name=name)
    raise BadInput(
        "column_not_found", "Tidak ada kolom “{name}”. Kolom yang ada: {known}.", name=name, known=known
    )
