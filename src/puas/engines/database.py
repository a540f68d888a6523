"""Tallies by SQL GROUP BY in the database: only sums leave it, never rows. One builder for SQLite and
PostgreSQL.

The statement works in three steps, so that the wide part sees few rows:
  patterns   equal answers of a group are folded into one row with a count
  elements   the scores are cut out of the two words and made into scaled element scores x0, x1, ..
  the sums   every integer of a Tally, as one weighted sum each

Answers with an exclusion in force are left out of the patterns (docs/adr/0019-excluded-answers.md).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection

from puas.errors import BadInput
from puas.methodology.answers import ITEMS_PER_WORD
from puas.methodology.instruments import Instrument
from puas.methodology.tallies import Tally

TABLE = "puas_response"
EXCLUSIONS = "puas_exclusion"
COLUMNS_PER_STATEMENT = 1500
"""PostgreSQL returns at most 1664 columns, SQLite 2000; more than nine elements may need several statements.
"""

GROUPS = {"survey": "survey_id", "channel": "channel", "service": "service_id"}

Key = str | int | None
Row = tuple[Any, ...]


class Scope(StrEnum):
    """Which of the stored answers are counted."""

    COUNTED = "counted"  # those without an exclusion in force: what every index is made of
    EVERY = "every"
    EXCLUDED = "excluded"  # those with an exclusion in force, of any kind
    FLAGGED = "flagged"  # those that somebody decided to leave out, not those that were corrected


@dataclass(frozen=True)
class Rows:
    """Which rows are counted: of these surveys, after one id and up to another, grouped by something."""

    survey_ids: tuple[int, ...]
    after_id: int
    up_to_id: int | None
    by: str | None
    scope: Scope


def tally_surveys(
    survey_ids: Iterable[int],
    instrument: Instrument,
    after_id: int = 0,
    up_to_id: int | None = None,
    by: str | None = None,
    scope: Scope = Scope.COUNTED,
) -> dict[Key, Tally]:
    """Return a Tally per group of the responses of `survey_ids` with after_id < id <= up_to_id.

    Answers with an exclusion in force are left out unless `scope` says otherwise.

    `by`: None (one tally under the key None, empty when there are no rows), "survey", "channel", "service"
    (database ids, None for no service) or "profile:KEY" (the value as text, None where it was not given).
    Every response counted must have been given to `instrument`. BadInput `tally_by` for another `by`.
    """
    rows = Rows(tuple(survey_ids), after_id, up_to_id, by, scope)
    _check_by(by, instrument)
    sums = tuple(_sums(instrument))
    found = {_key(key, by): _build_tally(instrument, counts) for key, counts in _read(rows, instrument, sums)}
    return found or ({None: Tally.empty(instrument)} if by is None else {})


def _read(rows: Rows, instrument: Instrument, sums: Sequence[str]) -> list[tuple[Any, list[int]]]:
    """Return (key, counts) per group; counts start with the number of rows and follow `sums`.

    With more sums than one statement may return, several read them in turn. Rows are only ever added, and so
    are decisions to leave some out or to count them again, so equal numbers of both mean the same rows were
    read each time; otherwise someone answered or decided meanwhile: once more.
    """
    slices = [sums[i : i + COLUMNS_PER_STATEMENT] for i in range(0, len(sums), COLUMNS_PER_STATEMENT)]
    while True:
        parts = [_run(_statement(rows, instrument, part), rows) for part in slices]
        first, rest = parts[0], parts[1:]
        if all({k: c[:2] for k, c in part.items()} == {k: c[:2] for k, c in first.items()} for part in rest):
            return [(k, _join([part[k] for part in parts])) for k in first]


def _join(counts: Sequence[Sequence[int]]) -> list[int]:
    """Return the number of rows and every statement's sums, without the numbers of decisions."""
    return [counts[0][0], *(n for part in counts for n in part[2:])]


def _run(statement: str, rows: Rows) -> dict[Any, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, _parameters(rows))
        return {row[0]: [int(n or 0) for n in row[1:]] for row in cursor.fetchall() if row[1]}


def _statement(rows: Rows, instrument: Instrument, sums: Sequence[str]) -> str:
    # LIMIT keeps SQLite from flattening the inner query, which would cut the words again for every sum.
    return (
        f"SELECT grp, SUM(n), {_DECISIONS}, {', '.join(sums)} FROM ("  # noqa: S608 - no text of a person in it
        f"SELECT grp, n, {', '.join(_items(instrument))}, {', '.join(_elements(instrument))} FROM ("
        f"SELECT {_group(rows.by)} AS grp, word_a, word_b, COUNT(*) AS n FROM {TABLE} "
        f"WHERE {_where(rows)} GROUP BY 1, 2, 3) AS patterns LIMIT {2**62}) AS elements GROUP BY grp"
    )


_DECISIONS = f"(SELECT COUNT(*) + COUNT(lifted_at) FROM {EXCLUSIONS})"  # noqa: S608 - a name of ours
_IN_FORCE = f"SELECT 1 FROM {EXCLUSIONS} AS e WHERE e.response_id = {TABLE}.id AND e.lifted_at IS NULL"  # noqa: S608
_SCOPES = {
    Scope.COUNTED: f" AND NOT EXISTS ({_IN_FORCE})",
    Scope.EVERY: "",
    Scope.EXCLUDED: f" AND EXISTS ({_IN_FORCE})",
    Scope.FLAGGED: f" AND EXISTS ({_IN_FORCE} AND e.kind = 'flagged')",
}


