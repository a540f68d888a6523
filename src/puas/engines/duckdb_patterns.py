"""The SQL of counting: pack each row into one number, count equal numbers, take the few numbers apart.

Texts of SQL only; nothing here touches a connection. Names inside the SQL: `w0`, `w1` packed words (item k at
bits 3 * (k % 21) of word k // 21), `q{k}` the code of item k (0 unanswered, 1..4, BAD), `x{i}` and `a{i}` the
scaled score of element i and whether it is answered, `n` how many rows, `grp` their group, `mark` see Mark.
"""

# ruff: noqa: S608 - the SQL is made of numbers and our own names

import itertools
from collections.abc import Iterator, Sequence
from enum import IntEnum

from puas.methodology.answers import ITEMS_PER_WORD
from puas.methodology.instruments import Instrument
from puas.methodology.tallies import Tally, count_pairs

BAD = 7
"""The code of a cell that holds something other than 1..4 or nothing."""

INTEGER_ITEMS = 10
"""Three bits each, so many items fit a 32-bit integer, which groups faster than 64 bits."""

BIGINT_SCORE = 10_000
"""Up to this scaled score, products of 10**10 rows stay below 2**63; above it sums are taken in 128 bits."""


class Mark(IntEnum):
    """What a whole row is, besides its answers."""

    RESPONSE = 0
    BLANK = 1
    TOO_LONG = 2
    SUMMARY = 3


def list_words(items: int) -> tuple[str, ...]:
    """Return the names of the packed words that `items` items need."""
    return tuple(f"w{word}" for word in range((items + ITEMS_PER_WORD - 1) // ITEMS_PER_WORD))


def select_words(codes: Sequence[str]) -> str:
    """Return the select list that packs one code expression per item into words."""
    words = []
    for word, name in enumerate(list_words(len(codes))):
        part = codes[word * ITEMS_PER_WORD : (word + 1) * ITEMS_PER_WORD]
        kind = "INTEGER" if len(part) <= INTEGER_ITEMS else "BIGINT"
        # a product and a sum take half the time of a shift and an or
        shifted = (f"({code})::{kind} * {8**place}::{kind}" for place, code in enumerate(part))
        words.append(f"{' + '.join(shifted)} AS {name}")
    return ", ".join(words)


def select_patterns(packed: str, items: int, *, by: bool, mark: bool) -> str:
    """Return the query that counts equal `packed` rows (words, and grp and mark if asked) as `n`."""
    keys = [*(["grp"] if by else []), *(["mark"] if mark else []), *list_words(items)]
    return f"SELECT {', '.join(keys)}, count(*) AS n FROM ({packed}) GROUP BY ALL"


def decode_words(items: int) -> str:
    """Return the select list q0.. of the codes kept in the words."""
    places = ((place // ITEMS_PER_WORD, 3 * (place % ITEMS_PER_WORD)) for place in range(items))
    return ", ".join(f"((w{word} >> {bits}) & 7)::INTEGER AS q{k}" for k, (word, bits) in enumerate(places))


def score_elements(instrument: Instrument) -> str:
    """Return the select list x0, a0, x1 ..: scaled scores as `element_scores` defines them, from q0.."""
    columns = []
    top = 4 * max(instrument.scales)
    kind = "BIGINT" if top <= BIGINT_SCORE else "HUGEINT"
    for i, (element, scale) in enumerate(zip(instrument.elements, instrument.scales, strict=True)):
        places = instrument.items_of(element.key)
        total = " + ".join(f"q{k}" for k in places)
        answered = " + ".join(f"(q{k} > 0)::INTEGER" for k in places)
        score = total if scale == 1 else f"coalesce(({total})::{kind} * {scale} // nullif({answered}, 0), 0)"
        columns.append(f"({score})::{kind} AS x{i}, (x{i} > 0)::INTEGER AS a{i}")
    return ", ".join(columns)


def accept_row(instrument: Instrument) -> str:
    """Return the condition under which a row counts: no bad cell, required items, enough elements."""
    items = range(len(instrument.items))
    answered = " + ".join(f"a{i}" for i in range(len(instrument.elements)))
    required = [f"q{k} > 0" for k, item in enumerate(instrument.items) if item.required]
    conditions = [f"{BAD} NOT IN ({', '.join(f'q{k}' for k in items)})", *required]
    return " AND ".join([*conditions, f"{answered} >= {instrument.minimum_answered}"])


def _list_sums(instrument: Instrument) -> Iterator[str]:
    """Yield the aggregates in the order `build_tally` reads them; m is n where the row counts, else 0."""
    size = range(len(instrument.elements))
    pairs = [(i, j) for i in size for j in size if i <= j]
    yield "sum(m)"
    yield from (
        f"sum(m * (q{k} = {score})::INTEGER)" for k in range(len(instrument.items)) for score in (1, 2, 3, 4)
    )
    yield from (f"sum(m * a{i})" for i in size)
    yield from (f"sum(m * x{i})" for i in size)
    yield from (f"sum(m * a{i} * a{j})" for i, j in pairs)
    yield from (f"sum(m * x{i} * x{j})" for i, j in pairs)
    yield from (f"sum(m * x{i} * a{j})" for i in size for j in size)


def select_tallies(patterns: str, instrument: Instrument, *, by: str | None, mark: bool) -> str:
    """Return the query that gives, for each group, its name, its rejected rows and the integers of its tally.

    `by` is the SQL that makes the group's name out of `grp`; None is one group without a name.
    """
    response = f"mark = {Mark.RESPONSE:d}" if mark else "true"
    rejected = f"mark <> {Mark.BLANK:d}" if mark else "true"
    return f"""
        WITH patterns AS MATERIALIZED ({patterns}),
        decoded AS (SELECT *, {decode_words(len(instrument.items))} FROM patterns),
        scored AS (SELECT *, {score_elements(instrument)} FROM decoded),
        judged AS (SELECT *, ({response}) AND ({accept_row(instrument)}) AS counts FROM scored),
        weighed AS (SELECT *, CASE WHEN counts THEN n ELSE 0 END AS m FROM judged)
        SELECT {by or "NULL"} AS name, coalesce(sum(n) FILTER (NOT counts AND {rejected}), 0),
               {", ".join(_list_sums(instrument))}
        FROM weighed GROUP BY name
    """


def build_tally(sums: Sequence[int], instrument: Instrument) -> Tally:
    """Return the tally whose integers were selected in the order of `_list_sums`."""
    size, rest = len(instrument.elements), iter(sums)

    def take(count: int) -> tuple[int, ...]:
        return tuple(itertools.islice(rest, count))

    (respondents,) = take(1)
    counts = [take(4) for _ in instrument.items]
    return Tally(
        instrument=instrument.id,
        scales=instrument.scales,
        respondents=respondents,
        item_counts=tuple((a, b, c, d) for a, b, c, d in counts),
        answered=take(size),
        sums=take(size),
        pairs=take(count_pairs(size)),
        cross=take(count_pairs(size)),
        sums_given=take(size**2),
    )
