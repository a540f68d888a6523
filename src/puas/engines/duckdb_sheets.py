"""How DuckDB sees a table of answers: the relation, the code of every answer, what a whole row is."""
# ruff: noqa: S608 - the SQL is made of numbers and our own names; paths and marks are quoted

from puas.engines.duckdb_patterns import (
    BAD,
    Mark,
    accept_row,
    decode_words,
    list_words,
    score_elements,
    select_words,
)
from puas.exchange.answer_sheets import WHOLE_TYPES, AnswerSheet
from puas.exchange.answer_sheets_headings import fold
from puas.exchange.guards import FileKind, quote_text

SPACE = r"[\s\x{00A0}\x{200B}\x{FEFF}]*"
SCORE = quote_text(f"^{SPACE}([1-4])(?:[.,]0*)?{SPACE}$")
NOTHING = quote_text(f"^{SPACE}$")
NUMBER_HEADINGS = frozenset(
    {"no", "no.", "nomor", "no urut", "nomor urut", "responden", "no responden", "no. responden"}
)
SUMMARY = r"^\s*(jumlah|total|rata[ -]*rata|mean|nrr|nilai|skm|ikm)\b"
"""What stands in the number column of a processing sheet under the respondents."""


def select_relation(sheet: AnswerSheet) -> str:
    """Return the table function that reads the sheet as columns c0, c1 ..; text is never guessed at."""
    path = quote_text(str(sheet.path))
    if sheet.kind == FileKind.PARQUET:
        names = ", ".join(f"c{column}" for column in range(len(sheet.headings)))
        return f"read_parquet({path}, hive_partitioning = false) AS t({names})"
    width = len(sheet.headings) + sheet.strict
    columns = ", ".join(f"'c{column}': 'VARCHAR'" for column in range(width))
    quoting = "'', escape = ''" if sheet.facts else "'\"', escape = '\"'"
    return (
        f"read_csv({path}, columns = {{{columns}}}, auto_detect = false, header = false, "
        f"skip = {sheet.heading_row}, delim = {quote_text(sheet.delimiter)}, quote = {quoting}, "
        "comment = '', nullstr = '', strict_mode = true, compression = 'none', hive_partitioning = false)"
    )


def code_answer(sheet: AnswerSheet, column: int | None) -> str:
    """Return the expression of one answer: 0 nothing, 1..4, BAD anything else. "4", "4.0", "4,0" are 4."""
    if column is None:
        return "0"
    name, kind = f"c{column}", sheet.types[column] if sheet.types else "VARCHAR"
    if column in sheet.clean:
        return f"coalesce({name}, 0)"
    if kind in WHOLE_TYPES:
        return (
            f"CASE WHEN {name} IS NULL THEN 0 WHEN {name} BETWEEN 1 AND 4 THEN {name}::TINYINT ELSE {BAD} END"
        )
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        missing = f"{name} IS NULL" + ("" if kind.startswith("DECIMAL") else f" OR isnan({name})")
        return f"CASE WHEN {missing} THEN 0 WHEN {name} IN (1, 2, 3, 4) THEN {name}::TINYINT ELSE {BAD} END"
    text = name if kind == "VARCHAR" else f"{name}::VARCHAR"
    return (
        f"CASE WHEN {text} IS NULL THEN 0 WHEN {text} IN ('1', '2', '3', '4') THEN ascii({text}) - 48 "
        f"WHEN {text} IN ('1.0', '2.0', '3.0', '4.0') THEN ascii({text}) - 48 "
        f"WHEN regexp_matches({text}, {SCORE}) THEN regexp_extract({text}, '[1-4]')::TINYINT "
        f"WHEN regexp_matches({text}, {NOTHING}) THEN 0 ELSE {BAD} END"
    )


def has_marks(sheet: AnswerSheet) -> bool:
    """Say whether rows may be something else than responses. Parquet comes from programs, one row a response;
    looking for blank rows there would read every column.
    """
    return sheet.kind != FileKind.PARQUET


def mark_row(sheet: AnswerSheet) -> str:
    """Return the expression of the row's Mark, from its cells and words."""
    if not has_marks(sheet):
        return f"{Mark.RESPONSE:d}"
    cases = []
    if sheet.strict:
        cases.append(f"WHEN c{len(sheet.headings)} IS NOT NULL THEN {Mark.TOO_LONG:d}")
    if sheet.headings and fold(sheet.headings[0]) in NUMBER_HEADINGS and 0 not in sheet.columns.items:
        cases.append(f"WHEN regexp_matches(c0, {quote_text(SUMMARY)}, 'i') THEN {Mark.SUMMARY:d}")
    cells = ", ".join(f"c{column}" for column in range(len(sheet.headings)))
    nothing = " AND ".join(f"{word} = 0" for word in list_words(len(sheet.columns.items)))
    cases.append(f"WHEN {nothing} AND regexp_matches(concat({cells}), {NOTHING}) THEN {Mark.BLANK:d}")
    return f"CASE {' '.join(cases)} ELSE {Mark.RESPONSE:d} END::TINYINT"


def name_group(sheet: AnswerSheet, column: int) -> str:
    """Return the expression of a group's name out of `grp`: trimmed text, NULL where nothing stands."""
    text = "left(trim(regexp_replace(grp::VARCHAR, '\\s+', ' ', 'g')), 200)"
    if sheet.kind == FileKind.WORKBOOK or (sheet.types and sheet.types[column] in ("FLOAT", "DOUBLE")):
        text = f"regexp_replace({text}, '^(-?\\d+)\\.0$', '\\1')"  # a spreadsheet's 17 arrives as 17.0
    return f"nullif({text}, '')"


def _select_marked(sheet: AnswerSheet, relation: str) -> str:
    """Return the query that adds words and mark to every row of `relation`."""
    words = select_words([code_answer(sheet, column) for column in sheet.columns.items])
    return f"SELECT *, {mark_row(sheet)} AS mark FROM (SELECT *, {words} FROM {relation})"


def select_packed(sheet: AnswerSheet, by: int | None) -> str:
    """Return the query with one packed row per row of the sheet: words, mark, and grp (column `by`)."""
    marks = ["mark"] if has_marks(sheet) else []
    names = [*marks, *list_words(len(sheet.columns.items)), *([f"c{by} AS grp"] if by is not None else [])]
    return f"SELECT {', '.join(names)} FROM ({_select_marked(sheet, select_relation(sheet))})"


def select_rejected(sheet: AnswerSheet) -> str:
    """Return the query of rows that do not count: number, mark, code of each item, text of each item."""
    instrument, items = sheet.instrument, sheet.columns.items
    numbered = f"(SELECT row_number() OVER () + {sheet.heading_row} AS row, * FROM {select_relation(sheet)})"
    texts = ", ".join("NULL" if column is None else f"c{column}::VARCHAR" for column in items)
    codes = ", ".join(f"q{place}" for place in range(len(items)))
    return f"""
        WITH marked AS ({_select_marked(sheet, numbered)}),
        decoded AS (SELECT *, {decode_words(len(items))} FROM marked),
        scored AS (SELECT *, {score_elements(instrument)} FROM decoded)
        SELECT row, mark, {codes}, {texts} FROM scored
        WHERE mark IN ({Mark.TOO_LONG:d}, {Mark.SUMMARY:d})
           OR (mark = {Mark.RESPONSE:d} AND NOT ({accept_row(instrument)}))
        ORDER BY row
    """