def _where(rows: Rows) -> str:
    is_postgresql = connection.vendor == "postgresql"
    chosen = "= ANY(%s)" if is_postgresql else "IN (SELECT value FROM json_each(%s))"
    bound = " AND id <= %s" if rows.up_to_id is not None else ""
    return f"survey_id {chosen} AND id > %s{bound}{_SCOPES[rows.scope]}"


def _parameters(rows: Rows) -> list[Any]:
    profile_key = [_profile_key(rows.by)] if rows.by and rows.by.startswith("profile:") else []
    surveys = list(rows.survey_ids) if connection.vendor == "postgresql" else json.dumps(rows.survey_ids)
    bound = [] if rows.up_to_id is None else [rows.up_to_id]
    return [*profile_key, surveys, rows.after_id, *bound]


def _profile_key(by: str) -> str:
    key = by.removeprefix("profile:")
    return key if connection.vendor == "postgresql" else f'$."{key}"'


def _check_by(by: str | None, instrument: Instrument) -> None:
    keys = [field.key for field in instrument.profile] + [rating.key for rating in instrument.ratings]
    if by is not None and by not in GROUPS and by not in [f"profile:{key}" for key in keys]:
        raise BadInput(
            "tally_by",
            "Jawaban tidak dapat dikelompokkan menurut “{by}”; pilih survey, channel, service, "
            "atau profile: diikuti kunci isian kuesioner.",
            by=by,
        )


def _group(by: str | None) -> str:
    if by is None:
        return "0"
    if by in GROUPS:
        return GROUPS[by]
    return "profile ->> %s::text" if connection.vendor == "postgresql" else "json_extract(profile, %s)"


def _key(value: Any, by: str | None) -> Key:
    """Return the group's key the same on every database: a list of choices as compact JSON, a number as
    text.
    """
    if by is None:
        return None
    if not by.startswith("profile:") or value is None:
        return value  # type: ignore[no-any-return]
    text = str(value)
    return json.dumps(json.loads(text), separators=(",", ":")) if text.startswith("[") else text


def _items(instrument: Instrument) -> Iterator[str]:
    for place in range(len(instrument.items)):
        word = ("word_a", "word_b")[place // ITEMS_PER_WORD]
        yield f"({word} >> {3 * (place % ITEMS_PER_WORD)}) & 7 AS i{place}"


def _cut(place: int) -> str:
    word = ("word_a", "word_b")[place // ITEMS_PER_WORD]
    return f"(({word} >> {3 * (place % ITEMS_PER_WORD)}) & 7)"


def _elements(instrument: Instrument) -> Iterator[str]:
    """Yield x0, x1, ..: the mean of an element's answered items times its scale, 0 when none is answered."""
    for number, element in enumerate(instrument.elements):
        cuts = [_cut(place) for place in instrument.items_of(element.key)]
        if len(cuts) == 1:
            yield f"{cuts[0]} AS x{number}"
            continue
        answered = " + ".join(f"CASE WHEN {cut} > 0 THEN 1 ELSE 0 END" for cut in cuts)
        total = " + ".join(cuts)
        scale = instrument.scales[number]
        yield f"CASE WHEN {answered} = 0 THEN 0 ELSE ({total}) * {scale} / ({answered}) END AS x{number}"


def _sums(instrument: Instrument) -> Iterator[str]:
    """Yield the sums of a Tally in the order that `_build_tally` reads them."""
    size = len(instrument.elements)
    for item in range(len(instrument.items)):
        for score in (1, 2, 3, 4):
            yield f"SUM(CASE WHEN i{item} = {score} THEN n ELSE 0 END)"
    for i in range(size):
        yield f"SUM(CASE WHEN x{i} > 0 THEN n ELSE 0 END)"
    for i in range(size):
        yield f"SUM(n * x{i})"
    for i in range(size):
        for j in range(i, size):
            yield f"SUM(CASE WHEN x{i} > 0 AND x{j} > 0 THEN n ELSE 0 END)"
    for i in range(size):
        for j in range(i, size):
            yield f"SUM(n * x{i} * x{j})"
    for i in range(size):
        for j in range(size):
            yield f"SUM(CASE WHEN x{j} > 0 THEN n * x{i} ELSE 0 END)"


def _build_tally(instrument: Instrument, counts: Sequence[int]) -> Tally:
    """Return the Tally whose integers stand in `counts`: rows first, then the order of `_sums`."""
    numbers = iter(counts)

    def take(count: int) -> tuple[int, ...]:
        return tuple(next(numbers) for _ in range(count))

    size = len(instrument.elements)
    pair_count = size * (size + 1) // 2
    respondents = next(numbers)
    items = tuple((next(numbers), next(numbers), next(numbers), next(numbers)) for _ in instrument.items)
    return Tally(
        instrument=instrument.id,
        scales=instrument.scales,
        respondents=respondents,
        item_counts=items,
        answered=take(size),
        sums=take(size),
        pairs=take(pair_count),
        cross=take(pair_count),
        sums_given=take(size * size),
    )
