"""Imported recap rows as lines of a report: the digits, grades and averages that were printed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from puas.methodology.elements import ELEMENTS
from puas.methodology.numbers import parse_number
from puas.methodology.periods import Period
from puas.models import Decision, RecapKind, RecapRow
from puas.reports.agency_inputs import LineKind, LineSource, RecapLine

REPRINTED = (
    "Nilai instansi diambil alih sebagaimana tercetak pada laporan yang sudah terbit, tidak dihitung ulang."
)
"""What stands for the rule of the agency's rows where they were taken over."""


def print_survey(line: RecapLine, row: RecapRow) -> RecapLine:
    """Return the line of an imported survey with the figures as printed (Decimals with the printed places).

    Where a person decided for the computed index, index and grade stay the computed ones.
    """
    printed = row.printed
    shown = replace(line, values=_values(row), realisation=_number(printed["realisation"]))
    if row.decision == Decision.COMPUTED:
        return shown
    return replace(shown, index=_number(printed["index"]), grade=_grade(printed))


def print_average(row: RecapRow, label: str) -> RecapLine:
    """Return the line of an average, of a unit or of the agency, as it was printed."""
    return RecapLine(
        period=row.period.pure,
        values=_values(row),
        index=_number(row.printed["index"]),
        respondents=row.computed["respondents"],
        methods=frozenset(row.printed["methods"]),
        realisation=_number(row.printed["realisation"]),
        kind=LineKind.AVERAGE,
        source=LineSource.IMPORTED,
        label=label,
        grade=_grade(row.printed),
    )


def agency_rows(rows: Iterable[RecapRow]) -> dict[Period, RecapRow]:
    """Return the agency's own row of each period that its table printed; sentences have no elements."""
    found: dict[Period, RecapRow] = {}
    for row in rows:
        if row.kind == RecapKind.AGENCY and row.printed["index"] and any(row.printed["values"].values()):
            found.setdefault(row.period.pure, row)
    return found


def _values(row: RecapRow) -> tuple[Decimal | None, ...]:
    return tuple(_number(row.printed["values"].get(element.key, "")) for element in ELEMENTS)


def _number(text: str) -> Decimal | None:
    return parse_number(text) if text else None


def _grade(printed: Mapping[str, str]) -> str:
    """Return "B (Sangat baik)" as printed, right or wrong; only the letter where no word was printed."""
    letter, word = printed["grade"], printed.get("grade_word", "")
    return f"{letter} ({word})" if letter and word else letter
